import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Proposal } from '../../cli/governance/proposal.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import { writeAddressBook } from '../../cli/workspace/addressBookFiles.ts'
import { lifecycleOn, thresholdTo82 } from '../support/lifecycle.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { runCli } from '../support/runCli.ts'

describe('the reading verbs on a node', () => {
  let node: SeededNode
  let folder: string
  let proposal: Proposal
  before(async () => {
    node = await seeded(await startHardhat())
    folder = await mkdtemp(join(tmpdir(), 'ballast-reading-'))
    await writeAddressBook(join(folder, 'addresses.json'), node.book)
    const network = (url: string) =>
      `{ url: "${url}", chainId: 31337, addresses: addresses.json, account: risk }`
    await writeFile(
      join(folder, 'ballast.yaml'),
      `network: local
networks:
  local: ${network(node.url)}
  nowhere: ${network('http://127.0.0.1:1')}
accounts: { risk: "node:2" }
`,
    )
    const file = `title: Not submitted\nsummary: Yet.\n${thresholdTo82}\n`
    await writeFile(join(folder, 'mine.yaml'), file)
    const proposed = `title: A proposal of the tests\nsummary: It changes what the test says.\n${thresholdTo82}\n`
    await writeFile(join(folder, 'proposed.yaml'), proposed)
    const life = lifecycleOn(node)
    proposal = await life.propose(thresholdTo82)
    await life.toVote(proposal)
  })
  after(async () => {
    await node.stop()
    await rm(folder, { recursive: true })
  })

  const run = (...args: readonly string[]) => runCli(args, { cwd: folder })

  it('status answers with the network, the proposal, the account and the next command', async () => {
    const { exitCode, stdout, stderr } = await run('status')
    expect(exitCode).to.equal(0)
    expect(stderr).to.equal('')
    const handle = shortId(proposal.id)
    expect(stdout).to.match(/^local · chain 31337 · block \d+, /)
    expect(stdout).to.contain(`${handle}  Active  A proposal of the tests`)
    expect(stdout).to.contain(`You are risk, ${node.delegates[0]}, with 800,000 BLST of votes.`)
    expect(stdout.trimEnd().endsWith(`Next: ballast vote ${handle} for`)).to.equal(true)
  })

  it('status answers programs with one document', async () => {
    const { stdout } = await run('status', '--json')
    const document = JSON.parse(stdout)
    expect(document).to.include({ schema: 'ballast.status/1', network: 'local', chainId: 31_337 })
    expect(document.proposals[0]).to.deep.include({
      id: proposal.id.toString(),
      state: 'Active',
      quorum: (10n ** 24n).toString(),
      own: { votes: (8n * 10n ** 23n).toString(), cast: '0', mayCancel: false },
    })
    expect(document.account).to.include({ name: 'risk', address: node.delegates[0] })
  })

  it('show answers with the proposal, by the first digits of its id', async () => {
    const { exitCode, stdout } = await run('show', shortId(proposal.id))
    expect(exitCode).to.equal(0)
    expect(stdout).to.contain('1. relax WETH-A: set liquidationThreshold 82 %')
    const json = await run('show', proposal.id.toString(), '--json')
    expect(JSON.parse(json.stdout)).to.include({
      schema: 'ballast.show/1',
      id: proposal.id.toString(),
      isTextGenuine: true,
    })
  })

  it('show answers what became of a file, and that the chain has what the file says', async () => {
    const { exitCode, stdout } = await run('show', 'proposed.yaml')
    expect(exitCode).to.equal(0)
    expect(stdout).to.contain(
      'It was made from proposed.yaml as it is now, and its calls are those of the file.',
    )
  })

  it('show refuses a file that is not submitted with exit code 2 and names the next step', async () => {
    const { exitCode, stdout, stderr } = await run('show', 'mine.yaml')
    expect(exitCode).to.equal(2)
    expect(stdout).to.equal('')
    expect(stderr).to.contain('mine.yaml is not submitted on local')
    expect(stderr).to.contain('ballast submit mine.yaml')
  })

  it('params answers one parameter with its history', async () => {
    const { stdout } = await run('params', 'WETH-A', 'liquidationThreshold', '--json')
    const document = JSON.parse(stdout)
    expect(document).to.deep.include({ schema: 'ballast.params/1', history: [] })
    expect(document.parameters[0]).to.include({ stored: '8000', lastChange: null })
  })

  for (const verb of [['status'], ['show', '0xbbc1eb0a'], ['params']]) {
    it(`${verb[0]} ends with exit code 4 where no node answers`, async () => {
      const { exitCode, stdout, stderr } = await run(...verb, '--network', 'nowhere')
      expect(exitCode).to.equal(4)
      expect(stdout).to.equal('')
      expect(stderr).to.contain('cannot be reached')
    })
  }
})
