import process from 'node:process'
import { createInterface } from 'node:readline/promises'
import type { Readable, Writable } from 'node:stream'
import { consentWords } from '../shared/consent.ts'
import { BallastError, ExitCode, UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import type { Confirm, Plan } from '../workflows/act.ts'
import { planText } from '../workflows/answersOfActs.ts'
import type { ConfirmKeeper } from '../workflows/keep.ts'
import { keeperPlanText } from '../workflows/keeperAnswer.ts'
import { capital } from '../workflows/lifecycleWords.ts'
import type { ConfirmSnapshot } from '../workflows/snapshotAct.ts'
import { snapshotPlanText } from '../workflows/snapshotPlanText.ts'
import type { MildFlags, SevereFlags, SignatureFlags } from './actingFlags.ts'
import type { OutputFlags } from './output.ts'

/** Nobody agreed, so nothing was sent. */
export class NotConfirmedError extends UsageError {}

/** Somebody pressed Ctrl-C at a question, or closed it. */
export class InterruptedError extends BallastError {
  override readonly exitCode = ExitCode.interrupted
  constructor() {
    super('Interrupted; nothing was sent.', 'The command can be repeated as it is.')
  }
}

/** Where people are shown the plan and asked. stdout is for the answer alone. */
export interface Terminal {
  readonly input: Readable
  readonly output: Writable
  /** Whether somebody sits there who can be asked. */
  readonly isInteractive: boolean
}

export const ownTerminal = (): Terminal => ({
  input: process.stdin,
  output: process.stderr,
  isInteractive: process.stdin.isTTY === true && process.stderr.isTTY === true,
})

/**
 * Consent to a severe act: the slug, typed or given with `--confirm`.
 *
 * @returns a Confirm that throws NotConfirmedError or InterruptedError instead of sending
 */
export const confirmBySlug =
  ({ confirm, dryRun, quiet }: SevereFlags & OutputFlags, terminal = ownTerminal()): Confirm =>
  async (plan) => {
    if (dryRun === true) return 'dry run'
    if (quiet !== true || confirm === undefined) show(plan, terminal)
    const [slug = ''] = plan.handles
    const words = consentWords[plan.consent ?? 'send']
    const typed =
      confirm ?? (await asked(terminal, `Type ${slug} to ${words}: `, `--confirm ${slug}`))
    if (plan.handles.includes(typed.trim())) return 'send'
    throw new NotConfirmedError(
      confirm === undefined
        ? `What you typed is not ${slug}; nothing was sent.`
        : '--confirm does not name this proposal; nothing was sent.',
      `To send it: --confirm ${slug}`,
    )
  }

/** Consent to any other act: yes, or `--yes`. */
export const confirmByYes =
  ({ yes, dryRun, quiet }: MildFlags & OutputFlags, terminal = ownTerminal()): Confirm =>
  async (plan) => {
    if (dryRun === true) return 'dry run'
    if (quiet !== true || yes !== true) show(plan, terminal)
    if (yes === true) return 'send'
    const question = capital(consentWords[plan.consent ?? 'send'])
    const typed = await asked(terminal, `${question}? (yes/no) `, '--yes')
    if (/^y(es)?$/i.test(typed.trim())) return 'send'
    throw new NotConfirmedError('Not confirmed; nothing was sent.', 'To send it: --yes')
  }

/** Consent to a signature that others will use: yes, or `--yes`, to the plan that is shown. */
export const confirmSignature =
  ({ yes, dryRun, quiet }: MildFlags & OutputFlags, terminal = ownTerminal()) =>
  async (plan: string): Promise<'sign' | 'dry run'> => {
    if (dryRun === true) return 'dry run'
    if (quiet !== true || yes !== true) terminal.output.write(`${plan}\n`)
    if (yes === true) return 'sign'
    const typed = await asked(terminal, 'Sign it? (yes/no) ', '--yes')
    if (/^y(es)?$/i.test(typed.trim())) return 'sign'
    throw new NotConfirmedError('Not confirmed; nothing was signed.', 'To sign it: --yes')
  }

/**
 * Consent to what concerns a whole network: its name, typed or given with `--confirm`.
 *
 * @throws NotConfirmedError, InterruptedError
 */
export async function confirmByName(
  { confirm, quiet }: { readonly confirm?: string } & OutputFlags,
  name: string,
  plan: string,
  terminal = ownTerminal(),
): Promise<void> {
  if (quiet !== true || confirm === undefined) terminal.output.write(`${plan}\n`)
  const typed = confirm ?? (await asked(terminal, `Type ${name} to send it: `, `--confirm ${name}`))
  if (typed.trim() === name) return
  throw new NotConfirmedError(
    `"${printable(typed.trim())}" is not ${name}; nothing was sent.`,
    `To send it: --confirm ${name}`,
  )
}

/**
 * Consent to a message for Snapshot: yes, or `--yes`; the slug for what cannot be taken back.
 *
 * @throws NotConfirmedError, InterruptedError
 */
export const confirmOnSnapshot =
  (
    { yes, confirm, dryRun, quiet }: SignatureFlags & OutputFlags,
    isSevere: boolean,
    terminal = ownTerminal(),
  ): ConfirmSnapshot =>
  async (plan) => {
    if (dryRun === true) return 'dry run'
    const given = isSevere ? confirm : yes === true ? 'yes' : undefined
    if (quiet !== true || given === undefined) terminal.output.write(`${snapshotPlanText(plan)}\n`)
    const [slug = ''] = plan.handles
    const flag = isSevere ? `--confirm ${slug}` : '--yes'
    const question = isSevere ? `Type ${slug} to sign and send it: ` : 'Sign and send it? (yes/no) '
    const typed = (given ?? (await asked(terminal, question, flag))).trim()
    if (isSevere ? plan.handles.includes(typed) : /^y(es)?$/i.test(typed)) return 'send'
    throw new NotConfirmedError('Not confirmed; nothing was signed or sent.', `To send it: ${flag}`)
  }

/** Consent to all that a keeper will send: the network's name, typed or given with `--confirm`. */
export const confirmKeeper =
  (
    { confirm, dryRun, quiet }: SevereFlags & OutputFlags,
    feeCap: bigint | undefined,
    terminal = ownTerminal(),
  ): ConfirmKeeper =>
  async (plan) => {
    if (dryRun === true) return 'dry run'
    const { network } = plan
    if (quiet !== true || confirm === undefined) {
      terminal.output.write(`${keeperPlanText(plan, feeCap)}\n`)
    }
    const question = `Type ${network} to let it send: `
    const typed = confirm ?? (await asked(terminal, question, `--confirm ${network}`))
    if (typed.trim() === network) return 'send'
    throw new NotConfirmedError(
      `${confirm === undefined ? 'What you typed' : '--confirm'} is not ${network}; nothing was sent.`,
      `To let it send: --confirm ${network}`,
    )
  }

const show = (plan: Plan, { output }: Terminal): void => {
  output.write(`${planText(plan)}\n`)
}

/** @throws NotConfirmedError where nobody can be asked, or the input ends; InterruptedError */
async function asked(terminal: Terminal, question: string, flag: string): Promise<string> {
  const { input, output, isInteractive } = terminal
  if (!isInteractive) {
    throw new NotConfirmedError(
      'There is no terminal to ask in; nothing was sent.',
      `Read the plan above and give ${flag} to send it, or --dry-run for the plan alone.`,
    )
  }
  const lines = createInterface({ input, output, terminal: true })
  try {
    return await new Promise((resolve, reject) => {
      const leave = (reason: Error) => {
        output.write('\n')
        reject(reason)
      }
      lines.once('SIGINT', () => leave(new InterruptedError()))
      lines.once('close', () =>
        leave(new NotConfirmedError('The input ended; nothing was sent.', `To send it: ${flag}`)),
      )
      lines.question(question).then((answer) => {
        lines.removeAllListeners('close')
        resolve(answer)
      }, reject)
    })
  } finally {
    lines.close()
  }
}
