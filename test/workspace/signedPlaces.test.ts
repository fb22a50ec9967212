import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { expect } from 'chai'
import { ExitCode } from '../../cli/shared/errors.ts'
import { UnreadableFolderError } from '../../cli/workspace/folderEntries.ts'
import { signedIn } from '../../cli/workspace/signedFiles.ts'
import { signedPlaces } from '../../cli/workspace/signedPlaces.ts'
import { inNewFolder, rejectionOf } from './folder.ts'

/** Root reads everything, so it is somebody else for a while. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0
  if (isRoot) process.seteuid?.(65_534)
  try {
    return await work()
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
}

describe('the places of what was signed', () => {
  it('are all folders below proposals, and there may be none', () =>
    inNewFolder(async (folder) => {
      const deep = join(folder, 'proposals', 'one', 'two', 'three')
      await mkdir(deep, { recursive: true })
      await mkdir(join(folder, 'proposals', 'other'))
      await writeFile('named', 'a file where a folder was')
      const places = await signedPlaces(folder, join(folder, 'named'))
      expect(places).to.include.members([deep, join(folder, 'proposals', 'other')])
      expect(await signedIn(join(folder, 'named'))).to.deep.equal([])
      await rm(join(folder, 'proposals'), { recursive: true })
      expect(await signedPlaces(folder)).to.include(join(folder, 'ballots'))
      expect(await signedIn(join(folder, 'ballots'))).to.deep.equal([])
    }))

  it('are not known where one folder below cannot be read, and not taken for none', () =>
    inNewFolder(async (folder) => {
      const closed = join(folder, 'proposals', 'one', 'closed')
      await mkdir(closed, { recursive: true })
      await chmod(folder, 0o755)
      await chmod(closed, 0o000)
      const error = (await asNobody(() => rejectionOf(signedPlaces(folder)))) as Error
      await chmod(closed, 0o755)
      expect(error).to.be.instanceOf(UnreadableFolderError)
      expect(error).to.include({ exitCode: ExitCode.usage })
      expect(error.message).to.contain(`${closed} cannot be read (EACCES)`)
    }))

  it('are not taken for empty where they cannot be listed', () =>
    inNewFolder(async (folder) => {
      await symlink('proposals', 'proposals')
      for (const found of [signedPlaces(folder), signedIn(join(folder, 'proposals'))]) {
        const error = await rejectionOf(found)
        expect(error).to.be.instanceOf(UnreadableFolderError)
        expect(String(error)).to.contain('ELOOP')
      }
    }))
})
