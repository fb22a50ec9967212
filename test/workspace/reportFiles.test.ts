import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import {
  ReportNotWrittenError,
  reportFolder,
  writeReport,
} from '../../cli/workspace/reportFiles.ts'
import { inNewFolder, rejectionOf } from './folder.ts'

const files = [
  { name: 'report.md', text: '# Ü\n' },
  { name: 'report.json', text: '{}\n' },
] as const

describe('writeReport', () => {
  it('makes the folder, writes every file whole and answers paths from the working directory', () =>
    inNewFolder(async (folder) => {
      const paths = await writeReport(join(folder, 'a', 'b'), files)
      expect(paths).to.deep.equal([join('a', 'b', 'report.md'), join('a', 'b', 'report.json')])
      expect(await readFile('a/b/report.md', 'utf8')).to.equal('# Ü\n')
      expect((await readdir('a/b')).toSorted()).to.deep.equal(['report.json', 'report.md'])
    }))

  it('replaces a longer report of before and leaves other files alone', () =>
    inNewFolder(async () => {
      await writeFile('report.md', 'a much longer text than the new one')
      await writeFile('proposal.yaml', 'mine')
      await writeReport('.', files)
      expect(await readFile('report.md', 'utf8')).to.equal('# Ü\n')
      expect(await readFile('proposal.yaml', 'utf8')).to.equal('mine')
    }))

  it('leaves what is there, and nothing unfinished, when a file cannot be put in its place', () =>
    inNewFolder(async () => {
      await mkdir('report.json')
      await writeFile('report.json/kept', 'kept')
      const error = await rejectionOf(writeReport('.', files))
      expect(error).to.be.instanceOf(Error)
      expect(await readFile('report.json/kept', 'utf8')).to.equal('kept')
      expect((await readdir('.')).toSorted()).to.deep.equal(['report.json', 'report.md'])
    }))

  it('never opens the existing file itself: a reader of the old one keeps its text', () =>
    inNewFolder(async () => {
      await writeFile('report.md', 'old')
      const { open } = await import('node:fs/promises')
      const reader = await open('report.md')
      await writeReport('.', files)
      expect(await reader.readFile('utf8')).to.equal('old')
      await reader.close()
    }))

  it('leaves the old report when the new one cannot even be begun', () =>
    inNewFolder(async () => {
      await writeFile('report.md', 'old')
      // The unfinished file's place is taken by a folder.
      await mkdir(`report.md.${process.pid}.tmp`)
      expect(await rejectionOf(writeReport('.', files))).to.be.instanceOf(ReportNotWrittenError)
      expect(await readFile('report.md', 'utf8')).to.equal('old')
    }))
})

describe('reportFolder', () => {
  it('is the proposal\u2019s folder, named by the folder or by its file', () =>
    inNewFolder(async () => {
      await mkdir('raise')
      await writeFile('raise/proposal.yaml', '')
      expect(await reportFolder('raise')).to.equal('raise')
      expect(await reportFolder('raise/proposal.yaml')).to.equal('raise')
    }))

  it('is the working directory for a file in it', () =>
    inNewFolder(async () => {
      await writeFile('a.yaml', '')
      expect(await reportFolder('a.yaml')).to.equal('.')
    }))
})
