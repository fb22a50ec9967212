import type { RelayedFailure } from '../shared/errors.ts'

/** A call's end as plain data: classes of errors do not cross threads. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'failure'; readonly failure: RelayedFailure }

/** What the thread behind the screens answers. */
export interface BackSide {
  /** @param args functions are replaced by `Hook`s */
  readonly call: (name: string, args: readonly unknown[]) => Promise<Outcome>
}

/** What the screens' side answers: the functions that were handed in with a call. */
export interface ScreenSide {
  readonly hook: (id: number, args: readonly unknown[]) => Promise<unknown>
}

/** A function that stayed on the other side. */
export interface Hook {
  readonly hook: number
}

export const isHook = (value: unknown): value is Hook =>
  typeof value === 'object' && value !== null && typeof (value as Hook).hook === 'number'

/** A way to another thread or process. */
export interface Port {
  readonly post: (message: unknown) => void
  readonly on: (listen: (message: unknown) => void) => void
}
