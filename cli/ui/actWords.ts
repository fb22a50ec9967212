import { RelayedError } from '../shared/errors.ts'
import { formatNumber, gwei, printable } from '../shared/format.ts'
import type { Plan } from '../workflows/act.ts'
import { blankLine, factLines, type Line, paragraph, titleLine } from './lines.ts'
import { proposalName } from './proposalName.ts'
import { remedyKey } from './remedyKeys.ts'
import type { ActEnd, ActRequest, Replaced } from './services/acts.ts'
import type { Theme } from './theme.ts'

/** What somebody is about to do, as the title of its dialog. */
export function actTitle(request: ActRequest): string {
  switch (request.verb) {
    case 'submit':
      return `Submit ${printable(proposalName(request.path))}`
    case 'delegate':
      return request.to === 'self' ? 'Delegate to yourself' : `Delegate to ${printable(request.to)}`
    case 'pending':
      return request.what === 'cancel'
        ? `Take back what was sent with the nonce ${request.nonce}`
        : `Offer more for what was sent with the nonce ${request.nonce}`
    case 'steward':
      return `Step as a steward in ${printable(request.market)}`
    case 'vote':
      return `Vote on ${printable(request.reference)}`
    default:
      return `${capital(request.verb)} ${printable(request.reference)}`
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const formatEther = (wei: bigint): string => `${formatNumber(wei, 18, 12)} ETH`

/** Everything that people need to know before they agree. */
export function planLines(plan: Plan, width: number, caution: string): readonly Line[] {
  const { network, chainId, account, words, facts, warnings, gas, cost, signed } = plan
  const [first = '', ...rest] = words
  return [
    ...factLines(
      [
        ['network', `${network}, chain ${chainId}`],
        ['account', `${account.address} (${account.signsWith})`],
        ['does', first],
        ...rest.map((line) => ['', line] as const),
        ...facts,
        ['gas', `${formatNumber(gas)} at most, for ${formatEther(cost)} at most`],
      ],
      width,
    ),
    ...warningLines(warnings, width, caution),
    ...(signed === undefined
      ? []
      : [
          blankLine,
          titleLine('What is signed, as a device shows it'),
          ...factLines(signed.words, width),
        ]),
  ]
}

const warningLines = (warnings: readonly string[], width: number, mark: string): readonly Line[] =>
  warnings.flatMap((warning) => paragraph(warning, { width, tone: 'caution', mark: `${mark} ` }))

/** An act that came to its end: on the chain, or in files that owners of a Safe have to sign. */
export type DoneEnd = Extract<ActEnd, { readonly how: 'sent' | 'already' | 'collected' }>

/** What was done, and what the chain shows now. */
export function endLines(
  end: DoneEnd,
  width: number,
  { pass, caution }: Theme['symbols'],
): readonly Line[] {
  const { shown } = end
  const sent =
    end.how === 'sent'
      ? ([
          ['transaction', end.sent.transactionHash],
          ['block', `${end.sent.blockNumber}, ${formatNumber(end.sent.gasUsed)} gas`],
        ] as const)
      : []
  return [
    ...(end.how === 'already' ? [{ text: 'Nothing to send: it is done already.' }] : []),
    ...(end.how === 'collected'
      ? paragraph(shown.headline, { width, tone: 'caution', mark: `${caution} ` })
      : paragraph(shown.headline, { width, tone: 'good', mark: `${pass} ` })),
    ...factLines([...sent, ...shown.facts], width),
    ...warningLines(shown.warnings ?? [], width, caution),
  ]
}

/** What took the place of what; which of them is mined is seen in Activity. */
export function replacedLines(
  { what, plan, hash, before }: Replaced,
  width: number,
  { pass }: Theme['symbols'],
): readonly Line[] {
  const place = remedyKey({ act: 'list pending' })
  return [
    ...paragraph(replacedWords(what), { width, tone: 'good', mark: `${pass} ` }),
    ...factLines(
      [
        ['transaction', hash],
        ...(before === undefined ? [] : [['in place of', before] as const]),
        ['for a unit of gas', `${gwei(mostOf(plan))} at most`],
      ],
      width,
    ),
    blankLine,
    titleLine('Next'),
    ...paragraph(`${place} shows which of the two is mined`, { width }),
  ]
}

const mostOf = ({ fees }: Plan): bigint => (fees.type === 2 ? fees.maxFeePerGas : fees.gasPrice)

/** What a replacement came to, in a sentence. */
export const replacedWords = (what: Replaced['what']): string =>
  what === 'cancel'
    ? 'What takes it back was sent: one of the two is mined.'
    : 'More is offered for it: one of the two is mined.'

/** What comes next, by the keys of this interface. */
export function nextLines(
  { verb: done, how, shown: { next } }: DoneEnd,
  width: number,
  canWarp: boolean,
): readonly Line[] {
  const { command, when } = next
  const [verb = ''] = command.split(' ')
  const isMore = done === 'vote' && verb === 'vote'
  const words = isMore ? OTHERS_VOTE : (nextByVerb[verb] ?? `ballast ${command}`)
  return [
    titleLine('Next'),
    ...paragraph(when === undefined ? words : `${words}, ${when}`, { width }),
    // A newcomer on a development chain must not wait for days.
    ...(when === undefined || !canWarp || done === verb || verb === 'show' || how === 'collected'
      ? []
      : paragraph('T moves the clock of this development chain there', { width })),
  ]
}

/** One voter did not suffice. */
const OTHERS_VOTE = 'A acts as another account, v then votes as that one too'

const nextByVerb: Readonly<Record<string, string>> = {
  vote: `${remedyKey({ act: 'vote' })} votes on it`,
  queue: `${remedyKey({ act: 'queue' })} queues it`,
  execute: `${remedyKey({ act: 'execute' })} executes it`,
  params: 'Parameters shows the values as they are now',
  steward: `${remedyKey({ act: 'list windows' })} shows when the next step may follow`,
  status: `${remedyKey({ act: 'list proposals' })} shows what needs somebody`,
  show: `${remedyKey({ act: 'show' })} shows it`,
}

/** The proposal that a submission has made, by its id. */
export function submittedId({ verb, shown }: DoneEnd): string | undefined {
  const id = shown.details['proposalId']
  return verb === 'submit' && typeof id === 'bigint' ? id.toString() : undefined
}

/** Failures that the chain's side names itself: nothing left this computer. */
const nothingSent: readonly string[] = [
  'DearerThanPlannedError',
  'TransactionRefusedError',
  'NotEnoughFundsError',
  'WrongChainError',
  'NothingToReplaceError',
  'ReplacementRefusedError',
  'WrongPassphraseError',
  'PassphraseMissingError',
  'KeystoreError',
  'SecretFileError',
  // Whatever a Ledger or the way to it says: it signs before anything leaves.
  'UsbUnavailableError',
  'LedgerNotFoundError',
  'SeveralLedgersError',
  'LedgerPermissionError',
  'LedgerBusyError',
  'LedgerLockedError',
  'LedgerAppError',
  'LedgerRefusedError',
  'BlindSigningOffError',
  'WrongLedgerError',
  'LedgerSignatureError',
  'LedgerGoneError',
  'LedgerSilentError',
  'LedgerAnswerError',
]

const HASH = /0x[0-9a-f]{64}/i

/** Whether a failed act reached the chain, as far as anybody knows. */
export function sentWords(error: Error, maySend: boolean): string {
  const kind = error instanceof RelayedError ? error.kind : error.name
  if (!maySend || nothingSent.includes(kind)) return 'Nothing was sent.'
  if (kind === 'ReceiptMissingError') return 'It was sent, and may still be mined.'
  if (kind === 'ReplacedError') return 'It was sent, and did not happen.'
  if (HASH.test(error.message)) return 'It was sent and mined.'
  return 'Whether it was sent is not known. Doing the same again is safe: what was sent is looked for first.'
}

/** The transaction that a failure names, if it names one. */
export const hashIn = (error: Error): string | undefined => HASH.exec(error.message)?.[0]

/** What people are asked to type for a severe act; undefined where Enter is enough. */
export const slugOf = ({ handles }: Pick<Plan, 'handles'>): string | undefined => handles[0]
