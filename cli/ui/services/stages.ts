/** What long work says of itself, as data: it crosses threads. */
export type StageNews =
  | { readonly kind: 'stage'; readonly name: string }
  | { readonly kind: 'step'; readonly done: number; readonly total: number }
  | { readonly kind: 'finish'; readonly outcome: string }
  | { readonly kind: 'say'; readonly sentence: string }
