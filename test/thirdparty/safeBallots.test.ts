import { expect } from 'chai'
import { readStanding } from '../../cli/chain/proposals.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import { relaySigned } from '../../cli/workflows/relaySigned.ts'
import { resolveAccount } from '../../cli/workflows/resolveAccount.ts'
import { signBallot } from '../../cli/workflows/signBallot.ts'
import { actingAs, agreeing, failureOf, pass, peopleOf, proposed } from '../support/acting.ts'
import { signing } from '../support/ballots.ts'
import { type SeededNode, seeded, startAnvil, startHardhat } from '../support/nodes.ts'
import { safeWithVotes } from '../support/safeActs.ts'
import type { TestSafe } from '../support/safes.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

for (const [name, start] of [
  ['Hardhat', startHardhat],
  ['anvil', () => startAnvil()],
] as const) {
  describe(`ballots of a Safe 1.4.1, two of three owners, on ${name}`, function () {
    this.timeout(180_000)
    let node: SeededNode
    let safe: TestSafe
    let id: bigint
    before(async () => {
      node = await seeded(await start())
      // Proposed before the proposer gives its votes to the Safe, which has them when the vote opens.
      id = await proposed(node)
      safe = await safeWithVotes(node)
      await pass(node, id, 'snapshot')
    })
    after(() => node.stop())

    async function sign(owners: readonly string[]) {
      const accounts = { alice: 'node:5', bob: 'node:4', carol: 'node:6' }
      const reference = `safe:${safe.address}:${owners.join(',')}`
      const account = await resolveAccount(node.chain, { accounts }, reference)
      const acting = await actingAs(node, account, { folder: await temporaryFolder() })
      const { confirm, plans } = signing()
      const request = { proposal: shortId(id), support: 'for', config: { accounts: {} } } as const
      return { signed: await signBallot(acting, request, confirm), facts: plans[0]!.facts }
    }

    it('are not signed by too few of them', async () => {
      const refused = await failureOf(sign(['bob']))
      expect(refused.exitCode).to.equal(5)
      expect(refused.message).to.contain('wants 2 signatures; 1 of its owners can sign from here')
    })

    it('are signed by its owners, who are shown what the Safe says and what they sign', async () => {
      const { signed, facts } = await sign(['carol', 'alice'])
      const labels = Object.fromEntries(facts)
      expect(labels['the Safe says']).to.contain('Ballot for BallastGovernor')
      expect(labels['signs']).to.contain('SafeMessage for')
      expect(labels['message']).to.equal(labels['its hash'])
      expect(labels['contract']).to.equal(safe.address)
      if (signed.how === 'planned') throw new Error('It was only planned.')
      const { stranger } = await peopleOf(node)
      await relaySigned(await actingAs(node, stranger), [signed.path], agreeing().options)
      const { tally } = await readStanding(node.chain, node.book, id)
      expect(tally.for).to.equal(800_000n * 10n ** 18n)
    })
  })
}
