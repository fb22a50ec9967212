import type { Connection } from '../ui/services/session.ts'
import { watchNetwork } from '../workflows/watchNetwork.ts'
import type { Opened } from './open.ts'

/** The connection to the node, told for as long as the thread runs. */
export function connectionServices(opened: Pick<Opened, 'network' | 'forget'>) {
  return {
    watch: (tell: (connection: Connection) => void, signal = new AbortController().signal) =>
      watchConnection(opened, tell, signal),
  }
}

async function watchConnection(
  { network, forget }: Pick<Opened, 'network' | 'forget'>,
  tell: (connection: Connection) => void,
  signal: AbortSignal,
): Promise<void> {
  let last: { readonly block: Block; readonly clockAhead: number } | undefined
  let lostSince: number | undefined
  await watchNetwork(
    { open: network, forget },
    (news) => {
      if (news.kind === 'live') {
        lostSince = undefined
        last = { block: news.block, clockAhead: news.clockAhead }
        tell(news)
      } else {
        lostSince ??= Math.floor(Date.now() / 1_000)
        tell({ ...news, since: lostSince, ...last })
      }
    },
    signal,
  )
}

type Block = Extract<Connection, { kind: 'live' }>['block']
