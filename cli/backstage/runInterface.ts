import { readFile } from 'node:fs/promises'
import process from 'node:process'
import type { InterfaceFlags } from '../commands/interfaceFlags.ts'
import { printText } from '../commands/output.ts'
import { ExitCode } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import type { Ended } from '../ui/start.tsx'
import { importInterface } from './importInterface.ts'
import { type Office, openOffice } from './office.ts'

/**
 * Opens the interface, and comes back when somebody has left it.
 *
 * @throws BallastError if there is nothing to open, before the terminal is touched; InterfaceCrashedError
 */
export async function runInterface(wanted: InterfaceFlags): Promise<ExitCode> {
  const { account, draft, ...flags } = wanted
  if (draft !== undefined) await requireProposal(draft)
  const opening = openOffice({ flags, ...(account === undefined ? {} : { account }) })
  // What is wrong is told below, where it is awaited; the screens are loaded meanwhile.
  opening.catch(() => {})
  const { startInterface } = await importInterface()
  const office = await opening
  return leaveBehind(office, await startInterface(office.services, draft))
}

/** Most proposals are recognised by this, before anything that understands them is loaded. */
const SURELY_A_PROPOSAL = /^(title|summary|changes|calls):/m

/** Whoever names a file that cannot be opened is told before the screens are there. */
async function requireProposal(draft: string): Promise<void> {
  const text = await readFile(draft, 'utf8').catch(() => '')
  if (SURELY_A_PROPOSAL.test(text)) return
  const { openDraft } = await import('../workflows/draftFiles.ts')
  await openDraft({ folder: process.cwd() }, draft)
}

/** What runs behind the screens has this long to end before the process does all the same. */
const LEAVE_SECONDS = 2

/** The terminal is as it was: says there what is worth keeping, and ends what runs behind the screens. */
export async function leaveBehind(office: Office, ended: Ended): Promise<ExitCode> {
  const exitCode = exitCodes[ended.how]
  setTimeout(() => process.exit(exitCode), LEAVE_SECONDS * 1_000).unref()
  const failure = ended.how === 'crashed' ? await crashOf(office, ended.error) : undefined
  for (const line of ended.lines) await printText(printable(line))
  for (const line of await office.close()) await printText(printable(line))
  if (failure !== undefined) throw failure
  return exitCode
}

const exitCodes = {
  left: ExitCode.done,
  interrupted: ExitCode.interrupted,
  crashed: ExitCode.bug,
} as const

async function crashOf({ services }: Office, error: unknown): Promise<Error> {
  const { crashed } = await import('./crash.ts')
  return crashed(error, services.session.folder)
}
