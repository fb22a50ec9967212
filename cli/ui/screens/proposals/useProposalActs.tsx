import { type ReactNode, useState } from 'react'
import type { ProposalLine } from '../../../report/statusText.ts'
import { fullId } from '../../../shared/proposalId.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { WarpDialog } from '../../components/WarpDialog.tsx'
import { useClipboard } from '../../hooks/useClipboard.ts'
import { useNavigation } from '../../hooks/useNavigation.tsx'
import type { KeyActions } from '../../keyRouter.ts'
import type { ActRequest } from '../../services/acts.ts'
import { proposalActions, type Viewer } from './proposalActions.ts'
import { VoteDialog } from './VoteDialog.tsx'

/** What can be done to the proposal that is selected. */
interface ProposalActs {
  readonly actions: KeyActions
  /** What has to be answered first, drawn in place of the screen. */
  readonly dialog: ReactNode
}

type Open =
  | { readonly kind: 'act'; readonly request: ActRequest }
  | { readonly kind: 'vote' | 'warp'; readonly line: ProposalLine }

/** The keys that act on a proposal, and the dialogs behind them. A key that cannot act now says why. */
export function useProposalActs(
  line: ProposalLine | undefined,
  viewer: Viewer,
  symbol: string,
): ProposalActs {
  const [open, setOpen] = useState<Open>()
  const { go } = useNavigation()
  const copy = useClipboard()
  const close = () => setOpen(undefined)
  const act = (request: ActRequest) => setOpen({ kind: 'act', request })
  return {
    actions: line === undefined ? {} : actionsOf(line, viewer, { setOpen, act, go, copy }),
    dialog: dialogOf(open, { symbol, act, close }),
  }
}

function actionsOf(
  line: ProposalLine,
  viewer: Viewer,
  on: {
    readonly setOpen: (open: Open) => void
    readonly act: (request: ActRequest) => void
    readonly go: (screen: string, params: Readonly<Record<string, string>>) => void
    readonly copy: (text: string, what: string) => void
  },
): KeyActions {
  const why = proposalActions(line, viewer)
  const reference = line.handle
  const acting = (verb: 'queue' | 'execute' | 'cancel') => ({
    run: () => on.act({ verb, reference }),
    blocked: why[verb],
  })
  return {
    vote: { run: () => on.setOpen({ kind: 'vote', line }), blocked: why.vote },
    queue: acting('queue'),
    execute: acting('execute'),
    cancel: acting('cancel'),
    warp: { run: () => on.setOpen({ kind: 'warp', line }), blocked: why.warp },
    simulate: () => on.go('preview', { reference }),
    copy: () => on.copy(fullId(line.id), 'id'),
  }
}

function dialogOf(
  open: Open | undefined,
  on: {
    readonly symbol: string
    readonly act: (request: ActRequest) => void
    readonly close: () => void
  },
): ReactNode {
  if (open === undefined) return undefined
  if (open.kind === 'act') return <ActDialog request={open.request} onClose={on.close} />
  const { handle, title = handle, own } = open.line
  if (open.kind === 'warp') return <WarpDialog reference={handle} onClose={on.close} />
  const left = own === undefined ? 0n : own.votes - own.cast
  return (
    <VoteDialog
      reference={handle}
      title={title}
      purse={{ left, symbol: on.symbol }}
      onVote={on.act}
      onClose={on.close}
    />
  )
}
