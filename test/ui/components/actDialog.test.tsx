import { expect } from 'chai'
import * as ledgerErrors from '../../../cli/chain/ledgerErrors.ts'
import type { Finding } from '../../../cli/governance/checks/check.ts'
import { ExitCode, RelayedError, relayed, UsageError } from '../../../cli/shared/errors.ts'
import { advise } from '../../../cli/shared/remedy.ts'
import { sentWords } from '../../../cli/ui/actWords.ts'
import { ActDialog } from '../../../cli/ui/components/ActDialog.tsx'
import { usualPace } from '../../../cli/ui/pace.ts'
import type { ActEnd, ActRequest } from '../../../cli/ui/services/acts.ts'
import type { Services } from '../../../cli/ui/services.ts'
import {
  acting,
  lineIn,
  planOf,
  sentHash,
  sentOf,
  statusOf,
  viewOf,
} from '../../support/fakeProposals.ts'
import { never } from '../../support/fakeServices.ts'
import { openPart } from '../../support/part.tsx'
import { stoppedClock } from '../../support/stoppedClock.ts'
import type { TestTerminal } from '../../support/testTerminal.tsx'
import { openUi, type Ui, type UiOptions } from '../../support/ui.tsx'

const won = lineIn('Succeeded', { own: { votes: 5n, cast: 5n, mayCancel: true } })
const severe = planOf({
  verb: 'cancel',
  words: ['cancel proposal 0xbbc1eb0a, which would have run:', '  1. relax WETH-A'],
  warnings: ['The same text and calls can never be proposed again.'],
  handles: ['0xbbc1eb0a'],
})

/** A failure as the thread behind the screens reports it. */
const failure = (kind: string, message: string, nextStep = 'Do something about it.') =>
  new RelayedError({ kind, message, nextStep, exitCode: ExitCode.reverted })

