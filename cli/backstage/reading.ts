import type { ReadingServices } from '../ui/services/reading.ts'
import { listParameters } from '../workflows/listParameters.ts'
import { readActivity } from '../workflows/readActivity.ts'
import { readDelegates } from '../workflows/readDelegates.ts'
import type { Opened } from './open.ts'

/** Questions to the chain. */
export function readingServices({ protocol, workspace, actor }: Opened): Partial<ReadingServices> {
  return {
    readParameters: async () => (await listParameters(await protocol())).document,
    readHistory: async (subject, parameter) =>
      (await listParameters(await protocol(), { subject, parameter })).document,
    readDelegates: async () => {
      const { config, network } = await workspace()
      const account = await actor.nameOn(network)
      return readDelegates(await protocol(), { accounts: config.accounts, account })
    },
    readActivity: async () => {
      const { config, network } = await workspace()
      const chain = await protocol().then(
        (opened) => opened.chain,
        () => undefined,
      )
      return readActivity(config.folder, { chainId: network.chainId, chain })
    },
  }
}
