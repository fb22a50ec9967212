import { expect } from 'chai'
import type { Hex } from '../../../cli/governance/addressBook.ts'
import { ExitCode, RelayedError, UsageError } from '../../../cli/shared/errors.ts'
import type { ActRequest } from '../../../cli/ui/services/acts.ts'
import type { Services } from '../../../cli/ui/services.ts'
import { themeOf } from '../../../cli/ui/theme.ts'
import type { Plan } from '../../../cli/workflows/act.ts'
import type { PendingTransaction } from '../../../cli/workflows/pendingTransactions.ts'
import type { AccountChoice } from '../../../cli/workflows/readAccounts.ts'
import { activityList as sent } from '../../support/fakeActivity.ts'
import { everyPending, pendingOf, pendingSender } from '../../support/fakePending.ts'
import { planOf } from '../../support/fakeProposals.ts'
import { never, readOnlySession, testNow } from '../../support/fakeServices.ts'
import { openUi, type Ui, type UiOptions } from '../../support/ui.tsx'
import { until } from '../../support/until.ts'

const newer: Hex = `0x${'e'.repeat(64)}`

describe('what has not ended, on the activity screen', () => {
  let ui: Ui
  afterEach(() => ui?.close())

  const open = async (
    options: UiOptions & { readonly pending?: readonly PendingTransaction[] } = {},
  ) => {
    const { pending = [pendingOf(17)], services, ...others } = options
    ui = await openUi({
      screen: 'activity',
      columns: 120,
      rows: 30,
      ...others,
      services: {
        readActivity: async () => sent,
        readPending: async () => pending,
        readAccounts: async () => [{ name: 'delegate-one', address: pendingSender }],
        ...services,
      },
    })
  }
  /** What can be replaced is known once the accounts have been read. */
  const offering = () => ui.waitFor(/ M offer more/)
  /** An act whose plan is agreed to or not. */
  const replacing = (plan: Plan) => {
    const asked: ActRequest[] = []
    const act: Services['act'] = async (request, { confirm }) => {
      if (request.verb !== 'pending') throw new Error(`It is ${request.verb}.`)
      if (!(await confirm(plan))) return { how: 'declined' }
      asked.push(request)
      const before = request.hash === undefined ? {} : { before: request.hash }
      return { how: 'replaced', what: request.what, plan, hash: newer, ...before }
    }
    return { act, asked }
  }

  it('is read before the first row is shown', async () => {
    await open({ services: { readPending: never } })
    await ui.waitFor('reading what has not ended')
  })

  it('stands above what was sent: nonce, what, how it stands, and what it offers', async () => {
    await open({ columns: 200, rows: 50, pending: everyPending })
    const frame = await ui.waitFor('nonce 17')
    expect(frame).to.contain('7 transactions unfinished: 2 wait to be mined')
    expect(frame).to.match(/nonce 17 +vote +700,000 BLST for on .* ○ waits +3\.5 gwei/)
    expect(frame).to.match(/nonce 18 .* ○ taking back/)
    expect(frame).to.match(/nonce 19 .* ✔ mined/)
    expect(frame).to.match(/nonce 20 .* ✖ reverted/)
    expect(frame).to.match(/nonce 21 .* ✔ taken back/)
    expect(frame).to.match(/nonce 22 .* \? not there/)
    expect(frame).to.match(/nonce 23 .* ! nonce used/)
    expect(frame.indexOf('nonce 23')).to.be.below(frame.indexOf('1 h ago'))
    expect(frame).to.contain('It waits to be mined.')
  })

  it('is not spoken of where everything has ended, and its keys say so', async () => {
    await open({ pending: [] })
    const frame = await ui.waitFor('1 h ago')
    expect(frame).not.to.contain('unfinished')
    await ui.press('M')
    await ui.waitFor('nothing waits')
    ui.close()
    await open({
      pending: [],
      services: { readActivity: async () => ({ ...sent, activities: [] }) },
    })
    await ui.waitFor('Nothing was sent from here yet')
    await ui.press('B')
    await ui.waitFor('nothing waits')
  })

  it('leaves what was sent in place where nobody knows it, and says why', async () => {
    const readPending = () => Promise.reject(new UsageError('The note is torn.', 'Mend it.'))
    await open({ services: { readPending } })
    await ui.waitFor('what is unfinished is not known, r tries again: The note is torn.')
    expect(ui.frame()).to.contain('1 h ago')
  })

  it('changes with the chain', async () => {
    let pending: readonly PendingTransaction[] = [pendingOf(17)]
    let tell: Parameters<Services['watch']>[0] = () => {}
    const at = (number: number) =>
      tell({ kind: 'live', by: 'polling', block: { number, timestamp: testNow } })
    const watch: Services['watch'] = (listener) => {
      tell = listener
      at(1_234)
      return () => {}
    }
    await open({ services: { readPending: async () => pending, watch } })
    await ui.waitFor(/nonce 17 .* ○ waits/)
    const mined = { kind: 'mined', hash: newer, block: 1_235 } as const
    pending = [pendingOf(17, { standing: mined })]
    at(1_235)
    await ui.waitFor(/nonce 17 .* ✔ mined/)
    await ui.waitFor('1 transaction unfinished: none waits to be mined')
    expect(ui.frame()).to.contain('It was mined, and whoever sent it')
  })

  it('changes without a block too, as long as it is looked at', async () => {
    let pending: readonly PendingTransaction[] = []
    await open({ pace: { askAgain: 100 }, services: { readPending: async () => pending } })
    await ui.waitFor('1 h ago')
    pending = [pendingOf(17)]
    await ui.waitFor('nonce 17')
  })

  for (const [key, what, title, words] of [
    ['M', 'speed up', 'Offer more for what was sent with the nonce 17', 'More is offered for it'],
    ['B', 'cancel', 'Take back what was sent with the nonce 17', 'What takes it back was sent'],
  ] as const) {
    it(`is asked about before anything leaves, and told of afterwards: ${what}`, async () => {
      const { act, asked } = replacing(planOf({ verb: 'pending', words: ['the words of it'] }))
      let reads = 0
      const readPending = async () => {
        reads += 1
        return [pendingOf(17)]
      }
      // Nothing is asked again by the clock: only the end of the act reads what waits now.
      await open({ pace: { askAgain: 3_600_000 }, services: { act, readPending } })
      await offering()
      await ui.press(key)
      await ui.waitFor(title)
      await ui.waitFor('Enter sends it')
      expect(ui.frame()).to.contain('the words of it')
      expect(asked).to.deep.equal([])
      const before = reads
      await ui.press('enter')
      await ui.waitFor('Activity shows which of the two is mined')
      expect(ui.frame()).to.contain(words)
      expect(ui.frame()).to.contain(newer.slice(0, 20))
      expect(asked).to.deep.equal([{ verb: 'pending', what, nonce: 17, hash: pendingOf(17).hash }])
      await until(() => reads > before)
      await ui.press('enter')
      await ui.waitFor('nonce 17')
    })
  }

  it('is left as it is after Esc', async () => {
    const { act, asked } = replacing(planOf({ verb: 'pending' }))
    await open({ services: { act } })
    await offering()
    await ui.press('B')
    await ui.waitFor('Enter sends it')
    await ui.press('escape')
    await ui.waitFor('Declined; nothing was sent.')
    expect(asked).to.deep.equal([])
  })

  it('says why the node keeps the one that waits', async () => {
    const act: Services['act'] = async (_, { confirm }) => {
      await confirm(planOf({ verb: 'pending' }))
      throw new RelayedError({
        kind: 'ReplacementRefusedError',
        message: 'The node keeps the one that waits.',
        nextStep: 'Offer more once again.',
        exitCode: ExitCode.reverted,
      })
    }
    await open({ services: { act } })
    await offering()
    await ui.press('M')
    await ui.waitFor('Enter sends it')
    await ui.press('enter')
    await ui.waitFor('✖ The node keeps the one that waits.')
    await ui.waitFor('Offer more once again.')
    expect(ui.frame()).to.contain('Nothing was sent.')
  })

  const refusals: readonly (readonly [
    string,
    string,
    UiOptions & { pending?: readonly PendingTransaction[] },
  ])[] = [
    ['somebody who only looks', 'read-only: choose', { services: { session: readOnlySession } }],
    [
      'another account',
      'another account sent it',
      {
        services: {
          readAccounts: async () => [{ name: 'delegate-one', address: `0x${'b'.repeat(40)}` }],
        },
      },
    ],
    [
      'a note of an earlier version',
      'an earlier version sent it',
      {
        pending: [(({ offered: _, ...rest }) => rest)(pendingOf(17))],
      },
    ],
    [
      'one that is mined already',
      'what is selected does not wait',
      {
        pending: [pendingOf(17, { standing: { kind: 'nonce used' } }), pendingOf(18)],
      },
    ],
  ]
  for (const [who, why, options] of refusals) {
    it(`does nothing for ${who}, and says why`, async () => {
      await open(options)
      await ui.waitFor(`(M offer more: ${why}`)
      for (const key of ['M', 'B']) {
        await ui.press(key)
        await ui.waitFor(`! ${why}`)
        await ui.press('g')
      }
    })
  }

  it('waits for the accounts where they are being read, and says so', async () => {
    const asked: ((choices: readonly AccountChoice[]) => void)[] = []
    const readAccounts = () =>
      new Promise<readonly AccountChoice[]>((answer) => void asked.push(answer))
    await open({ services: { readAccounts } })
    await ui.waitFor('(M offer more: the accounts are being read)')
    await ui.press('M')
    await ui.waitFor('! the accounts are being read')
    await until(() => asked.length > 0)
    for (const answer of asked) answer([{ name: 'delegate-one', address: pendingSender }])
    await offering()
  })

  it('leaves it to the chain where the accounts cannot be read, also while that is tried again', async () => {
    let reads = 0
    const readAccounts: Services['readAccounts'] = () => {
      reads += 1
      return reads === 1 ? Promise.reject(new UsageError('It is gone.', 'Wait.')) : never()
    }
    await open({ services: { readAccounts } })
    await offering()
    await ui.press('r')
    await until(() => reads > 1)
    expect(ui.frame()).to.match(/ M offer more/)
  })

  it('is not offered more for while it is taken back, and can be taken back for more', async () => {
    const { act } = replacing(planOf({ verb: 'pending' }))
    await open({ services: { act }, pending: [pendingOf(17, { cancellation: newer })] })
    await ui.waitFor('One that does nothing waits beside it')
    // Labels and values beside each other, also with the longest of them.
    expect(ui.frame())
      .to.match(/nonce {8}17/)
      .and.to.match(/taken back {3}0xe+/)
    await ui.waitFor('(M offer more: it is being taken back)')
    await ui.press('M')
    await ui.waitFor('! it is being taken back')
    await ui.press('B')
    await ui.waitFor('Enter sends it')
  })

  it('does nothing to what was sent and has ended', async () => {
    await open()
    await ui.waitFor('nonce 17')
    await ui.press('j')
    await ui.waitFor('(M offer more: what is selected does not wait)')
    await ui.press('M')
    await ui.waitFor('! what is selected does not wait')
  })

  it('says why it stands once it has ended, and is taken off the list by a key', async () => {
    let pending: readonly PendingTransaction[] = [everyPending[4]!, pendingOf(17)]
    const asked: unknown[] = []
    const dismissPending: Services['dismissPending'] = async (which) => {
      asked.push(which)
      pending = pending.filter(({ nonce }) => nonce !== which.nonce)
    }
    await open({ columns: 200, services: { readPending: async () => pending, dismissPending } })
    const words = (await ui.waitFor('x takes it off as it is.')).replaceAll(/[\u2502\s]+/g, ' ')
    expect(words).to.contain('doing the same once more sends it anew')
    await ui.press('x')
    await ui.waitFor('\u2714 What had the nonce 21 is off the list.')
    await ui.waitFor('1 transaction unfinished')
    expect(asked).to.deep.equal([{ from: pendingSender, nonce: 21, hash: everyPending[4]!.hash }])
    await ui.press('x')
    await ui.waitFor('! it waits to be mined')
  })

  it('stays on the list where its end is not known, or what ended it is somebody\u2019s guess', async () => {
    const dismissPending = () => Promise.reject(new UsageError('It is mined just now.', 'Look.'))
    await open({ services: { dismissPending }, pending: [everyPending[5]!, everyPending[2]!] })
    await ui.waitFor('nonce 22')
    await ui.press('x')
    await ui.waitFor('! its end is not known')
    await ui.press('j')
    await ui.waitFor(/▸ nonce 19/)
    await ui.press('x')
    await ui.waitFor('✖ It is mined just now.')
    await ui.press('G', 'x')
    await ui.waitFor('! what is selected has its place in the log')
  })

  it('stays on the list while too few blocks hold its end', async () => {
    const { standing } = everyPending[3]!
    await open({ pending: [pendingOf(20, { standing, hasEnded: false })] })
    await ui.waitFor('nonce 20')
    await ui.press('x')
    await ui.waitFor('! too few blocks hold it yet')
  })

  it('has its details and its keys where it is narrow', async () => {
    const { act } = replacing(planOf({ verb: 'pending' }))
    await open({ columns: 60, rows: 20, services: { act } })
    await ui.waitFor(/nonce 17 .* ○ waits/)
    await ui.press('enter')
    const frame = await ui.waitFor('What has not ended')
    expect(frame).to.match(/offers +3\.5 gwei for a unit of gas at most/)
    await offering()
    await ui.press('M')
    await ui.waitFor('Enter sends it')
  })

  it('is found by its nonce', async () => {
    await open({ pending: everyPending })
    await ui.waitFor('nonce 17')
    await ui.press('/', '21', 'enter')
    const frame = await ui.waitFor('1 of 13')
    expect(frame).to.contain('nonce 21').and.not.to.contain('nonce 17')
  })

  it('is drawn with ASCII signs and read out as sentences', async () => {
    await open({ theme: themeOf({ colour: false, unicode: false, animation: false }) })
    await ui.waitFor('o waits')
    ui.close()
    await open({ screenReader: true, columns: 200 })
    await ui.waitFor('selected: when nonce 17, verb vote, what 700,000 BLST for on')
  })
})
