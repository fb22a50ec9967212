import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { Contract, parseEther, toBeHex } from 'ethers'
import { connectChain, nodeAccounts, signerOf } from '../../cli/chain/client.ts'
import { readStanding } from '../../cli/chain/proposals.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import type { Support } from '../../cli/shared/voteSplit.ts'
import { queueProposal } from '../../cli/workflows/advanceProposal.ts'
import { readPower } from '../../cli/workflows/readPower.ts'
import { readStatus } from '../../cli/workflows/readStatus.ts'
import { relaySigned } from '../../cli/workflows/relaySigned.ts'
import { showProposal } from '../../cli/workflows/showProposal.ts'
import { signBallot } from '../../cli/workflows/signBallot.ts'
import { voteOnProposal } from '../../cli/workflows/voteOnProposal.ts'
import { type BallotFile, readSigned } from '../../cli/workspace/signedFiles.ts'
import {
  actingAs,
  agreeing,
  failureOf,
  protocolOn,
  untouched,
  withoutEvents,
} from '../support/acting.ts'
import { contractVoter, signing } from '../support/ballots.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import {
  deployBravo,
  deployCompatible,
  deployCompoundToken,
  deployOpenZeppelin4,
  deployOverridable,
  type OlderGovernor,
} from '../support/olderGovernors.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

/** A Governor of somebody else as the governor of the protocol, and what differs between it and others. */
interface Foreign {
  readonly node: SeededNode
  readonly governor: OlderGovernor
  readonly voter: Address
  /** Votes of the voter, whole tokens. */
  readonly weight: bigint
}

