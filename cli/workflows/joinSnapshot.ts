import { readFile } from 'node:fs/promises'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { readMember } from '../snapshot/hub.ts'
import { typedMessage } from '../snapshot/messages.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import type { StoredStatement } from '../snapshot/stored.ts'
import type { Shown } from './act.ts'
import type { Acting } from './protocol.ts'
import {
  clockNow,
  deliver,
  requireSnapshot,
  type SnapshotActed,
  type SnapshotOptions,
} from './snapshotAct.ts'
import { requireSpace } from './snapshotSpace.ts'

/** Follows the space, or stops following it. @throws what `deliver` throws */
export async function followSpace(
  acting: Acting,
  verb: 'follow' | 'unfollow',
  options: SnapshotOptions,
): Promise<SnapshotActed> {
  const place = requireSnapshot(acting.protocol)
  await requireSpace(place)
  const { address } = acting.sender.account
  const isDone = async () => (await readMember(place, address)).follows === (verb === 'follow')
  const shown = followShown(place, verb)
  if (await isDone()) return { verb, how: 'already', shown }
  const { space, network } = place
  const typed = typedMessage(verb, { from: address, network, space, timestamp: clockNow() })
  return deliver(
    acting,
    {
      verb,
      kind: verb,
      typed,
      intent: {
        words: [verb === 'follow' ? `follow ${space}` : `stop following ${space}`],
        facts: [],
        warnings: [],
        handles: [],
      },
      readBack: async () => ((await isDone()) ? shown : undefined),
    },
    options,
  )
}

const followShown = ({ space }: SnapshotPlace, verb: 'follow' | 'unfollow'): Shown => ({
  headline:
    verb === 'follow' ? `This account follows ${space}.` : `This account does not follow ${space}.`,
  facts: [],
  details: { space, follows: verb === 'follow' },
  next: { command: 'snapshot status' },
})

export interface StatementRequest {
  /** The file with the text, in Markdown. */
  readonly file: string | undefined
  /** One line about whoever speaks. */
  readonly about?: string
}

const MOST = { about: 140, statement: 10_000 } as const

/**
 * Publishes what a delegate stands for. The same text is not published again; another one replaces it.
 *
 * @throws UsageError and what `deliver` throws
 */
export async function publishStatement(
  acting: Acting,
  request: StatementRequest,
  options: SnapshotOptions,
): Promise<SnapshotActed> {
  const place = requireSnapshot(acting.protocol)
  const { about = '' } = request
  const statement = await textOf(request.file)
  requireFits({ about, statement })
  await requireSpace(place)
  const { address } = acting.sender.account
  const isSame = (stored: StoredStatement | undefined) =>
    stored?.about === about && stored.statement === statement
  const earlier = (await readMember(place, address)).statement
  if (earlier !== undefined && isSame(earlier)) {
    return { verb: 'statement', how: 'already', shown: statementShown(place, earlier) }
  }
  const { space, network } = place
  const typed = typedMessage('statement', {
    from: address,
    timestamp: clockNow(),
    space,
    about,
    statement,
    discourse: '',
    status: 'ACTIVE',
    network,
  })
  return deliver(
    acting,
    {
      verb: 'statement',
      kind: 'statement',
      typed,
      intent: {
        words: [`publish a statement of ${statement.length} characters in ${space}`],
        facts: [['about', about]],
        warnings: earlier === undefined ? [] : ['It replaces your statement that is there.'],
        handles: [],
      },
      async readBack() {
        // The hub keeps the id and the time of the first statement: its text says whether it is this one.
        const stored = (await readMember(place, address)).statement
        return stored !== undefined && isSame(stored) ? statementShown(place, stored) : undefined
      },
    },
    options,
  )
}

async function textOf(file: string | undefined): Promise<string> {
  if (file === undefined) {
    throw new UsageError(
      'A statement is read from a file.',
      'Name it: ballast snapshot statement statement.md --about "Risk manager since 2024"',
    )
  }
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `${printable(file)} cannot be read (${error.code ?? 'unknown'}).`,
      'Name the file with the text.',
    )
  })
  return text.trim()
}

function requireFits(texts: Readonly<Record<keyof typeof MOST, string>>): void {
  for (const [name, most] of Object.entries(MOST) as [keyof typeof MOST, number][]) {
    const { length } = texts[name]
    if (length <= most) continue
    throw new UsageError(
      `The ${name} has ${length} characters, and ${most} are allowed.`,
      'Shorten it, and link the rest.',
    )
  }
  if (texts.statement === '') throw new UsageError('The statement is empty.', 'Write it first.')
}

const statementShown = ({ space }: SnapshotPlace, stored: StoredStatement): Shown => ({
  headline: `The statement is published in ${space}.`,
  facts: [
    ['id', stored.id],
    ['about', stored.about],
  ],
  details: { space, id: stored.id, about: stored.about, statement: stored.statement },
  next: { command: 'snapshot status' },
})
