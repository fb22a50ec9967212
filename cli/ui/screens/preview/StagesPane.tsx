import { formatCount, printable } from '../../../shared/format.ts'
import { ScrollText } from '../../components/ScrollText.tsx'
import { useNow } from '../../hooks/useNow.ts'
import type { Line } from '../../lines.ts'
import type { PreviewRun, StageState } from '../../previewRun.ts'
import { type Theme, useTheme } from '../../theme.ts'
import { elapsed } from './PreviewHead.tsx'

/** What each stage is for, until it has something to say itself. */
const purposes: Readonly<Record<string, string>> = {
  'read source': 'the file, or the proposal on the chain',
  parse: 'names, units and bounds',
  'read parameters': 'all of them, at one block',
  'diff parameters': 'each value before and after',
  encode: 'the calls that are voted on',
  'dry run': 'vote, queue and execution on a local fork',
  'nothing else': 'whether it does what it says and nothing else',
  assess: 'losses on simulated prices, before and after',
  'gather evidence': 'prices and other open proposals',
  'run checks': 'what speaks against it',
  'render report': 'p writes report.md and report.json',
}

/** All stages with what came of them; the one that runs says how far it is. */
export function StagesPane({ run, height }: { readonly run: PreviewRun; readonly height: number }) {
  const theme = useTheme()
  const now = useNow()
  const lines = [
    ...run.stages.map((stage) => stageLine(stage, theme, now)),
    ...run.said.map(
      (sentence): Line => ({ text: `  ${printable(sentence.trim())}`, tone: 'muted' }),
    ),
  ]
  return <ScrollText lines={lines} height={height} name="stages" />
}

function stageLine(stage: StageState, { symbols }: Theme, now: number): Line {
  const { name } = stage
  const label = name.padEnd(16)
  switch (stage.state) {
    case 'pending':
      return { text: `${symbols.pending} ${label} ${purposes[name] ?? ''}`, tone: 'muted' }
    case 'skipped':
      return {
        text: `${symbols.dot} ${label} not needed: it is on the chain as it is`,
        tone: 'muted',
      }
    case 'running':
      return { text: `${symbols.active} ${label} ${runningWords(stage, now)}`, tone: 'accent' }
    case 'done':
      return { text: `${symbols.pass} ${label} ${printable(stage.outcome)}` }
    case 'failed':
      return { text: `${symbols.fail} ${label} failed`, tone: 'bad' }
    case 'stopped':
      return { text: `${symbols.caution} ${label} stopped`, tone: 'caution' }
  }
}

function runningWords(
  { name, step, since }: Extract<StageState, { state: 'running' }>,
  now: number,
): string {
  const far =
    step === undefined
      ? (purposes[name] ?? '')
      : `${formatCount(step.done)} of ${formatCount(step.total)}`
  return now - since >= 1 ? `${far}, ${elapsed(since, now)}` : far
}
