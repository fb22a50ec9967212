import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { printable } from '../../../shared/format.ts'
import type { PendingTransaction } from '../../../workflows/pendingTransactions.ts'
import type { AccountChoice } from '../../../workflows/readAccounts.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { useNetwork } from '../../hooks/useConnection.tsx'
import { type Live, useLive } from '../../hooks/useLive.ts'
import { useNotices } from '../../hooks/useNotices.tsx'
import { useServices } from '../../hooks/useServices.ts'
import type { KeyActions } from '../../keyRouter.ts'
import type { ReplacingRequest } from '../../services/acts.ts'
import type { ActivityRow } from './activityRows.ts'
import { type Sender, whyNoReplacement, whyNotDismissed } from './pendingWords.ts'

interface Replacing {
  readonly actions: KeyActions
  /** The plan and what came of it, drawn in place of the screen. */
  readonly dialog: ReactNode
}

/** The keys that put another transaction in place of the selected one that waits, or take one off the list that has ended. */
export function useReplacing(
  row: ActivityRow | undefined,
  all: readonly PendingTransaction[],
): Replacing {
  const [request, setRequest] = useState<ReplacingRequest>()
  const isAnyWaiting = all.some(({ standing }) => standing.kind === 'waits')
  const sender = useSender(isAnyWaiting)
  const pending = row?.kind === 'pending' ? row.pending : undefined
  const dismiss = useDismissing()
  const why = whyNoReplacement(pending, isAnyWaiting, sender)
  const ask = (what: ReplacingRequest['what']) => () =>
    pending && setRequest(requestOf(what, pending))
  return {
    actions: {
      offerMore: { run: ask('speed up'), blocked: why.offerMore },
      takeBack: { run: ask('cancel'), blocked: why.takeBack },
      // Where nothing is unfinished there is nothing to be said of it.
      remove:
        all.length === 0
          ? undefined
          : {
              run: () => pending && void dismiss(pending),
              word: 'off the list',
              blocked: whyNotDismissed(pending),
              // The footer has little room, and most of what stands here waits.
              isQuiet: pending?.hasEnded !== true,
            },
    },
    dialog:
      request === undefined ? undefined : (
        <ActDialog request={request} onClose={() => setRequest(undefined)} />
      ),
  }
}

/** Takes one off the list whose end is known. */
function useDismissing() {
  const services = useServices()
  const client = useQueryClient()
  const { say } = useNotices()
  return async ({ from, nonce, hash }: PendingTransaction): Promise<void> => {
    try {
      await services.dismissPending({ from, nonce, ...(hash === undefined ? {} : { hash }) })
      say(`What had the nonce ${nonce} is off the list.`, 'good')
    } catch (error) {
      say(printable(error instanceof Error ? error.message : String(error)), 'bad')
    }
    void client.invalidateQueries({ queryKey: ['chain', 'pending'] })
  }
}

/** The one that was on the screen: a newer one at its nonce is another matter. */
const requestOf = (
  what: ReplacingRequest['what'],
  { nonce, hash }: PendingTransaction,
): ReplacingRequest => ({
  verb: 'pending',
  what,
  nonce,
  ...(hash === undefined ? {} : { hash }),
})

function useSender(isWanted: boolean): Sender {
  const services = useServices()
  const { session } = useNetwork()
  const { account } = session
  const isAsked = isWanted && account !== undefined
  const live = useLive(['chain', 'accounts'], services.readAccounts, isAsked)
  return { account, address: isAsked ? addressOf(account, live) : undefined }
}

/** Once it could not be read nobody waits for it: the next try comes with the next block, and may fail as well. */
function addressOf(name: string, live: Live<readonly AccountChoice[]>): Sender['address'] {
  if (live.status === 'ready') return live.value.find((known) => known.name === name)?.address
  return live.status === 'loading' && !live.isAgain ? 'being read' : undefined
}
