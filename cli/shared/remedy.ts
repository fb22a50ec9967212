/** Something that helps, as data: each way into Ballast has its own name for it, a command or a key. */
export interface Remedy {
  readonly act: RemedyAct
  /** What it is done to: the beginning of a proposal's id, or a path; of the clock how far, else to what comes next. */
  readonly about?: string
}

/** What people are told to do, as the command line has them do it. */
const commands = {
  delegate: () => 'ballast delegate self',
  submit: (path: string) => `ballast submit ${path}`,
  vote: (proposal: string) => `ballast vote ${proposal} for`,
  queue: (proposal: string) => `ballast queue ${proposal}`,
  execute: (proposal: string) => `ballast execute ${proposal}`,
  show: (proposal: string) => `ballast show ${proposal}`,
  draft: () => 'ballast draft',
  'list proposals': () => 'ballast status',
  'list parameters': () => 'ballast params',
  'list windows': () => 'ballast steward windows',
  'list pending': () => 'ballast pending',
  'move the clock': (duration: string) => `ballast warp ${duration || 'next'}`,
  'act as another': () => '--account NAME',
  'pay more': () => '--max-fee (or maxFee in ballast.yaml)',
} as const satisfies Readonly<Record<string, (about: string) => string>>

export type RemedyAct = keyof typeof commands

/** What to do about a failure: sentences, with remedies where something can be done with Ballast itself. */
export type Advice = readonly (string | Remedy)[]

/** Writes an advice as a text with remedies in it. */
export const advise = (
  texts: TemplateStringsArray,
  ...remedies: readonly (string | Remedy)[]
): Advice => texts.flatMap((text, index) => [text, ...remedies.slice(index, index + 1)])

/** An advice as one text, each remedy by the name that somebody has for it. */
export const adviceText = (advice: Advice, nameOf: (remedy: Remedy) => string): string =>
  advice.map((part) => (typeof part === 'string' ? part : nameOf(part))).join('')

/** A remedy as it is typed into a shell. */
export const commandOf = ({ act, about = '' }: Remedy): string => commands[act](about).trimEnd()
