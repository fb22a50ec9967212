import type { OpenDraft } from '../../cli/ui/hooks/useDesk.tsx'

interface Cut {
  readonly market?: string
  readonly to?: string
}

/** A draft of another liquidation threshold: most often one that makes some vaults liquidatable. */
export const cutText = ({ market = 'WETH-A', to = '70%' }: Cut = {}): string => `title: Cut
summary: Of the threshold.
changes:
  - market: ${market}
    parameter: liquidationThreshold
    to: ${to}
`

/** The same, open on the desk. */
export const cutOnDesk = (cut: Cut = {}): OpenDraft => ({
  path: 'cut/proposal.yaml',
  title: 'Cut',
  isSaved: true,
  text: cutText(cut),
})
