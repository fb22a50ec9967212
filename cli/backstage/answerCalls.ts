import { parentPort } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { relayed } from '../shared/errors.ts'
import { attach } from './hooks.ts'
import type { BackSide, Outcome, ScreenSide } from './messages.ts'

type Functions = Readonly<Record<string, (...args: never[]) => unknown>>

/**
 * In a thread: answers calls by name, from the first one on.
 *
 * @param others what takes longer to be there; whoever calls it waits
 */
export function answerCalls(functions: Functions, others?: Promise<Functions>): void {
  const port = parentPort
  if (port === null) throw new Error('This is a thread of its own.')
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
    {
      post: (message) => port.postMessage(message),
      on: (listen) => port.on('message', listen),
      timeout: -1,
    },
  )
}
