import { expect } from 'chai'
import { ZeroAddress } from 'ethers'
import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import { connectChain, nodeAccounts, readBlock, signerOf } from '../../cli/chain/client.ts'
import { advanceTo, rewinding } from '../../cli/chain/devChain.ts'
import { dryRun } from '../../cli/chain/dryRun.ts'
import { readElectorate } from '../../cli/chain/electorate.ts'
import {
  cancelAction,
  executeAction,
  queueAction,
  readState,
  readTimes,
  submitProposal,
  voteAction,
} from '../../cli/chain/governor.ts'
import { readParameters } from '../../cli/chain/readParameters.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import type { Vote } from '../../cli/chain/vote.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { assertOnly } from '../../cli/governance/assertOnly.ts'
import { silence } from '../../cli/shared/progress.ts'
import { openDemoProtocol } from '../../cli/workflows/demoProtocol.ts'
import type { Prepared } from '../../cli/workflows/prepareProposal.ts'
import type { DemoProtocol } from '../../cli/workflows/protocol.ts'
import { proposalOf } from '../support/proposals.ts'

const WAD = 10n ** 18n
/** Delegates of the demonstration: 8 %, 7 % and 5 % of the supply; the quorum is 10 %. */
const [heavy, middle, light] = [0, 1, 2]

