import { useState } from 'react'
import { plural, shortHex } from '../../../shared/format.ts'
import { formatUtc } from '../../../shared/time.ts'
import type { VaultImpact } from '../../../workflows/vaultImpact.ts'
import { ScrollText } from '../../components/ScrollText.tsx'
import { Answer } from '../../components/States.tsx'
import { useClipboard } from '../../hooks/useClipboard.ts'
import { useDesk } from '../../hooks/useDesk.tsx'
import { useKeys } from '../../hooks/useKeys.tsx'
import { useLive } from '../../hooks/useLive.ts'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import { useServices } from '../../hooks/useServices.ts'
import { useLayout } from '../../layout.ts'
import { blankLine, type Line, paragraph } from '../../lines.ts'
import { useTheme } from '../../theme.ts'
import type { Screen } from '../screen.ts'
import { AskAddress } from './AskAddress.tsx'
import { vaultLines } from './vaultLines.ts'

/** What the open draft does to one owner, market by market, in words. */
function Impact() {
  const { readImpact } = useServices()
  const { draft } = useDesk()
  const { owner = '' } = useNavigation().location.params
  const [isAsking, setAsking] = useState(false)
  const copy = useClipboard()
  const live = useLive(['chain', 'impact', owner, draft?.text], () =>
    readImpact(owner, draft?.text),
  )
  useKeys({
    impact: { run: () => setAsking(true), word: 'other address' },
    copy: () => copy(owner, 'the owner'),
  })
  if (isAsking) return <AskAddress onClose={() => setAsking(false)} />
  return (
    <Answer live={live} what={`the vaults of ${shortHex(owner)}`}>
      {(impact) => <Story impact={impact} />}
    </Answer>
  )
}

const WIDEST = 110

function Story({ impact }: { readonly impact: VaultImpact }) {
  const { columns, bodyRows, fit } = useLayout()
  const width = Math.min(columns, WIDEST)
  const theme = useTheme()
  const { draft } = useDesk()
  const { vaults, derivativeSymbol: unit, leftOut, owner, executesAt } = impact
  const heading =
    draft === undefined || executesAt === undefined
      ? 'No draft is open: this is how things are now.'
      : headingFor(draft.title, executesAt, vaults)
  const terms: readonly Line[] = [
    ...paragraph(heading, { width, tone: 'muted' }),
    ...leftOut.flatMap((words) =>
      paragraph(words, { width, tone: 'caution', mark: `${theme.symbols.caution} ` }),
    ),
  ]
  const story = vaults.flatMap(({ words, ...vault }) => [
    blankLine,
    ...vaultLines({ vault, words, unit, width, theme, isOwnerSaid: true }),
  ])
  const said =
    vaults.length > 0 ? story : [blankLine, ...paragraph(nothing(draft !== undefined), { width })]
  const lines = [
    ...paragraph(`${owner}, ${plural(vaults.length, 'vault')}`, { width, tone: 'accent' }),
    // Where there is little room, what happens to whom comes before on which terms.
    ...(fit === 'narrow' ? [...said, blankLine, ...terms] : [...terms, ...said]),
  ]
  return <ScrollText lines={lines} height={bodyRows} name="impact" />
}

function headingFor(title: string, executesAt: number, vaults: VaultImpact['vaults']): string {
  const settlesAt = Math.max(0, ...vaults.map((vault) => vault.settlesAt ?? 0))
  const ramp = settlesAt === 0 ? '' : `, the ramp over on ${formatUtc(settlesAt)}`
  return (
    `With the draft \u201c${title}\u201d, executed on ${formatUtc(executesAt)} if it were submitted now${ramp}. ` +
    'Prices stay as they are, fees are charged until then.'
  )
}

const nothing = (hasDraft: boolean): string =>
  `This address has no vault in any market${hasDraft ? ': the draft changes nothing for it' : ''}. Press i for another one.`

export const impactScreen: Screen = {
  id: 'impact',
  title: 'Impact',
  summary: 'what the draft does to one address',
  isListed: false,
  Component: Impact,
}
