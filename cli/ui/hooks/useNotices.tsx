import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { Tone } from '../theme.ts'

/** One line about what just happened, or why a key does nothing. */
export interface Notice {
  readonly tone: Tone
  readonly text: string
}

interface Notices {
  readonly notice: Notice | undefined
  readonly say: (text: string, tone?: Tone) => void
  readonly clear: () => void
}

const NoticesContext = createContext<Notices>({ notice: undefined, say() {}, clear() {} })

export function NoticesProvider({ children }: { readonly children: ReactNode }) {
  const [notice, setNotice] = useState<Notice>()
  const value = useMemo(
    () => ({
      notice,
      say: (text: string, tone: Tone = 'plain') => setNotice({ text, tone }),
      clear: () => setNotice(undefined),
    }),
    [notice],
  )
  return <NoticesContext value={value}>{children}</NoticesContext>
}

/** The line above the footer. */
export const useNotices = (): Notices => useContext(NoticesContext)
