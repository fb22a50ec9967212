import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { listProposals } from '../../cli/chain/proposals.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import { readNewestActivity } from '../../cli/workspace/activityFile.ts'
import { ceiling, knownKeys, pass, workspaceOn } from '../support/acting.ts'
import { commandsIn } from '../support/commandsIn.ts'
import { type SeededNode, seeded, startAnvil, startHardhat } from '../support/nodes.ts'
import { runCli } from '../support/runCli.ts'

const verbs = ['submit', 'vote', 'queue', 'execute', 'cancel', 'delegate'] as const

for (const [name, start] of [
  ['Hardhat', startHardhat],
  ['anvil', () => startAnvil()],
] as const) {
  describe(`the sending verbs on ${name}, as processes`, () => {
    let node: SeededNode
    let folder: string
    before(async () => {
      node = await seeded(await start())
      folder = await workspaceOn(node, ceiling(90))
    })
    after(async () => {
      await node.stop()
      await rm(folder, { recursive: true })
    })

    const { ballast, answerOf } = commandsIn(() => folder, { SECOND_KEY: knownKeys.second })

    const proposal = async () => {
      const stored = await listProposals(node.chain, node.book)
      expect(stored).to.have.length(1)
      return stored[0]!.id
    }

    // What is asked and refused has nothing to do with the node: once is enough.
    const once = name === 'Hardhat' ? it : () => {}
    once(
      'submit sends nothing without consent: exit code 2, the plan on stderr, the flag named',
      async () => {
        const unasked = await ballast('submit', 'ceiling.yaml', '--account', 'second')
        expect(unasked.exitCode).to.equal(2)
        expect(unasked.stdout).to.equal('')
        expect(unasked.stderr).to.contain('Plan of ballast submit')
        expect(unasked.stderr).to.contain('key in $SECOND_KEY')
        expect(unasked.stderr).to.contain('--confirm ceiling')
        const wrong = await ballast('submit', 'ceiling.yaml', '--confirm', 'other')
        expect(wrong.exitCode).to.equal(2)
        const rehearsed = await ballast('submit', 'ceiling.yaml', '--dry-run')
        expect(rehearsed.exitCode).to.equal(0)
        expect(rehearsed.stdout).to.contain('Nothing was sent')
        expect(await listProposals(node.chain, node.book)).to.deep.equal([])
      },
    )

    it('submit sends once by a key, however often it is repeated', async () => {
      const submit = ['submit', 'ceiling.yaml', '--account', 'second', '--confirm', 'ceiling']
      const first = await answerOf(...submit)
      expect(first.schema).to.equal('ballast.submit/1')
      expect(first.outcome).to.equal('sent')
      expect(first.proposalId).to.equal((await proposal()).toString())
      const written = JSON.parse(await readFile(join(folder, 'ceiling.submission.json'), 'utf8'))
      expect(written.transaction).to.equal(first.transaction.hash)
      const again = await ballast(...submit)
      expect(again.exitCode).to.equal(0)
      expect(again.stdout).to.contain('it is done already')
      expect(again.stdout).to.contain('Next: ballast vote ceiling.yaml for')
      await proposal()
    })

    it('vote waits for its time with exit code 5, then counts by file, id and beginning of an id', async () => {
      const id = await proposal()
      const early = await ballast('vote', 'ceiling.yaml', 'for', '--yes')
      expect(early.exitCode).to.equal(5)
      expect(early.stderr).to.contain('its vote opens at')
      await pass(node, id, 'snapshot')
      const unasked = await ballast('vote', 'ceiling.yaml', 'for')
      expect(unasked.exitCode).to.equal(2)
      expect(unasked.stderr).to.contain('--yes')
      const reason = '\u001b[2Kwell argued'
      const first = await ballast('vote', shortId(id), 'for', '--yes', '--reason', reason)
      expect(first.exitCode, first.stderr).to.equal(0)
      expect(first.stdout).to.contain('\\u{1b}[2Kwell argued')
      const split = ['--split', 'for=60%,against=40%', '--account', 'second', '--yes']
      const second = await answerOf('vote', `${id}`, ...split)
      expect(second.tally).to.deep.equal({
        for: `${1_220_000n * 10n ** 18n}`,
        against: `${280_000n * 10n ** 18n}`,
        abstain: '0',
      })
      const again = await answerOf('vote', 'ceiling.yaml', ...split)
      expect(again.outcome).to.equal('already')
      const other = await ballast('vote', 'ceiling.yaml', 'against', '--yes')
      expect(other.exitCode).to.equal(5)
    })

    it('queue and execute wait for their times, and are done when repeated', async () => {
      const id = await proposal()
      const early = await ballast('queue', 'ceiling.yaml', '--yes')
      expect(early.exitCode).to.equal(5)
      await pass(node, id, 'deadline')
      const queue = ['queue', 'ceiling.yaml', '--account', 'second', '--yes']
      expect((await answerOf(...queue)).outcome).to.equal('sent')
      expect((await answerOf(...queue)).outcome).to.equal('already')
      const execute = ['execute', 'ceiling.yaml', '--account', 'second', '--confirm', shortId(id)]
      const held = await ballast(...execute)
      expect(held.exitCode).to.equal(5)
      expect(held.stderr).to.contain('the timelock holds it until')
      await pass(node, id, 'eta')
      const executed = await answerOf(...execute)
      expect(executed.state).to.equal('Executed')
      expect(executed.parameters[0]).to.include({
        subject: 'WETH-A',
        parameter: 'debtCeiling',
        stored: `${90_000_000n * 10n ** 18n}`,
      })
      expect((await answerOf(...execute)).outcome).to.equal('already')
      const cancel = await ballast('cancel', 'ceiling.yaml', '--confirm', 'ceiling')
      expect(cancel.exitCode).to.equal(5)
    })

    it('delegate says what changes, and is done when repeated', async () => {
      const delegate = ['delegate', 'guardian', '--account', 'second', '--yes']
      const first = await answerOf(...delegate)
      expect(first.votes).to.deep.equal({ own: '0', delegate: `${700_000n * 10n ** 18n}` })
      expect((await answerOf(...delegate)).outcome).to.equal('already')
    })

    it('steward steps within its window, once, and lists when the next step may follow', async () => {
      const set = ['steward', 'set', 'WETH-A', 'stabilityFee=6%', '--account', 'node:5', '--yes']
      const first = await answerOf(...set)
      expect(first.settings[0]).to.include({
        parameter: 'stabilityFee',
        effective: '60000000000000000',
      })
      expect((await answerOf(...set)).outcome).to.equal('already')
      const far = await ballast(
        'steward',
        'set',
        'WETH-A',
        'stabilityFee=20%',
        '--account',
        'node:5',
      )
      expect([far.exitCode, far.stderr]).to.deep.equal([2, far.stderr])
      expect(far.stderr).to.contain('closed until')
      const { windows } = await answerOf('steward', 'windows', 'WETH-A')
      const fee = windows.find((one: { parameter: string }) => one.parameter === 'stabilityFee')
      expect(fee).to.include({ state: 'cooling', lowest: '20000000000000000' })
    })

    it('leaves nothing behind that an earlier attempt wrote but the list of what was sent', async () => {
      const { execSync } = await import('node:child_process')
      const files = execSync('find .ballast -type f', { cwd: folder }).toString()
      expect(files).to.equal('.ballast/activity.jsonl\n')
      const { entries, unreadable } = await readNewestActivity(folder, 100)
      expect(unreadable).to.equal(0)
      expect(entries.toReversed().map(({ verb, outcome }) => `${verb} ${outcome}`)).to.deep.equal(
        ['submit', 'vote', 'vote', 'queue', 'execute', 'delegate', 'steward'].map(
          (verb) => `${verb} done`,
        ),
      )
    })
  })
}

describe('the sending verbs', () => {
  for (const verb of verbs) {
    it(`${verb} is explained with two examples`, async () => {
      const { exitCode, stdout } = await runCli([verb, '--help'])
      expect(exitCode).to.equal(0)
      expect(stdout.match(/^ {2}ballast /gm)).to.have.length.at.least(2)
    })
  }

  it('need a network that outlives the command', async () => {
    const { exitCode, stderr } = await runCli(['delegate', 'self', '--network', 'demo'])
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('ballast.yaml')
  })

  it('delegate without anybody says what it needs', async () => {
    const { exitCode, stderr } = await runCli(['delegate'])
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('ballast delegate needs <to>')
  })

  it('a severe act takes no --yes', async () => {
    const { exitCode, stderr } = await runCli(['execute', '0xbbc1eb0a', '--yes'])
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('yes')
  })
})