describe('an act', () => {
  let ui: Ui
  afterEach(() => ui.close())
  const open = async (act: Services['act'], options: UiOptions & { key?: string } = {}) => {
    const { key = 'Q', ...rest } = options
    const services = {
      readProposals: async () => statusOf([won]),
      readProposal: async () => viewOf(won),
      act,
    }
    ui = await openUi({ screen: 'proposals', columns: 96, rows: 24, services, ...rest })
    await ui.waitFor('Raise the WETH-A')
    await ui.press(key)
    return ui
  }
  /** What was sent: each agreement. */
  const counting = (plan = planOf(), sending = async () => sentOf(plan)) => {
    const sent: ActRequest[] = []
    const act = acting(plan, sending)
    const counted: Services['act'] = async (request, hooks) => {
      const confirm: typeof hooks.confirm = async (shown) => {
        const isYes = await hooks.confirm(shown)
        if (isYes) sent.push(request)
        return isYes
      }
      return act(request, { ...hooks, confirm })
    }
    return { act: counted, sent }
  }

  it('leads from a vote that is not enough to another account, and not past the end of the vote', async () => {
    const plan = planOf({ verb: 'vote' })
    const sent = sentOf(plan, 'delegate-one has cast 800,000 BLST for.') as Extract<
      ActEnd,
      { how: 'sent' }
    >
    const next = {
      command: 'vote 0xbbc1eb0a for --account <another>',
      when: 'before 2026-11-24: if the vote ended now it would be lost, its quorum is short by 200,000 BLST',
    }
    await open(acting(plan, async () => ({ ...sent, shown: { ...sent.shown, next } })))
    await ui.waitFor('Enter sends it')
    await ui.press('enter')
    const frame = await ui.waitFor('A acts as another account, v then votes as that one too')
    expect(frame).to.contain('short by 200,000 BLST').and.not.to.contain('T moves the clock')
  })

  it('says where it was written where owners of a Safe have to sign first, and that nothing was sent', async () => {
    const plan = planOf({ facts: [['safeTxHash', `0x${'12'.repeat(32)}`]] })
    const file = 'safe-31337-d8a50098-3-queue.signatures.json'
    const end: ActEnd = {
      verb: 'queue',
      how: 'collected',
      plan,
      shown: {
        headline: '1 of 2 signatures; nothing was sent.',
        facts: [['for owners', file]],
        details: {},
        next: {
          command: `safe sign ${file} --account <owner>`,
          when: `then ballast safe execute ${file}`,
        },
      },
    }
    await open(acting(plan, async () => end))
    await ui.waitFor('Enter sends it')
    await ui.press('enter')
    const frame = await ui.waitFor('1 of 2 signatures; nothing was sent.')
    expect(frame).to.match(new RegExp(`for owners +${file}`))
    expect(frame).to.contain(`ballast safe sign ${file}`)
    expect(frame).not.to.contain('T moves the clock')
  })

  for (const [consent, question, isFooter] of [
    ['sign and send', 'Enter signs and sends it. Esc does neither.', 'Enter sign and send'],
    [
      'write',
      'Enter writes it for the owners to sign; nothing is sent. Esc writes nothing.',
      'Enter write it',
    ],
  ] as const) {
    it(`says what agreeing really does: ${consent}`, async () => {
      await open(acting(planOf({ consent })))
      const frame = await ui.waitFor(question)
      expect(frame).to.contain(isFooter).and.not.to.contain('Enter sends it')
    })
  }

  it('says what typing the name of a severe act really does', async () => {
    const { act } = counting({ ...severe, consent: 'sign and write' })
    await open(act, { key: 'C' })
    const words = (await ui.waitFor('and press Enter to')).replaceAll(/[\u2502\s]+/g, ' ')
    expect(words).to.contain('sign it and write it for the other owners (nothing is sent).')
  })

  it('that is only signed is not said to be on its way, nor to have left where that fails', async () => {
    const plan = planOf({ consent: 'sign and write' })
    const written = Promise.withResolvers<never>()
    await open(acting(plan, () => written.promise))
    const asked =
      'Enter signs it and writes it for the other owners; nothing is sent. Esc does neither.'
    expect(await ui.waitFor(asked)).to.contain('Enter sign it')
    await ui.press('enter')
    const frame = await ui.waitFor('Nothing is sent: more owners of the Safe have to sign.')
    expect(frame).not.to.contain('until it is mined')
    written.reject(failure('FileNotWrittenError', 'The folder is full.'))
    await ui.waitFor('The folder is full.')
    expect(ui.frame()).to.contain('Nothing was sent.').and.not.to.contain('is not known')
  })

  describe('before anybody agrees', () => {
    it('says how far the rehearsal is', async () => {
      await open(async (_, { onStage }) => {
        onStage({ kind: 'stage', name: 'dry run' })
        onStage({ kind: 'finish', outcome: '12 blocks' })
        onStage({ kind: 'stage', name: 'assess' })
        onStage({ kind: 'step', done: 1, total: 4 })
        onStage({ kind: 'say', sentence: 'The node is slow.' })
        return never()
      })
      const frame = await ui.waitFor('assess, 25 %')
      expect(frame).to.contain('✔ dry run: 12 blocks')
      expect(frame).to.contain('The node is slow.')
      expect(frame).to.contain('Nothing is sent before you agree')
    })

    it('shows network, account, what it does, facts, and the most that it can cost', async () => {
      await open(acting(planOf({ warnings: ['Somebody may be faster.'] })))
      const frame = await ui.waitFor('Enter sends it')
      expect(frame).to.contain('local, chain 31337')
      expect(frame).to.contain('0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC (account of the node)')
      expect(frame).to.contain('queue proposal 0xbbc1eb0a in the timelock')
      expect(frame).to.match(/state +Succeeded/)
      expect(frame).to.contain('120,000 at most, for 0.00024 ETH at most')
      expect(frame).to.contain('! Somebody may be faster.')
    })

    it('sends nothing after Esc, and says so', async () => {
      const { act, sent } = counting()
      await open(act)
      await ui.waitFor('Enter sends it')
      await ui.press('escape')
      await ui.waitFor('Declined; nothing was sent.')
      expect(ui.frame()).not.to.contain('Enter sends it')
      expect(sent).to.deep.equal([])
    })

    it('is declined if somebody went away during the rehearsal', async () => {
      const rehearsal = Promise.withResolvers<void>()
      const { act, sent } = counting()
      const ended = Promise.withResolvers<ActEnd>()
      await open(async (request, hooks) => {
        await rehearsal.promise
        ended.resolve(await act(request, hooks))
        return ended.promise
      })
      await ui.waitFor('looking at the chain')
      await ui.press('escape')
      rehearsal.resolve()
      await ui.waitFor('Declined; nothing was sent.')
      expect(await ended.promise).to.deep.equal({ how: 'declined' })
      expect(sent).to.deep.equal([])
    })

    it('stops the rehearsal when whoever wanted it goes away, not before', async () => {
      const signals: (AbortSignal | undefined)[] = []
      await open(async (_, { signal }) => {
        signals.push(signal)
        return never()
      })
      await ui.waitFor('looking at the chain')
      expect(signals.map((signal) => signal?.aborted)).to.deep.equal([false])
      await ui.press('escape')
      await ui.waitFor('Declined; nothing was sent.')
      expect(signals.map((signal) => signal?.aborted)).to.deep.equal([true])
    })

    it('is sent by an Enter that was pressed for it, not by one that is still held', async () => {
      const { act, sent } = counting()
      await open(act, { key: 'j', pace: usualPace })
      const clock = stoppedClock()
      try {
        await ui.press('Q')
        await ui.waitFor('a moment to read it; Esc sends nothing.')
        // As long as a keyboard waits before it repeats a key, then as often as it does.
        clock.tick(600)
        for (let i = 0; i < 25; i += 1) {
          await ui.press('enter')
          clock.tick(35)
          expect(ui.frame()).to.contain('Esc sends nothing.').and.not.to.contain('Enter sends it')
        }
        expect(sent).to.deep.equal([])
        clock.tick(364)
        await ui.press('g')
        expect(ui.frame()).not.to.contain('Enter sends it')
        clock.tick(1)
        await ui.waitFor('Enter sends it. Esc sends nothing.')
      } finally {
        clock.goOn()
      }
      await ui.press('enter')
      await ui.waitFor('is Queued')
      expect(sent).to.have.length(1)
    })

    it('fits a narrow window, and what is cut can be scrolled to', async () => {
      const words = Array.from({ length: 30 }, (_, index) => `line ${index} of what it does`)
      await open(acting(planOf({ words })), { columns: 60, rows: 20 })
      await ui.waitFor('Enter sends it')
      for (const line of ui.frame().split('\n')) expect(line.length).to.be.at.most(60)
      expect(ui.frame()).not.to.contain('at most')
      await ui.press('G')
      await ui.waitFor('at most')
      expect(ui.frame()).to.contain('Enter sends it')
    })

    it('shows nothing of a plan that could move the cursor', async () => {
      await open(acting(planOf({ facts: [['reason', 'up\u001b[2Jaway']] })))
      await ui.waitFor('up\\u{1b}[2Jaway')
    })
  })

  describe('that is severe', () => {
    it('says the whole of what to type, and that Enter sends it, however long that is', async () => {
      const slug = '2026-11-22-raise-the-wsteth-a-collateralisation-ratio-to-160-percent'
      const plan = planOf({ ...severe, handles: [slug] })
      await open(counting(plan).act, { key: 'C', columns: 60, rows: 20 })
      const frame = await ui.waitFor('press Enter to send it')
      const words = frame.replaceAll(/[\u2502\s]+/g, '')
      expect(words).to.contain(`Type${slug}andpressEntertosendit.`)
    })

    it('is sent only for what it is called', async () => {
      const { act, sent } = counting(severe, async () => sentOf(severe))
      await open(act, { key: 'C' })
      const frame = await ui.waitFor('Type 0xbbc1eb0a and press Enter')
      expect(frame).to.contain('! The same text and calls can never be proposed again.')
      await ui.press('enter')
      await ui.waitFor('Nothing is typed yet; nothing was sent.')
      await ui.press('0xdead', 'enter')
      await ui.waitFor('Nothing was sent: “0xdead” is not 0xbbc1eb0a.')
      expect(sent).to.deep.equal([])
      await ui.press('ctrl+u', '0xbbc1eb0a', 'enter')
      await ui.waitFor('✔ Proposal 0xbbc1eb0a is Queued.')
      expect(sent).to.deep.equal([{ verb: 'cancel', reference: '0xbbc1eb0a' }])
    })

    it('takes the letters of other keys as text', async () => {
      await open(acting(severe), { key: 'C' })
      await ui.waitFor('Type 0xbbc1eb0a')
      await ui.press('qQ?:1')
      await ui.waitFor('qQ?:1')
      expect(ui.hasLeft()).to.equal(false)
    })
  })

  describe('on its way', () => {
    it('cannot be called back: Esc says so, and leaving asks', async () => {
      const mined = Promise.withResolvers<Awaited<ReturnType<Services['act']>>>()
      const plan = planOf()
      const act = acting(plan, () => mined.promise as Promise<ReturnType<typeof sentOf>>)
      const signals: (AbortSignal | undefined)[] = []
      await open((request, hooks) => {
        signals.push(hooks.signal)
        return act(request, hooks)
      })
      await ui.waitFor('Enter sends it')
      await ui.press('enter')
      await ui.waitFor('Waiting until it is mined. Activity shows what waits.')
      await ui.press('escape')
      await ui.waitFor('does not call it back')
      expect(ui.frame()).to.contain('Activity shows what waits')
      await ui.press('escape')
      expect(signals.map((signal) => signal?.aborted)).to.deep.equal([false])
      await ui.waitFor('succeeded')
      await ui.press('q')
      expect(await ui.waitFor('Leave?')).to.contain('the transaction is on its way')
      await ui.press('escape')
      mined.resolve(sentOf(plan))
      await ui.waitFor('✔ Proposal 0xbbc1eb0a is Queued.')
      expect(ui.left.join()).to.contain(sentHash)
      await ui.press('q')
      expect(ui.hasLeft()).to.equal(true)
    })

    it('leaves what it is in the terminal, also if it fails after its window was closed', async () => {
      const mined = Promise.withResolvers<never>()
      await open(acting(planOf(), () => mined.promise))
      await ui.waitFor('Enter sends it')
      await ui.press('enter', 'escape', 'escape')
      await ui.waitFor('succeeded')
      mined.reject(failure('ReceiptMissingError', `Transaction ${sentHash} is not mined.`))
      await ui.waitFor(/✖|is not mined/)
      expect(ui.left.join()).to.contain(sentHash)
    })
  })

  describe('that came to its end', () => {
    it('says what the chain shows, the hash, and what comes next by its key', async () => {
      let reads = 0
      const plan = planOf()
      const services = {
        readProposals: async () => {
          reads += 1
          return statusOf([won])
        },
        act: acting(plan),
      }
      await open(services.act, { services })
      await ui.waitFor('Enter sends it')
      const before = reads
      await ui.press('enter')
      const frame = await ui.waitFor('✔ Proposal 0xbbc1eb0a is Queued.')
      expect(frame).to.contain(sentHash)
      expect(frame).to.contain('X in Proposals executes it, from 2026-11-24 12:00 UTC')
      expect(ui.left).to.deep.equal([`Proposal 0xbbc1eb0a is Queued. ${sentHash}`])
      expect(reads).to.be.greaterThan(before)
      await ui.press('enter')
      await ui.waitFor('succeeded')
    })

    it('says how a development chain gets to what comes next, and no other', async () => {
      for (const canWarp of [true, false]) {
        const services = {
          readProposals: async () => statusOf([won]),
          act: acting(planOf()),
          canWarp: async () => canWarp,
        }
        await open(services.act, { services })
        await ui.waitFor('Enter sends it')
        await ui.press('enter')
        const frame = await ui.waitFor('X in Proposals executes it')
        expect(frame.includes('T moves the clock of this development chain')).to.equal(canWarp)
        ui.close()
      }
    })

    it('says that there was nothing to send', async () => {
      const { shown } = sentOf(planOf()) as Extract<ActEnd, { how: 'sent' }>
      await open(async () => ({ verb: 'queue', how: 'already', shown }))
      await ui.waitFor('Nothing to send: it is done already.')
      expect(ui.left).to.deep.equal([])
    })

    it('says what is not as it should be although it is done', async () => {
      const plan = planOf()
      const sent = sentOf(plan) as Extract<ActEnd, { how: 'sent' }>
      const shown = { ...sent.shown, warnings: ['submission.json could not be written.'] }
      await open(acting(plan, async () => ({ ...sent, shown })))
      await ui.waitFor('Enter sends it')
      await ui.press('enter')
      await ui.waitFor('! submission.json could not be written.')
    })
  })

  describe('that fails', () => {
    it('before anybody agreed was not sent', async () => {
      await open(async () => {
        throw failure(
          'NotNowError',
          'It is Active, so nobody can queue it now.',
          'Vote until then.',
        )
      })
      const frame = await ui.waitFor('✖ It is Active')
      expect(frame).to.contain('Nothing was sent.')
      expect(frame).to.contain('Vote until then.')
      await ui.press('enter')
      await ui.waitFor('succeeded')
    })

    for (const [kind, message, says] of [
      ['TransactionRefusedError', 'The node does not take it.', 'Nothing was sent.'],
      ['NodeUnreachableError', 'The node is gone.', 'Whether it was sent is not known.'],
      ['ReceiptMissingError', `${sentHash} is not mined.`, 'It was sent, and may still be mined.'],
      ['NotAsSentError', `Transaction ${sentHash} was mined, but`, 'It was sent and mined.'],
      [
        'ReplacedError',
        `Transaction ${sentHash} was taken back`,
        'It was sent, and did not happen.',
      ],
    ] as const) {
      it(`with ${kind} says: ${says}`, async () => {
        await open(
          acting(planOf(), async () => {
            throw failure(kind, message)
          }),
        )
        await ui.waitFor('Enter sends it')
        await ui.press('enter')
        expect(await ui.waitFor(says)).to.contain('Do something about it.')
        expect(ui.left.length).to.equal(message.includes(sentHash) ? 1 : 0)
      })
    }

    for (const kind of Object.keys(ledgerErrors)) {
      it(`with ${kind} says that nothing was sent, as the Ledger's words do`, () => {
        expect(sentWords(failure(kind, 'It says no.'), true)).to.equal('Nothing was sent.')
      })
    }

    it('says what helps by its key, not by a command', async () => {
      const refused = new UsageError(
        'It has 0 BLST of votes.',
        advise`Its own 5 BLST are delegated to nobody. Delegate them: ${{ act: 'delegate' }}`,
      )
      await open(async () => {
        throw new RelayedError(relayed(refused))
      })
      const frame = await ui.waitFor('It has 0 BLST of votes.')
      expect(frame).to.contain('Delegate them: D in Delegates and power')
      expect(frame).not.to.contain('ballast')
    })

    it('does not say twice that nothing was sent', async () => {
      await open(async () => {
        throw failure('DearerThanPlannedError', 'It would cost more. Nothing was sent.')
      })
      const frame = await ui.waitFor('It would cost more')
      expect(frame.split('\n').filter((line) => line.includes('Nothing was sent'))).to.have.length(
        1,
      )
    })
  })
})

