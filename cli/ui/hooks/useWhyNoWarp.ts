import { useLive } from './useLive.ts'
import { useServices } from './useServices.ts'

/** Why the clock cannot be moved here; undefined on a development chain. */
export function useWhyNoWarp(): string | undefined {
  const services = useServices()
  const live = useLive(['chain', 'can warp'], services.canWarp)
  if (live.status !== 'ready') return 'the chain has not answered yet'
  return live.value ? undefined : 'only on a development chain'
}
