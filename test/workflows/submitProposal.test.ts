import { writeFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import { readBlock, signerOf } from '../../cli/chain/client.ts'
import { proposeAction, readState } from '../../cli/chain/governor.ts'
import { memoryOutbox } from '../../cli/chain/outbox.ts'
import { listProposals, readAnnouncements } from '../../cli/chain/proposals.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { delegateAction } from '../../cli/chain/votingPower.ts'
import { restrictToProposer } from '../../cli/governance/description.ts'
import { type Progress, silence } from '../../cli/shared/progress.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import type { Acted } from '../../cli/workflows/act.ts'
import { cancelProposal } from '../../cli/workflows/advanceProposal.ts'
import { renderActed } from '../../cli/workflows/answersOfActs.ts'
import { prepareProposal } from '../../cli/workflows/prepareProposal.ts'
import type { Acting } from '../../cli/workflows/protocol.ts'
import { type Submitted, submitProposal } from '../../cli/workflows/submitProposal.ts'
import { FileNotWrittenError } from '../../cli/workspace/wholeFile.ts'
import {
  actingAs,
  agreeing,
  breakingAt,
  byKey,
  ceiling,
  failureOf,
  knownKeys,
  peopleOf,
  protocolOn,
  untouched,
} from '../support/acting.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { rejectionOf } from '../workspace/folder.ts'

const RECORD = 'ceiling.submission.json'
const PENDING = 'ceiling.submission.pending.json'

describe('submit', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  let folder: string
  let path: string
  before(async () => {
    node = await seeded(await startHardhat())
    people = await peopleOf(node)
  })
  after(() => node.stop())
  untouched(() => node)
  beforeEach(async () => {
    folder = await temporaryFolder()
    path = join(folder, 'ceiling.yaml')
    await writeFile(path, ceiling(90))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const { options } = agreeing()

  /** How it ended; what the checks said if they refused it. */
  const why = (submitted: Submitted): string =>
    submitted.how !== 'refused'
      ? submitted.how
      : submitted.judged.checked.checks.findings
          .filter(({ status }) => status === 'fail' || status === 'inconclusive')
          .map(({ check, summary }) => `${check}: ${summary}`)
          .join('; ')

  const request = (accepted: readonly string[] = []) => ({
    proposal: path,
    acceptInconclusive: accepted,
  })
  const stored = () => listProposals(node.chain, node.book)
  const record = async () => JSON.parse(await readFile(join(folder, RECORD), 'utf8'))

  /** The file's proposal as it would be without any restriction. */
  const unrestricted = async () =>
    (await prepareProposal(async () => protocolOn(node), path, silence)).proposal

  it('judges, sends, reads back and writes submission.json', async () => {
    const { options, plans } = agreeing()
    const acting = await actingAs(node, byKey(node, knownKeys.first))
    const submitted = await submitProposal(acting, request(), options)
    expect(submitted.how).to.equal('sent')
    const [proposal, ...others] = await stored()
    expect(others).to.deep.equal([])
    expect(await readState(node.chain, node.book, proposal!.id)).to.equal('Pending')
    expect(plans[0]?.handles[0]).to.equal('ceiling')
    expect(plans[0]?.words.join()).to.contain('debtCeiling 90,000,000 bUSD')
    const announced = (await readAnnouncements(node.chain, node.book)).get(proposal!.id)
    expect(announced?.description).to.match(new RegExp(`#proposer=${people.first}$`))
    expect(await record()).to.include({
      schema: 'ballast.submission/1',
      network: 'local',
      chainId: 31_337,
      governor: node.book.contracts.governor,
      proposalId: proposal!.id.toString(),
      proposer: people.first,
      transaction: announced?.transactionHash,
      block: announced?.blockNumber,
      decision: 'pass',
    })
  })

  it('is restricted to its proposer: nobody can submit the same text first', async () => {
    const copied = restrictToProposer(await unrestricted(), people.first)
    const thief = localSender(node.chain, people.second)
    const failure = await failureOf(transact(thief, proposeAction(node.book, copied)))
    expect(failure.exitCode).to.equal(5)
  })

  it('sends nothing if a check says no or cannot be decided, unless that is accepted by name', async () => {
    await writeFile(path, ceiling(90).replace('paths: 1000', 'paths: 100'))
    const acting = await actingAs(node, people.first)
    const refused = await submitProposal(acting, request(), options)
    expect(refused.how).to.equal('refused')
    expect(await stored()).to.deep.equal([])
    const submitted = await submitProposal(acting, request(['bad-debt']), options)
    expect(submitted.how).to.equal('sent')
    expect((await record()).acceptedInconclusive).to.deep.equal(['bad-debt'])
  })

  it('refuses a check that does not exist before anything else', async () => {
    const acting = await actingAs(node, people.first)
    const failure = await failureOf(submitProposal(acting, request(['luck']), options))
    expect(failure.exitCode).to.equal(2)
  })

  it('wants a file, because the record is kept beside it', async () => {
    const acting = await actingAs(node, people.first)
    const failure = await failureOf(
      submitProposal(acting, { proposal: '-', acceptInconclusive: [] }, options),
    )
    expect(failure.exitCode).to.equal(2)
    expect(failure.message).to.contain('submission.json')
  })

  it('is done already when it is repeated, and judges nothing again', async () => {
    await submitProposal(await actingAs(node, people.first), request(), options)
    const before = await record()
    const { options: none, plans } = agreeing()
    const again = await submitProposal(await actingAs(node, people.first), request(), none)
    expect(again.how).to.equal('already')
    expect(plans).to.deep.equal([])
    expect(await stored()).to.have.length(1)
    expect(await record()).to.deep.equal(before)
  })

  it('keeps its record apart from that of another file in the folder, and finds an earlier one', async () => {
    const acting = await actingAs(node, people.first)
    await submitProposal(acting, request(), options)
    const before = await record()
    const other = { ...request(), proposal: join(folder, 'other.yaml') }
    await writeFile(other.proposal, ceiling(80))
    expect(why(await submitProposal(acting, other, options))).to.equal('sent')
    expect((await submitProposal(acting, request(), options)).how).to.equal('already')
    expect(await record()).to.deep.equal(before)
    expect(before.decision).to.equal('pass')
    const files = ['ceiling.yaml', 'other.submission.json', 'other.yaml', 'submission.json']
    await rename(join(folder, RECORD), join(folder, 'submission.json'))
    expect((await submitProposal(acting, request(), options)).how).to.equal('already')
    expect((await readdir(folder)).sort()).to.deep.equal(files)
    await rm(join(folder, 'other.submission.json'))
    expect((await submitProposal(acting, other, options)).how).to.equal('already')
    expect((await readdir(folder)).sort()).to.deep.equal(files)
  })

  it('after a broken connection finds its proposal, and still writes what the checks said', async () => {
    const kept = { outbox: memoryOutbox(), folder }
    const broken = { ...node, ...(await breakingAt(node, 'eth_getTransactionReceipt')) }
    const first = await actingAs(broken, people.first, kept)
    const failure = await failureOf(submitProposal(first, request(), options))
    expect(failure.exitCode).to.equal(4)
    expect(await stored()).to.have.length(1)
    const again = await actingAs(node, people.first, kept)
    expect((await submitProposal(again, request(), options)).how).to.equal('already')
    expect((await record()).decision).to.equal('pass')
  })

  it('is not done by somebody else’s proposal, copied or their own, and nothing is written', async () => {
    const copy = await unrestricted()
    for (const live of [copy, restrictToProposer(copy, people.second)]) {
      await transact(localSender(node.chain, people.second), proposeAction(node.book, live))
      for (const dryRun of [false, true]) {
        const acting = await actingAs(node, people.first)
        const failure = await failureOf(submitProposal(acting, { ...request(), dryRun }, options))
        expect(failure.exitCode).to.equal(5)
        expect(failure.message).to.contain(`by ${people.second} and is Pending`)
        expect(failure.message.toLowerCase()).to.contain(shortId(live.id))
        expect(await readdir(folder)).to.deep.equal(['ceiling.yaml'])
      }
      await cancelProposal(await actingAs(node, people.second), shortId(live.id), options)
    }
  })

  it('is not stopped by a live copy with another text', async () => {
    const copy = await unrestricted()
    const retold = { ...copy, description: `${copy.description}\n\nVote against it.` }
    await transact(localSender(node.chain, people.second), proposeAction(node.book, retold))
    const acting = await actingAs(node, people.first)
    expect(why(await submitProposal(acting, request(), options))).to.equal('sent')
    expect((await record()).proposer).to.equal(people.first)
  })

  it('writes nothing down in a dry run, also where the chain has the proposal', async () => {
    await submitProposal(await actingAs(node, people.first), request(), options)
    await rm(join(folder, RECORD))
    const acting = await actingAs(node, people.first)
    await submitProposal(acting, { ...request(), dryRun: true }, options)
    expect(await readdir(folder)).to.deep.equal(['ceiling.yaml'])
  })

  it('says how many votes are missing before it judges, and that tokens lie idle', async () => {
    const poor = await actingAs(node, people.stranger)
    const failure = await failureOf(submitProposal(poor, request(), options))
    expect(failure.exitCode).to.equal(5)
    expect(failure.message).to.contain('100,000 BLST are missing')
    const idle = await actingAs(node, people.deployer)
    const hint = await failureOf(submitProposal(idle, request(), options))
    expect(hint.nextStep).to.contain('ballast delegate self')
  })

  it('waits for the second after which fresh votes count', async () => {
    await transact(
      localSender(node.chain, people.deployer),
      delegateAction(node.book, people.deployer),
    )
    const { timestamp } = await readBlock(node.chain)
    const acting = await actingAs(node, people.deployer)
    expect(why(await submitProposal(acting, request(), options))).to.equal('sent')
    expect((await readBlock(node.chain)).timestamp).to.be.above(timestamp)
  })

  it('neither mines nor waits for fresh votes in a dry run', async () => {
    await transact(
      localSender(node.chain, people.deployer),
      delegateAction(node.book, people.deployer),
    )
    const before = await readBlock(node.chain)
    const acting = await actingAs(node, people.deployer)
    const dry = { ...request(), dryRun: true }
    const failure = await failureOf(submitProposal(acting, dry, options))
    expect(failure.exitCode).to.equal(5)
    expect(failure.message).to.contain('count from the next')
    expect(await readBlock(node.chain)).to.deep.equal(before)
  })

  it('sends nothing of a file that changes while it is checked', async () => {
    let isChanged = false
    const progress: Progress = {
      ...silence,
      stage(name) {
        if (name !== 'read source' || isChanged) return
        isChanged = true
        writeFileSync(path, ceiling(80))
      },
    }
    const acting = await actingAs(node, people.first)
    const failure = await failureOf(submitProposal(acting, request(), { ...options, progress }))
    expect(isChanged).to.equal(true)
    expect(failure.exitCode).to.equal(2)
    expect(failure.message).to.contain('was changed while it was checked')
    expect(await stored()).to.deep.equal([])
  })

  it('is not sent where what is about to leave cannot be noted beside it', async () => {
    await mkdir(join(folder, PENDING, 'in the way'), { recursive: true })
    const acting = await actingAs(node, people.first)
    const failure = await failureOf(submitProposal(acting, request(), options))
    expect(failure).to.be.instanceOf(FileNotWrittenError)
    expect(await stored()).to.deep.equal([])
  })

  it('is noted beside its file before it leaves, and no longer once it is there', async () => {
    const acting = await actingAs(node, people.first)
    const pending = join(folder, PENDING)
    const cut: Acting = {
      ...acting,
      sender: {
        ...acting.sender,
        account: {
          ...acting.sender.account,
          prepare: async () => {
            throw new Error('ended')
          },
        },
      },
    }
    expect(String(await rejectionOf(submitProposal(cut, request(), options)))).to.contain('ended')
    expect(await stored()).to.deep.equal([])
    const noted = JSON.parse(await readFile(pending, 'utf8'))
    expect(noted).to.include({ proposer: people.first, decision: 'pass' })
    expect(why(await submitProposal(acting, request(), options))).to.equal('sent')
    expect((await record()).proposalId).to.equal(noted.proposalId)
    expect(await readdir(folder)).to.not.contain(PENDING)
  })

  it('is done although submission.json cannot be written, and says so', async () => {
    await mkdir(join(folder, RECORD, 'in the way'), { recursive: true })
    const acting = await actingAs(node, people.first)
    const submitted = await submitProposal(acting, request(), options)
    expect(why(submitted)).to.equal('sent')
    expect(await stored()).to.have.length(1)
    const { text, document } = renderActed(submitted as Acted, acting)
    expect(text).to.match(/! .*submission\.json cannot be written/)
    expect((document as { warnings?: readonly string[] }).warnings).to.have.length(1)
    // What the checks said is kept for the repetition that can write it.
    await rm(join(folder, RECORD), { recursive: true })
    expect((await submitProposal(acting, request(), options)).how).to.equal('already')
    expect((await record()).decision).to.equal('pass')
  })

  it('of a text that was cancelled is refused: it can never be proposed again', async () => {
    const acting = await actingAs(node, people.first)
    await submitProposal(acting, request(), options)
    await cancelProposal(acting, path, options)
    const failure = await failureOf(submitProposal(acting, request(), options))
    expect(failure.exitCode).to.equal(5)
    expect(failure.message).to.match(/is Canceled.*never be proposed again/)
  })

  it('is not stopped by a copy that somebody else submitted and cancelled', async () => {
    const thief = localSender(node.chain, people.second)
    await transact(thief, proposeAction(node.book, await unrestricted()))
    await cancelProposal(await actingAs(node, people.second), path, options)
    const acting = await actingAs(node, people.first)
    expect(why(await submitProposal(acting, request(), options))).to.equal('sent')
    expect(await stored()).to.have.length(2)
  })

  it('is not stopped by a proposal that says it is from this file and does something else', async () => {
    const honest = await unrestricted()
    const token = BallastToken__factory.connect(
      node.book.contracts.token,
      signerOf(node.chain, people.second),
    )
    const data = token.interface.encodeFunctionData('transfer', [people.second, 1n])
    const call = { target: node.book.contracts.token, value: 0n, calldata: data }
    const thief = localSender(node.chain, people.second)
    const { description } = honest
    await transact(thief, proposeAction(node.book, { calls: [call], description }))
    const acting = await actingAs(node, people.first)
    expect(why(await submitProposal(acting, request(), options))).to.equal('sent')
    expect((await record()).proposer).to.equal(people.first)
  })
})
