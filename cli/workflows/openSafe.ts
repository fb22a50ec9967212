import { getAddress } from 'ethers'
import type { Account } from '../chain/account.ts'
import type { Chain } from '../chain/client.ts'
import { readSafe, type Safe } from '../chain/safe.ts'
import { safeAccount } from '../chain/safeAccount.ts'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'

/**
 * The Safe behind `safe:`, with those of its owners whose keys are at hand. One that ballast.yaml names and whose key is
 * not here is told and does without: everybody may have the same ballast.yaml.
 *
 * @param reference `0x…`, or `0x…:alice,bob`
 * @param resolve opens an owner by name
 * @throws NotASafeError, UsageError
 */
export async function openSafe(
  chain: Chain,
  reference: string,
  resolve: (name: string) => Promise<Account>,
): Promise<Account> {
  const [text = '', owners = ''] = reference.split(':')
  const safe = await readSafe(chain, addressFrom(text))
  const accounts: Account[] = []
  const missing: string[] = []
  for (const name of owners.split(',').filter(Boolean)) {
    try {
      accounts.push(requireOwner(safe, name, await resolve(name)))
    } catch (error) {
      const isWrong = error instanceof NoOwnerError || error instanceof OwnerIsSafeError
      if (!(error instanceof UsageError) || isWrong) throw error
      missing.push(`${name}: ${error.message}`)
    }
  }
  return safeAccount(safe, { accounts: onceEach(accounts), missing })
}

/** ballast.yaml says that somebody owns a Safe who does not. */
export class NoOwnerError extends UsageError {
  constructor(name: string, owner: Account, safe: Safe) {
    super(
      `${name} (${owner.address}) is no owner of the Safe ${safe.address}.`,
      `Its owners are ${safe.owners.join(', ')}: correct \`owners\` in ballast.yaml, or choose another account.`,
    )
  }
}

/** A Safe owns another one: its own owners would have to sign for it first. */
export class OwnerIsSafeError extends UsageError {
  constructor(name: string, owner: Account, safe: Safe) {
    super(
      `${name} (${owner.address}) is a Safe itself, and one Safe cannot sign for another (${safe.address}) from here.`,
      'Name owners that have a key, or sign in the Safe app.',
    )
  }
}

/** @throws OwnerIsSafeError, NoOwnerError */
export function requireOwner(safe: Safe, name: string, account: Account): Account {
  if (account.owners !== undefined) throw new OwnerIsSafeError(name, account, safe)
  if (safe.owners.includes(account.address)) return account
  throw new NoOwnerError(name, account, safe)
}

/** Two names may be the same account. */
const onceEach = (accounts: readonly Account[]): readonly Account[] => [
  ...new Map(accounts.map((account) => [account.address, account])).values(),
]

function addressFrom(text: string) {
  try {
    if (/^0x[0-9a-f]{40}$/i.test(text)) return getAddress(text)
  } catch {
    // Its capital letters do not fit its digits.
  }
  throw new UsageError(
    `safe:${printable(text)} names no address.`,
    'Write safe: and the address of the Safe, 0x and 40 hex digits, copied from where the Safe is shown.',
  )
}
