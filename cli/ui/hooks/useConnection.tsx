import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { Connection, Session } from '../services/session.ts'
import { onConnection } from './useLive.ts'
import { useServices } from './useServices.ts'

interface Network {
  readonly connection: Connection
  readonly session: Session
  readonly setSession: (session: Session) => void
}

const NetworkContext = createContext<Network | undefined>(undefined)

/** Follows the newest block: it makes answers old, and shows whether the node is there. */
export function NetworkProvider({ children }: { readonly children: ReactNode }) {
  const services = useServices()
  const client = useQueryClient()
  const [connection, setConnection] = useState<Connection>({ kind: 'connecting' })
  const [session, setSession] = useState(services.session)
  useEffect(() => {
    let before: Connection = { kind: 'connecting' }
    return services.watch((now) => {
      onConnection(client, before, now)
      before = now
      setConnection(now)
    })
  }, [services, client])
  const network = useMemo(() => ({ connection, session, setSession }), [connection, session])
  return <NetworkContext value={network}>{children}</NetworkContext>
}

export function useNetwork(): Network {
  const network = useContext(NetworkContext)
  if (network === undefined) throw new Error('There is no network around this component.')
  return network
}
