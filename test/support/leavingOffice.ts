import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { openOffice } from '../../cli/backstage/office.ts'
import { ExitCode } from '../../cli/shared/errors.ts'

/** A process that leaves in the middle of the dry run of a submission, so many milliseconds after it began. */
const [, , config = '', path = '', milliseconds = '0'] = process.argv
const office = await openOffice({ flags: { config }, account: 'node:2' })
const dryRun = Promise.withResolvers<void>()
office.services
  .act(
    { verb: 'submit', path, acceptInconclusive: [] },
    {
      onStage: (news) => {
        if (news.kind === 'stage' && news.name === 'dry run') dryRun.resolve()
      },
      confirm: async () => false,
      askSecret: async () => undefined,
    },
  )
  .catch(dryRun.reject)
await dryRun.promise
await setTimeout(Number(milliseconds))
await office.close()
process.exit(ExitCode.done)
