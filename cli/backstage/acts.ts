import { UsageError } from '../shared/errors.ts'
import { silence } from '../shared/progress.ts'
import type { ActEnd, ActHooks, ActRequest } from '../ui/services/acts.ts'
import type { Session } from '../ui/services/session.ts'
import type { Services } from '../ui/services.ts'
import type { Confirm } from '../workflows/act.ts'
import type { Unlocking } from '../workflows/secrets.ts'
import type { Submitted } from '../workflows/submitProposal.ts'
import type { Asked } from './actor.ts'
import type { Opened } from './open.ts'
import { progressTo } from './progressTo.ts'

type Acts = Pick<Services, 'act' | 'dismissPending' | 'warp' | 'canWarp' | 'readAccounts'> & {
  /** @throws UsageError if it cannot act: then the one before stays */
  readonly chooseAccount: (name: string | undefined) => Promise<Pick<Session, 'account'>>
}

/** Whatever is sent, and who sends it. */
export function actServices(opened: Opened): Acts {
  const { protocol, workspace, actor } = opened
  const as = async (asked: Asked, unlocking: Unlocking) => {
    if (asked === null) throw nobody()
    return opened.acting(asked, unlocking)
  }
  const perform = async (request: ActRequest, hooks: ActHooks): Promise<ActEnd> => {
    const { performAct, performReplacement } = await import('./performAct.ts')
    const { config } = await workspace()
    const options = optionsOf(hooks)
    const acting = await as(await actor.asked(), options)
    return request.verb === 'pending'
      ? performReplacement(acting, request, options)
      : endOf(await performAct({ acting, config }, request, options))
  }
  return {
    act: (request, hooks) => unlessDeclined(perform(request, hooks), hooks.signal),
    async dismissPending(seen) {
      const { dismissPending } = await import('../workflows/dismissPending.ts')
      const { pendingPlace } = await import('../workflows/pendingTransactions.ts')
      await dismissPending(await protocol(), pendingPlace(await workspace()), { seen })
    },
    async warp(target, reference, onStage) {
      const { parseTarget, warpChain } = await import('../workflows/warpChain.ts')
      const { noteWarp } = await import('../workflows/noteActivity.ts')
      const proposal = reference === undefined ? {} : { proposal: reference }
      const request = { target: parseTarget(target), ...proposal }
      const [on, progress] = [await protocol(), progressTo(onStage)]
      const warped = await warpChain(on, request, progress)
      const trouble = await noteWarp((await workspace()).config.folder, on, warped)
      if (trouble !== undefined) progress.say(trouble)
      return warped
    },
    async canWarp() {
      const { canWarp } = await import('../workflows/warpChain.ts')
      return canWarp(await protocol())
    },
    async readAccounts() {
      const { readAccounts } = await import('../workflows/readAccounts.ts')
      const { config, network } = await workspace()
      return readAccounts(await protocol(), config, await actor.nameOn(network))
    },
    async chooseAccount(name) {
      // Whoever cannot act is not chosen: its key is asked for before.
      if (name !== undefined) await as(name, { ask: nobodyUnlocks, progress: silence })
      actor.choose(name)
      return name === undefined ? {} : { account: name }
    },
  }
}

/** Whoever is only chosen stays locked: each act asks for the passphrase anew. */
const nobodyUnlocks = (question: string): Promise<string> => {
  throw new UsageError(
    `It would have to be unlocked only to be chosen: ${question.replace(/: $/, '')}.`,
    'Write its address beside the keystore in ballast.yaml.',
  )
}

const nobody = (): UsageError =>
  new UsageError('This interface is read-only: nobody acts.', 'Choose an account with A.')

/** Nobody agreed, or nobody unlocked it: whoever asks answers `act` by an error. */
class Declined extends Error {}

const optionsOf = ({ confirm, askSecret, onStage, signal }: ActHooks) => ({
  progress: { ...progressTo(onStage), ...(signal === undefined ? {} : { signal }) },
  confirm: (async (plan) => {
    if (await confirm(plan)) return 'send'
    throw new Declined()
  }) satisfies Confirm,
  ask: async (question: string) => {
    const typed = await askSecret(question)
    if (typed === undefined) throw new Declined()
    return typed
  },
})

function endOf(submitted: Submitted): ActEnd {
  if (submitted.how !== 'refused') return submitted
  const { checks, decision } = submitted.judged.checked
  return { how: 'refused', checks, decision }
}

async function unlessDeclined(
  work: Promise<ActEnd>,
  signal: AbortSignal | undefined,
): Promise<ActEnd> {
  try {
    return await work
  } catch (error) {
    // Whatever a stop has led to: it comes before anybody agreed. What stayed locked was agreed to, and did not leave.
    if (error instanceof Declined || signal?.aborted === true) return { how: 'declined' }
    throw error
  }
}
