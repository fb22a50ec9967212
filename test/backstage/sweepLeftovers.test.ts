import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { expect } from 'chai'
import { sweepLeftovers } from '../../cli/backstage/sweepLeftovers.ts'
import { type TemporaryKind, temporaryPrefix } from '../../cli/shared/temporaryName.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

describe('sweepLeftovers', () => {
  let directory: string
  let gone: number

  before(async () => {
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
    await once(child, 'exit')
    gone = child.pid ?? 0
  })
  beforeEach(async () => {
    directory = await temporaryFolder()
  })

  const nameOf = (kind: TemporaryKind, pid: number, host = hostname()) =>
    `${temporaryPrefix(kind, { host, pid })}aaaaaa`
  const make = async (name: string, file = 'cache/block') => {
    await mkdir(join(directory, name, file, '..'), { recursive: true })
    await writeFile(join(directory, name, file), 'x')
    return name
  }

  it('removes what killed processes left, whatever it was for', async () => {
    for (const kind of ['demonstration', 'preview', 'fork'] as const) await make(nameOf(kind, gone))
    await sweepLeftovers(directory)
    expect(await readdir(directory)).to.deep.equal([])
  })

  it('leaves what belongs to a process that lives, to another machine, or to anybody else', async () => {
    const kept = [
      await make(nameOf('demonstration', process.pid)),
      // Of another user, who may not be asked: the first process of the machine.
      await make(nameOf('fork', 1)),
      await make(nameOf('preview', gone, 'elsewhere')),
      await make('ballast-demonstration-old'),
      await make(`my-${nameOf('fork', gone)}`),
    ]
    await sweepLeftovers(directory)
    expect(await readdir(directory)).to.have.members(kept)
  })

  for (const file of ['proposals/raise/proposal.yaml', '.ballast/reports/7/report.md']) {
    it(`leaves what somebody wrote in a demonstration: ${file}`, async () => {
      const kept = await make(nameOf('demonstration', gone), file)
      await sweepLeftovers(directory)
      expect(await readdir(directory)).to.deep.equal([kept])
    })
  }

  it('follows no link, neither in place of a folder nor within one', async () => {
    const precious = await make('precious', 'file')
    const link = nameOf('preview', gone)
    await symlink(join(directory, precious), join(directory, link))
    const left = await make(nameOf('fork', gone))
    await symlink(join(directory, precious), join(directory, left, 'within'))
    await sweepLeftovers(directory)
    expect(await readdir(directory)).to.have.members([precious, link])
    expect(await readdir(join(directory, precious))).to.deep.equal(['file'])
  })

  it("leaves another user's folder", async () => {
    const kept = await make(nameOf('fork', gone))
    const own = Object.getOwnPropertyDescriptor(process, 'getuid') ?? {}
    Object.defineProperty(process, 'getuid', { ...own, value: () => 4_242_424 })
    try {
      await sweepLeftovers(directory)
    } finally {
      Object.defineProperty(process, 'getuid', own)
    }
    expect(await readdir(directory)).to.deep.equal([kept])
  })

  it('does nothing where there is nothing', async () => {
    await sweepLeftovers(join(directory, 'nowhere'))
  })
})
