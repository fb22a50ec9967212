import type { BookReading } from '../chain/readBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { bookAt } from './bookAt.ts'
import { bookColumns } from './bookColumns.ts'
import { type DraftEffect, readDraftEffect } from './draftEffect.ts'
import { type NearLiquidation, nearLiquidation } from './nearLiquidation.ts'
import type { Protocol } from './protocol.ts'
import { rememberRecent } from './recent.ts'
import { impactOn, type VaultImpact } from './vaultImpact.ts'
import { type VaultIndex, type VaultSelection, type VaultTotals, vaultIndex } from './vaultIndex.ts'
import type { VaultIdentity, VaultRow } from './vaultRow.ts'

/** What of the vaults to show, in which order. */
export interface VaultQuestion extends VaultSelection {
  /** The draft whose effect is shown beside each vault: its text. */
  readonly draft?: string
}

/** Rows by their positions among what was found. */
export interface VaultRange {
  readonly from: number
  readonly count: number
}

/** What is on the screen: these rows come with the table, so that nothing flickers when the book is newer. */
export interface VaultView extends VaultRange {
  /** The selected vault: the rows are those around it, wherever it is now. */
  readonly follow?: VaultIdentity
}

export interface VaultPage {
  /** The book that the rows are of. */
  readonly book: string
  readonly from: number
  readonly rows: readonly VaultRow[]
}

/** When the figures with the draft are of, Unix seconds, and what they do not count, in words. */
export interface DraftMoments {
  readonly executesAt: number
  /** When nothing moves any more; absent if nothing does after the execution. */
  readonly settlesAt?: number
  readonly leftOut: readonly string[]
}

/** What a question finds in the newest book. */
export interface VaultTable {
  readonly block: BlockRef
  readonly derivativeSymbol: string
  /** Labels, in the book's order. */
  readonly markets: readonly string[]
  /** Of all vaults. */
  readonly totalCount: number
  /** Of those that were found. */
  readonly count: number
  readonly totals: VaultTotals
  /** Absent without a draft. */
  readonly draft?: DraftMoments
  /** Where the followed vault is, if it was found. */
  readonly followedAt?: number
  readonly page: VaultPage
}

/** The vaults of a protocol, asked for in pages. */
export interface Vaults {
  /** @throws NodeError */
  readonly find: (
    question: VaultQuestion,
    view: VaultView,
    onProgress?: (read: number, total: number) => void,
  ) => Promise<VaultTable>
  /** Some rows of a book that was found in; of the newest one if that is gone. */
  readonly page: (
    question: VaultQuestion,
    range: VaultRange & { readonly book: string },
  ) => Promise<VaultPage>
  /** How many are close to liquidation in the newest book. @throws NodeError */
  readonly near: () => Promise<NearLiquidation>
  /** What the draft does to one owner. @throws UsageError if that is no address */
  readonly impact: (owner: string, draft: string | undefined) => Promise<VaultImpact>
}

/** Books that are kept: while the newest is laid out, pages of the one before are still asked for. */
const KEPT_BOOKS = 2

/** Where books and drafts come from. */
interface Sources {
  /** In Unix seconds. */
  readonly now: () => number
  /** The newest book of a protocol, the same one until there is a newer. */
  readonly book?: typeof bookAt
  readonly effect?: typeof readDraftEffect
}

export function openVaults(
  open: () => Promise<Protocol>,
  { now, book: read = bookAt, effect = readDraftEffect }: Sources,
): Vaults {
  const books: BookReading[] = []
  const columnsOf = rememberRecent(KEPT_BOOKS, bookColumns)
  const indexOf = rememberRecent(KEPT_BOOKS, (reading: BookReading, draft?: DraftEffect) =>
    vaultIndex(reading, columnsOf(reading), draft),
  )
  // The effect of one text on one book is one, whatever the clock says meanwhile: pages fit their table.
  const effectOf = rememberRecent(KEPT_BOOKS, (text: string, { block }: BookReading) =>
    once(async () => effect(await open(), text, { block, wallClock: now() })),
  )
  const draftOn = async (text: string | undefined, reading: BookReading) =>
    text === undefined ? undefined : effectOf(text, reading)()
  const newest = async (onProgress?: (read: number, total: number) => void) => {
    const reading = await read(await open(), onProgress)
    if (books[0] !== reading) books.unshift(reading)
    books.length = Math.min(books.length, KEPT_BOOKS)
    return reading
  }
  return {
    async find(question, view, onProgress) {
      const reading = await newest(onProgress)
      const draft = await draftOn(question.draft, reading)
      return tableOf(indexOf(reading, draft), question, { ...view, draft })
    },
    async page(question, { book, ...range }) {
      const reading = books.find(({ block }) => block.hash === book) ?? (await newest())
      const index = indexOf(reading, await draftOn(question.draft, reading))
      return pageOf(index, index.select(question).rows, range)
    },
    async near() {
      const reading = await newest()
      return nearLiquidation(reading, columnsOf(reading))
    },
    async impact(owner, text) {
      const reading = await newest()
      return impactOn(owner, reading, await draftOn(text, reading))
    },
  }
}

/** Asks once, and again only if that has failed. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined
  return () => {
    answer ??= ask().catch((error: unknown) => {
      answer = undefined
      throw error
    })
    return answer
  }
}

function tableOf(
  index: VaultIndex,
  question: VaultQuestion,
  { follow, draft, ...range }: VaultView & { readonly draft: DraftEffect | undefined },
): VaultTable {
  const { reading, count, settlesAt } = index
  const { rows, totals } = index.select(question)
  const followed = follow === undefined ? undefined : index.rowOf(follow)
  const at = followed === undefined ? -1 : rows.indexOf(followed)
  const from = at === -1 ? range.from : at - Math.floor(range.count / 2)
  return {
    block: reading.block,
    derivativeSymbol: reading.derivativeSymbol,
    markets: reading.markets.map(({ label }) => label),
    totalCount: count,
    count: rows.length,
    totals,
    ...(draft === undefined
      ? {}
      : {
          draft: {
            executesAt: draft.executesAt,
            ...(settlesAt === undefined ? {} : { settlesAt }),
            leftOut: draft.leftOut,
          },
        }),
    ...(at === -1 ? {} : { followedAt: at }),
    page: pageOf(index, rows, { from, count: range.count }),
  }
}

/** The range moved to where there are rows, so that a screen is full whenever it can be. */
function pageOf(index: VaultIndex, rows: Uint32Array, { from, count }: VaultRange): VaultPage {
  const first = Math.max(0, Math.min(from, rows.length - count))
  return {
    book: index.reading.block.hash,
    from: first,
    rows: Array.from(rows.subarray(first, first + count), index.rowAt),
  }
}
