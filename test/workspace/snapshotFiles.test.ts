import { rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect } from 'chai'
import {
  readSnapshotRecord,
  type SnapshotRecord,
  UnreadableSnapshotRecordError,
  writeSnapshotRecord,
} from '../../cli/workspace/snapshotFiles.ts'
import { inNewFolder, rejectionOf } from './folder.ts'

const hub = 'http://127.0.0.1:3000'
const hash = `0x${'1'.repeat(64)}` as const
const record = (slug: string): SnapshotRecord => ({
  state: 'pending',
  slug,
  space: 'ballast-tests.eth',
  hub,
  id: hash,
  ipfs: null,
  author: '0x12',
  calldataHash: hash,
  reportHash: null,
  envelope: {
    address: '0x12',
    sig: '0x',
    data: { domain: { name: 'snapshot', version: '0.1.4' }, types: {}, message: { about: slug } },
  },
})
const of = (slug: string) => ({ slug, space: 'ballast-tests.eth', hub: `${hub}/graphql` })

describe('the record of a proposal on Snapshot', () => {
  it('is snapshot.json in the proposal\u2019s own folder', () =>
    inNewFolder(async (folder) => {
      const slug = basename(folder)
      expect(await writeSnapshotRecord(folder, record(slug))).to.equal(
        join(folder, 'snapshot.json'),
      )
      expect(await readSnapshotRecord(folder, of(slug))).to.deep.equal(record(slug))
      expect(await readSnapshotRecord(folder, { ...of(slug), space: 'other.eth' })).to.equal(
        undefined,
      )
    }))

  it('does not make way for that of another file in the same folder', () =>
    inNewFolder(async (folder) => {
      for (const slug of ['one', 'two']) await writeSnapshotRecord(folder, record(slug))
      for (const slug of ['one', 'two'])
        expect(await readSnapshotRecord(folder, of(slug))).to.deep.equal(record(slug))
    }))

  it('is found where an earlier version wrote it', () =>
    inNewFolder(async (folder) => {
      await rename(await writeSnapshotRecord(folder, record('one')), join(folder, 'snapshot.json'))
      expect(await readSnapshotRecord(folder, of('one'))).to.deep.equal(record('one'))
      expect(await readSnapshotRecord(folder, of('two'))).to.equal(undefined)
    }))

  it('is not taken for none where it cannot be read', () =>
    inNewFolder(async (folder) => {
      await writeFile(join(folder, 'one.snapshot.json'), '{')
      const error = await rejectionOf(readSnapshotRecord(folder, of('one')))
      expect(error).to.be.instanceOf(UnreadableSnapshotRecordError)
      expect(await readSnapshotRecord(folder, of('two'))).to.equal(undefined)
    }))
})