describe('a submission', () => {
  let ui: Ui
  afterEach(() => ui.close())

  it('leads to the proposal that it has made', async () => {
    const line = lineIn('Pending')
    const plan = planOf({ verb: 'submit', handles: ['a'] })
    const sent = sentOf(plan, 'Proposal 0xbbc1eb0a is Pending.') as Extract<ActEnd, { how: 'sent' }>
    const shown = { ...sent.shown, details: { proposalId: line.id } }
    ui = await openUi({
      screen: 'proposals',
      columns: 96,
      services: {
        readProposals: async () => statusOf([{ ...line, state: 'Succeeded' }]),
        readProposal: async () => viewOf(line),
        act: acting(plan, async () => ({ ...sent, shown })),
      },
    })
    await ui.waitFor('succeeded')
    await ui.press('Q')
    await ui.waitFor('Type a and press Enter')
    await ui.press('a', 'enter')
    await ui.waitFor('Enter goes to the proposal')
    await ui.press('enter')
    await ui.waitFor('What it does')
  })

  it('says what comes next in sight, however much there is to say of it', async () => {
    const plan = planOf({ verb: 'submit', handles: ['a'] })
    const sent = sentOf(plan, 'Proposal 0xbbc1eb0a is Pending.') as Extract<ActEnd, { how: 'sent' }>
    const facts = Array.from({ length: 30 }, (_, i) => ['fact', `number ${i}`] as const)
    const act = acting(plan, async () => ({ ...sent, shown: { ...sent.shown, facts } }))
    const request: ActRequest = { verb: 'submit', path: 'proposals/a', acceptInconclusive: [] }
    for (const [columns, rows] of [
      [80, 24],
      [60, 20],
    ] as const) {
      const part = await openPart(<ActDialog request={request} onClose={() => {}} />, {
        columns,
        rows,
        services: { act },
      })
      await part.waitFor('Type a and press Enter')
      await part.press('a', 'enter')
      const frame = await part.waitFor('Enter or Esc closes this.')
      expect(frame).to.match(
        /\u2502 Next +\u2502\n\u2502 X in Proposals executes it, from 2026-11-24/,
      )
      part.close()
    }
  })

  it('is called by its slug, wherever its file lies', async () => {
    const path =
      '/tmp/a-very-long-folder/of-a-demonstration/proposals/2026-11-23-raise/proposal.yaml'
    const request: ActRequest = { verb: 'submit', path, acceptInconclusive: [] }
    const part = await openPart(<ActDialog request={request} onClose={() => {}} />, {
      services: { act: never },
    })
    const frame = await part.waitFor('Submit 2026-11-23-raise')
    expect(frame).not.to.contain('/tmp')
    part.close()
  })
})

