import { expect } from 'chai'
import { ExitCode, RelayedError, UsageError } from '../../../../cli/shared/errors.ts'
import type { ActRequest } from '../../../../cli/ui/services/acts.ts'
import type { Services } from '../../../../cli/ui/services.ts'
import type { Warped } from '../../../../cli/workflows/warpChain.ts'
import { fakeBlocks } from '../../../support/fakeBlocks.ts'
import {
  acting,
  lineIn,
  lineOf,
  me,
  other,
  planOf,
  statusOf,
  viewOf,
} from '../../../support/fakeProposals.ts'
import { fakeServices, never, testNow } from '../../../support/fakeServices.ts'
import { openUi, type Ui, type UiOptions } from '../../../support/ui.tsx'

const block = (timestamp: number) => ({ number: 1_240, timestamp, hash: '0x00' })

let ui: Ui

const open = async (services: Partial<Services> = {}, options: UiOptions = {}) => {
  ui = await openUi({
    screen: 'proposals',
    columns: 96,
    rows: 24,
    services: {
      readProposals: async () => statusOf([lineOf()]),
      readProposal: async () => viewOf(lineOf()),
      ...services,
    },
    ...options,
  })
  await ui.waitFor('voting')
}

describe('the dialog of a vote', () => {
  afterEach(() => ui.close())
  const openVote = async (options: UiOptions = {}) => {
    const asked: ActRequest[] = []
    const act: Services['act'] = async (request, hooks) => {
      asked.push(request)
      return acting(planOf({ verb: 'vote' }))(request, hooks)
    }
    await open({ act }, options)
    await ui.press('v')
    await ui.waitFor('800,000 BLST can be cast')
    return asked
  }

  it('casts everything for one side', async () => {
    const asked = await openVote()
    await ui.press('down', 'enter')
    await ui.waitFor('Enter sends it')
    expect(asked).to.deep.equal([{ verb: 'vote', reference: '0xbbc1eb0a', support: 'against' }])
  })

  it('publishes a reason with it', async () => {
    const asked = await openVote()
    await ui.press('tab', 'quick: it is safe?', 'enter')
    await ui.waitFor('Enter sends it')
    expect(asked[0]).to.include({ support: 'for', reason: 'quick: it is safe?' })
  })

  it('says at each key what a split gives and what is wrong with it', async () => {
    const asked = await openVote()
    await ui.press('down', 'down', 'down', 'tab')
    await ui.press('for=60%,against=50%')
    await ui.waitFor('✖ The split gives more than 100 %.')
    await ui.press('enter')
    await ui.waitFor('the split cannot be understood yet')
    expect(asked).to.deep.equal([])
    await ui.press('backspace', 'backspace', 'backspace', '30%')
    await ui.waitFor('480,000 BLST for, 240,000 BLST against, 0 BLST abstain; 80,000 BLST left')
    await ui.press('enter')
    await ui.waitFor('Enter sends it')
    expect(asked[0]).to.include({ split: 'for=60%,against=30%' })
  })

  it('goes around its fields', async () => {
    await openVote()
    await ui.press('tab', 'tab', 'down')
    await ui.waitFor('● against')
    await ui.press('shift+tab', 'x')
    await ui.waitFor('▸ reason')
    expect(ui.frame()).to.contain('● against')
  })

  it('asks for nothing after Esc', async () => {
    const asked = await openVote()
    await ui.press('escape')
    await ui.waitFor('● voting')
    expect(asked).to.deep.equal([])
  })

  it('fits a narrow window', async () => {
    await openVote({ columns: 60, rows: 20 })
    await ui.press('down', 'down', 'down')
    await ui.waitFor('shares of what is left')
    // All of it: the reason, and the border below.
    expect(ui.frame()).to.match(/may be left out *│\n╰─+╯/)
    await ui.press('tab', 'for=60%,against=50%')
    await ui.waitFor('✖ The split gives more than')
    expect(ui.frame()).to.match(/may be left out *│\n╰─+╯/)
    for (const line of ui.frame().split('\n')) expect(line.length).to.be.at.most(60)
  })
})

