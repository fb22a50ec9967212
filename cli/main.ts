#!/usr/bin/env node
import { existsSync } from 'node:fs'
import nodeModule from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import { interfaceFlags } from './commands/interfaceFlags.ts'
import { printFailure } from './commands/output.ts'
import { leaveWhenInterrupted } from './commands/signals.ts'
import { BallastError, ExitCode, UnexpectedContractError } from './shared/errors.ts'
import { requireNode } from './shared/nodeVersion.ts'

/** Opens the interface or runs one verb; answers the exit code. The only place that catches. */
async function main(args: readonly string[]): Promise<ExitCode> {
  try {
    requireNode(process.versions.node)
    keepCompiled()
    // Each half is loaded only where it is wanted: the interface has 500 ms, help 250 ms.
    const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true
    const flags = interfaceFlags(args)
    if (isTerminal && flags !== undefined) {
      const { runInterface } = await import('./backstage/runInterface.ts')
      return await runInterface(flags)
    }
    const { runVerb } = await import('./commands/runVerb.ts')
    const { servicesFor } = await import('./services.ts')
    if (flags?.draft === undefined) return await runVerb(args, servicesFor)
    printFailure(`${flags.draft} would be opened in a terminal, and this is none.\n`)
    return await runVerb([], servicesFor)
  } catch (error) {
    return explain(error, args.includes('--verbose'))
  }
}

function explain(thrown: unknown, isVerbose: boolean): ExitCode {
  const error = asContractFailure(thrown)
  if (error instanceof BallastError) {
    printFailure(`${error.message}\n${error.nextStep}`)
    if (isVerbose) printFailure(String(error.stack))
    return error.exitCode
  }
  printFailure(`This is a bug of Ballast: ${error instanceof Error ? error.stack : String(error)}`)
  return ExitCode.bug
}

/** What ethers throws where a contract's answer to a question is not what its interface says. */
const UNREADABLE = ['CALL_EXCEPTION', 'BAD_DATA']

/** Refusals of what was sent have their own errors: this was a plain question, and something else lives there. */
function asContractFailure(error: unknown): unknown {
  const { code } = (error ?? {}) as { readonly code?: unknown }
  if (!(error instanceof Error) || !UNREADABLE.includes(String(code))) return error
  const { to } = (error as { transaction?: { to?: unknown } | null }).transaction ?? {}
  return new UnexpectedContractError(typeof to === 'string' ? to : undefined, error)
}

/** Whoever reads the answer may stop in the middle of it (`| head`), or the terminal is gone: that is no failure. */
const READER_GONE = ['EPIPE', 'EIO']

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(READER_GONE.includes(error.code ?? '') ? ExitCode.done : ExitCode.bug)
})

/**
 * Keeps the compiled form of what is imported from here on, so that the next command starts faster. In the user's own
 * folder: in the shared one for temporary files somebody else could put code there first. Where it cannot be written,
 * nothing is kept. Coverage would lose its precision.
 */
function keepCompiled(): void {
  if (process.env['NODE_V8_COVERAGE'] !== undefined) return
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env
  const home = XDG_CACHE_HOME ?? LOCALAPPDATA ?? HOME
  // Node would go on forever creating a folder below one that cannot be there, such as /proc/nobody.
  if (home === undefined || !existsSync(home)) return
  const folder = join(home, home === HOME ? '.cache' : '', 'ballast')
  // By this way an older Node comes far enough to be told that it is too old.
  nodeModule.enableCompileCache(folder)
  // Threads and processes that this one starts go by the variable.
  process.env['NODE_COMPILE_CACHE'] ??= folder
}

leaveWhenInterrupted()
process.exitCode = await main(process.argv.slice(2))
