import { expect } from 'chai'
import { allCommands } from '../../cli/commands/allCommands.ts'
import { topics } from '../../cli/commands/topics.ts'
import { parseConfig } from '../../cli/workspace/config.ts'
import { runCli } from '../support/runCli.ts'

/** Words of programmers in which nobody asks for help. */
const jargon = /undefined|\[object|\bNaN\b|\{help\}|Error:| {4}at /

describe('help', () => {
  let all: string
  before(async () => {
    const { exitCode, stdout, stderr } = await runCli(['--help'])
    expect(exitCode).to.equal(0)
    expect(stderr).to.equal('')
    all = stdout
  })

  it('lists every verb with its summary, in groups along a proposal\u2019s way', () => {
    for (const { name } of allCommands)
      expect(all).to.match(new RegExp(`^  ballast ${name}\\b`, 'm'))
    const titles = [...all.matchAll(/^(\w[\w ]*):$/gm)].map(([, title]) => title)
    const order = [
      ...['Try it', 'Set up', 'Look', 'Propose', 'Decide', 'Keep', 'More', 'Topics', 'Options'],
    ]
    expect(titles).to.deep.equal(order.filter((title) => titles.includes(title)))
  })

  it('names a group for every verb', () => {
    const [, more = ''] = all.split('More:\n')
    const [own = ''] = more.split('\n\n')
    expect([...own.matchAll(/^ {2}ballast (\w+)/gm)].map(([, verb]) => verb)).to.deep.equal([
      'completion',
    ])
  })

  it('fits a terminal of 100 columns', () => {
    for (const line of all.split('\n')) expect(line.length).to.be.at.most(100)
  })

  for (const { name, examples } of allCommands) {
    it(`on ${name} leads with its examples`, async () => {
      expect(examples.length).to.be.at.least(2)
      const { exitCode, stdout, stderr } = await runCli([name, '--help'])
      expect(exitCode).to.equal(0)
      expect(stderr).to.equal('')
      expect(stdout).not.to.match(jargon)
      for (const [line] of examples) {
        expect(line.startsWith(`ballast ${name}`)).to.equal(true)
        expect(stdout).to.contain(`  ${line}\n`)
      }
      expect(stdout.indexOf('Examples:')).to.be.below(stdout.indexOf('Options:'))
    })
  }

  for (const { name, summary } of topics) {
    it(`lists the topic ${name}, and explains it within 104 columns`, async () => {
      expect(all).to.contain(`ballast help ${name}`)
      expect(all.replaceAll(/\s+/g, ' ')).to.contain(summary)
      const { exitCode, stdout, stderr } = await runCli(['help', name])
      expect([exitCode, stderr]).to.deep.equal([0, ''])
      for (const line of stdout.split('\n')) expect(line.length).to.be.at.most(104)
    })
  }

  it('on signing names accounts that ballast.yaml takes as they stand there', async () => {
    const { stdout } = await runCli(['help', 'signing'])
    const lines = stdout.match(/^ {8}\w+: .*$/gm) ?? []
    expect(lines).to.have.length.at.least(6)
    const accounts = lines
      .map((line) => line.replaceAll('"0x…"', `"0x${'1'.repeat(40)}"`))
      .join('\n')
    const text = `networks:\n  a: { url: "http://a", chainId: 1, addresses: a }\naccounts:\n${accounts}\n`
    const config = parseConfig(text, { path: 'ballast.yaml', folder: '/' })
    expect(Object.keys(config.accounts)).to.have.length(lines.length)
  })

  it('is the same whichever way it is asked for', async () => {
    const { stdout } = await runCli(['params', '--help'])
    for (const words of [
      ['help', 'params'],
      ['params', '-h'],
      ['--network', 'demo', 'params', '--help'],
      ['params', 'WETH-A', '--json', '--help'],
    ]) {
      expect((await runCli(words)).stdout).to.equal(stdout)
    }
    expect((await runCli(['help'])).stdout).to.equal(all)
  })
})
