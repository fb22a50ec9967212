import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { isSentBy } from '../../shared/consent.ts'
import { printable } from '../../shared/format.ts'
import { type ActListener, type ActPhase, ActRun, notBegun } from '../actRun.ts'
import { actTitle, hashIn, replacedWords } from '../actWords.ts'
import type { ActRequest } from '../services/acts.ts'
import { useDesk } from './useDesk.tsx'
import { useNotices } from './useNotices.tsx'
import { useServices } from './useServices.ts'

export interface RunningAct {
  readonly phase: ActPhase
  readonly agree: () => void
  readonly unlock: (passphrase: string) => void
  /** Begins again, with checks that may stay inconclusive. */
  readonly accept: (checks: readonly string[]) => void
}

/**
 * Runs an act as long as the component is there. Once somebody has agreed it goes on without it: then its end is told
 * below the screen, and leaving asks.
 */
export function useAct(request: ActRequest): RunningAct {
  const services = useServices()
  const listener = useListener(request)
  const first = useRef(listener)
  const run = useRef<ActRun>(undefined)
  // What was asked for when the window opened stands; only accepting a check asks again.
  const [attempt, setAttempt] = useState(request)
  const [phase, setPhase] = useState(notBegun)
  useEffect(() => {
    setPhase(notBegun)
    const own = new ActRun(first.current, setPhase)
    run.current = own
    void own.start(services, attempt)
    return () => own.leave()
  }, [services, attempt])
  return {
    phase,
    agree: () => run.current?.agree(),
    unlock: (passphrase) => run.current?.unlock(passphrase),
    accept: (checks) =>
      setAttempt((before) =>
        before.verb === 'submit'
          ? { ...before, acceptInconclusive: [...before.acceptInconclusive, ...checks] }
          : before,
      ),
  }
}

let count = 0
const newId = (): string => {
  count += 1
  return `act ${count}`
}

/** What everybody else hears of an act. */
function useListener(request: ActRequest): ActListener {
  const client = useQueryClient()
  const { begin, end, leaveBehind, putAway } = useDesk()
  const { say } = useNotices()
  const [id] = useState(newId)
  const title = actTitle(request)
  const reread = () => {
    for (const key of ['chain', 'files']) void client.invalidateQueries({ queryKey: [key] })
  }
  return {
    begin: (consent) =>
      begin(
        id,
        isSentBy(consent)
          ? `${title}: the transaction is on its way, and leaving does not stop it.`
          : `${title}: what the owners sign is being written.`,
      ),
    end: () => end(id),
    stayedLocked: () => say(`${title}: it stayed locked; nothing was sent.`, 'caution'),
    ended(result) {
      if (result.how === 'collected') {
        reread()
        say(printable(result.shown.headline))
        for (const [, file] of result.shown.facts.filter(([label]) => label === 'for owners'))
          leaveBehind(`${title}: owners of the Safe have to sign ${file}`)
      }
      if (result.how === 'replaced') {
        reread()
        say(replacedWords(result.what), 'good')
        leaveBehind(`${title}: ${result.hash}`)
      }
      if (result.how !== 'sent' && result.how !== 'already') return
      reread()
      // On the chain it is no draft any more.
      if (request.verb === 'submit') putAway(request.path)
      const headline = printable(result.shown.headline)
      say(headline, 'good')
      if (result.how === 'sent') leaveBehind(`${headline} ${result.sent.transactionHash}`)
    },
    failed(error) {
      reread()
      const words = `${title}: ${printable(error.message)}`
      say(words, 'bad')
      if (hashIn(error) !== undefined) leaveBehind(words)
    },
  }
}
