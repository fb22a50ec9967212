import { expect } from 'chai'
import { actServices } from '../../cli/backstage/acts.ts'
import { openFrom } from '../../cli/backstage/open.ts'
import { readingServices } from '../../cli/backstage/reading.ts'
import { readHolder } from '../../cli/chain/votingPower.ts'
import type { BallastError } from '../../cli/shared/errors.ts'
import { adviceText } from '../../cli/shared/remedy.ts'
import { remedyKey } from '../../cli/ui/remedyKeys.ts'
import type { ActHooks, ReplacingRequest } from '../../cli/ui/services/acts.ts'
import type { Plan } from '../../cli/workflows/act.ts'
import { dismissPending as takeOff } from '../../cli/workflows/dismissPending.ts'
import { peopleOf, untouched, workspaceOn } from '../support/acting.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { until } from '../support/until.ts'

describe('what waits to be mined, from the screens', () => {
  let node: SeededNode
  before(async () => {
    node = await seeded(await startHardhat())
  })
  after(() => node.stop())
  untouched(() => node)
  beforeEach(() => automine(false))
  afterEach(() => automine(true))

  const automine = (on: boolean) =>
    node.chain.rpc.request({ method: 'evm_setAutomine', params: [on] })
  const mine = () => node.chain.rpc.request({ method: 'evm_mine' })
  const office = async () => {
    const folder = await workspaceOn(node)
    const opened = openFrom({ flags: { config: `${folder}/ballast.yaml` } })
    const plans: Plan[] = []
    const hooks = (isYes: boolean): ActHooks => ({
      askSecret: async () => undefined,
      onStage: () => {},
      confirm: async (plan) => {
        plans.push(plan)
        return isYes
      },
    })
    const { act, chooseAccount, dismissPending } = actServices(opened)
    const { readPending, readActivity } = readingServices(opened)
    const dismissAll = async () =>
      takeOff(await opened.protocol(), { folder, confirmations: 1 }, {})
    const replace = (what: ReplacingRequest['what'], nonce: number, isYes = true) =>
      act({ verb: 'pending', what, nonce }, hooks(isYes))
    /** An act of the same interface, which waits for its receipt meanwhile. */
    const leaveWaiting = async () => {
      const { guardian } = await peopleOf(node)
      const end = act({ verb: 'delegate', to: guardian }, hooks(true))
      // Whoever asks later is told how it ended.
      end.catch(() => {})
      await until(async () => (await readPending())[0]?.standing.kind === 'waits')
      const [pending] = await readPending()
      if (pending === undefined) throw new Error('Nothing waits.')
      return { end, pending }
    }
    const doing = { replace, leaveWaiting, chooseAccount, dismissPending, dismissAll }
    return { plans, ...doing, readPending, readActivity }
  }
  const delegateOf = async () => {
    const { first } = await peopleOf(node)
    return (await readHolder(node.chain, node.book, first)).delegate
  }

  it('is nothing at first', async () => {
    const { readPending, replace } = await office()
    expect(await readPending()).to.deep.equal([])
    const failure = await failureOf(replace('speed up', 0))
    expect(failure.message).to.contain('No unfinished transaction')
  })

  it('is outbid while the act that sent it still waits, and that hears of its end', async () => {
    const { guardian } = await peopleOf(node)
    const { leaveWaiting, replace, readPending, plans } = await office()
    const { end, pending } = await leaveWaiting()
    expect(pending.about).to.match(/^delegate: /)
    const replaced = await replace('speed up', pending.nonce)
    if (replaced.how !== 'replaced') throw new Error(`It was ${replaced.how}.`)
    expect(structuredClone(replaced)).to.deep.equal(replaced)
    expect(replaced.before).to.equal(pending.hash)
    expect(plans.at(-1)?.signed, 'what a device shows').not.to.equal(undefined)
    const [newer] = await readPending()
    expect(newer?.hash).to.equal(replaced.hash)
    expect((newer?.offered ?? 0n) > (pending.offered ?? 0n)).to.equal(true)
    expect(structuredClone(newer)).to.deep.equal(newer)
    await mine()
    expect((await end).how).to.equal('sent')
    expect(await readPending()).to.deep.equal([])
    expect(await delegateOf()).to.equal(guardian)
  })

  it('is taken back: the act that sent it hears that, and nothing of it happens', async () => {
    const before = await delegateOf()
    const { leaveWaiting, replace, readPending } = await office()
    const { end, pending } = await leaveWaiting()
    const replaced = await replace('cancel', pending.nonce)
    expect(replaced).to.include({ how: 'replaced', what: 'cancel' })
    const [taken] = await readPending()
    expect(taken?.cancellation).to.equal('hash' in replaced ? replaced.hash : '')
    expect((await failureOf(replace('speed up', pending.nonce))).name).to.equal(
      'NothingToReplaceError',
    )
    await mine()
    expect((await failureOf(end)).name).to.equal('ReplacedError')
    expect(await delegateOf()).to.equal(before)
  })

  it('is taken off the list once its end is known, and not before', async () => {
    process.env['BALLAST_RECEIPT_TIMEOUT'] = '1'
    const { leaveWaiting, replace, readPending, dismissPending, dismissAll } = await office()
    const { end, pending } = await leaveWaiting().finally(() => {
      delete process.env['BALLAST_RECEIPT_TIMEOUT']
    })
    await failureOf(end)
    expect((await failureOf(dismissPending(pending))).message).to.contain('(waits)')
    expect((await failureOf(dismissAll())).message).to.contain('Nothing on the list has ended')
    await replace('cancel', pending.nonce)
    expect((await failureOf(dismissPending(pending))).message).to.contain('(waits)')
    await mine()
    const [taken] = await readPending()
    expect(taken?.standing.kind).to.equal('taken back')
    const other = { ...pending, nonce: pending.nonce + 1 }
    expect((await failureOf(dismissPending(other))).message).to.contain('No unfinished')
    await dismissPending(pending)
    expect(await readPending()).to.deep.equal([])
  })

  it('is in the log of what was sent, with what took its place', async () => {
    const { leaveWaiting, replace, readActivity } = await office()
    const { end, pending } = await leaveWaiting()
    const [faster, back] = [
      await replace('speed up', pending.nonce),
      await replace('cancel', pending.nonce),
    ]
    const logged = async () =>
      (await readActivity()).activities.map(({ verb, headline, transactionHash, outcome }) => ({
        verb,
        headline,
        transactionHash,
        outcome,
      }))
    const hashOf = (one: typeof faster) => ('hash' in one ? one.hash : undefined)
    const headline = (words: string) => words.replace('it', `\u201c${pending.about}\u201d`)
    expect(await logged()).to.deep.equal([
      {
        verb: 'pending',
        headline: headline('What takes back it was sent.'),
        transactionHash: hashOf(back),
        outcome: 'unseen',
      },
      {
        verb: 'pending',
        headline: headline('More was offered for it.'),
        transactionHash: hashOf(faster),
        outcome: 'unseen',
      },
    ])
    await mine()
    await failureOf(end)
    expect((await logged()).map(({ outcome }) => outcome)).to.include('mined')
  })

  it('stays as it is where nobody agrees, or somebody else acts', async () => {
    const { leaveWaiting, replace, readPending, chooseAccount } = await office()
    const { end, pending } = await leaveWaiting()
    expect(await replace('cancel', pending.nonce, false)).to.deep.equal({ how: 'declined' })
    await chooseAccount('guardian')
    const failure = await failureOf(replace('speed up', pending.nonce))
    expect(failure.message).to.contain('No unfinished transaction')
    expect(adviceText(failure.advice, remedyKey)).to.equal(
      'See what is unfinished: Activity; act as the account that sent it: A.',
    )
    await chooseAccount(undefined)
    expect((await failureOf(replace('speed up', pending.nonce))).nextStep).to.contain('with A')
    expect(await readPending()).to.deep.equal([pending])
    await mine()
    expect((await end).how).to.equal('sent')
  })
})

/** What is loaded when it is first asked for has classes of its own here: they are told by their names. */
const failureOf = (work: Promise<unknown>): Promise<BallastError> =>
  work.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error) => error,
  )
