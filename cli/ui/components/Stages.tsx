import { Box } from 'ink'
import { printable } from '../../shared/format.ts'
import type { StageLine, StageLog } from '../stageLog.ts'
import { useTheme } from '../theme.ts'
import { Spinner } from './States.tsx'
import { Words } from './Words.tsx'

/** Long work stage by stage, the newest last; as many as there are rows for. */
export function Stages({ log, height }: { readonly log: StageLog; readonly height: number }) {
  const { stages, said } = log
  const shown = stages.slice(-Math.max(1, height - rowsOf(said)))
  return (
    <Box flexDirection="column">
      {shown.map((stage) => (
        <OneStage key={stage.id} stage={stage} />
      ))}
      {said === undefined ? null : (
        <Words tone="muted" wrap="wrap">
          {printable(said)}
        </Words>
      )}
    </Box>
  )
}

/** A hash to compare stands whole in a sentence, which then needs a second row. */
const rowsOf = (said = ''): number => Math.ceil(said.length / 60)

function OneStage({ stage }: { readonly stage: StageLine }) {
  const { symbols } = useTheme()
  const { name, outcome, progress } = stage
  if (outcome !== undefined) {
    return <Words>{`${symbols.pass} ${name}: ${printable(outcome)}`}</Words>
  }
  return (
    <Box>
      <Spinner />
      <Words>{` ${name}${progress === undefined ? '' : `, ${shareOf(progress)}`}`}</Words>
    </Box>
  )
}

const shareOf = ({ done, total }: NonNullable<StageLine['progress']>): string =>
  `${total === 0 ? 100 : Math.floor((100 * done) / total)} %`
