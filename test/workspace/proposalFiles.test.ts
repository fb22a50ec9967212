import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { largestSourceBytes } from '../../cli/governance/draft.ts'
import {
  ProposalNotFoundError,
  ProposalNotReadError,
  ProposalTooLargeError,
  readSource,
} from '../../cli/workspace/proposalFiles.ts'
import { inNewFolder, rejectionOf } from './folder.ts'

describe('readSource', () => {
  it('reads a file by its path and calls it by its name without the ending', () =>
    inNewFolder(async () => {
      await writeFile('lower-fee.yaml', 'title: Ü\n')
      await writeFile('other.yml', '')
      expect(await readSource('lower-fee.yaml')).to.deep.equal({
        path: 'lower-fee.yaml',
        slug: 'lower-fee',
        text: 'title: Ü\n',
      })
      expect((await readSource('other.yml')).slug).to.equal('other')
    }))

  it('reads a folder by its proposal.yaml and calls it by the folder\u2019s name', () =>
    inNewFolder(async (folder) => {
      await mkdir('2026-raise')
      await writeFile('2026-raise/proposal.yaml', 'text')
      const expected = { slug: '2026-raise', text: 'text' }
      for (const path of ['2026-raise', '2026-raise/', '2026-raise/proposal.yaml']) {
        expect(await readSource(path)).to.deep.equal({ ...expected, path })
      }
      expect((await readSource(join(folder, '2026-raise'))).slug).to.equal('2026-raise')
    }))

  it('takes the folder\u2019s name where the path does not contain it', () =>
    inNewFolder(async (folder) => {
      await mkdir('named')
      await writeFile('named/proposal.yaml', '')
      process.chdir(join(folder, 'named'))
      expect((await readSource('.')).slug).to.equal('named')
      expect((await readSource('proposal.yaml')).slug).to.equal('named')
    }))

  it('says why a file cannot be read, and what to do', async function () {
    // What even root cannot read.
    if (process.platform !== 'linux') return this.skip()
    const error = await rejectionOf(readSource('/proc/self/mem'))
    expect(error).to.be.instanceOf(ProposalNotReadError)
    expect((error as Error).message).to.contain('/proc/self/mem cannot be read: ')
  })

  it('takes a file of exactly the largest size', () =>
    inNewFolder(async () => {
      await writeFile('a.yaml', 'x'.repeat(largestSourceBytes))
      expect((await readSource('a.yaml')).text).to.have.length(largestSourceBytes)
    }))

  it('refuses one byte more, and says a size above the limit', () =>
    inNewFolder(async () => {
      await writeFile('a.yaml', 'x'.repeat(largestSourceBytes + 1))
      const error = await rejectionOf(readSource('a.yaml'))
      expect(error).to.be.instanceOf(ProposalTooLargeError)
      expect((error as Error).message).to.equal(
        'a.yaml has 257 KiB; a proposal has at most 256 KiB.',
      )
    }))

  it('counts bytes, not letters', () =>
    inNewFolder(async () => {
      await writeFile('a.yaml', 'ü'.repeat(largestSourceBytes / 2 + 1))
      expect(await rejectionOf(readSource('a.yaml'))).to.be.instanceOf(ProposalTooLargeError)
    }))

  describe('where there is nothing', () => {
    const nextStepFor = async (path: string) => {
      const error = await rejectionOf(readSource(path))
      expect(error).to.be.instanceOf(ProposalNotFoundError)
      expect((error as Error).message).to.equal(`There is no proposal at ${path}.`)
      return (error as ProposalNotFoundError).nextStep
    }

    const putProposal = async (name: string) => {
      await mkdir(`proposals/${name}`, { recursive: true })
      await writeFile(`proposals/${name}/proposal.yaml`, '')
    }

    it('suggests the folders that hold a proposal, others and files among them left out', () =>
      inNewFolder(async () => {
        await putProposal('2026-one')
        await mkdir('proposals/of-nothing')
        await writeFile('proposals/README.md', '')
        expect(await nextStepFor('nope.yaml')).to.equal(
          'Name a file or a folder, for example: proposals/2026-one.',
        )
      }))

    it('suggests three at most', () =>
      inNewFolder(async () => {
        for (const name of ['a', 'b', 'c', 'd']) await putProposal(name)
        expect((await nextStepFor('x')).match(/proposals\//g)).to.have.length(3)
      }))

    it('says what to name where there are no proposals at all', () =>
      inNewFolder(async () => {
        expect(await nextStepFor('x')).to.contain('proposal.yaml')
      }))

    it('says that a folder has no proposal.yaml, a folder of that name included', () =>
      inNewFolder(async () => {
        await mkdir('empty/proposal.yaml', { recursive: true })
        expect(await nextStepFor('empty')).to.contain('The folder has no proposal.yaml')
      }))
  })
})
