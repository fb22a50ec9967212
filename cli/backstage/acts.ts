import { UsageError } from '../shared/errors.ts'
import type { ActEnd, ActHooks, ActRequest } from '../ui/services/acts.ts'
import type { Session } from '../ui/services/session.ts'
import type { Services } from '../ui/services.ts'
import type { Confirm } from '../workflows/act.ts'
import { cancelProposal, executeProposal, queueProposal } from '../workflows/advanceProposal.ts'
import { delegateVotes } from '../workflows/delegateVotes.ts'
import type { Acting } from '../workflows/protocol.ts'
import { readAccounts } from '../workflows/readAccounts.ts'
import { type Submitted, submitProposal } from '../workflows/submitProposal.ts'
import { voteOnProposal } from '../workflows/voteOnProposal.ts'
import { canWarp, parseTarget, warpChain } from '../workflows/warpChain.ts'
import type { Asked } from './actor.ts'
import type { Opened } from './open.ts'
import { progressTo } from './progressTo.ts'

type Acts = Pick<Services, 'act' | 'warp' | 'canWarp' | 'readAccounts'> & {
  /** @throws UsageError if it cannot act: then the one before stays */
  readonly chooseAccount: (name: string | undefined) => Promise<Pick<Session, 'account'>>
}

/** Whatever is sent, and who sends it. */
export function actServices(opened: Opened): Acts {
  const { protocol, workspace, actor } = opened
  const as = (asked: Asked) => {
    if (asked === null) throw nobody()
    return opened.acting(asked)
  }
  return {
    act: async (request, hooks) => {
      const { config } = await workspace()
      return end(
        perform({ acting: await as(await actor.asked()), config }, request, optionsOf(hooks)),
      )
    },
    warp: async (target, reference, onStage) => {
      const proposal = reference === undefined ? {} : { proposal: reference }
      const request = { target: parseTarget(target), ...proposal }
      return warpChain(await protocol(), request, progressTo(onStage))
    },
    canWarp: async () => canWarp(await protocol()),
    readAccounts: async () => {
      const { config, network } = await workspace()
      return readAccounts(await protocol(), config, await actor.nameOn(network))
    },
    chooseAccount: async (name) => {
      // Whoever cannot act is not chosen: its key is asked for before.
      if (name !== undefined) await as(name)
      actor.choose(name)
      return name === undefined ? {} : { account: name }
    },
  }
}

const nobody = (): UsageError =>
  new UsageError('This interface is read-only: nobody acts.', 'Choose an account with A.')

/** Nobody agreed: whoever asks answers `act` by an error. */
class Declined extends Error {}

interface Options {
  readonly confirm: Confirm
  readonly progress: ReturnType<typeof progressTo>
}

const optionsOf = ({ confirm, onStage }: ActHooks): Options => ({
  progress: progressTo(onStage),
  confirm: async (plan) => {
    if (await confirm(plan)) return 'send'
    throw new Declined()
  },
})

async function perform(
  {
    acting,
    config,
  }: {
    readonly acting: Acting
    readonly config: { readonly accounts: Readonly<Record<string, string>> }
  },
  request: ActRequest,
  options: Options,
): Promise<Submitted> {
  switch (request.verb) {
    case 'submit': {
      const { path: proposal, acceptInconclusive } = request
      return submitProposal(acting, { proposal, acceptInconclusive }, options)
    }
    case 'vote': {
      const { verb: _, reference: proposal, ...vote } = request
      return voteOnProposal(acting, { proposal, ...vote }, options)
    }
    case 'queue':
      return queueProposal(acting, request.reference, options)
    case 'execute':
      return executeProposal(acting, request.reference, options)
    case 'cancel':
      return cancelProposal(acting, request.reference, options)
    case 'delegate':
      return delegateVotes(acting, { to: request.to, config }, options)
  }
}

async function end(work: Promise<Submitted>): Promise<ActEnd> {
  try {
    const submitted = await work
    if (submitted.how !== 'refused') return submitted
    const { checks, decision } = submitted.judged.checked
    return { how: 'refused', checks, decision }
  } catch (error) {
    if (error instanceof Declined) return { how: 'declined' }
    throw error
  }
}
