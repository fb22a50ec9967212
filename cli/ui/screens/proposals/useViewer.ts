import type { NetworkStatus } from '../../../report/statusText.ts'
import { useNow } from '../../components/Header.tsx'
import { useNetwork } from '../../hooks/useConnection.tsx'
import type { Viewer } from './proposalActions.ts'

/** Who looks at the proposals, and when by the chain's clock. */
export function useViewer(status: NetworkStatus | undefined): Viewer {
  const { connection } = useNetwork()
  const wall = useNow()
  const block = 'block' in connection ? connection.block?.timestamp : undefined
  return {
    account: status?.account,
    trouble: status?.accountTrouble,
    now: Math.max(wall, block ?? 0, status?.block.timestamp ?? 0),
    isDevelopment: status?.isDevelopment ?? false,
  }
}
