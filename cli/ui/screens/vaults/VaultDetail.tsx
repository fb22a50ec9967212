import type { VaultRow } from '../../../workflows/vaultRow.ts'
import { Lines } from '../../components/Lines.tsx'
import { useDesk } from '../../hooks/useDesk.tsx'
import { useLive } from '../../hooks/useLive.ts'
import { useRested } from '../../hooks/useRested.ts'
import { useServices } from '../../hooks/useServices.ts'
import { useTheme } from '../../theme.ts'
import { vaultLines } from './vaultLines.ts'

interface VaultDetailProps {
  readonly vault: VaultRow
  /** The derivative's symbol. */
  readonly unit: string
  readonly width: number
}

/** The selected vault in full, and what the draft means for it in words. */
export function VaultDetail({ vault, unit, width }: VaultDetailProps) {
  const { readImpact } = useServices()
  const { draft } = useDesk()
  const theme = useTheme()
  const { owner } = vault
  const impact = useLive(
    ['chain', 'impact', owner, draft?.text],
    () => readImpact(owner, draft?.text),
    useRested(owner),
  )
  const known =
    impact.status === 'ready'
      ? impact.value.vaults.find(({ market }) => market === vault.market)
      : undefined
  const lines = vaultLines({ vault, words: known?.words ?? [], unit, width, theme })
  return <Lines lines={lines} />
}
