/** What temporary folders are made for. */
export type TemporaryKind = 'demonstration' | 'preview' | 'fork'

/** A process, and the machine whose number it has: a container that shares the folder has numbers of its own. */
export interface Maker {
  readonly host: string
  readonly pid: number
}

const HOST_LETTERS = 12

/** Short, and nothing but letters that every file system takes. */
const hostWord = (host: string): string =>
  host.replace(/[^a-z0-9]/gi, '').slice(0, HOST_LETTERS) || 'here'

/**
 * How the name of a temporary folder begins. It says who made it, so that somebody else can put it away when its maker
 * was killed: a note inside could be missing.
 */
export const temporaryPrefix = (kind: TemporaryKind, { host, pid }: Maker): string =>
  `ballast-${kind}-${hostWord(host)}-${pid}-`

const pattern = /^ballast-(demonstration|preview|fork)-([A-Za-z0-9]{1,12})-(\d{1,10})-\w{6}$/

/** What a folder was made for, and by which process of this machine; undefined for every other one. */
export function madeHere(
  name: string,
  host: string,
): { readonly kind: TemporaryKind; readonly pid: number } | undefined {
  const [, kind, maker, pid] = pattern.exec(name) ?? []
  if (kind === undefined || maker !== hostWord(host)) return undefined
  return { kind: kind as TemporaryKind, pid: Number(pid) }
}