describe('the dialog of accounts', () => {
  afterEach(() => ui.close())
  const accounts = [
    { name: 'delegate-one', kind: 'keystore', address: me, role: '800,000 BLST of votes' },
    { name: 'node:3', kind: 'node', address: other },
    { name: 'ops', kind: 'environment', trouble: '$OPS_KEY is not set.' },
  ] as const
  const { session } = fakeServices()

  it('says what it reads and why it cannot', async () => {
    await open({ readAccounts: never })
    await ui.press('A')
    await ui.waitFor('reading the accounts')
    ui.close()
    const readAccounts = async () => {
      throw new UsageError('There is no ballast.yaml.', 'Write one.')
    }
    await open({ readAccounts })
    await ui.press('A')
    expect(await ui.waitFor('There is no ballast.yaml.')).to.contain('Write one.')
  })

  it('lists who may act, and who cannot with the reason', async () => {
    await open({ readAccounts: async () => accounts })
    await ui.press('A')
    const frame = await ui.waitFor('delegate-one')
    expect(frame).to.match(/▸ delegate-one +keystore +0x3C44…93BC +acts now, 800,000 BLST of votes/)
    expect(frame).to.match(/node:3 +node +0x90F7…b906 +no votes/)
    await ui.press('down', 'enter')
    await ui.waitFor('! $OPS_KEY is not set.')
  })

  it('begins at whoever acts, and has everybody in the same place whoever that is', async () => {
    await open({
      session: { ...session, account: 'node:3' },
      readAccounts: async () => accounts,
    })
    await ui.press('A')
    const frame = await ui.waitFor(/▸ node:3 .*acts now/)
    const places = ['delegate-one ', 'ops ', 'nobody ', 'node:3 '].map((name) =>
      frame.lastIndexOf(name),
    )
    expect(places).to.deep.equal(places.toSorted((a, b) => a - b))
  })

  it('is on every screen, and changes who acts on all of them', async () => {
    let reads = 0
    const readProposals = async () => {
      reads += 1
      return statusOf([lineOf()])
    }
    const chooseAccount = async (name: string | undefined) => ({
      ...session,
      ...(name === undefined ? {} : { account: name }),
    })
    await open({ readAccounts: async () => accounts, chooseAccount, readProposals })
    await ui.press('7', 'A')
    await ui.waitFor('acts now')
    await ui.press('G', 'enter')
    await ui.waitFor('Acting as node:3.')
    expect(ui.frame().split('\n')[0]).to.contain('node:3')
    const before = reads
    await ui.press('4', 'r')
    await ui.waitFor('voting')
    expect(reads).to.be.greaterThan(before)
  })

  it('chooses the account that was on the screen, also when another one comes before it', async () => {
    let known: Awaited<ReturnType<Services['readAccounts']>> = accounts
    const chosen: (string | undefined)[] = []
    const blocks = fakeBlocks()
    await open({
      watch: blocks.watch,
      readAccounts: async () => known,
      chooseAccount: async (name) => {
        chosen.push(name)
        return session
      },
    })
    await ui.press('A')
    await ui.waitFor('node:3')
    await ui.press('G')
    await ui.waitFor(/▸ node:3/)
    known = [...accounts.slice(0, 1), { name: 'node:2', address: me }, ...accounts.slice(1)]
    blocks.next()
    await ui.waitFor('node:2')
    await ui.press('enter')
    await ui.waitFor('Acting as node:3.')
    expect(chosen).to.deep.equal(['node:3'])
  })

  it('lets nobody act', async () => {
    const { account: _, ...nobody } = session
    await open({ readAccounts: async () => accounts, chooseAccount: async () => nobody })
    await ui.press('A')
    await ui.waitFor('nobody')
    await ui.press('down', 'down', 'enter')
    await ui.waitFor('Nobody acts: read-only.')
    expect(ui.frame().split('\n')[0]).to.contain('read-only')
  })

  it('keeps the one before if the other cannot act', async () => {
    const chooseAccount = async () => {
      throw new UsageError('The node does not sign for it.', 'Choose another.')
    }
    await open({ readAccounts: async () => accounts, chooseAccount })
    await ui.press('A')
    await ui.waitFor('node:3')
    await ui.press('G', 'enter')
    await ui.waitFor('The node does not sign for it.')
    expect(ui.frame().split('\n')[0]).to.contain('delegate-one')
  })
})

