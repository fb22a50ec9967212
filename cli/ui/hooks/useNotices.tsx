import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { Tone } from '../theme.ts'

/** One line about what just happened, or why a key does nothing. */
export interface Notice {
  readonly tone: Tone
  readonly text: string
}

interface Notices {
  readonly say: (text: string, tone?: Tone) => void
  readonly clear: () => void
}

/** Long enough to be read; the next key takes it away earlier. */
const NOTICE_SECONDS = 8

const NoticeContext = createContext<Notice | undefined>(undefined)
const NoticesContext = createContext<Notices>({ say() {}, clear() {} })

export function NoticesProvider({ children }: { readonly children: ReactNode }) {
  const [notice, setNotice] = useState<Notice>()
  const notices = useMemo(
    (): Notices => ({
      say: (text, tone = 'plain') => setNotice({ text, tone }),
      clear: () => setNotice(undefined),
    }),
    [],
  )
  useEffect(() => {
    if (notice === undefined) return
    const timer = setTimeout(notices.clear, NOTICE_SECONDS * 1_000)
    return () => clearTimeout(timer)
  }, [notice, notices])
  return (
    <NoticesContext value={notices}>
      <NoticeContext value={notice}>{children}</NoticeContext>
    </NoticesContext>
  )
}

/** How to say something on the line above the footer. */
export const useNotices = (): Notices => useContext(NoticesContext)

/** What is said there now. */
export const useNotice = (): Notice | undefined => useContext(NoticeContext)
