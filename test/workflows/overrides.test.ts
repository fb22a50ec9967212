import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { Contract, parseEther } from 'ethers'
import { nodeAccounts, signerOf } from '../../cli/chain/client.ts'
import { advanceTo } from '../../cli/chain/devChain.ts'
import { readTimes } from '../../cli/chain/governor.ts'
import { overrideAction } from '../../cli/chain/overrides.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { takesOverrides } from '../../cli/governance/governorTraits.ts'
import { hashesOf, type TypedData } from '../../cli/governance/typedData.ts'
import { silence } from '../../cli/shared/progress.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import type { Support } from '../../cli/shared/voteSplit.ts'
import { recomputeHashes } from '../../cli/workflows/recomputeHashes.ts'
import { relaySigned } from '../../cli/workflows/relaySigned.ts'
import { safeCallWords } from '../../cli/workflows/safeCallWords.ts'
import { signBallot } from '../../cli/workflows/signBallot.ts'
import { voteOnProposal } from '../../cli/workflows/voteOnProposal.ts'
import { type BallotFile, readSigned } from '../../cli/workspace/signedFiles.ts'
import {
  actingAs,
  agreeing,
  failureOf,
  pass,
  peopleOf,
  proposed,
  untouched,
} from '../support/acting.ts'
import { signing } from '../support/ballots.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { deployOverridable, type OlderGovernor } from '../support/olderGovernors.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

