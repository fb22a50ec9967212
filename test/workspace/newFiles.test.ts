import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { FileInTheWayError, writeNew } from '../../cli/workspace/newFiles.ts'
import { inNewFolder, rejectionOf } from './folder.ts'

describe('writeNew', () => {
  it('writes what is not there, and keeps what is there just so', () =>
    inNewFolder(async (folder) => {
      expect(await writeNew(folder, 'a.yaml', 'a: 1\n')).to.equal('written')
      expect(await writeNew(folder, 'a.yaml', 'a: 1\n')).to.equal('kept')
      expect(await readFile('a.yaml', 'utf8')).to.equal('a: 1\n')
    }))

  it('never touches what somebody wrote, and names it', () =>
    inNewFolder(async (folder) => {
      await writeFile('a.yaml', 'mine')
      const error = await rejectionOf(writeNew(folder, 'a.yaml', 'a: 1\n'))
      expect(error).to.be.instanceOf(FileInTheWayError)
      expect((error as Error).message).to.contain('a.yaml')
      expect(await readFile('a.yaml', 'utf8')).to.equal('mine')
    }))

  it('takes a folder of that name, and a file that may not be read, for something in the way', () =>
    inNewFolder(async (folder) => {
      await mkdir('a.yaml')
      expect(await rejectionOf(writeNew(folder, 'a.yaml', ''))).to.be.instanceOf(FileInTheWayError)
      await writeFile('b.yaml', '')
      await chmod('b.yaml', 0o000)
      const isRoot = process.getuid?.() === 0
      if (isRoot) return
      expect(await rejectionOf(writeNew(folder, 'b.yaml', ''))).to.be.instanceOf(FileInTheWayError)
    }))
})
