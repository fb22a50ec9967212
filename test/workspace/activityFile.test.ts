import { appendFile, mkdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { expect } from 'chai'
import {
  type ActivityEntry,
  appendActivity,
  readNewestActivity,
} from '../../cli/workspace/activityFile.ts'
import { FileNotWrittenError } from '../../cli/workspace/wholeFile.ts'
import { inNewFolder, rejectionOf } from './folder.ts'

const hashOf = (number: number): string => `0x${number.toString(16).padStart(64, '0')}`
const entryOf = (number: number, own: Partial<ActivityEntry> = {}): Omit<ActivityEntry, 'at'> => ({
  network: 'local',
  chainId: 31_337,
  genesis: hashOf(9),
  verb: 'vote',
  account: '0x00000000000000000000000000000000000000Aa',
  transactionHash: hashOf(number),
  block: number,
  outcome: 'done',
  headline: `act ${number}`,
  proposalId: '12345678901234567890123456789',
  ...own,
})
const fileIn = (folder: string) => join(folder, '.ballast', 'activity.jsonl')
const headlines = async (folder: string, most = 500) =>
  (await readNewestActivity(folder, most)).entries.map(({ headline }) => headline)

describe('the list of what was sent from a workspace', () => {
  it('is empty where nothing was sent', () =>
    inNewFolder(async (folder) => {
      expect(await readNewestActivity(folder, 10)).to.deep.equal({
        path: fileIn(folder),
        entries: [],
        isCut: false,
        unreadable: 0,
      })
    }))

  it('gives back what was written, the newest first, with the time of writing', () =>
    inNewFolder(async (folder) => {
      const before = Math.floor(Date.now() / 1_000)
      await appendActivity(folder, entryOf(1))
      await appendActivity(folder, entryOf(2))
      const { entries } = await readNewestActivity(folder, 10)
      const { at, ...newest } = entries[0]!
      expect(newest).to.deep.equal(entryOf(2))
      expect(at - before).to.be.within(0, 5)
      expect(entries[1]!.headline).to.equal('act 1')
    }))

  it('is one line of JSON for each, and what stands there is never touched', () =>
    inNewFolder(async (folder) => {
      await appendActivity(folder, entryOf(1))
      const first = await readFile(fileIn(folder), 'utf8')
      await appendActivity(folder, entryOf(2, { headline: 'two\nlines' }))
      const both = await readFile(fileIn(folder), 'utf8')
      expect(both.startsWith(first)).to.equal(true)
      expect(both.trimEnd().split('\n')).to.have.length(2)
      expect(JSON.parse(first)).to.include({ schema: 'ballast.activity/1', verb: 'vote' })
    }))

  it('knows an act once, by what was written of it last', () =>
    inNewFolder(async (folder) => {
      await appendActivity(folder, entryOf(1, { outcome: 'mined' }))
      await appendActivity(folder, entryOf(2))
      await appendActivity(folder, entryOf(1, { outcome: 'done' }))
      const { entries } = await readNewestActivity(folder, 10)
      expect(entries.map(({ headline, outcome }) => [headline, outcome])).to.deep.equal([
        ['act 1', 'done'],
        ['act 2', 'done'],
      ])
    }))

  it('keeps acts of two chains apart that have the same hash', () =>
    inNewFolder(async (folder) => {
      await appendActivity(folder, entryOf(1, { genesis: hashOf(8) }))
      await appendActivity(folder, entryOf(1))
      expect(await headlines(folder)).to.have.length(2)
    }))

  it('takes lines of several processes at once', () =>
    inNewFolder(async (folder) => {
      const numbers = Array.from({ length: 40 }, (_, number) => number)
      await Promise.all(numbers.map((number) => appendActivity(folder, entryOf(number))))
      const found = await readNewestActivity(folder, 500)
      expect(found.unreadable).to.equal(0)
      expect(new Set(found.entries.map(({ block }) => block))).to.deep.equal(new Set(numbers))
    }))

  it('skips a line that a crash cut off and says so; the next one is whole', () =>
    inNewFolder(async (folder) => {
      await appendActivity(folder, entryOf(1))
      const { length } = await readFile(fileIn(folder))
      await appendActivity(folder, entryOf(2))
      await truncate(fileIn(folder), length + 40)
      const torn = await readNewestActivity(folder, 10)
      expect([torn.unreadable, torn.entries.length]).to.deep.equal([1, 1])
      await appendActivity(folder, entryOf(3))
      expect(await headlines(folder)).to.deep.equal(['act 3', 'act 1'])
    }))

  it('skips what a later version wrote, and what nobody wrote', () =>
    inNewFolder(async (folder) => {
      await appendActivity(folder, entryOf(1))
      const later = JSON.stringify({ schema: 'ballast.activity/2', ...entryOf(2), at: 1 })
      await appendFile(fileIn(folder), `${later}\n\n\u0000\u0000\n[]\nnull\n`)
      await appendActivity(folder, entryOf(3))
      const { entries, unreadable } = await readNewestActivity(folder, 10)
      expect(entries.map(({ block }) => block)).to.deep.equal([3, 1])
      expect(unreadable).to.equal(4)
    }))

  it('gives the newest of many, and says that there are older ones', () =>
    inNewFolder(async (folder) => {
      for (let number = 1; number <= 4; number += 1) await appendActivity(folder, entryOf(number))
      const found = await readNewestActivity(folder, 3)
      expect(found.entries.map(({ block }) => block)).to.deep.equal([4, 3, 2])
      expect(found.isCut).to.equal(true)
      expect((await readNewestActivity(folder, 4)).isCut).to.equal(false)
    }))

  it('reads lines and letters whole that lie across the pieces in which a file is read', () =>
    inNewFolder(async (folder) => {
      const lines = Array.from({ length: 700 }, (_, number) =>
        JSON.stringify({
          schema: 'ballast.activity/1',
          at: 1,
          ...entryOf(number, { headline: `${number} ${'ü€𝄞'.repeat(40)}` }),
        }),
      )
      await mkdir(join(folder, '.ballast'))
      await writeFile(fileIn(folder), `${lines.join('\n')}\n`)
      const { entries, unreadable } = await readNewestActivity(folder, 1_000)
      expect(unreadable).to.equal(0)
      expect(entries.map(({ block }) => block)).to.deep.equal(
        Array.from({ length: 700 }, (_, number) => 699 - number),
      )
      expect(entries.every(({ headline }) => headline.endsWith('ü€𝄞'))).to.equal(true)
    }))

  it('takes no longer for a file of 100 MB, nor for one that is no list of lines', () =>
    inNewFolder(async (folder) => {
      await mkdir(join(folder, '.ballast'))
      const file = fileIn(folder)
      await writeFile(file, Buffer.alloc(100_000_000, 'x'))
      const before = process.cpuUsage()
      const none = await readNewestActivity(folder, 500)
      expect([none.entries.length, none.isCut]).to.deep.equal([0, true])
      for (let number = 1; number <= 3; number += 1) await appendActivity(folder, entryOf(number))
      const some = await readNewestActivity(folder, 3)
      expect(some.entries.map(({ block }) => block)).to.deep.equal([3, 2, 1])
      // The work of this process: what else the machine does meanwhile is not the file's.
      const { user, system } = process.cpuUsage(before)
      expect(user + system).to.be.below(2_000_000)
    }))

  it('cuts a title of somebody else to a length', () =>
    inNewFolder(async (folder) => {
      await appendActivity(folder, entryOf(1, { headline: 'x'.repeat(100_000) }))
      expect((await headlines(folder))[0]).to.have.length(300)
      expect((await readFile(fileIn(folder))).length).to.be.below(2_000)
    }))

  it('says where it cannot be written', () =>
    inNewFolder(async (folder) => {
      await writeFile(join(folder, '.ballast'), 'a file, not a folder')
      const failure = await rejectionOf(appendActivity(folder, entryOf(1)))
      expect(failure).to.be.instanceOf(FileNotWrittenError)
    }))
})
