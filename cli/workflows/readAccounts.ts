import { nodeAccounts, readBlock } from '../chain/client.ts'
import { asDevelopmentChain } from '../chain/network.ts'
import { readGuardian } from '../chain/votes.ts'
import { readHolder } from '../chain/votingPower.ts'
import type { Address } from '../governance/addressBook.ts'
import { displayValue } from '../governance/value.ts'
import { UsageError } from '../shared/errors.ts'
import type { Config } from '../workspace/config.ts'
import type { Protocol } from './protocol.ts'
import { addressOf } from './resolveAccount.ts'

/** Somebody who may act: a name of ballast.yaml, or a reference such as `node:2`. */
export interface AccountChoice {
  readonly name: string
  /** Undefined if it cannot be told without its key. */
  readonly address?: Address
  /** What it is good for, in a word or two: `guardian`, `700,000 BLST of votes`. */
  readonly role?: string
  /** Why it cannot act now. */
  readonly trouble?: string
}

/** A development node has more accounts than anybody wants to choose from. */
const MOST_NODE_ACCOUNTS = 20

/**
 * Who may act here: the accounts of ballast.yaml, and on a development chain those that its node signs for. Addresses
 * are told, keys never.
 *
 * @param own by name or reference; it stands first
 */
export async function readAccounts(
  protocol: Protocol,
  config: Pick<Config, 'accounts'>,
  own: string | undefined,
): Promise<readonly AccountChoice[]> {
  const names = new Set([...(own === undefined ? [] : [own]), ...Object.keys(config.accounts)])
  const named = await Promise.all([...names].map((name) => identify(protocol, config, name)))
  const known = named.map(({ address }) => address)
  const others = (await developmentAccounts(protocol)).filter(
    ({ address }) => !known.includes(address),
  )
  return withRoles(protocol, [...named, ...others])
}

async function identify(
  { chain }: Protocol,
  config: Pick<Config, 'accounts'>,
  name: string,
): Promise<AccountChoice> {
  try {
    return { name, address: await addressOf(chain, config, name) }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return { name, trouble: error.message }
  }
}

async function developmentAccounts({ chain }: Protocol): Promise<readonly AccountChoice[]> {
  if ((await asDevelopmentChain(chain)) === undefined) return []
  const addresses = await nodeAccounts(chain)
  return addresses
    .slice(0, MOST_NODE_ACCOUNTS)
    .map((address, index) => ({ name: `node:${index}`, address }))
}

async function withRoles(
  { chain, book }: Protocol,
  accounts: readonly AccountChoice[],
): Promise<readonly AccountChoice[]> {
  const block = await readBlock(chain)
  const guardian = await readGuardian(chain, book, block.number)
  return Promise.all(
    accounts.map(async (account) => {
      const { address } = account
      if (address === undefined) return account
      if (address === guardian) return { ...account, role: 'guardian' }
      const { votes } = await readHolder(chain, book, address, block)
      return votes === 0n
        ? account
        : { ...account, role: `${displayValue('votes', votes, book)} of votes` }
    }),
  )
}
