import type { NetworkStatus } from '../../../report/statusText.ts'
import { useChainClock } from '../../hooks/useChainClock.ts'
import type { Viewer } from './proposalActions.ts'

/** Who looks at the proposals, and when by the chain's clock. */
export function useViewer(status: NetworkStatus | undefined): Viewer {
  const now = useChainClock()
  return {
    account: status?.account,
    trouble: status?.accountTrouble,
    now: Math.max(now, status?.block.timestamp ?? 0),
    isDevelopment: status?.isDevelopment ?? false,
  }
}
