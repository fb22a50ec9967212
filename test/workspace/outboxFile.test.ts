import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { ExitCode } from '../../cli/shared/errors.ts'
import {
  AccountBusyError,
  AlreadySendingError,
  outboxIn,
  UnreadableOutboxError,
  UnreadableOutboxFolderError,
} from '../../cli/workspace/outboxFile.ts'
import { FileNotWrittenError } from '../../cli/workspace/wholeFile.ts'
import { until } from '../support/until.ts'
import { inNewFolder, rejectionOf } from './folder.ts'

const key = `0x${'ab'.repeat(32)}`
const from = '0x00000000000000000000000000000000000000Aa'
const entry = { key, from, nonce: 3, hash: `0x${'1'.repeat(64)}`, afterBlock: 7 }
const own = { key, chainId: 31_337, from }
const other = { ...own, key: `0x${'cd'.repeat(32)}` }

const folderOf = (workspace: string) => join(workspace, '.ballast', 'outbox')
const onlyFile = async (workspace: string) => {
  const names = await readdir(folderOf(workspace))
  expect(names).to.have.length(1)
  return join(folderOf(workspace), names[0]!)
}
const lockOf = (workspace: string) => join(folderOf(workspace), `31337-${from.toLowerCase()}.lock`)

describe('the outbox of a workspace', () => {
  it('finds what was put, in another process too, until it is removed', () =>
    inNewFolder(async (folder) => {
      expect(await outboxIn(folder).find(key)).to.equal(undefined)
      await outboxIn(folder).put(entry)
      expect(await outboxIn(folder).find(key)).to.deep.equal(entry)
      expect(await outboxIn(folder).find(other.key)).to.equal(undefined)
      await outboxIn(folder).put({ ...entry, nonce: 4 })
      expect((await outboxIn(folder).find(key))?.nonce).to.equal(4)
      await outboxIn(folder).remove(key)
      expect(await outboxIn(folder).find(key)).to.equal(undefined)
      await outboxIn(folder).remove(key)
    }))

  it('says so when a record cannot be removed', () =>
    inNewFolder(async (folder) => {
      await outboxIn(folder).put(entry)
      const path = await onlyFile(folder)
      await rm(path)
      await mkdir(path)
      const error = await rejectionOf(outboxIn(folder).remove(key))
      expect(error).to.be.instanceOf(FileNotWrittenError)
    }))

  for (const [what, text] of [
    ['is cut off', '{"key":"0xab'],
    ['is empty', ''],
    ['lacks its nonce', JSON.stringify({ ...entry, nonce: undefined })],
    ['has a nonce that is none', JSON.stringify({ ...entry, nonce: -1 })],
    ['has a hash that is none', JSON.stringify({ ...entry, hash: '0x12' })],
    ['tells of another wish', JSON.stringify({ ...entry, key: other.key })],
    ['says more than we know', JSON.stringify({ ...entry, confirmed: true })],
  ] as const) {
    it(`does not take a record for none that ${what}`, () =>
      inNewFolder(async (folder) => {
        await outboxIn(folder).put(entry)
        const path = await onlyFile(folder)
        await writeFile(path, text)
        const error = (await rejectionOf(outboxIn(folder).find(key))) as UnreadableOutboxError
        expect(error).to.be.instanceOf(UnreadableOutboxError)
        expect(error.exitCode).to.equal(ExitCode.usage)
        expect(error.message).to.contain(path)
        expect(error.nextStep).to.contain('delete the file')
        expect(await readFile(path, 'utf8')).to.equal(text)
      }))
  }

  it('lists nothing where there is nothing, and says so where it cannot look', () =>
    inNewFolder(async (folder) => {
      expect(await outboxIn(folder).list()).to.deep.equal([])
      await mkdir(join(folder, '.ballast'))
      await writeFile(folderOf(folder), 'in the way')
      const error = await rejectionOf(outboxIn(folder).list())
      expect(error).to.be.instanceOf(UnreadableOutboxFolderError)
      expect(String(error)).to.contain('ENOTDIR')
    }))

  it('says where it cannot write', () =>
    inNewFolder(async (folder) => {
      await mkdir(join(folder, '.ballast'))
      await writeFile(folderOf(folder), 'a file where the folder should be')
      for (const work of [
        () => outboxIn(folder).put(entry),
        () => outboxIn(folder).alone(own, async () => {}),
      ]) {
        const error = (await rejectionOf(work())) as FileNotWrittenError
        expect(error).to.be.instanceOf(FileNotWrittenError)
        expect(error.message).to.contain(folderOf(folder))
      }
    }))

  it('does not take what it cannot open for none', () =>
    inNewFolder(async (folder) => {
      await outboxIn(folder).put(entry)
      const path = await onlyFile(folder)
      await rm(path)
      await mkdir(path)
      expect(await rejectionOf(outboxIn(folder).find(key))).to.be.instanceOf(UnreadableOutboxError)
    }))
})