describe('overrides', function () {
  this.timeout(60_000)
  /** The demonstration, whose Governor counts none. */
  let plain: SeededNode
  /** The same chain with OpenZeppelin's own, whose token the holder has delegated. */
  let node: SeededNode
  let governor: OlderGovernor
  let token: Contract
  let delegate: Address
  let holder: Address
  let relayer: Address
  let folder: string
  before(async () => {
    plain = await seeded(await startHardhat())
    const people = await peopleOf(plain)
    const [, , , , , , someone, other] = await nodeAccounts(plain.chain)
    ;({ stranger: relayer } = people)
    ;[delegate, holder] = [someone!, other!]
    governor = await deployOverridable(plain.chain, delegate, holder)
    const address = await governor.contract.getFunction('token')()
    const abi = ['function transfer(address, uint256)']
    token = new Contract(address, abi, signerOf(plain.chain, holder))
    const contracts = { ...plain.book.contracts, governor: governor.address, token: address }
    node = { ...plain, book: { ...plain.book, contracts } }
  })
  after(() => plain.stop())
  untouched(() => plain)
  beforeEach(async () => {
    folder = await temporaryFolder()
  })

  const { options, plans } = agreeing()
  type Request = Omit<Parameters<typeof signBallot>[1], 'proposal' | 'config'>

  async function sign(request: Request, { as = holder, on = node, id = governor.proposalId } = {}) {
    const { confirm, plans: signed } = signing()
    const acting = await actingAs(on, as, { folder })
    const about = { proposal: shortId(id), config: { accounts: {} }, override: true }
    const answer = await signBallot(acting, { ...about, ...request }, confirm)
    if (answer.how === 'planned') throw new Error('It was only planned.')
    return { ...answer, plan: signed[0] }
  }

  async function relay(...paths: readonly string[]) {
    const [relayed] = await relaySigned(await actingAs(node, relayer, { folder }), paths, options)
    const { acted } = relayed!
    if (acted?.how !== 'sent' && acted?.how !== 'already') throw new Error('It was only planned.')
    return acted
  }

  const direct = async (support: Support, as = holder, on = node) => {
    const acting = await actingAs(on, as, { folder })
    const request = { proposal: shortId(governor.proposalId), support, override: true }
    return voteOnProposal(acting, request, options)
  }

  /** Against, for, abstain: whole tokens. */
  const tally = async () =>
    [...(await governor.contract.getFunction('proposalVotes')(governor.proposalId))].map(
      (votes: bigint) => Number(votes) / 1e18,
    )

  const delegateVotes = async (support: number) =>
    (await governor.contract.getFunction('castVote').send(governor.proposalId, support)).wait()

  /** A second proposal, whose snapshot comes after what the holder does here. */
  async function proposedAfter(change: () => Promise<{ wait(): Promise<unknown> }>) {
    await (await change()).wait()
    const propose = governor.contract.getFunction('propose(address[],uint256[],bytes[],string)')
    const args = [[delegate], [0], ['0x'], 'Two']
    const id: bigint = await propose.staticCall(...args)
    await (await propose.send(...args)).wait()
    const { snapshot } = await readTimes(node.chain, node.book, id)
    await advanceTo(node.chain, snapshot + 1)
    return id
  }

  it('signed and relayed by somebody else take the tokens out of what the delegate has voted', async () => {
    await delegateVotes(0)
    expect(await tally()).to.deep.equal([1, 0, 0])
    const { path, plan } = await sign({ support: 'for', reason: 'not in my name' })
    expect(await tally()).to.deep.equal([1, 0, 0])
    expect(plan!.words).to.deep.equal([
      `sign an override: 1 BLST for on proposal ${shortId(governor.proposalId)} \u201cOne\u201d`,
      "the voter's own tokens are taken out of the vote of its delegate, voted or not, and counted here instead",
      'it counts once: an override cannot be changed',
      'send nothing: anybody can relay it',
    ])
    const facts = Object.fromEntries(plan!.facts)
    expect(facts).to.include({
      'own votes': '1 BLST, held at the snapshot',
      delegate: `${delegate}; has voted against, which is less by these votes`,
      'tally after': '1 BLST for, 0 BLST against, 0 BLST abstain',
      signs: 'OverrideBallot for Overridable 1, chain 31337',
    })
    expect(await readSigned(path)).to.include({ override: true, support: 'for', split: null })
    const acted = await relay(path)
    expect(acted.how).to.equal('sent')
    expect(await tally()).to.deep.equal([0, 1, 0])
    const sent = plans.at(-1)!
    expect(sent.words[0]).to.equal(`relay the ballot of ${holder}:`)
    expect(sent.words.join('\n')).to.contain('cast an override: 1 BLST for')
    expect(sent.words.join('\n')).to.contain('it counts once')
    expect(acted.shown.headline).to.contain(`${holder} has overridden its delegate with 1 BLST for`)
    expect(acted.shown.facts).to.deep.include(['reason', 'not in my name'])
    expect(acted.shown.details['override']).to.include({ delegate, support: 'for' })
  })

  it('come before the delegate votes, and are not in what it votes then', async () => {
    const { path, plan } = await sign({ support: 'abstain' })
    expect(Object.fromEntries(plan!.facts)['delegate']).to.contain('has not voted')
    await relay(path)
    await delegateVotes(0)
    expect(await tally()).to.deep.equal([0, 0, 1])
  })

  it('relayed again are done already, whoever has cast them; another side is refused', async () => {
    const { path } = await sign({ support: 'for' })
    const against = join(folder, 'against.json')
    await sign({ support: 'against', nonce: '0', out: against })
    await relay(path)
    expect((await relay(path)).how).to.equal('already')
    const refused = await failureOf(relay(against))
    expect(refused.message).to.contain('has overridden its delegate: 1 BLST for')
    expect([refused.exitCode, refused.nextStep]).to.deep.equal([
      5,
      'An override counts once and cannot be changed.',
    ])
    expect((await failureOf(sign({ support: 'for', nonce: '1' }))).message).to.equal(
      refused.message,
    )
    expect(await tally()).to.deep.equal([0, 1, 0])
  })

  it('without a signature are sent by the voter itself, once', async () => {
    await delegateVotes(1)
    const { path } = await sign({ support: 'against' })
    expect((await direct('against')).how).to.equal('sent')
    expect(await tally()).to.deep.equal([1, 0, 0])
    expect((await direct('against')).how).to.equal('already')
    expect((await relay(path)).how).to.equal('already')
    expect((await failureOf(direct('for'))).message).to.contain('has overridden its delegate')
  })

  it('of a Safe are told its owners in words', () => {
    const vote = { support: 'against', reason: 'too much' } as const
    const { data } = overrideAction(node.book, governor.proposalId, vote)
    const call = { to: governor.address, value: 0n, data }
    expect(safeCallWords(call, { book: node.book })).to.deep.equal([
      `take the tokens of the Safe out of the vote of its delegate: against on proposal ${shortId(governor.proposalId)}, reason: too much`,
    ])
  })

  it('that wait are found again; one that says something else is not signed beside them', async () => {
    const first = await sign({ support: 'for' })
    const again = await sign({ support: 'for' })
    expect([again.how, again.path]).to.deep.equal(['already', first.path])
    const refused = await failureOf(sign({ support: 'against' }))
    expect(refused.message).to.contain(first.path)
    expect(refused.nextStep).to.contain('--nonce 0')
  })

  it('have the hashes that the command computes from their file alone', async () => {
    const { path } = await sign({ support: 'for', reason: 'mine' })
    const file = (await readSigned(path)) as BallotFile
    const { types, ...data } = file.typedData as unknown as TypedData
    const { EIP712Domain: _, ...own } = types
    const { domain, message, digest } = hashesOf({ types: own, ...data })
    const unasked = () => Promise.reject(new Error('The chain was asked.'))
    const [group] = await recomputeHashes(unasked, { file: path }, silence)
    expect(group!.title).to.contain('OverrideBallot for Overridable')
    expect(group!.rows.map(({ hash }) => hash)).to.deep.equal([domain, message, digest])
  })

  it('are refused where the Governor does not say that it counts them, saying what to do', async () => {
    const id = await proposed(plain)
    await pass(plain, id, 'snapshot')
    const { first } = await peopleOf(plain)
    const signed = await failureOf(sign({ support: 'for' }, { as: first, on: plain, id }))
    expect(signed.message).to.contain('counts no overrides')
    expect(signed.message).to.contain('COUNTING_MODE: support=bravo,fractional')
    expect(signed.nextStep).to.contain('vote as the delegate')
    expect(signed.nextStep).to.contain('ballast delegate self')
    expect((await failureOf(direct('for', first, plain))).message).to.equal(signed.message)
    expect(
      takesOverrides({ countingMode: 'support=bravo&quorum=for&overridable=override' }),
    ).to.equal(false)
    expect(takesOverrides({ countingMode: '' })).to.equal(false)
  })

  it('are refused to who held nothing, and to who had delegated to nobody', async () => {
    const nothing = await failureOf(sign({ support: 'for' }, { as: relayer }))
    expect(nothing.message).to.contain(
      `${relayer} held no tokens of its own when votes were counted`,
    )
    expect(nothing.exitCode).to.equal(5)
    const id = await proposedAfter(() =>
      token.getFunction('transfer').send(relayer, parseEther('0.25')),
    )
    const nobody = await failureOf(sign({ support: 'for' }, { as: relayer, id }))
    expect(nobody.message).to.contain('had delegated to nobody')
    const { plan } = await sign({ support: 'for' }, { id })
    expect(Object.fromEntries(plan!.facts)['own votes']).to.contain('0.75 BLST')
  })

  it('name no side, or a split, in vain', async () => {
    for (const request of [
      {},
      { split: 'for=60%' },
      { split: 'for=60%', support: 'for' },
    ] as const) {
      expect((await failureOf(sign(request))).message).to.contain('gives everything to one side')
    }
  })

  it('whose file was changed are refused before anything is sent', async () => {
    const { path } = await sign({ support: 'for' })
    const text = JSON.parse(await readFile(path, 'utf8'))
    const changed = async (change: object) => {
      const other = join(folder, 'changed.json')
      await writeFile(other, JSON.stringify({ ...text, ...change }))
      return (await failureOf(relay(other))).message
    }
    expect(await changed({ support: 'against' })).to.contain('is not what was signed')
    // Without its mark it would be an ordinary vote.
    expect(await changed({ override: undefined })).to.contain('is not what was signed')
    expect(await changed({ form: 'openzeppelin-4' })).to.contain('override is missing or wrong')
    expect(await changed({ support: null })).to.contain('override is missing or wrong')
    expect(await tally()).to.deep.equal([0, 0, 0])
  })
})
