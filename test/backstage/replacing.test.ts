import { expect } from 'chai'
import { actServices } from '../../cli/backstage/acts.ts'
import { openFrom } from '../../cli/backstage/open.ts'
import { readingServices } from '../../cli/backstage/reading.ts'
import { readHolder } from '../../cli/chain/votingPower.ts'
import type { BallastError } from '../../cli/shared/errors.ts'
import type { ActHooks, ReplacingRequest } from '../../cli/ui/services/acts.ts'
import type { Plan } from '../../cli/workflows/act.ts'
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
    const { act, chooseAccount } = actServices(opened)
    const { readPending } = readingServices(opened)
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
    return { plans, replace, leaveWaiting, readPending, chooseAccount }
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

  it('stays as it is where nobody agrees, or somebody else acts', async () => {
    const { leaveWaiting, replace, readPending, chooseAccount } = await office()
    const { end, pending } = await leaveWaiting()
    expect(await replace('cancel', pending.nonce, false)).to.deep.equal({ how: 'declined' })
    await chooseAccount('guardian')
    const failure = await failureOf(replace('speed up', pending.nonce))
    expect(failure.message).to.contain('No unfinished transaction')
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