describe('sending alone', () => {
  /** Work that goes on until it is told to end. */
  function going() {
    let end = () => {}
    let begun = () => {}
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve
    })
    const work = () =>
      new Promise<string>((resolve) => {
        end = () => resolve('done')
        begun()
      })
    return { work, hasBegun, end: () => end() }
  }
  const inTheWay = async (folder: string, held: object) => {
    await mkdir(folderOf(folder), { recursive: true })
    await writeFile(lockOf(folder), JSON.stringify(held))
  }
  const held = { token: 'x', pid: process.pid, host: hostname(), about: key }
  /** The id of a process that has ended. */
  const deadPid = async () => {
    const child = spawn(process.execPath, ['-e', ''])
    await once(child, 'exit')
    return child.pid!
  }

  it('gives the work’s answer and leaves nothing behind, failure or not', () =>
    inNewFolder(async (folder) => {
      expect(await outboxIn(folder).alone(own, async () => 7)).to.equal(7)
      const failure = new Error('no')
      const work = () => Promise.reject(failure)
      expect(await rejectionOf(outboxIn(folder).alone(own, work))).to.equal(failure)
      expect(await readdir(folderOf(folder))).to.deep.equal([])
    }))

  it('tells at once who wishes the same', () =>
    inNewFolder(async (folder) => {
      const first = going()
      const firstEnd = outboxIn(folder).alone(own, first.work)
      await first.hasBegun
      const error = (await rejectionOf(
        outboxIn(folder).alone(own, async () => 'second'),
      )) as AlreadySendingError
      expect(error).to.be.instanceOf(AlreadySendingError)
      expect(error.exitCode).to.equal(ExitCode.reverted)
      expect(error.message).to.contain(`process ${process.pid}`)
      first.end()
      expect(await firstEnd).to.equal('done')
      expect(await outboxIn(folder).alone(own, async () => 'now')).to.equal('now')
    }))

  it('lets another wish of the account wait for its turn, and no longer than it was told', () =>
    inNewFolder(async (folder) => {
      const first = going()
      const order: string[] = []
      const firstEnd = outboxIn(folder)
        .alone(own, first.work)
        .then(() => order.push('first'))
      await first.hasBegun
      const busy = await rejectionOf(outboxIn(folder, 0.3).alone(other, async () => 'second'))
      expect(busy).to.be.instanceOf(AccountBusyError)
      const second = outboxIn(folder, 5).alone(other, async () => order.push('second'))
      await new Promise((resolve) => setTimeout(resolve, 150))
      first.end()
      await Promise.all([firstEnd, second])
      expect(order).to.deep.equal(['first', 'second'])
    }))

  it('does not keep other accounts or chains waiting', () =>
    inNewFolder(async (folder) => {
      const first = going()
      const firstEnd = outboxIn(folder).alone(own, first.work)
      await first.hasBegun
      for (const elsewhere of [
        { ...own, from: '0x00000000000000000000000000000000000000bb' },
        { ...own, chainId: 1 },
      ]) {
        expect(await outboxIn(folder).alone(elsewhere, async () => 'free')).to.equal('free')
      }
      first.end()
      await firstEnd
    }))

  it('takes over from a process that has died, one of many who try', () =>
    inNewFolder(async (folder) => {
      await inTheWay(folder, { ...held, pid: await deadPid() })
      let inside = 0
      let most = 0
      const work = async () => {
        inside += 1
        most = Math.max(most, inside)
        await new Promise((resolve) => setTimeout(resolve, 30))
        inside -= 1
      }
      const keys = Array.from({ length: 8 }, (_, i) => `0x${String(i).repeat(64)}`)
      await Promise.all(keys.map((one) => outboxIn(folder, 20).alone({ ...own, key: one }, work)))
      expect(most).to.equal(1)
      expect(await readdir(folderOf(folder))).to.deep.equal([])
    }))

  it('takes over what is older than ten minutes, and what was left half written', () =>
    inNewFolder(async (folder) => {
      const past = (seconds: number) => new Date(Date.now() - seconds * 1_000)
      await inTheWay(folder, { ...held, host: 'another-machine' })
      await utimes(lockOf(folder), past(601), past(601))
      expect(await outboxIn(folder).alone(own, async () => 'taken')).to.equal('taken')
      await writeFile(lockOf(folder), '{"tok')
      await utimes(lockOf(folder), past(6), past(6))
      expect(await outboxIn(folder).alone(own, async () => 'taken')).to.equal('taken')
    }))

  it('takes over from a process of an earlier start of the container, whose id is now ours', () =>
    inNewFolder(async (folder) => {
      await inTheWay(folder, { ...held, token: 'of an earlier start', pid: process.pid })
      expect(await outboxIn(folder, 1).alone(other, async () => 'taken')).to.equal('taken')
    }))

  it('keeps its lock young, however long the work takes', () =>
    inNewFolder(async (folder) => {
      await outboxIn(folder).alone(own, async () => {
        const past = new Date(Date.now() - 599_000)
        await utimes(lockOf(folder), past, past)
        await until(async () => Date.now() - (await stat(lockOf(folder))).mtimeMs < 5_000)
      })
    }))

  it('leaves a lock of another machine alone, whose processes it cannot know', () =>
    inNewFolder(async (folder) => {
      await inTheWay(folder, { ...held, host: 'another-machine', pid: await deadPid() })
      const error = (await rejectionOf(
        outboxIn(folder, 0.2).alone(other, async () => 'in'),
      )) as AccountBusyError
      expect(error).to.be.instanceOf(AccountBusyError)
      expect(error.nextStep).to.contain(lockOf(folder))
      await rm(lockOf(folder))
    }))

  it('does not remove the lock of somebody who took over', () =>
    inNewFolder(async (folder) => {
      await outboxIn(folder).alone(own, () => inTheWay(folder, { ...held, token: 'theirs' }))
      expect(await readFile(lockOf(folder), 'utf8')).to.contain('theirs')
    }))
})
