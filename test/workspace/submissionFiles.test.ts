import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect } from 'chai'
import {
  type PendingSubmission,
  pendingSubmissionIn,
  readSubmission,
  type Submission,
  writeSubmission,
} from '../../cli/workspace/submissionFiles.ts'
import { FileNotWrittenError } from '../../cli/workspace/wholeFile.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { rejectionOf } from './folder.ts'

const submission: Submission = {
  network: 'local',
  chainId: 31_337,
  governor: '0x12',
  proposalId: `${2n ** 255n}`,
  proposer: '0x13',
  descriptionHash: '0x14',
  sourceHash: '0x15',
  transaction: null,
  block: null,
  snapshot: '2026-11-23T16:10:03.000Z',
  deadline: '2026-11-26T16:10:03.000Z',
  decision: 'pass',
  acceptedInconclusive: ['bad-debt'],
}

describe('submission.json', () => {
  it('names its schema, keeps the id as a decimal string, and is read back', async () => {
    const folder = await temporaryFolder()
    const slug = basename(folder)
    const path = await writeSubmission(folder, slug, submission)
    expect(path).to.equal(join(folder, 'submission.json'))
    const document = JSON.parse(await readFile(path, 'utf8'))
    expect(document.schema).to.equal('ballast.submission/1')
    expect(document.proposalId).to.equal(`${2n ** 255n}`)
    expect(await readSubmission(folder, slug)).to.deep.equal(submission)
  })

  it('does not make way for that of another file in the same folder', async () => {
    const folder = await temporaryFolder()
    const other = { ...submission, proposalId: '7' }
    expect(await writeSubmission(folder, 'one', submission)).to.equal(
      join(folder, 'one.submission.json'),
    )
    await writeSubmission(folder, 'two', other)
    expect(await readSubmission(folder, 'one')).to.deep.equal(submission)
    expect(await readSubmission(folder, 'two')).to.deep.equal(other)
  })

  it('of an earlier version is for the file that it is of, unless that has its own', async () => {
    const folder = await temporaryFolder()
    await writeSubmission(folder, basename(folder), submission)
    const isOwn = ({ sourceHash }: Submission) => sourceHash === '0x15'
    expect(await readSubmission(folder, 'one', isOwn)).to.deep.equal(submission)
    expect(await readSubmission(folder, 'one', () => false)).to.equal(undefined)
    expect(await readSubmission(folder, 'one')).to.equal(undefined)
    const own = { ...submission, proposalId: '7' }
    await writeSubmission(folder, 'one', own)
    expect(await readSubmission(folder, 'one', isOwn)).to.deep.equal(own)
  })

  it('is absent where there is none, or something else', async () => {
    const folder = await temporaryFolder()
    expect(await readSubmission(folder, basename(folder))).to.equal(undefined)
    for (const text of ['{', '{}', '{"schema":"ballast.submission/9"}']) {
      await writeFile(join(folder, 'submission.json'), text)
      expect(await readSubmission(folder, basename(folder))).to.equal(undefined)
    }
  })
})

describe('the record of a proposal on its way', () => {
  const of = { chainId: 31_337, sourceHash: '0x15' }
  const { transaction: _t, block: _b, snapshot: _s, deadline: _d, ...known } = submission
  const pending: PendingSubmission = { ...known, decision: 'warn' }

  it('lies beside the proposal until it is removed', async () => {
    const folder = await temporaryFolder()
    const own = pendingSubmissionIn(folder, basename(folder))
    await own.write(pending)
    const document = JSON.parse(await readFile(join(folder, 'submission.pending.json'), 'utf8'))
    expect(document).to.deep.equal({ schema: 'ballast.submission-pending/1', ...pending })
    expect(await own.read(of)).to.deep.equal(pending)
    await own.remove()
    expect(await own.read(of)).to.equal(undefined)
  })

  it('says so where it cannot be written or removed', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'raise.submission.pending.json', 'in the way'), { recursive: true })
    const own = pendingSubmissionIn(folder, 'raise')
    expect(await rejectionOf(own.write(pending))).to.be.instanceOf(FileNotWrittenError)
    expect(await rejectionOf(own.remove())).to.be.instanceOf(FileNotWrittenError)
  })

  it('does not make way for that of another file in the same folder', async () => {
    const folder = await temporaryFolder()
    const [one, two] = [pendingSubmissionIn(folder, 'one'), pendingSubmissionIn(folder, 'two')]
    await one.write(pending)
    await two.write({ ...pending, sourceHash: '0x16' })
    expect(await one.read(of)).to.deep.equal(pending)
    await two.remove()
    expect(await one.read(of)).to.deep.equal(pending)
  })

  it('belongs to one text on one chain', async () => {
    const folder = await temporaryFolder()
    const own = pendingSubmissionIn(folder, 'raise')
    await own.write(pending)
    expect(await own.read({ ...of, chainId: 2 })).to.equal(undefined)
    expect(await own.read({ ...of, sourceHash: '0x16' })).to.equal(undefined)
  })
})
