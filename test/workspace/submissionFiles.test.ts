import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import {
  judgementsIn,
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
    const path = await writeSubmission(folder, submission)
    expect(path).to.equal(join(folder, 'submission.json'))
    const document = JSON.parse(await readFile(path, 'utf8'))
    expect(document.schema).to.equal('ballast.submission/1')
    expect(document.proposalId).to.equal(`${2n ** 255n}`)
    expect(await readSubmission(folder)).to.deep.equal(submission)
  })

  it('is absent where there is none, or something else', async () => {
    const folder = await temporaryFolder()
    expect(await readSubmission(folder)).to.equal(undefined)
    for (const text of ['{', '{}', '{"schema":"ballast.submission/9"}']) {
      await writeFile(join(folder, 'submission.json'), text)
      expect(await readSubmission(folder)).to.equal(undefined)
    }
  })
})

describe('judgements of what is on its way', () => {
  const of = { chainId: 1, sourceHash: `0x${'ab'.repeat(32)}` }
  const judgement = { ...of, decision: 'warn', acceptedInconclusive: [] }

  it('outlive the process until they are forgotten', async () => {
    const folder = await temporaryFolder()
    await judgementsIn(folder).remember(judgement)
    expect(await judgementsIn(folder).recall(of)).to.deep.equal(judgement)
    await judgementsIn(folder).forget(of)
    expect(await judgementsIn(folder).recall(of)).to.equal(undefined)
  })

  it('that cannot be written or removed say so', async () => {
    const folder = await temporaryFolder()
    await judgementsIn(folder).remember(judgement)
    const judgements = join(folder, '.ballast', 'judgements')
    const [name = ''] = await readdir(judgements)
    await rm(join(judgements, name))
    await mkdir(join(judgements, name))
    const own = judgementsIn(folder)
    expect(await rejectionOf(own.remember(judgement))).to.be.instanceOf(FileNotWrittenError)
    expect(await rejectionOf(own.forget(of))).to.be.instanceOf(FileNotWrittenError)
    await rm(judgements, { recursive: true })
    await writeFile(judgements, 'in the way')
    expect(await rejectionOf(own.remember(judgement))).to.be.instanceOf(FileNotWrittenError)
  })

  it('belong to one file on one chain', async () => {
    const folder = await temporaryFolder()
    await judgementsIn(folder).remember(judgement)
    expect(await judgementsIn(folder).recall({ ...of, chainId: 2 })).to.equal(undefined)
    const other = `0x${'ab'.repeat(31)}cd`
    expect(await judgementsIn(folder).recall({ ...of, sourceHash: other })).to.equal(undefined)
  })
})
