import { useIsFetching } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

/** What is quicker than this is not worth a word: it would only flicker. */
const NOTICED_MS = 300

/** Whether something that is on the screen is being asked for again, and takes its time. */
export function useIsUpdating(noticed = NOTICED_MS): boolean {
  const isFetching =
    useIsFetching({
      queryKey: ['chain'],
      predicate: ({ state }) => state.data !== undefined,
    }) > 0
  const [isNoticed, setIsNoticed] = useState(false)
  useEffect(() => {
    if (!isFetching) return
    const timer = setTimeout(() => setIsNoticed(true), noticed)
    return () => {
      clearTimeout(timer)
      setIsNoticed(false)
    }
  }, [isFetching, noticed])
  return isFetching && isNoticed
}
