import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { hashesOf } from '../../cli/governance/typedData.ts'
import { ceiling, knownKeys, peopleOf, untouched } from '../support/acting.ts'
import { killedWhen } from '../support/killed.ts'
import { type SeededNode, seeded, startAnvil, startHardhat } from '../support/nodes.ts'
import type { CliRun } from '../support/runCli.ts'
import { runCli } from '../support/runCli.ts'
import { SnapshotStandIn } from '../support/snapshotStandIn.ts'
import { SPACE, snapshotWorkspace } from '../support/snapshotWorkspace.ts'
import { until } from '../support/until.ts'

const PROPOSE = ['snapshot', 'propose', 'ceiling.yaml', '--confirm', 'ceiling']
const VOTE = ['snapshot', 'vote', 'ceiling.yaml']

for (const [name, start] of [
  ['Hardhat', startHardhat],
  ['anvil', () => startAnvil()],
] as const) {
  describe(`ballast snapshot on ${name}, as processes`, () => {
    let node: SeededNode
    let standIn: SnapshotStandIn
    let folder: string
    before(async () => {
      node = await seeded(await start())
    })
    after(() => node.stop())
    untouched(() => node)
    beforeEach(async () => {
      standIn = await SnapshotStandIn.start({ id: SPACE, network: String(node.chainId) })
      const { first, second } = await peopleOf(node)
      standIn.sequencer.give(first, 700_000)
      standIn.sequencer.give(second, 300_000)
      folder = await snapshotWorkspace(node, standIn)
    })
    afterEach(async () => {
      await standIn.stop()
      await rm(folder, { recursive: true })
    })

    const env = { SECOND_KEY: knownKeys.second }

    /** Runs a verb in the workspace; whatever it says, it says nothing of a key. */
    async function ballast(...args: readonly string[]): Promise<CliRun> {
      const run = await runCli(args, { cwd: folder, env })
      expect(`${run.stdout}${run.stderr}`.toLowerCase()).not.to.contain(knownKeys.second.slice(2))
      return run
    }

    async function answerOf(...args: readonly string[]) {
      const run = await ballast(...args, '--json')
      expect(run.exitCode, run.stderr).to.equal(0)
      const answer = JSON.parse(run.stdout)
      expect(answer.schema).to.equal('ballast.snapshot/1')
      return answer
    }

    async function refusalOf(exitCode: number, ...args: readonly string[]): Promise<string> {
      const run = await ballast(...args)
      expect(run.exitCode, run.stderr).to.equal(exitCode)
      expect(run.stdout).to.equal('')
      return run.stderr
    }

    const record = async () =>
      JSON.parse(await readFile(join(folder, 'ceiling.snapshot.json'), 'utf8'))
    const stored = () => standIn.sequencer.proposals

    /** The vote ends now, as if its time had passed. */
    const close = () => {
      for (const proposal of stored()) proposal.end = Math.floor(Date.now() / 1_000) - 1
    }

    /** Runs a verb and kills it while the sequencer, which has stored its message, keeps silent. */
    function killedAfterSending(...args: readonly string[]): Promise<void> {
      const before = standIn.sequencer.messages.length
      standIn.inject({ at: 'sequencer', kind: 'stored but silent' })
      return killedOnce(() => standIn.sequencer.messages.length > before, args)
    }

    const killedOnce = (isSo: () => boolean, args: readonly string[]): Promise<void> =>
      killedWhen(args, isSo, { cwd: folder, env })

    it('goes from the draft to a passed vote to the Governor, each message once', async () => {
      const unasked = await refusalOf(2, 'snapshot', 'propose', 'ceiling.yaml')
      expect(unasked).to.contain('--confirm ceiling')
      expect(unasked).to.contain('What your device will show:')
      const rehearsed = await answerOf('snapshot', 'propose', 'ceiling.yaml', '--dry-run')
      expect(rehearsed.outcome).to.equal('planned')
      expect(hashesOf(rehearsed.plan.typedData).digest).to.equal(
        rehearsed.plan.signing['what is signed'],
      )
      expect(stored()).to.deep.equal([])

      const run = await ballast(...PROPOSE)
      expect(run.exitCode, run.stderr).to.equal(0)
      const { id, calldataHash, state } = await record()
      expect(state).to.equal('stored')
      expect(run.stderr).to.contain(`what is signed  ${id}`)
      expect(stored().map((one) => one.id)).to.deep.equal([id])
      expect(stored()[0]?.body).to.contain(`ballast-calldata: ${calldataHash}`)
      expect((await answerOf(...PROPOSE)).outcome).to.equal('already')

      expect((await answerOf(...VOTE, 'for', '--yes')).choice).to.equal(1)
      expect((await answerOf(...VOTE, 'for', '--yes')).outcome).to.equal('already')
      const by = ['--account', 'second', '--yes', '--reason', '\u001b[2Khalf convinced']
      const against = await ballast(...VOTE, 'against', ...by)
      expect(against.exitCode, against.stderr).to.equal(0)
      expect(against.stdout).to.contain('\\u{1b}[2Khalf convinced')
      expect(standIn.sequencer.votes.map(({ choice }) => choice)).to.deep.equal([1, 2])
      expect(standIn.sequencer.messages).to.have.length(3)

      const status = await answerOf('snapshot', 'status', 'ceiling.yaml')
      expect(status.scores).to.deep.equal([700_000, 300_000, 0])
      expect(status.recount.kind).to.equal('agrees')
      expect(status.calldataHash).to.equal(calldataHash)

      close()
      const submit = ['submit', 'ceiling.yaml', '--confirm', 'ceiling']
      const submitted = await ballast(...submit)
      expect(submitted.exitCode, submitted.stderr).to.equal(0)
      expect(submitted.stderr).to.contain('passed: 70 % For')
      expect(submitted.stderr).to.contain(`${calldataHash}, as voted on`)
      expect(submitted.stderr).not.to.contain('has not passed')
    })

    // What follows has nothing to do with the node: once is enough.
    if (name === 'anvil') return

    it('submit fails with both hashes, and the call, where other calls were voted on', async () => {
      await answerOf(...PROPOSE)
      const { calldataHash } = await record()
      close()
      await writeFile(join(folder, 'ceiling.yaml'), ceiling(80))
      const refused = await refusalOf(3, 'submit', 'ceiling.yaml', '--confirm', 'ceiling')
      expect(refused).to.contain(`voted on    calldata hash ${calldataHash}`)
      expect(refused).to.match(/to be sent {2}calldata hash 0x[0-9a-f]{64}/)
      expect(refused).to.match(/call 1: voted on 0x[0-9a-f]{64}, to be sent 0x[0-9a-f]{64}/)
      expect(refused).to.contain('1. tighten WETH-A')
      // Without the record beside the file the space is searched, by the title.
      await rm(join(folder, 'ceiling.snapshot.json'))
      const title = ceiling(90).split('\n')[0] ?? ''
      await writeFile(join(folder, 'ceiling.yaml'), ceiling(80).replace(/^title.*$/m, title))
      expect(await refusalOf(3, 'submit', 'ceiling.yaml', '--dry-run')).to.contain(calldataHash)
      // The calls that were voted on are found by their hash.
      await writeFile(join(folder, 'ceiling.yaml'), ceiling(90))
      const same = await ballast('submit', 'ceiling.yaml', '--dry-run')
      expect(same.exitCode, same.stderr).to.equal(0)
      expect(same.stdout).to.contain('as voted on')
      expect(same.stdout).to.contain('has not passed')
    })

    it('submit says that no vote was found, and fails where Snapshot cannot be asked', async () => {
      const without = await ballast('submit', 'ceiling.yaml', '--dry-run')
      expect(without.exitCode, without.stderr).to.equal(0)
      expect(without.stdout).to.contain('No vote of this draft was found')
      await standIn.stop()
      const refused = await refusalOf(4, 'submit', 'ceiling.yaml', '--dry-run')
      expect(refused).to.contain('cannot be reached (ECONNREFUSED)')
      standIn = await SnapshotStandIn.start({ id: SPACE, network: '1' })
    })

    it('a killed propose is found again, the same message, and not sent twice', async () => {
      await killedAfterSending(...PROPOSE)
      const pending = await record()
      expect(pending.state).to.equal('pending')
      expect(stored().map(({ id }) => id)).to.deep.equal([pending.id])
      expect((await answerOf(...PROPOSE)).outcome).to.equal('already')
      expect(standIn.sequencer.messages).to.deep.equal([pending.id])
      expect((await record()).state).to.equal('stored')
    })

    it('a propose that was killed before it signed has left nothing, and is sent once', async () => {
      standIn.inject({ at: 'hub', kind: 'silent' })
      await killedOnce(() => standIn.requests.hub > 0, PROPOSE)
      expect(await readdir(folder)).not.to.include('ceiling.snapshot.json')
      expect((await answerOf(...PROPOSE)).outcome).to.equal('sent')
      expect(standIn.sequencer.messages).to.have.length(1)
    })

    it('a propose that was killed before it arrived is sent as it was signed', async () => {
      standIn.inject({ at: 'sequencer', kind: 'silent' })
      await killedOnce(() => standIn.requests.sequencer > 0, PROPOSE)
      const pending = await record()
      expect(pending.state).to.equal('pending')
      expect(stored()).to.deep.equal([])
      expect((await answerOf(...PROPOSE)).id).to.equal(pending.id)
      expect(standIn.sequencer.messages).to.deep.equal([pending.id])
    })

    it('a propose that never arrived is sent as it was signed', async () => {
      standIn.inject({ at: 'sequencer', kind: 'broken' })
      expect(await refusalOf(4, ...PROPOSE)).to.contain('sends nothing twice')
      const pending = await record()
      expect(pending.state).to.equal('pending')
      expect(stored()).to.deep.equal([])
      const again = await ballast(...PROPOSE)
      expect(again.exitCode, again.stderr).to.equal(0)
      expect(again.stderr).to.contain('it is sent as it is')
      expect(standIn.sequencer.messages).to.deep.equal([pending.id])
    })

    it('where the hub lags behind, the same message is refused as a duplicate and found', async () => {
      await killedAfterSending(...PROPOSE)
      const { id } = await record()
      standIn.isBehind = true
      const run = ballast(...PROPOSE)
      await until(() => standIn.requests.sequencer === 2)
      standIn.isBehind = false
      const { exitCode, stderr } = await run
      expect(exitCode, stderr).to.equal(0)
      expect(stderr).to.contain('it is sent as it is')
      expect((await answerOf(...PROPOSE)).outcome).to.equal('already')
      expect(standIn.sequencer.messages).to.deep.equal([id])
    })

    /** Kills each while it waits for its answer, repeats it, and counts what arrived. */
    async function foundAgain(acts: readonly (readonly string[])[]): Promise<void> {
      for (const args of acts) {
        const before = standIn.sequencer.messages.length
        await killedAfterSending(...args)
        expect((await answerOf(...args)).outcome, args.join(' ')).to.equal('already')
        expect(standIn.sequencer.messages).to.have.length(before + 1)
      }
    }

    it('killed votes and cancellations are found again', async () => {
      await answerOf(...PROPOSE)
      await foundAgain([
        [...VOTE, 'for', '--yes'],
        ['snapshot', 'cancel', 'ceiling.yaml', '--confirm', 'ceiling'],
      ])
      expect(stored()).to.deep.equal([])
    })

    it('killed follows and statements are found again', async () => {
      await writeFile(join(folder, 'me.md'), 'What I stand for.\n')
      await foundAgain([
        ['snapshot', 'follow', '--yes'],
        ['snapshot', 'statement', 'me.md', '--about', 'A delegate', '--yes'],
        ['snapshot', 'unfollow', '--yes'],
      ])
      expect(standIn.sequencer.statements[0]).to.include({ about: 'A delegate' })
    })

    it('an answer that never comes is looked up: the message is there', async () => {
      standIn.inject({ at: 'sequencer', kind: 'stored but silent' })
      const { outcome } = await answerOf(...PROPOSE, '--timeout', '2')
      expect(outcome).to.equal('sent')
      expect(standIn.sequencer.messages).to.have.length(1)
    })

    it('lists and weights are voted as people write them', async () => {
      await answerOf(...PROPOSE, '--type', 'copeland')
      const ranked = await answerOf(...VOTE, '3,against,for', '--yes')
      expect(ranked.choice).to.deep.equal([3, 2, 1])
      const { recount, scores } = await answerOf('snapshot', 'status', 'ceiling.yaml')
      expect(recount.kind, `${scores}`).to.equal('agrees')
      await answerOf('snapshot', 'cancel', 'ceiling.yaml', '--confirm', 'ceiling')
      // The file says how it is voted on; a flag goes before it.
      const ballot = 'snapshot: { type: quadratic, choices: [Yes, No], period: 1 day }\n'
      await writeFile(join(folder, 'ceiling.yaml'), `${ceiling(90)}${ballot}`)
      const written = await answerOf(...PROPOSE, '--period', '2 days')
      expect(written).to.deep.include({ type: 'quadratic', choices: ['Yes', 'No'] })
      expect(written.end - written.start).to.equal(2 * 86_400)
      expect((await answerOf(...VOTE, 'yes=3,no=1', '--yes')).choice).to.deep.equal({ 1: 3, 2: 1 })
      await answerOf('snapshot', 'cancel', 'ceiling.yaml', '--confirm', 'ceiling')
      await writeFile(join(folder, 'ceiling.yaml'), ceiling(90))
      const wrong = await answerOf(...PROPOSE).then(() => refusalOf(2, ...VOTE, '1=60%', '--yes'))
      expect(wrong).to.contain('no vote of the type basic')
      expect(wrong).to.contain('1 For, 2 Against, 3 Abstain')
    })

    it('refuses what the space would refuse, all reasons at once, before anything is signed', async () => {
      standIn.sequencer.space = {
        ...standIn.sequencer.space,
        voting: { delay: 3_600, period: 86_400, type: 'weighted', privacy: 'shutter' },
        filters: { onlyMembers: true },
      }
      standIn.sequencer.options.set('space.default.body_limit', '20')
      standIn.sequencer.options.set('space.default.proposal_limit_per_day', '0')
      const refused = await refusalOf(
        5,
        ...PROPOSE,
        ...['--type', 'basic', '--start', '2026-12-01T12:00Z', '--period', '2 days'],
        ...['--label', 'not a label', '--secret=false'],
      )
      for (const reason of [
        'exactly 1 h after it is proposed',
        'open for exactly 1 day',
        'votes by weighted only',
        'wants secret votes (shutter)',
        'only its members',
        'characters, and 20 are allowed',
        'proposal 1 of the day, and 0 are allowed',
        'the label "not a label"',
      ])
        expect(refused).to.contain(reason)
      expect(standIn.requests.sequencer).to.equal(0)
    })

    it('takes from the space what it prescribes, and the sequencer takes that', async () => {
      standIn.sequencer.space = {
        ...standIn.sequencer.space,
        voting: { delay: 3_600, period: 86_400, type: 'weighted', privacy: 'shutter' },
      }
      const { type, start, end, privacy } = await answerOf(...PROPOSE)
      expect({ type, length: end - start, privacy }).to.deep.equal({
        type: 'weighted',
        length: 86_400,
        privacy: 'shutter',
      })
      expect(await refusalOf(5, ...VOTE, '1=1', '--yes')).to.contain('The vote opens at')
      for (const proposal of stored()) proposal.start -= 7_200
      expect(await refusalOf(5, ...VOTE, '1=1', '--yes')).to.contain('secret (shutter)')
    })

    it('asks the score service whom the space admits', async () => {
      standIn.sequencer.space = { ...standIn.sequencer.space, filters: { minScore: 1_000_000 } }
      standIn.sequencer.admitted = []
      const refused = await refusalOf(5, ...PROPOSE)
      expect(refused).to.contain('takes a voting power of 1,000,000')
      expect(refused).to.contain('has 700,000')
      standIn.sequencer.admitted = undefined
      expect((await answerOf(...PROPOSE)).outcome).to.equal('sent')
    })

    it('says what the sequencer says, and what to do', async () => {
      await answerOf(...PROPOSE)
      // What changes between our look and the message's arrival only the sequencer knows.
      const refuse = (reason: string) => {
        standIn.sequencer.take = () => {
          throw new Error(reason)
        }
      }
      for (const [reason, nextStep] of [
        ['no voting power', 'Vote as an account that had power then'],
        ['\u001b[31mout of order', 'Nothing was stored'],
      ] as const) {
        refuse(reason)
        const said = await refusalOf(5, ...VOTE, 'for', '--yes')
        expect(said).to.contain(reason.replace('\u001b', '\\u{1b}'))
        expect(said).to.contain(nextStep)
      }
    })

    it('waits as long as it is asked to, for questions, and does not repeat a message', async () => {
      standIn.inject({ at: 'hub', kind: 'busy', retryAfter: 1 })
      expect((await answerOf('snapshot', 'status')).space).to.equal(SPACE)
      standIn.inject({ at: 'hub', kind: 'busy', retryAfter: 3_600 })
      expect(await refusalOf(4, 'snapshot', 'status')).to.contain('it asks to wait 3600 s')
      standIn.inject({ at: 'hub', kind: 'gateway', times: 2 })
      expect((await answerOf('snapshot', 'status')).space).to.equal(SPACE)
      standIn.inject({ at: 'hub', kind: 'web page' })
      expect(await refusalOf(4, 'snapshot', 'status')).to.contain(
        'does not answer as Snapshot does',
      )
      standIn.inject({ at: 'hub', kind: 'silent', times: 4 })
      expect(await refusalOf(4, 'snapshot', 'status', '--timeout', '1')).to.contain('within 1 s')
      standIn.clear()
      const before = standIn.requests.sequencer
      standIn.inject({ at: 'sequencer', kind: 'busy', retryAfter: 0 })
      expect(await refusalOf(4, 'snapshot', 'follow', '--yes')).to.contain('(429)')
      expect(standIn.requests.sequencer).to.equal(before + 1)
    })

    it('tells when the hub stores something else than was signed', async () => {
      const { sequencer } = standIn
      const take = sequencer.take.bind(sequencer)
      sequencer.take = (body) => {
        const receipt = take(body)
        for (const proposal of sequencer.proposals) proposal.body = `${proposal.body}.`
        return receipt
      }
      expect(await refusalOf(5, ...PROPOSE)).to.contain('with another body')
    })
  })
}