describe('dryRun of a proposal on the chain', () => {
  let protocol: DemoProtocol
  let raise: Prepared
  before(async () => {
    protocol = await openDemoProtocol(silence)
    raise = await proposalOf(
      protocol,
      'changes:\n  - {market: WETH-A, parameter: liquidationThreshold, to: 82%}',
    )
  })
  after(() => protocol.close())

  const delegate = (index: number): Address => protocol.delegates[index]!
  const send = (from: Address, action: Parameters<typeof transact>[1]) =>
    transact(localSender(protocol.chain, from), action)
  const times = () => readTimes(protocol.chain, protocol.book, raise.proposal.id)

  /** The way to each state, by the people of the demonstration. */
  const submit = () =>
    submitProposal(localSender(protocol.chain, delegate(heavy)), protocol.book, raise.proposal)
  const toVote = async () => advanceTo(protocol.chain, (await times()).snapshot + 1)
  const vote = (index: number, how: Vote) =>
    send(delegate(index), voteAction(protocol.book, raise.proposal.id, how))
  const toDecision = async () => advanceTo(protocol.chain, (await times()).deadline + 1)
  const queue = () => send(delegate(light), queueAction(protocol.book, raise.proposal.id))

  const run = async (prepared = raise) => {
    const { chain, book } = protocol
    const from = await readParameters(chain, book)
    const request = { proposal: prepared.proposal, from, isSubmitted: true }
    return (await dryRun(chain, book, request)).dryRun
  }
  const thresholdAfter = (reading: Awaited<ReturnType<typeof run>>) =>
    reading.executed.values.get('WETH-A.liquidationThreshold')?.stored
  const on = (story: () => Promise<void>) => () => rewinding(protocol.chain, story)

  it(
    'goes on from Pending, though it could not be proposed again',
    on(async () => {
      await submit()
      const reading = await run()
      expect(reading.lifecycle.states).to.deep.equal([
        'Pending',
        'Active',
        'Succeeded',
        'Queued',
        'Executed',
      ])
      expect(thresholdAfter(reading)).to.equal(8_200n)
    }),
  )

  it(
    'lets only those vote who have not, as many as it takes',
    on(async () => {
      await submit()
      await toVote()
      await vote(heavy, { support: 'for' })
      const { lifecycle, outcome } = await run()
      expect(lifecycle.states).to.deep.equal(['Active', 'Succeeded', 'Queued', 'Executed'])
      expect(lifecycle.voters).to.deep.equal([
        { address: delegate(middle), weight: 700_000n * WAD },
      ])
      expect(lifecycle.quorum).to.equal(1_000_000n * WAD)
      expect(outcome.kind).to.equal('executed')
    }),
  )

  it(
    'counts an abstention to the quorum',
    on(async () => {
      await submit()
      await toVote()
      await vote(heavy, { support: 'abstain' })
      expect((await run()).lifecycle.voters).to.deep.equal([
        { address: delegate(middle), weight: 700_000n * WAD },
      ])
    }),
  )

  it(
    'votes with the weight of the snapshot, not with that of now',
    on(async () => {
      const { chain, book } = protocol
      await submit()
      await toVote()
      const others = await nodeAccounts(chain)
      const newcomer = others.at(-1)!
      const tokenOf = (account: Address) =>
        BallastToken__factory.connect(book.contracts.token, signerOf(chain, account))
      await (await tokenOf(delegate(heavy)).delegate(newcomer)).wait()
      await vote(light, { support: 'against' })
      const { lifecycle } = await run()
      expect(lifecycle.voters).to.deep.equal([
        { address: delegate(middle), weight: 700_000n * WAD },
        { address: delegate(heavy), weight: 800_000n * WAD },
      ])
      expect(lifecycle.states.at(-1)).to.equal('Executed')
    }),
  )

  it(
    'asks many delegates together',
    on(async () => {
      const { chain, book } = protocol
      const others = (await nodeAccounts(chain)).filter((one) => !protocol.delegates.includes(one))
      const token = BallastToken__factory.connect(
        book.contracts.token,
        signerOf(chain, delegate(light)),
      )
      // Each of them had its votes for a moment, long before the proposal.
      for (const other of others) await (await token.delegate(other)).wait()
      await (await token.delegate(delegate(light))).wait()
      await submit()
      await toVote()
      await vote(heavy, { support: 'against' })
      await vote(middle, { support: 'against' })
      const asked: string[] = []
      const rpc: typeof chain.rpc = {
        request: (call) => {
          asked.push(call.method)
          return chain.rpc.request(call)
        },
      }
      const { voters, why } = await readElectorate(await connectChain(rpc), book, raise.proposal.id)
      expect(others.length).to.be.above(10)
      expect(voters).to.deep.equal([{ address: delegate(light), weight: 500_000n * WAD }])
      expect(why).to.contain('all delegates together have 500,000 BLST')
      expect(asked.filter((method) => method === 'eth_call')).to.have.length.below(8)
    }),
  )

  it(
    'needs nobody where the votes are cast',
    on(async () => {
      await submit()
      await toVote()
      await vote(heavy, { support: 'for' })
      await vote(middle, { support: 'for' })
      const { lifecycle } = await run()
      expect(lifecycle).to.deep.include({ voters: [] })
      expect(lifecycle.states.at(-1)).to.equal('Executed')
    }),
  )

  it(
    'runs as the timelock when the votes against cannot be outvoted, and says how many they are',
    on(async () => {
      await submit()
      await toVote()
      await vote(heavy, { support: 'against' })
      await vote(light, { support: 'against' })
      const reading = await run()
      expect(reading.lifecycle.inconclusive).to.equal(
        'all delegates together have 700,000 BLST of 1,000,000 BLST',
      )
      expect(reading.outcome.kind).to.equal('executed')
      expect(thresholdAfter(reading)).to.equal(8_200n)
    }),
  )

  it(
    'says when quorum is there and the majority is not',
    on(async () => {
      await submit()
      await toVote()
      await vote(heavy, { support: 'against' })
      await vote(light, { support: 'abstain' })
      const split = { against: 0n, for: 500_000n * WAD, abstain: 0n }
      await vote(middle, { split })
      // A delegate who split part of its votes has voted: the rest is its own to give.
      expect((await run()).lifecycle.inconclusive).to.equal(
        '800,000 BLST are cast against it, and all others together have 500,000 BLST',
      )
    }),
  )

  it(
    'goes on from Succeeded and from Queued',
    on(async () => {
      await submit()
      await toVote()
      await vote(heavy, { support: 'for' })
      await vote(middle, { support: 'for' })
      await toDecision()
      expect((await run()).lifecycle.states).to.deep.equal(['Succeeded', 'Queued', 'Executed'])
      await queue()
      const reading = await run()
      expect(reading.lifecycle.states).to.deep.equal(['Queued', 'Executed'])
      expect(thresholdAfter(reading)).to.equal(8_200n)
      // The clock is brought to the very second; the execution comes in the block after.
      expect(reading.executed.block.timestamp).to.equal((await times()).eta + 12)
    }),
  )

  const verdictOf = (reading: Awaited<ReturnType<typeof run>>) =>
    assertOnly({
      dryRun: reading,
      proposal: raise.proposal,
      changes: raise.changes,
      book: protocol.book,
    })

  it(
    'runs what was defeated as the timelock, with the reason',
    on(async () => {
      await submit()
      await toVote()
      await toDecision()
      const reading = await run()
      expect(reading.lifecycle.inconclusive).to.contain('it is Defeated: ')
      expect(reading.outcome.kind).to.equal('executed')
      expect(verdictOf(reading).undeclared).to.deep.equal([])
    }),
  )

  it(
    'does not call it a revert that the governor takes no calls about itself from outside',
    on(async () => {
      const quorum = await proposalOf(
        protocol,
        'changes:\n  - {governance: governor, parameter: quorumNumerator, to: 8%}',
      )
      const sender = localSender(protocol.chain, delegate(heavy))
      await submitProposal(sender, protocol.book, quorum.proposal)
      const { deadline } = await readTimes(protocol.chain, protocol.book, quorum.proposal.id)
      await advanceTo(protocol.chain, deadline + 1)
      const reading = await run(quorum)
      expect(reading.lifecycle.inconclusive).to.contain('it is Defeated')
      expect(reading.outcome).to.deep.equal({
        kind: 'notRun',
        reason: 'it calls the governor, which takes that only from its own execution',
      })
      const { proposal, changes } = quorum
      const { book } = protocol
      expect(assertOnly({ dryRun: reading, proposal, changes, book }).undeclared).to.deep.equal([])
    }),
  )

  it(
    'runs what was cancelled as the timelock, even if it was queued before',
    on(async () => {
      const [, guardian] = await nodeAccounts(protocol.chain)
      await submit()
      await toVote()
      await vote(heavy, { support: 'for' })
      await vote(middle, { support: 'for' })
      await toDecision()
      await queue()
      await send(guardian!, cancelAction(protocol.book, raise.proposal.id))
      const reading = await run()
      expect(reading.lifecycle.inconclusive).to.contain('it is Canceled: ')
      expect(thresholdAfter(reading)).to.equal(8_200n)
      expect(verdictOf(reading).undeclared).to.deep.equal([])
    }),
  )

  it(
    'does not call what is executed executable again',
    on(async () => {
      await submit()
      await toVote()
      await vote(heavy, { support: 'for' })
      await vote(middle, { support: 'for' })
      await toDecision()
      await queue()
      await advanceTo(protocol.chain, (await times()).eta)
      await send(delegate(light), executeAction(protocol.book, raise.proposal.id))
      const reading = await run()
      expect(reading.lifecycle.inconclusive).to.contain('it is Executed')
    }),
  )

  it(
    'leaves the chain as it was, whichever way it went',
    on(async () => {
      const { chain, book } = protocol
      await submit()
      await toVote()
      await vote(heavy, { support: 'against' })
      await vote(light, { support: 'against' })
      const before = {
        block: await readBlock(chain),
        state: await readState(chain, book, raise.proposal.id),
      }
      await run()
      expect({
        block: await readBlock(chain),
        state: await readState(chain, book, raise.proposal.id),
      }).to.deep.equal(before)
    }),
  )

  it(
    'says that nobody can propose when all votes are gone',
    on(async () => {
      const { chain, book } = protocol
      for (const account of protocol.delegates) {
        const token = BallastToken__factory.connect(book.contracts.token, signerOf(chain, account))
        await (await token.delegate(ZeroAddress)).wait()
      }
      const from = await readParameters(chain, book)
      const { dryRun: reading } = await dryRun(chain, book, { proposal: raise.proposal, from })
      expect(reading.lifecycle.inconclusive).to.equal('no delegate has the votes to propose')
    }),
  )
})
