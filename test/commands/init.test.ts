import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import process from 'node:process'
import { expect } from 'chai'
import { readConfig } from '../../cli/workspace/config.ts'
import { runCli } from '../support/runCli.ts'
import { inNewFolder } from '../workspace/folder.ts'

const init = (...args: readonly string[]) => runCli(['init', ...args], { cwd: process.cwd() })

describe('ballast init', () => {
  it('makes an empty folder a workspace, and names the next command', () =>
    inNewFolder(async (folder) => {
      const { exitCode, stdout, stderr } = await init()
      expect(exitCode, stderr).to.equal(0)
      expect(stdout).to.contain('Written: ballast.yaml').and.contain('Next: ballast devnet')
      expect((await readdir('.')).toSorted()).to.deep.equal(['.gitignore', 'ballast.yaml'])
      expect((await readConfig())?.folder).to.equal(folder)
      expect(await readFile('.gitignore', 'utf8')).to.contain('.ballast/\n')
    }))

  it('changes nothing when it is repeated, and says so', () =>
    inNewFolder(async () => {
      await init()
      const { exitCode, stdout } = await init('--json')
      expect(exitCode).to.equal(0)
      expect(JSON.parse(stdout)).to.deep.include({
        schema: 'ballast.init/1',
        written: [],
        kept: ['ballast.yaml', '.gitignore'],
      })
    }))

  it('never touches a ballast.yaml that somebody changed', () =>
    inNewFolder(async () => {
      await writeFile('ballast.yaml', '# mine\n')
      const { exitCode, stdout, stderr } = await init()
      expect(exitCode).to.equal(2)
      expect(stdout).to.equal('')
      expect(stderr).to.contain('There is a ballast.yaml here already')
      expect(await readFile('ballast.yaml', 'utf8')).to.equal('# mine\n')
      expect(await readdir('.')).to.deep.equal(['ballast.yaml'])
    }))

  it('leaves a .gitignore alone, and tells what belongs into it', () =>
    inNewFolder(async () => {
      await writeFile('.gitignore', 'node_modules/\n.ballast/\n')
      const { exitCode, stdout } = await init()
      expect(exitCode).to.equal(0)
      expect(stdout).to.match(/Add to .gitignore: deployments\/local.json and/)
      expect(stdout).not.to.match(/Add to .gitignore:.*\.ballast/)
      expect(await readFile('.gitignore', 'utf8')).to.equal('node_modules/\n.ballast/\n')
    }))

  it('writes an example of a deployment beside whatever is there', () =>
    inNewFolder(async () => {
      await writeFile('ballast.yaml', '# mine\n')
      const { exitCode, stdout } = await init('--deployment')
      expect(exitCode).to.equal(0)
      expect(stdout).to.contain('ballast deploy deployment.yaml')
      expect((await readdir('.')).toSorted()).to.deep.equal(['ballast.yaml', 'deployment.yaml'])
      expect((await init('--deployment')).exitCode).to.equal(0)
      await writeFile('deployment.yaml', 'mine')
      expect((await init('--deployment')).exitCode).to.equal(2)
    }))

  it('says where it cannot write', () =>
    inNewFolder(async () => {
      await mkdir('ballast.yaml')
      const { exitCode, stderr } = await init()
      expect(exitCode).to.equal(2)
      expect(stderr).to.contain('ballast.yaml')
    }))
})
