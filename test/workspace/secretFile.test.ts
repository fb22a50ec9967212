import { chmod, chown, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { expect } from 'chai'
import { UsageError } from '../../cli/shared/errors.ts'
import { readSecretFile, writeSecretFile } from '../../cli/workspace/secretFile.ts'
import { inNewFolder, rejectionOf } from './folder.ts'

const isWindows = process.platform === 'win32'
const isRoot = process.getuid?.() === 0

/** A secret file of that mode, and how reading it ends. */
const readOf = (mode: number) =>
  inNewFolder(async () => {
    await writeFile('secret', 'hunter2 and more')
    await chmod('secret', mode)
    return rejectionOf(readSecretFile('secret'))
  })

describe('a file with a secret', () => {
  // Owners and permissions of files are kept elsewhere on Windows.
  const onUnix = isWindows ? it.skip : it

  for (const mode of [0o600, 0o400, 0o700]) {
    onUnix(`is read if only its owner may use it (${mode.toString(8)})`, async () => {
      expect(await readOf(mode)).to.equal(undefined)
    })
  }

  for (const mode of [0o644, 0o640, 0o604, 0o620, 0o602, 0o610, 0o601]) {
    onUnix(`is refused if others may use it (${mode.toString(8)})`, async () => {
      const error = await readOf(mode)
      expect(error).to.be.instanceOf(UsageError)
      const { message, nextStep, stack } = error as UsageError
      expect(message).to.contain(mode.toString(8))
      expect(nextStep).to.contain('chmod 600 secret')
      expect([message, nextStep, stack].join()).not.to.contain('hunter2')
    })
  }

  const asRoot = isRoot ? it : it.skip
  asRoot('is refused if it belongs to somebody else', () =>
    inNewFolder(async () => {
      await writeFile('secret', 'hunter2', { mode: 0o600 })
      await chown('secret', 12_345, 12_345)
      const error = (await rejectionOf(readSecretFile('secret'))) as UsageError
      expect(error.message).to.contain('12345')
    }),
  )

  onUnix('is judged by what a link leads to', () =>
    inNewFolder(async () => {
      await writeFile('open', 'hunter2', { mode: 0o644 })
      await writeFile('closed', 'hunter2', { mode: 0o600 })
      await symlink('open', 'to-open')
      await symlink('closed', 'to-closed')
      expect(await rejectionOf(readSecretFile('to-open'))).to.be.instanceOf(UsageError)
      expect(Buffer.from(await readSecretFile('to-closed')).toString()).to.equal('hunter2')
    }),
  )

  it('is a file, and no larger than a secret can be', () =>
    inNewFolder(async (folder) => {
      await writeFile('large', 'x'.repeat(64 * 1024 + 1), { mode: 0o600 })
      await writeFile('fits', 'x'.repeat(64 * 1024), { mode: 0o600 })
      expect((await readSecretFile('fits')).length).to.equal(64 * 1024)
      await chmod(folder, 0o700)
      for (const [path, says] of [
        ['large', 'larger than 64 KiB'],
        ['nowhere', 'no file nowhere'],
        [folder, ''],
      ] as const) {
        const error = await rejectionOf(readSecretFile(path))
        expect(error).to.be.instanceOf(UsageError)
        expect((error as UsageError).message).to.contain(says)
      }
    }))

  it('is read through a pipe to its end', () =>
    inNewFolder(async () => {
      const { execFileSync, spawn } = await import('node:child_process')
      execFileSync('mkfifo', ['-m', '600', 'pipe'])
      const writer = spawn('sh', ['-c', '(printf hunter2; sleep 0.2; printf more) > pipe'])
      const bytes = await readSecretFile('pipe')
      expect(Buffer.from(bytes).toString()).to.equal('hunter2more')
      if (writer.exitCode === null) await new Promise((resolve) => writer.once('exit', resolve))
    }))
})

describe('a secret that is written', () => {
  it('is its owner’s alone, whatever the umask, and leaves nothing else behind', () =>
    inNewFolder(async () => {
      const before = process.umask(0)
      try {
        await writeSecretFile(join('keys', 'a.json'), 'hunter2')
      } finally {
        process.umask(before)
      }
      expect((await stat('keys/a.json')).mode & 0o777).to.equal(0o600)
      expect((await stat('keys')).mode & 0o777).to.equal(0o700)
      expect(await readdir('keys')).to.deep.equal(['a.json'])
    }))

  it('never takes the place of another one', () =>
    inNewFolder(async () => {
      await writeSecretFile('a.json', 'first')
      const error = await rejectionOf(writeSecretFile('a.json', 'second'))
      expect(error).to.be.instanceOf(UsageError)
      expect(await readFile('a.json', 'utf8')).to.equal('first')
      expect(await readdir('.')).to.deep.equal(['a.json'])
    }))

  it('that has no place says so, without the secret', () =>
    inNewFolder(async () => {
      await writeFile('file', '')
      const error = (await rejectionOf(writeSecretFile('file/a.json', 'hunter2'))) as UsageError
      expect(error).to.be.instanceOf(UsageError)
      expect([error.message, error.stack].join()).not.to.contain('hunter2')
    }))
})
