/** A hash (or what stands for one), what it is of, and what the file itself says it is, where it says so. */
export interface HashRow {
  readonly of: string
  readonly hash: string
  readonly stated?: string
}

/** Hashes of one thing in the file. */
export interface HashGroup {
  readonly title: string
  readonly rows: readonly HashRow[]
  /** What could not be computed, and what it takes. */
  readonly note?: string
  /** What the file states of it could not be compared: that is not the same as that it agrees. */
  readonly isUnchecked?: boolean
}
