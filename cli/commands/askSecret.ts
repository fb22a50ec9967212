import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { UsageError } from '../shared/errors.ts'
import { InterruptedError, ownTerminal } from './confirm.ts'

/** Nobody sits there who could be asked. */
class NobodyToAskError extends UsageError {
  constructor(question: string, instead: string) {
    const what = question.replace(/ \(.*\)(?=: $)|: $/g, '')
    super(`There is no terminal to ask in: ${what}.`, `${instead} More: ballast help signing`)
  }
}

/**
 * Asks for a secret: what is typed is not shown, not even as stars, and kept in no history.
 *
 * @param instead what to do where nobody sits
 * @throws NobodyToAskError, InterruptedError
 */
export async function askSecret(
  question: string,
  instead: string,
  terminal = ownTerminal(),
): Promise<string> {
  const { input, output, isInteractive } = terminal
  if (!isInteractive) throw new NobodyToAskError(question, instead)
  // The editing of the line goes on, seen by nobody: what readline would draw goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 })
  output.write(question)
  try {
    return await new Promise((resolve, reject) => {
      lines.once('SIGINT', () => reject(new InterruptedError()))
      lines.once('close', () => reject(new InterruptedError()))
      lines.once('line', resolve)
    })
  } finally {
    output.write('\n')
    lines.removeAllListeners('close')
    lines.close()
  }
}
