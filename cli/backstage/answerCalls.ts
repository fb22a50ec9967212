import { createBirpc } from 'birpc'
import { relayed } from '../shared/errors.ts'
import { attach } from './hooks.ts'
import type { BackSide, Outcome, ScreenSide } from './messages.ts'
import { parentPort } from './parent.ts'

type Functions = Readonly<Record<string, (...args: never[]) => unknown>>

/**
 * In a thread or a process: answers calls by name, from the first one on.
 *
 * @param others what takes longer to be there; whoever calls it waits
 */
export function answerCalls(functions: Functions, others?: Promise<Functions>): void {
  const screen = createBirpc<ScreenSide, BackSide>(
    {
      async call(name, args): Promise<Outcome> {
        try {
          const found = functions[name] ?? (await others)?.[name]
          if (found === undefined) throw new Error(`There is no ${name}.`)
          const own = attach(args, (id, values) => screen.hook(id, values))
          return { kind: 'value', value: await found(...(own as never[])) }
        } catch (error) {
          return { kind: 'failure', failure: relayed(error) }
        }
      },
    },
    { ...parentPort(), timeout: -1 },
  )
}
