import { dirname, join, relative, resolve } from 'node:path'
import process from 'node:process'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { type SignedFile, signedIn } from '../workspace/signedFiles.ts'
import { signedPlaces } from '../workspace/signedPlaces.ts'
import type { Fact } from './act.ts'
import type { Acting } from './protocol.ts'

/** A message of a signer that waits to be relayed. */
export interface Waiting<File extends SignedFile = SignedFile> {
  readonly path: string
  readonly file: File
  readonly nonce: bigint
}

/**
 * What lies in some folders and waits to be relayed, in the order in which it has to be; copies are one.
 *
 * @param from the signer's next nonce on the chain: what is below was relayed, or never can be
 */
export async function waitingIn<File extends SignedFile>(
  folders: readonly string[],
  isOwn: (file: SignedFile) => file is File,
  from: bigint,
): Promise<readonly Waiting<File>[]> {
  const found = await Promise.all(
    folders.map(async (folder) =>
      (await signedIn(folder)).flatMap(({ name, file }) => {
        const path = pathFromHere(join(folder, name))
        return isOwn(file) ? [{ path, file, nonce: BigInt(file.nonce) }] : []
      }),
    ),
  )
  const copies = Map.groupBy(
    found.flat().filter(({ nonce }) => nonce >= from),
    ({ file }) => file.signature,
  )
  return [...copies.values()].flatMap(([first]) => first ?? []).sort(byNonce)
}

/** In the order in which a contract takes them. */
export const byNonce = (a: { readonly nonce: bigint }, b: { readonly nonce: bigint }): number =>
  a.nonce === b.nonce ? 0 : a.nonce < b.nonce ? -1 : 1

/** A path as it is typed from the working directory. */
export const pathFromHere = (path: string): string => relative(process.cwd(), path) || path

/**
 * The number of a new message: the lowest that no waiting one has, unless one is asked for.
 *
 * @throws UsageError for what is no number, or a number that the chain has used
 */
export function nonceFor(
  asked: string | undefined,
  from: bigint,
  waiting: readonly Waiting[],
): bigint {
  if (asked === undefined) {
    let nonce = from
    for (const taken of waiting) if (taken.nonce === nonce) nonce += 1n
    return nonce
  }
  if (!/^\d{1,20}$/.test(asked)) {
    throw new UsageError(
      `"${printable(asked)}" is no nonce.`,
      `Write a whole number; the next one that the chain takes is ${from}.`,
    )
  }
  if (BigInt(asked) >= from) return BigInt(asked)
  throw new UsageError(
    `The nonce ${asked} was used already; the next one that the chain takes is ${from}.`,
    `Leave --nonce out, or write --nonce ${from}.`,
  )
}

/** Why the order matters: said wherever a number is given. */
export function orderFacts(
  nonce: bigint,
  from: bigint,
  waiting: readonly Waiting[],
): readonly Fact[] {
  if (nonce === from) return [['to relay', 'at any time: its nonce is the next one']]
  const before = beforeIn(nonce, waiting).map((one) => `nonce ${one.nonce} (${one.path})`)
  const first = before.length === 0 ? `nonce ${from}` : before.join(', then ')
  return [['to relay', `after ${first}: the nonces of a signer are taken one after the other`]]
}

/** What is wrong with the number of a new message, or will be with that of the next. */
export async function orderWarnings(
  { folder }: Pick<Acting, 'folder'>,
  { nonce, path }: { readonly nonce: bigint; readonly path: string },
  waiting: readonly Waiting[],
): Promise<readonly string[]> {
  const isApart = !(await signedPlaces(folder)).includes(dirname(resolve(path)))
  return [
    ...waiting
      .filter((one) => one.nonce === nonce)
      .map(
        (one) =>
          `${one.path} has the same nonce: only the first of the two that is relayed counts.`,
      ),
    ...(isApart
      ? [
          `What you sign next does not see ${path}, which lies apart: until it is relayed, sign with --nonce ${nonce + 1n}.`,
        ]
      : []),
  ]
}

const beforeIn = (nonce: bigint, waiting: readonly Waiting[]): readonly Waiting[] =>
  waiting.filter((one) => one.nonce < nonce)

/** The files to relay so that a message can be: those that wait with lower nonces, then its own. */
export const queueTo = (
  path: string,
  nonce: bigint,
  waiting: readonly Waiting[],
): readonly string[] => [...beforeIn(nonce, waiting).map((one) => one.path), path]
