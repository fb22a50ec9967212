import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'

/** The draft that is open: what other screens compare with. */
export interface OpenDraft {
  readonly path: string
  readonly text: string
  readonly title: string
  readonly isSaved: boolean
}

/** What is on the desk across screens: the open draft, work that is in flight, what is to be said after leaving. */
export interface Desk {
  readonly draft: OpenDraft | undefined
  readonly setDraft: (draft: OpenDraft) => void
  /** Nobody compares with the draft of this path any more: it is on the chain, or nowhere. */
  readonly putAway: (path: string) => void
  /** What leaving would interrupt, in words. */
  readonly inFlight: ReadonlyMap<string, string>
  readonly begin: (id: string, words: string) => void
  readonly end: (id: string) => void
  /** A line that stays in the terminal after the interface is gone: a transaction's hash, a file's path. */
  readonly leaveBehind: (line: string) => void
  /** Ends the interface without another question. */
  readonly leave: () => void
}

/** A proposal is named by its file or by the folder of it. */
const folderOf = (path: string): string => path.replace(/\/(proposal\.yaml)?$/, '')

const DeskContext = createContext<Desk | undefined>(undefined)

export function DeskProvider({
  draft: first,
  leaveBehind,
  leave,
  children,
}: {
  readonly draft?: OpenDraft | undefined
  readonly leaveBehind: (line: string) => void
  readonly leave: () => void
  readonly children: ReactNode
}) {
  const [draft, setDraft] = useState(first)
  const [inFlight, setInFlight] = useState<ReadonlyMap<string, string>>(new Map())
  const putAway = useCallback(
    (path: string) =>
      setDraft((open) =>
        open !== undefined && folderOf(open.path) === folderOf(path) ? undefined : open,
      ),
    [],
  )
  const desk = useMemo(
    (): Desk => ({
      draft,
      setDraft,
      putAway,
      inFlight,
      begin: (id, words) => setInFlight((before) => new Map(before).set(id, words)),
      end: (id) => setInFlight((before) => new Map([...before].filter(([other]) => other !== id))),
      leaveBehind,
      leave,
    }),
    [draft, putAway, inFlight, leaveBehind, leave],
  )
  return <DeskContext value={desk}>{children}</DeskContext>
}

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (desk === undefined) throw new Error('There is no desk around this component.')
  return desk
}