describe('voting at other Governors', function () {
  this.timeout(120_000)
  let plain: SeededNode
  let relayer: Address
  let other: Address
  let folder: string
  const foreign: Partial<Record<'openzeppelin-4' | 'openzeppelin-5' | 'bravo', Foreign>> = {}

  before(async () => {
    plain = await seeded(await startHardhat())
    const accounts = await nodeAccounts(plain.chain)
    const voter = accounts[6]!
    ;[relayer, other] = [accounts[5]!, accounts[7]!]
    const at = (governor: OlderGovernor, more: object = {}): SeededNode => {
      const contracts = { ...plain.book.contracts, governor: governor.address, ...more }
      return { ...plain, book: { ...plain.book, contracts } }
    }
    const four = await deployOpenZeppelin4(plain.chain, voter)
    foreign['openzeppelin-4'] = { node: at(four), governor: four, voter, weight: 1n }
    const five = await deployOverridable(plain.chain, voter, other)
    const token = await five.contract.getFunction('token')()
    foreign['openzeppelin-5'] = { node: at(five, { token }), governor: five, voter, weight: 1n }
    const bravo = await deployBravo(plain.chain, voter)
    foreign.bravo = { node: at(bravo), governor: bravo, voter, weight: 1_000_000n }
  })
  after(() => plain.stop())
  untouched(() => plain)
  beforeEach(async () => {
    folder = await temporaryFolder()
  })

  const { options } = agreeing()
  type Request = Partial<Parameters<typeof signBallot>[1]>

  const requestOn = ({ governor }: Foreign, request: Request) => ({
    proposal: shortId(governor.proposalId),
    ...request,
  })

  async function cast(at: Foreign, request: Request, as = at.voter) {
    const acting = await actingAs(at.node, as, { folder })
    const acted = await voteOnProposal(acting, requestOn(at, request), options)
    if (acted.how !== 'sent' && acted.how !== 'already') throw new Error('It was only planned.')
    return acted
  }

  async function sign(at: Foreign, request: Request, as = at.voter) {
    const { confirm, plans: signed } = signing()
    const acting = await actingAs(at.node, as, { folder })
    const whole = { ...requestOn(at, request), config: { accounts: {} } }
    const answer = await signBallot(acting, whole, confirm)
    if (answer.how === 'planned') throw new Error('It was only planned.')
    return { ...answer, plan: signed[0] }
  }

  async function relay(at: Foreign, ...paths: readonly string[]) {
    const acting = await actingAs(at.node, relayer, { folder })
    const [relayed] = await relaySigned(acting, paths, options)
    const { acted } = relayed!
    if (acted?.how !== 'sent' && acted?.how !== 'already') throw new Error('It was only planned.')
    return acted
  }

  /** A second proposal, whose vote opens with the next blocks; of somebody else, because Bravo lets nobody have two. */
  async function proposedBesides({ governor: { contract }, voter }: Foreign): Promise<bigint> {
    const isBravo = contract.interface.hasFunction('quorumVotes')
    const from = contract.connect(signerOf(plain.chain, other)) as typeof contract
    const propose = from.getFunction(
      isBravo ? 'propose' : 'propose(address[],uint256[],bytes[],string)',
    )
    const args = isBravo ? [[voter], [0], [''], ['0x'], 'Two'] : [[voter], [0], ['0x'], 'Two']
    const id: bigint = await propose.staticCall(...args)
    await (await propose.send(...args)).wait()
    return id
  }

  /** For, against, abstain: whole tokens, as the Governor itself counts them. */
  async function tally({ governor: { contract, proposalId } }: Foreign): Promise<bigint[]> {
    const isBravo = contract.interface.hasFunction('quorumVotes')
    const votes = await contract.getFunction(isBravo ? 'proposals' : 'proposalVotes')(proposalId)
    const found = [votes.forVotes, votes.againstVotes, votes.abstainVotes]
    return found.map((side: bigint) => side / parseEther('1'))
  }

  /** Another vote, in which a quarter of the voter's votes is its own, and the rest that of the holder. */
  async function partlyOwn(at: Foreign): Promise<Foreign> {
    const { node, voter, governor } = at
    const abi = ['function transfer(address, uint256)', 'function delegate(address)']
    const as = (account: Address) =>
      new Contract(node.book.contracts.token, abi, signerOf(node.chain, account))
    const transfer = as(other).getFunction('transfer')
    await (await transfer.send(voter, parseEther('0.25'))).wait()
    await (await as(voter).getFunction('delegate').send(voter)).wait()
    const proposalId = await proposedBesides(at)
    await node.chain.rpc.request({ method: 'hardhat_mine', params: ['0x3'] })
    return { ...at, governor: { ...governor, proposalId } }
  }

  /** What `status` and `power` tell of the voter in the vote: what it may cast, and has cast. */
  async function lookedAt({ node, voter, governor }: Foreign): Promise<bigint[][]> {
    const protocol = protocolOn(node)
    const { status } = await readStatus(protocol, { wallClock: 1_795_424_400, account: voter })
    const { votes } = await readPower(protocol, { asked: voter })
    const isIt = ({ id }: { readonly id: bigint }): boolean => id === governor.proposalId
    const [line, power] = [status.proposals.find(isIt), votes.find(isIt)]
    return [
      [line!.own!.votes, line!.own!.cast],
      [power!.total, power!.used],
    ]
  }

  const others: Support[] = ['against', 'abstain']

  for (const kind of ['openzeppelin-4', 'openzeppelin-5', 'bravo'] as const) {
    const at = (): Foreign => foreign[kind]!

    describe(`of the kind ${kind}`, () => {
      it('is done plainly, with a reason, and once', async () => {
        const { weight } = at()
        const acted = await cast(at(), { support: 'for', reason: 'good' })
        expect(acted.how).to.equal('sent')
        expect(await tally(at())).to.deep.equal([weight, 0n, 0n])
        expect(acted.shown.facts).to.deep.include(['reason', 'good'])
        expect((await cast(at(), { support: 'for', reason: 'good' })).how).to.equal('already')
        for (const support of others) {
          const refused = await failureOf(cast(at(), { support }))
          expect(refused.message).to.contain('has cast all its votes')
          expect(refused.exitCode).to.equal(5)
        }
      })

      it('is done by a ballot that somebody else relays, once', async () => {
        const { governor, voter, weight } = at()
        const { path, plan, facts } = await sign(at(), { support: 'abstain' })
        expect(await tally(at())).to.deep.equal([0n, 0n, 0n])
        expect(Object.fromEntries(plan!.facts)['proposalId']).to.equal(`${governor.proposalId}`)
        const file = (await readSigned(path)) as BallotFile
        expect(file).to.include({ form: kind, support: 'abstain', voter, nonce: '0' })
        expect(facts.map(([label]) => label).includes('nonce')).to.equal(kind === 'openzeppelin-5')
        expect((await sign(at(), { support: 'abstain' })).how).to.equal('already')
        expect((await relay(at(), path)).how).to.equal('sent')
        expect(await tally(at())).to.deep.equal([0n, 0n, weight])
        expect((await relay(at(), path)).how).to.equal('already')
        // What was relayed waits no more.
        const again = await failureOf(sign(at(), { support: 'abstain' }))
        expect(again.message).to.contain('has cast all its votes')
      })

      it('by a second ballot that says something else is refused while the first waits', async () => {
        const { path } = await sign(at(), { support: 'for' })
        const refused = await failureOf(sign(at(), { support: 'against' }))
        expect(refused.message).to.contain(`gives what is left of these votes: ${path}`)
        expect(refused.nextStep.includes('--nonce')).to.equal(kind === 'openzeppelin-5')
      })

      it('is looked at: where it stands, who voted how, until when', async () => {
        const { node, voter, governor } = at()
        await cast(at(), { support: 'for', reason: 'good' })
        const wallClock = 1_795_424_400
        const id = shortId(governor.proposalId)
        const { status, text } = await readStatus(protocolOn(node), { wallClock, account: voter })
        expect(status.proposals).to.have.length(1)
        const [line] = status.proposals
        const { voteEndsAt, blocks, own } = line!
        expect([own!.votes, own!.cast]).to.deep.equal(Array(2).fill(at().weight * parseEther('1')))
        expect(text).to.contain(`${id}  Active  One`)
        const shown = await showProposal(protocolOn(node), id, { wallClock })
        expect(shown.text).to.contain('Ballast reads parameters beside a Governor of its own kind')
        expect(shown.text).to.contain('| good')
        expect(shown.document.votes).to.have.length(1)
        const { votes } = await readPower(protocolOn(node), { asked: voter })
        expect(votes.map(({ used }) => used)).to.deep.equal([own!.cast])
        // Blocks are never shown as a time: 1970 is no year of a vote.
        expect(`${text}${shown.text}`).not.to.contain('1970')
        expect(voteEndsAt).to.be.above(status.block.timestamp)
        expect(blocks === undefined).to.equal(kind === 'openzeppelin-5')
        if (blocks !== undefined) expect(text).to.contain(`until block ${blocks.voteEndsAt} (in `)
      })

      it('before it opens is told when it does, and signed for then', async () => {
        const { node, weight } = at()
        const id = await proposedBesides(at())
        const early = await failureOf(cast(at(), { support: 'for', proposal: shortId(id) }))
        expect(early.message).to.contain('is Pending, so nobody can vote on it now')
        expect(early.message.includes('its vote opens at block ')).to.equal(
          kind !== 'openzeppelin-5',
        )
        const { path, relay: next } = await sign(at(), { support: 'for', proposal: shortId(id) })
        expect(next.when).to.match(kind === 'openzeppelin-5' ? /^from 2/ : /^from block /)
        expect((await failureOf(relay(at(), path))).message).to.contain('is Pending')
        await node.chain.rpc.request({ method: 'hardhat_mine', params: ['0x3'] })
        expect((await relay(at(), path)).how).to.equal('sent')
        const after = await readStanding(node.chain, node.book, id)
        expect(after.tally.for / parseEther('1')).to.equal(weight)
      })

      it('with a split is refused before anything is asked', async () => {
        for (const work of [cast, sign]) {
          const refused = await failureOf(work(at(), { split: 'for=60%,against=40%' }))
          expect(refused.message).to.contain('counts no splits')
          expect([refused.exitCode, refused.nextStep]).to.deep.equal([
            2,
            'Write for, against or abstain behind the proposal, without --split.',
          ])
        }
      })
    })
  }

  it('of nobody’s is not taken for one on the side that is asked for', async () => {
    const five = foreign['openzeppelin-5']!
    const { contract, proposalId } = five.governor
    const poor = (await nodeAccounts(plain.chain))[19]!
    const asPoor = contract.connect(signerOf(plain.chain, poor)) as typeof contract
    await (await asPoor.getFunction('castVote').send(proposalId, 1)).wait()
    for (const support of ['for', 'against'] as const) {
      const refused = await failureOf(cast(five, { support }, poor))
      expect(refused.message).to.contain('had no votes when they were counted')
    }
  })

  describe('of older kinds', () => {
    for (const kind of ['openzeppelin-4', 'bravo'] as const) {
      const at = (): Foreign => foreign[kind]!

      it(`${kind}: ballots of contracts, and numbers, are refused before anything is signed`, async () => {
        const wallet = await contractVoter(plain, at().voter, {
          from: (await nodeAccounts(plain.chain))[2]!,
          tokens: 1n,
        })
        const refused = await failureOf(sign(at(), { support: 'for', voter: wallet }))
        expect(refused.message).to.contain(`takes no ballots of contracts, and ${wallet} is one`)
        expect(refused.exitCode).to.equal(2)
        const numbered = await failureOf(sign(at(), { support: 'for', nonce: '1' }))
        expect(numbered.nextStep).to.equal('Leave --nonce out.')
      })

      it(`${kind}: whose file was changed is refused before anything is sent`, async () => {
        const { path } = await sign(at(), { support: 'for' })
        const text = JSON.parse(await readFile(path, 'utf8'))
        const changed = join(folder, 'changed.json')
        await writeFile(changed, JSON.stringify({ ...text, support: 'against' }))
        expect((await failureOf(relay(at(), changed))).message).to.contain('is not what was signed')
        await writeFile(changed, JSON.stringify({ ...text, signature: `0x${'12'.repeat(65)}` }))
        const refused = await failureOf(relay(at(), changed))
        expect(refused.message).to.contain(`is not that of ${at().voter}`)
        expect(await tally(at())).to.deep.equal([0n, 0n, 0n])
      })

      it(`${kind}: more than voting is refused, saying why`, async () => {
        const acting = await actingAs(at().node, at().voter, { folder })
        const id = shortId(at().governor.proposalId)
        const refused = await failureOf(queueProposal(acting, id, options))
        expect(refused.message).to.contain('cannot queue on local: its Governor does not store')
        expect(refused.exitCode).to.equal(2)
      })

      it(`${kind}: is not voted on without the event that tells what it does`, async () => {
        const { node, governor, voter } = at()
        const blind = { ...node, ...(await withoutEvents(node)) }
        const acting = await actingAs(blind, voter, { folder })
        const proposal = governor.proposalId.toString()
        const refused = await failureOf(
          voteOnProposal(acting, { proposal, support: 'for' }, options),
        )
        expect(refused.message).to.contain('does not have the event that tells what it does')
        expect(refused.exitCode).to.equal(4)
        const none = voteOnProposal(acting, { proposal: '77', support: 'for' }, options)
        expect((await failureOf(none)).message).to.contain('has no proposal 77')
      })
    }

    it('bravo: nothing is said of its proposals by a node that lacks their events', async () => {
      const { node } = foreign.bravo!
      const protocol = { ...protocolOn(node), ...(await withoutEvents(node)) }
      const refused = await failureOf(readStatus(protocol, { wallClock: 1_795_424_400 }))
      expect(refused.message).to.contain('has made 1 proposals; the node has the events of 0')
      expect(refused.exitCode).to.equal(4)
    })

    for (const kind of ['openzeppelin-4', 'bravo'] as const) {
      it(`${kind}: an account that lent itself code signs with its key as before`, async () => {
        const at = foreign[kind]!
        const code = `0xef0100${'12'.repeat(20)}`
        await plain.chain.rpc.request({ method: 'hardhat_setCode', params: [at.voter, code] })
        const { path } = await sign(at, { support: 'for' })
        expect((await relay(at, path)).how).to.equal('sent')
        expect(await tally(at)).to.deep.equal([at.weight, 0n, 0n])
      })
    }

    it('a reason goes into a ballot of OpenZeppelin 4, and not into one of Bravo', async () => {
      const four = foreign['openzeppelin-4']!
      const { path } = await sign(four, { support: 'against', reason: 'too much' })
      const acted = await relay(four, path)
      expect(acted.shown.facts).to.deep.include(['reason', 'too much'])
      const refused = await failureOf(sign(foreign.bravo!, { support: 'for', reason: 'good' }))
      expect(refused.message).to.contain('takes neither a reason nor a split by signature')
    })
  })

  it('and its tally is read from one of OpenZeppelin 4 that answers as Bravo did', async () => {
    const voter = foreign.bravo!.voter
    const governor = await deployCompatible(plain.chain, voter)
    const { contracts } = plain.book
    const node = {
      ...plain,
      book: { ...plain.book, contracts: { ...contracts, governor: governor.address } },
    }
    const at: Foreign = { node, governor, voter, weight: 1n }
    const { path } = await sign(at, { support: 'abstain', reason: 'no view' })
    const { shown } = await relay(at, path)
    expect(shown.facts).to.deep.include.members([
      ['abstain', '1 BLST'],
      // Abstentions do not count there.
      ['quorum', '0 BLST of 0.000000000000000001 BLST, short by 0.000000000000000001 BLST'],
    ])
    expect((await cast(at, { support: 'abstain' })).how).to.equal('already')
    const { text } = await showProposal(protocolOn(node), shortId(governor.proposalId), {
      wallClock: 0,
    })
    expect(text).to.contain(
      'Missing: 0.000000000000000001 BLST more for, more votes for than against.',
    )
  })

  it('goes with a token that has the names of Compound’s', async () => {
    const { node, voter } = foreign.bravo!
    const token = (await (await deployCompoundToken(node.chain, voter)).getAddress()) as Address
    const book = { ...node.book, contracts: { ...node.book.contracts, token } }
    const { holder, proposing } = await readPower(protocolOn({ ...node, book }), { asked: voter })
    const ether = (votes: bigint) => votes / parseEther('1')
    expect([holder.balance, holder.votes].map(ether)).to.deep.equal([2n, 7n])
    expect([proposing.votes, proposing.votesBefore].map(ether)).to.deep.equal([7n, 3n])
    const none = { ...book, contracts: { ...book.contracts, token: book.contracts.ledger } }
    const refused = await failureOf(
      readPower(protocolOn({ ...node, book: none }), { asked: voter }),
    )
    expect(refused.message).to.contain('does not answer as expected')
  })

  it('estimates no time where the node has no old blocks, and needs none to vote', async () => {
    const four = foreign['openzeppelin-4']!
    const { rpc } = four.node.chain
    const latest = Number(await rpc.request({ method: 'eth_blockNumber' }))
    const young = await connectChain({
      async request(call) {
        const [block] = call.params ?? []
        const isOld = call.method === 'eth_getBlockByNumber' && Number(block) < latest
        return isOld ? null : rpc.request(call)
      },
    })
    const node = { ...four.node, chain: { ...young, isDevelopment: true } as const }
    const { shown } = await cast({ ...four, node }, { support: 'for' })
    expect(Object.fromEntries(shown.facts)['vote ends']).to.match(/^block \d+ \(in \d+ blocks\)$/)
    expect(shown.details).to.include({ voteStartsAt: null, voteEndsAt: null })
    const { text, document } = await showProposal(
      protocolOn(node),
      shortId(four.governor.proposalId),
      { wallClock: 1_795_424_400 },
    )
    expect(document).to.include({ voteStartsAt: null, voteEndsAt: null })
    expect(document.milestones.map(({ timestamp }) => timestamp)).to.deep.equal([null])
    expect(text).to.match(/\n {2}proposed by 0x\w+ \(block \d+\)\n/)
    expect(text).to.match(/\n {2}the vote ends after block \d+ \(in \d+ blocks\)\n/)
  })

  it('goes by the blocks that contracts see, where those are of another chain', async () => {
    const { node, governor, voter } = foreign.bravo!
    const { rpc } = node.chain
    const ahead = 700n
    type Call = Parameters<typeof rpc.request>[0]
    /** Whether the call is code that returns NUMBER. */
    const isNumber = ({ params }: Call): boolean =>
      (params?.[0] as { data?: string } | undefined)?.data === '0x4360005260206000f3'
    const layered = await connectChain({
      async request(call) {
        const answer = await rpc.request(call)
        return isNumber(call) ? toBeHex(BigInt(answer as string) + ahead, 32) : answer
      },
    })
    const chain = { ...layered, isDevelopment: true } as const
    const [plainly, seen] = await Promise.all(
      [node.chain, chain].map((one) => readStanding(one, node.book, governor.proposalId)),
    )
    expect(seen!.clock.now).to.equal(plainly!.clock.now + ahead)
    const blind = await connectChain({
      request: async (call) => (isNumber(call) ? '0x' : rpc.request(call)),
    })
    const refused = await failureOf(readStanding(blind, node.book, governor.proposalId))
    expect(refused.message).to.contain('counts blocks, and the node does not tell which')
    const { votes } = await readPower(protocolOn(node), { asked: voter })
    expect(votes.map(({ clock }) => clock.now)).to.deep.equal([plainly!.clock.now])
  })

  it('counts what delegators have taken out of a vote before it is cast', async () => {
    const five = foreign['openzeppelin-5']!
    await cast(five, { support: 'against', override: true }, other)
    const refused = await failureOf(cast(five, { support: 'for' }))
    expect(refused.message).to.contain('its delegators have taken back all 1 BLST')
    expect(await lookedAt(five)).to.deep.equal(Array(2).fill([0n, 0n]))
  })

  it('counts what a delegate has really given after a part was taken out of its vote', async () => {
    const five = await partlyOwn(foreign['openzeppelin-5']!)
    await cast(five, { support: 'against', override: true }, other)
    expect(await lookedAt(five)).to.deep.equal(Array(2).fill([parseEther('0.25'), 0n]))
    const { plan } = await sign(five, { support: 'for' })
    expect(Object.fromEntries(plan!.facts)['your votes']).to.equal(
      '0.25 BLST, after 0.75 BLST that delegators took back',
    )
    await cast(five, { support: 'for' })
    expect(await lookedAt(five)).to.deep.equal(Array(2).fill(Array(2).fill(parseEther('0.25'))))
    expect((await cast(five, { support: 'for' })).how).to.equal('already')
  })

  it('still shows what a delegate has cast when it is overridden later', async () => {
    const five = foreign['openzeppelin-5']!
    await cast(five, { support: 'for' })
    await cast(five, { support: 'against', override: true }, other)
    expect((await cast(five, { support: 'for' })).how).to.equal('already')
    expect(await tally(five)).to.deep.equal([0n, 1n, 0n])
  })

  it('is refused where nobody knows the Governor', async () => {
    const { ledger, token } = plain.book.contracts
    for (const governor of [ledger, token, relayer]) {
      const node = {
        ...plain,
        book: { ...plain.book, contracts: { ...plain.book.contracts, governor } },
      }
      const acting = await actingAs(node, relayer, { folder })
      const refused = await failureOf(
        voteOnProposal(acting, { proposal: '0xbbc1eb0a', support: 'for' }, options),
      )
      expect(refused.message).to.equal(
        `The Governor at ${governor} answers like none that Ballast knows.`,
      )
      expect(refused.exitCode).to.equal(4)
    }
  })
})