describe('a submission that the checks refuse', () => {
  let ui: TestTerminal
  afterEach(() => ui.close())
  const finding = (check: string, status: Finding['status']): Finding => ({
    check,
    title: check,
    status,
    summary: `${check} says so.`,
    facts: [`a fact of ${check}`],
  })
  const refused = (decision: 'fail' | 'inconclusive', findings: readonly Finding[]): ActEnd => ({
    how: 'refused',
    decision,
    checks: { findings, notRun: [] },
  })
  const open = async (act: Services['act']) => {
    const request: ActRequest = { verb: 'submit', path: 'proposals/a', acceptInconclusive: [] }
    ui = await openPart(<ActDialog request={request} onClose={() => {}} />, { services: { act } })
    return ui
  }

  it('shows what they found, and lets nobody accept a failure', async () => {
    await open(async () =>
      refused('fail', [
        finding('declaredOnly', 'fail'),
        finding('badDebt', 'inconclusive'),
        finding('magnitude', 'pass'),
      ]),
    )
    const frame = await ui.waitFor('✖ fail declaredOnly: declaredOnly says so.')
    expect(frame).to.contain('? inconclusive badDebt')
    expect(frame).to.contain('a fact of declaredOnly')
    expect(frame).not.to.contain('magnitude')
    expect(frame).to.contain('A check that fails cannot be accepted')
    await ui.press('badDebt', 'enter')
    expect(ui.frame()).to.contain('A check that fails cannot be accepted')
  })

  it('judges it again when people accept by name what is not known', async () => {
    const asked: (readonly string[])[] = []
    await open(async (request) => {
      if (request.verb === 'submit') asked.push(request.acceptInconclusive)
      return asked.length === 1
        ? refused('inconclusive', [
            finding('badDebt', 'inconclusive'),
            finding('lifecycle', 'inconclusive'),
          ])
        : never()
    })
    await ui.waitFor('type badDebt lifecycle and press Enter')
    await ui.press('magnitude', 'enter')
    await ui.waitFor('magnitude is not what is open here. Nothing was sent.')
    await ui.press('ctrl+u', 'badDebt', 'enter')
    await ui.waitFor('Without lifecycle it does not pass. Nothing was sent.')
    await ui.press(', lifecycle', 'enter')
    await ui.waitFor('looking at the chain')
    expect(asked).to.deep.equal([[], ['badDebt', 'lifecycle']])
  })
})
