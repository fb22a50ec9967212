import { useEffect, useState } from 'react'

/** Long enough that a held key runs past, short enough to feel at once. */
const REST_MS = 150

/** Whether something has stayed the same for a moment: what is asked for each row waits until somebody stops at one. */
export function useRested(what: string): boolean {
  const [rested, setRested] = useState(what)
  useEffect(() => {
    if (rested === what) return
    const timer = setTimeout(() => setRested(what), REST_MS)
    return () => clearTimeout(timer)
  }, [what, rested])
  return rested === what
}
