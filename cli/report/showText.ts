import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import { timesDocument } from '../governance/governorClock.ts'
import { addressWords } from '../governance/names.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { judgeTally } from '../governance/tally.ts'
import { displayValue } from '../governance/value.ts'
import { plural, printableLines } from '../shared/format.ts'
import { fullId } from '../shared/proposalId.ts'
import { formatUtc } from '../shared/time.ts'
import { changesDocument, type ShownChanges, shownChangesText } from './shownChanges.ts'
import { timelineOf } from './showTimeline.ts'
import type { ProposalLine } from './statusText.ts'
import { type ShownVote, votesText } from './votesText.ts'

/** A call of a proposal, in words and bytes. */
export interface ShownCall {
  readonly target: Address
  readonly value: bigint
  readonly selector: Hex
  readonly calldata: Hex
  readonly words: string
  /** False where the call, or one that it carries, is not known: then nobody here can say what it does. */
  readonly isUnderstood: boolean
}

/** Something that happened, with the block's time in Unix seconds where the node has the block. */
export interface ShownMilestone {
  readonly kind: string
  readonly blockNumber: number
  readonly timestamp: number | undefined
  /** Who sent the transaction; undefined if the node has forgotten it. */
  readonly by: Address | undefined
  readonly transactionHash: Hex
}

/** A proposal on the chain as people read it before they vote. */
export interface ShownProposal extends ProposalLine {
  readonly network: string
  readonly chainId: number
  readonly block: BlockRef
  /** The chain's clock, in Unix seconds. */
  readonly now: bigint
  /** The announced text, as it is: not safe to print. Undefined if the node does not have it. */
  readonly description: string | undefined
  readonly descriptionHash: Hex
  /** Whether the announced text is the one whose hash the Governor stores. */
  readonly isTextGenuine: boolean
  readonly calls: readonly ShownCall[]
  readonly changes: ShownChanges
  readonly votes: readonly ShownVote[]
  readonly milestones: readonly ShownMilestone[]
  /** The hash of the file that the text says it was made from. */
  readonly sourceHash: Hex | undefined
  /** The file that was compared: its hash is the one named, and its calls are these. */
  readonly matchingFile?: string
}

const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`)

function headOf(shown: ShownProposal): readonly string[] {
  const { id, state, network, chainId, block, title, proposer } = shown
  return [
    title ?? '(the node does not have its text)',
    `Proposal ${fullId(id)}`,
    `${state} on ${network}, chain ${chainId}, at block ${block.number} (${formatUtc(block.timestamp)})`,
    `Proposed by ${proposer}`,
  ]
}

function callLines(call: ShownCall, index: number, options: ShowTextOptions): readonly string[] {
  const { target, value, selector, calldata, words, isUnderstood } = call
  const name = addressWords(target, options.book)
  const ether = value === 0n ? '' : ` · value ${displayValue('wad', value, options.book)} ETH`
  const known = name.includes('\u2026') ? '' : `${name} `
  return [
    `${index + 1}. ${isUnderstood ? '' : '? '}${words}`,
    `   to ${known}${target} · selector ${selector}${ether}`,
    ...(options.raw ? [`   ${calldata}`] : []),
  ]
}

function callsOf({ calls }: ShownProposal, options: ShowTextOptions): readonly string[] {
  const unknown = calls.filter(({ isUnderstood }) => !isUnderstood).length
  const warning =
    unknown === 0
      ? []
      : [
          `? inconclusive: ${unknown} of ${plural(calls.length, 'call')} cannot be put into words.` +
            (options.raw ? '' : ' --raw shows the bytes.'),
        ]
  return [
    'What it does',
    ...indent(calls.flatMap((call, index) => callLines(call, index, options))),
    ...indent(warning),
  ]
}

function textOf(shown: ShownProposal): readonly string[] {
  const { description, isTextGenuine, descriptionHash } = shown
  if (description === undefined) {
    return [
      'What it says',
      `  The node does not have the event with its text. The Governor stores its hash: ${descriptionHash}`,
    ]
  }
  const lines = printableLines(description).map((line) => (line === '' ? '  |' : `  | ${line}`))
  const forged = isTextGenuine
    ? []
    : ['  ? inconclusive: this is not the text whose hash the Governor stores; ask another node.']
  return ['What it says, in its proposer\u2019s words', ...lines, ...forged]
}

function sourceOf({ sourceHash, matchingFile }: ShownProposal): string {
  if (matchingFile !== undefined) {
    return `It was made from ${matchingFile} as it is now, and its calls are those of the file.`
  }
  return sourceHash === undefined
    ? 'Its text names no file that it was made from.'
    : `Its text says that it was made from a file with hash ${sourceHash}.\nWho has the file compares it with: ballast show <file>`
}

function nextLines({ next, state, handle, changes }: ShownProposal): readonly string[] {
  const isOver = next.kind === 'none'
  const command =
    next.command ?? (isOver ? (state === 'Executed' ? 'params' : 'status --all') : 'status')
  const words = `${next.words.charAt(0).toUpperCase()}${next.words.slice(1)}`
  const isOpen = state === 'Pending' || state === 'Active'
  const simulate =
    isOpen && changes.kind !== 'unread'
      ? [`To see what it would do to the vaults first: ballast simulate ${handle}`]
      : []
  return [words.endsWith('.') ? words : `${words}.`, ...simulate, `Next: ballast ${command}`]
}

export interface ShowTextOptions {
  readonly book: AddressBook
  /** Every call's bytes as well. */
  readonly raw: boolean
}

/** Whether something about it cannot be told here: then nobody should vote on the words alone. */
const isInconclusive = ({ calls, isTextGenuine }: ShownProposal): boolean =>
  !isTextGenuine || calls.some(({ isUnderstood }) => !isUnderstood)

/** The same for programs. */
export const showDocument = (shown: ShownProposal) => ({
  schema: 'ballast.show/1',
  ...shown,
  ...timesDocument(shown),
  milestones: shown.milestones.map((one) => ({ ...one, timestamp: one.timestamp ?? null })),
  isInconclusive: isInconclusive(shown),
  changes: changesDocument(shown.changes),
})

/** A proposal with everything that is known about it, for a terminal. */
export function showText(shown: ShownProposal, options: ShowTextOptions): string {
  const { book } = options
  const changes = shownChangesText(shown.changes, book)
  return [
    headOf(shown),
    callsOf(shown, options),
    ...(changes === undefined ? [] : [changes]),
    votesText(shown, judgeOf(shown), book),
    timelineOf(shown),
    textOf(shown),
    [sourceOf(shown)],
    nextLines(shown),
  ]
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

const judgeOf = ({ tally, quorum, quorumSides }: ShownProposal) =>
  judgeTally(tally, quorum, quorumSides)
