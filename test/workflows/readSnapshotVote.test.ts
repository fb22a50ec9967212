import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { expect } from 'chai'
import { signerOf } from '../../cli/chain/client.ts'
import { tokenOf } from '../../cli/chain/contracts.ts'
import { advanceTo } from '../../cli/chain/devChain.ts'
import { calldataHash } from '../../cli/governance/calldataHash.ts'
import type { Proposal } from '../../cli/governance/proposal.ts'
import { recordLines, recordOf } from '../../cli/snapshot/recordText.ts'
import { SnapshotUnavailableError } from '../../cli/snapshot/snapshotErrors.ts'
import type { Protocol } from '../../cli/workflows/protocol.ts'
import { readSnapshotVote } from '../../cli/workflows/readSnapshotVote.ts'
import {
  UnreadableSnapshotRecordError,
  writeSnapshotRecord,
} from '../../cli/workspace/snapshotFiles.ts'
import { writeSubmission } from '../../cli/workspace/submissionFiles.ts'
import { openSmallProtocol, type SmallProtocol } from '../chain/chains.ts'
import { lifecycleOn, protocolOf } from '../support/lifecycle.ts'
import { sourceOf } from '../support/proposals.ts'
import { SnapshotStandIn } from '../support/snapshotStandIn.ts'
import { inNewFolder, rejectionOf } from '../workspace/folder.ts'

const SPACE = 'ballast-tests.eth'
const raise = 'changes:\n  - { market: WETH-A, parameter: debtCeiling, to: 90_000_000 bUSD }'
const otherCalls = [{ target: `0x${'77'.repeat(20)}`, value: 0n, calldata: '0x' }] as const