describe('the dialog of the clock', () => {
  afterEach(() => ui.close())
  const warped: Warped = {
    from: block(testNow),
    to: block(testNow + 3 * 86_400),
    blocks: 72,
    refreshed: 9,
    left: [{ feed: 'WETH/USD', source: other }],
    automine: false,
    proposals: [
      {
        id: lineOf().id,
        title: 'Raise the WETH-A threshold',
        before: 'Active',
        state: 'Succeeded',
        action: { kind: 'queue' },
        hasMoved: true,
      },
      {
        id: 1n << 250n,
        title: 'Lower the WBTC-A ceiling',
        before: 'Queued',
        state: 'Queued',
        action: { kind: 'execute' },
        hasMoved: true,
      },
      {
        id: 1n << 251n,
        title: 'List a third market',
        before: 'Pending',
        state: 'Pending',
        action: { kind: 'wait', for: 'vote', until: BigInt(testNow + 5 * 86_400) },
        hasMoved: false,
      },
    ],
  }

  it('goes to what comes next for the selected proposal, and says what moved', async () => {
    const asked: (readonly (string | undefined)[])[] = []
    const warp: Services['warp'] = async (target, reference, onStage) => {
      asked.push([target, reference])
      onStage({ kind: 'stage', name: 'warp' })
      return warped
    }
    await open({ warp })
    await ui.press('T')
    const question = await ui.waitFor('“next” goes to 2026-11-24 15:00 UTC, in 2 days 3 h')
    expect(question.replace(/[│\s]+/g, ' ')).to.contain(
      'the vote of “Raise the WETH-A threshold” ends.',
    )
    expect(question).to.contain('it would be lost: its quorum is short by 400,000 BLST')
    await ui.press('enter')
    const frame = (await ui.waitFor('voting → succeeded: Q in Proposals queues it')).replaceAll(
      '│',
      ' ',
    )
    expect(frame).to.match(/What moved\s+Raise the WETH-A threshold/)
    expect(frame).to.match(
      /Lower the WBTC-A ceiling\s+queued: executable now, X in Proposals executes it/,
    )
    expect(frame).to.match(
      /As before\s+List a third market\s+pending: the vote opens 2026-11-27 12:00 UTC/,
    )
    expect(asked).to.deep.equal([['next', '0xbbc1eb0a']])
    expect(frame).to.contain('The clock moved by 3 days, to 2026-11-25 12:00 UTC.')
    expect(frame).to.contain('it aged')
    expect(frame).to.contain('does not mine each transaction')
    await ui.press('enter')
    await ui.waitFor('● voting')
  })

  it('does not say that nothing waits where only the selected proposal does not', async () => {
    const stays = { ...warped, to: warped.from, blocks: 0, asked: lineOf().id }
    await open({ warp: async () => stays })
    await ui.press('T', 'enter')
    await ui.waitFor('Raise the WETH-A threshold does not wait for time.')
  })

  for (const { state, action, says } of [
    {
      state: 'Active',
      action: { kind: 'vote', until: BigInt(testNow) },
      says: 'v in Proposals votes on it, until 2026-11-22 12:00 UTC',
    },
    { state: 'Succeeded', action: { kind: 'queue' }, says: 'Q in Proposals queues it, anyone may' },
    {
      state: 'Queued',
      action: { kind: 'wait', for: 'timelock', until: BigInt(testNow) },
      says: 'X in Proposals executes it from 2026-11-22 12:00 UTC on',
    },
    {
      state: 'Queued',
      action: { kind: 'execute' },
      says: 'executable now, X in Proposals executes it, anyone may',
    },
    { state: 'Defeated', action: { kind: 'none', why: 'It is lost.' }, says: 'It is lost.' },
  ] as const) {
    it(`says what its state now allows: ${says}`, async () => {
      const one = { id: lineOf().id, title: undefined, before: state, state, action }
      const proposals = [{ ...one, hasMoved: false }]
      await open({ warp: async () => ({ ...warped, proposals }) })
      await ui.press('T', 'enter')
      const frame = await ui.waitFor(`: ${says}`)
      expect(frame).to.contain('As before').and.contain('0xbbc1eb0a')
    })
  }

  it('takes a duration, and shows how far it is', async () => {
    const warp: Services['warp'] = async (target, _, onStage) => {
      onStage({ kind: 'stage', name: `warp ${target}` })
      onStage({ kind: 'step', done: 1, total: 2 })
      return never()
    }
    await open({ warp })
    await ui.press('T', 'ctrl+u', 'enter')
    await ui.waitFor('! say how far')
    await ui.press('3 days', 'enter')
    await ui.waitFor('warp 3 days, 50 %')
  })

  it('says why it did not move', async () => {
    const failure = {
      kind: 'UnitError',
      message: '"soon" is not a duration',
      nextStep: 'Write 2 days.',
      exitCode: ExitCode.usage,
    }
    const warp = async () => {
      throw new RelayedError(failure)
    }
    await open({ warp })
    await ui.press('T', 'enter')
    expect(await ui.waitFor('✖ "soon" is not a duration')).to.contain('Write 2 days.')
    await ui.press('escape')
    await ui.waitFor('● voting')
  })

  it('stays blocked with its reason on any other chain, on every screen', async () => {
    const readProposals = async () => statusOf([lineOf()], { isDevelopment: false })
    await open({ readProposals, canWarp: async () => false })
    await ui.press('T')
    await ui.waitFor('! only on a development chain')
    await ui.press('7', 'T')
    await ui.waitFor('! only on a development chain')
  })

  it('goes to what comes first of all from any other screen, and where the selected one does not wait', async () => {
    const asked: (string | undefined)[] = []
    const warp: Services['warp'] = async (_, reference) => {
      asked.push(reference)
      return never()
    }
    const won = lineIn('Succeeded', { id: 5n, handle: '0x00000005', title: 'Lower the fee' })
    await open({ warp, readProposals: async () => statusOf([won, lineOf()]) })
    await ui.press('T')
    const frame = await ui.waitFor('“Lower the fee” does not wait for time.')
    expect(frame).to.contain('“next” goes to 2026-11-24 15:00 UTC')
    await ui.press('escape', '7', 'T')
    await ui.waitFor('“next” goes to 2026-11-24 15:00 UTC')
    await ui.press('enter')
    expect(asked).to.deep.equal([undefined])
  })

  it('says that nothing waits for time', async () => {
    await open({
      readProposals: async () => statusOf([lineIn('Executed', { title: 'voting is over' })]),
    })
    await ui.press('T')
    await ui.waitFor('No proposal that is open waits for time.')
  })
})
