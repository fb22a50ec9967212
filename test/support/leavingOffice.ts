import process from 'node:process'
import { setImmediate } from 'node:timers/promises'
import { openOffice } from '../../cli/backstage/office.ts'
import { ExitCode } from '../../cli/shared/errors.ts'

/** A process that leaves in the middle of a submission as soon as it is told to; it says when the dry run begins. */
const [, , config = '', path = '', temporary = ''] = process.argv
process.env['TMPDIR'] = temporary
// However busy the machine is: what is looked at is what an orderly end leaves.
const patience = { settle: 30_000, close: 30_000 }
const office = await openOffice({ flags: { config }, account: 'node:2' }, patience)
const ended = office.services
  .act(
    { verb: 'submit', path, acceptInconclusive: [] },
    {
      onStage: (news) => {
        if (news.kind === 'stage' && news.name === 'dry run') process.send?.('dry run')
      },
      confirm: async () => false,
      askSecret: async () => undefined,
    },
  )
  .then(
    () => 'ended',
    () => 'ended',
  )
process.once('message', async () => {
  const where = await Promise.race([ended, setImmediate('under way')])
  const closing = office.close()
  process.send?.('leaving')
  await closing
  // Whoever leaves when all is over has shown nothing.
  process.exit(where === 'under way' ? ExitCode.done : ExitCode.bug)
})