describe('the vote on Snapshot that a proposal followed', () => {
  let small: SmallProtocol
  let standIn: SnapshotStandIn
  let protocol: Protocol
  let proposal: Proposal
  /** Of each test: all of them are loaded long before some run. */
  let now: number
  before(async () => {
    small = await openSmallProtocol()
    const { chain, book, deployer } = small
    const node = { ...small, delegates: [deployer] } as never
    await tokenOf(chain, book).connect(signerOf(chain, deployer)).delegate(deployer)
    await advanceTo(chain, (await chain.provider.getBlock('latest'))!.timestamp + 60)
    protocol = protocolOf(node)
    proposal = await lifecycleOn(node).propose(raise)
  })
  after(() => small.chain.close())
  beforeEach(async () => {
    now = Math.floor(Date.now() / 1_000)
    standIn = await SnapshotStandIn.start({ id: SPACE, network: '1', voting: { quorum: 500_000 } })
    const { addresses } = standIn
    protocol = {
      ...protocol,
      snapshot: { space: SPACE, network: 's', timeoutSeconds: 5, ...addresses },
    }
  })
  afterEach(() => standIn.stop())

  const bodyOf = (calls: Parameters<typeof recordOf>[0], governor?: string): string => {
    const { chainId, contracts } = small.book
    const about = { chainId, governor: governor ?? contracts.governor }
    return `Why.\n\n${recordLines(recordOf(calls, about))}`
  }
  /** A vote that ended with 700,000 of a million for the first choice. */
  const store = (change: Partial<SnapshotStandIn['sequencer']['proposals'][number]> = {}) => {
    const { sequencer } = standIn
    const id = `0x${String(sequencer.proposals.length + 1).repeat(64)}`
    sequencer.proposals.push({
      id,
      ipfs: 'bafkrei',
      author: small.deployer,
      created: now - 1_000,
      type: 'basic',
      title: 'A vote',
      body: bodyOf(proposal.calls),
      discussion: '',
      choices: ['For', 'Against', 'Abstain'],
      labels: [],
      start: now - 900,
      end: now - 10,
      snapshot: 1,
      privacy: '',
      app: 'ballast',
      ...change,
    })
    for (const [choice, vp] of [700_000, 300_000].entries()) {
      const voter = `0x${String(choice + 1).repeat(40)}`
      const rest = { created: now - 500, reason: '', app: '', metadata: {}, vp_state: 'final' }
      sequencer.votes.push({
        ...rest,
        id: `${id}-${choice}`,
        ipfs: '',
        voter,
        proposal: id,
        choice: choice + 1,
        vp,
      })
    }
    return id
  }
  const read = (folder = '/nowhere') => readSnapshotVote(protocol, folder, proposal.id)

  it('is found in the space by the calls that it records, with scores, quorum and end', async () => {
    store({ title: 'Something else', body: bodyOf(otherCalls) })
    const id = store()
    expect(await read()).to.deep.equal({
      id,
      title: 'A vote',
      space: SPACE,
      hub: new URL(standIn.addresses.hub).origin,
      standing: 'passed',
      choices: [
        { name: 'For', score: 700_000 },
        { name: 'Against', score: 300_000 },
        { name: 'Abstain', score: 0 },
      ],
      total: 1_000_000,
      quorum: 500_000,
      votes: 2,
      start: now - 900,
      end: now - 10,
      isSecret: false,
      calls: 'same',
    })
  })

  it('is none where there is none, and nobody is asked where the network has no space', async () => {
    expect(await read()).to.equal(undefined)
    const before = standIn.requests.hub
    const { snapshot: _, ...none } = protocol
    expect(await readSnapshotVote(none, '/nowhere', proposal.id)).to.equal(undefined)
    expect(standIn.requests.hub).to.equal(before)
  })

  it('is not open yet, open, or over: passed only by the first choice and with a quorum', async () => {
    store({ start: now + 100, end: now + 200 })
    const vote = standIn.sequencer.proposals[0]!
    const standing = async () => (await read())?.standing
    expect(await standing()).to.equal('waiting')
    Object.assign(vote, { start: now - 100 })
    expect(await standing()).to.equal('open')
    Object.assign(vote, { end: now - 50 })
    expect(await standing()).to.equal('passed')
    standIn.sequencer.space = { ...standIn.sequencer.space, voting: { quorum: 2_000_000 } }
    expect(await standing()).to.equal('failed')
  })

  it('says that other calls were voted on, that nobody can tell, or that another Governor is named', async () => {
    const title = /^# (.*)$/m.exec(proposal.description)?.[1] ?? ''
    const id = store({ title, body: bodyOf(otherCalls) })
    expect(await read()).to.include({ id, calls: 'other' })
    standIn.sequencer.proposals[0]!.body = 'No record.'
    expect(await read()).to.include({ id, calls: 'not known' })
    const elsewhere = `0x${'55'.repeat(20)}`
    standIn.sequencer.proposals[0]!.body = bodyOf(proposal.calls, elsewhere)
    const { chainId } = small.book
    expect(await read()).to.include({ calls: 'same', elsewhere: `${chainId}:${elsewhere}` })
  })

  it('keeps secret votes apart until they can be read', async () => {
    store({ privacy: 'shutter', end: now + 500 })
    expect((await read())?.isSecret).to.equal(true)
    standIn.sequencer.proposals[0]!.end = now - 1
    expect((await read())?.isSecret).to.equal(false)
  })

  it('fails as the hub does, and says so', async () => {
    store()
    standIn.inject({ at: 'hub', kind: 'web page' })
    expect(await rejectionOf(read())).to.be.instanceOf(SnapshotUnavailableError)
  })

  describe('where a file of the workspace has one', () => {
    const write = async (folder: string, slug: string, text = 'title: It') => {
      const file = join(folder, 'proposals', slug, 'proposal.yaml')
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, text)
      return dirname(file)
    }
    const record = (folder: string, slug: string, id: string, calls = proposal.calls) =>
      writeSnapshotRecord(folder, {
        state: 'stored',
        slug,
        space: SPACE,
        hub: new URL(standIn.addresses.hub).origin,
        id,
        ipfs: null,
        author: small.deployer,
        calldataHash: calldataHash(calls),
        reportHash: null,
        envelope: {
          address: small.deployer,
          sig: '0x',
          data: { domain: { name: 'snapshot', version: '0.1.4' }, types: {}, message: {} },
        },
      })
    const submit = (folder: string, slug = basename(folder)) =>
      writeSubmission(folder, slug, {
        network: 'local',
        chainId: small.book.chainId,
        governor: small.book.contracts.governor,
        proposalId: proposal.id.toString(),
        proposer: small.deployer,
        descriptionHash: proposal.descriptionHash,
        sourceHash: `0x${'0'.repeat(64)}`,
        transaction: null,
        block: null,
        snapshot: '',
        deadline: '',
        decision: null,
        acceptedInconclusive: [],
      })

    it('is the one noted in the folder that was submitted, whatever else there is in the space', () =>
      inNewFolder(async (folder) => {
        store()
        const id = store({ title: 'Other calls', body: bodyOf(otherCalls) })
        const own = await write(folder, 'raise')
        await record(own, 'raise', id, [])
        await submit(own)
        expect(await read(folder)).to.include({ id, calls: 'other' })
      }))

    it('is the one of the file that was submitted, where several share a folder', () =>
      inNewFolder(async (folder) => {
        store()
        const id = store({ title: 'Other calls', body: bodyOf(otherCalls) })
        const shared = join(folder, 'proposals')
        await mkdir(shared)
        for (const slug of ['other', 'raise']) {
          await writeFile(join(shared, `${slug}.yaml`), 'title: It')
          await record(shared, slug, slug === 'raise' ? id : `0x${'9'.repeat(64)}`, [])
        }
        await submit(shared, 'raise')
        expect(await read(folder)).to.include({ id, calls: 'other' })
      }))

    it('is the one noted beside the file that it says it was made from', () =>
      inNewFolder(async (folder) => {
        store()
        const id = store({ body: bodyOf(otherCalls) })
        await record(await write(folder, 'raise', sourceOf(raise)), 'raise', id, [])
        expect(await read(folder)).to.include({ id, calls: 'other' })
      }))

    it('is the one noted beside another file of the same calls, unless there are two', () =>
      inNewFolder(async (folder) => {
        const newest = () => standIn.sequencer.proposals.at(-1)?.id
        const id = store({ body: 'No record.' })
        store()
        await record(await write(folder, 'one'), 'one', id)
        expect(await read(folder)).to.include({ id, calls: 'not known' })
        await record(await write(folder, 'two'), 'two', `0x${'9'.repeat(64)}`)
        expect((await read(folder))?.id).to.equal(newest())
      }))

    it('cannot be told where its note is torn, which a note of something else does not change', () =>
      inNewFolder(async (folder) => {
        const id = store()
        const other = await write(folder, 'other')
        await writeFile(join(other, 'snapshot.json'), '{')
        expect((await read(folder))?.id).to.equal(id)
        await submit(other)
        expect(await rejectionOf(read(folder))).to.be.instanceOf(UnreadableSnapshotRecordError)
      }))
  })
})
