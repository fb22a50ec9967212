import { type RefObject, useRef, useState } from 'react'
import type { VaultQuestion, VaultTable, VaultView } from '../../../workflows/readVaults.ts'
import { type Live, useLive } from '../../hooks/useLive.ts'
import { useServices } from '../../hooks/useServices.ts'

/** What is on the screen when somebody asks. */
export interface Seen extends VaultView {
  /** The position of the selected row. */
  readonly index: number
}

/** An answer with the question that it is of, and where the cursor was then. */
export interface FoundTable {
  readonly question: VaultQuestion
  readonly table: VaultTable
  readonly askedAt: number
}

/** How far the book is read. */
export interface Reading {
  readonly read: number
  readonly total: number
}

/** 0 to 1; nothing at all is read as soon as it is asked for. */
export const partRead = ({ read, total }: Reading): number => (total === 0 ? 1 : read / total)

/** The vaults that a question finds; those of the question before stay until they are there. */
export function useVaultTable(
  question: VaultQuestion,
  seen: RefObject<Seen>,
): { readonly live: Live<FoundTable>; readonly reading: Reading | undefined } {
  const { findVaults } = useServices()
  const [reading, setReading] = useState<Reading>()
  const live = useLive(['chain', 'vaults', question], async () => {
    const { index, ...view } = seen.current
    try {
      const table = await findVaults(question, view, (read, total) => setReading({ read, total }))
      return { question, table, askedAt: index }
    } finally {
      setReading(undefined)
    }
  })
  const last = useRef<FoundTable>(undefined)
  if (live.status === 'ready') last.current = live.value
  return { live: stayingWith(last.current, live), reading }
}

function stayingWith(last: FoundTable | undefined, live: Live<FoundTable>): Live<FoundTable> {
  if (last === undefined || live.status === 'ready') return live
  return {
    status: 'ready',
    value: last,
    isUpdating: live.status === 'loading',
    reload: live.reload,
    ...(live.status === 'failed' ? { error: live.error } : {}),
  }
}
