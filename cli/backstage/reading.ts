import type { ReadingServices } from '../ui/services/reading.ts'
import type { StatusOptions } from '../workflows/readStatus.ts'
import type { Opened } from './open.ts'

/** Questions to the chain. Each workflow is loaded when it is first asked for: the first screen waits for its own only. */
export function readingServices(opened: Opened): ReadingServices {
  const { protocol, workspace, actor } = opened
  return {
    async readOverview() {
      const { readOverview } = await import('../workflows/readOverview.ts')
      return readOverview(await protocol(), await statusOptions(opened))
    },
    async readProposals() {
      const { readStatus } = await import('../workflows/readStatus.ts')
      const options = { ...(await statusOptions(opened)), all: true }
      return (await readStatus(await protocol(), options)).status
    },
    async readProposal(id) {
      const { readProposal } = await import('../workflows/showProposal.ts')
      return readProposal(await protocol(), id, { wallClock: Math.floor(Date.now() / 1_000) })
    },
    async readSnapshotVote(id) {
      const { readSnapshotVote } = await import('../workflows/readSnapshotVote.ts')
      return readSnapshotVote(await protocol(), (await workspace()).config.folder, id)
    },
    async readParameters() {
      const { listParameters } = await import('../workflows/listParameters.ts')
      return (await listParameters(await protocol())).document
    },
    async readHistory(subject, parameter) {
      const { listParameters } = await import('../workflows/listParameters.ts')
      return (await listParameters(await protocol(), { subject, parameter })).document
    },
    async readDelegates() {
      const { readDelegates } = await import('../workflows/readDelegates.ts')
      const { config, network } = await workspace()
      const account = await actor.nameOn(network)
      return readDelegates(await protocol(), { accounts: config.accounts, account })
    },
    async readStewards() {
      const { readStewards } = await import('../workflows/readStewards.ts')
      const { config, network } = await workspace()
      const account = await actor.nameOn(network)
      return readStewards(await protocol(), { accounts: config.accounts, account })
    },
    async readSafety() {
      const { readSafety } = await import('../workflows/readSafety.ts')
      return readSafety(await protocol())
    },
    async readActivity() {
      const { readActivity } = await import('../workflows/readActivity.ts')
      const { config, network } = await workspace()
      // What was sent can be read without a node; only what became of it cannot be asked then.
      const chain = await protocol().then(
        (one) => one.chain,
        () => undefined,
      )
      return readActivity(config.folder, { chainId: network.chainId, chain })
    },
    async readPending() {
      const { listPending, pendingPlace } = await import('../workflows/pendingTransactions.ts')
      return listPending(await protocol(), pendingPlace(await workspace()))
    },
  }
}

/** Whoever acts in the interface is whose part is shown. */
async function statusOptions({ actor, workspace }: Opened): Promise<StatusOptions> {
  const asked = await actor.asked()
  return {
    workspace: await workspace(),
    wallClock: Math.floor(Date.now() / 1_000),
    ...(asked === undefined ? {} : { account: asked }),
  }
}
