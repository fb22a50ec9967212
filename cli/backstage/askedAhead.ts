/** Longer than the first screen takes to be there; what nobody asked for by then may be old. */
const KEPT_MS = 2_000

/**
 * Asks at once what the first screen will ask, while that is still being loaded: whoever asks first gets that answer,
 * everybody later a new one.
 */
export function askedAhead<T>(ask: () => Promise<T>): () => Promise<T> {
  let ahead: Promise<T> | undefined = ask()
  // Whoever asks is told what went wrong.
  ahead.catch(() => {})
  const forget = () => {
    ahead = undefined
  }
  setTimeout(forget, KEPT_MS).unref()
  return () => {
    const answer = ahead ?? ask()
    forget()
    return answer
  }
}
