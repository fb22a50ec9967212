import { nodeAccounts, readBlock } from '../chain/client.ts'
import { asDevelopmentChain } from '../chain/network.ts'
import { readGuardian } from '../chain/votes.ts'
import { readHolder } from '../chain/votingPower.ts'
import type { Address } from '../governance/addressBook.ts'
import { displayValue } from '../governance/value.ts'
import { UsageError } from '../shared/errors.ts'
import type { Config } from '../workspace/config.ts'
import { referenceOf } from './accountReference.ts'
import { type NamedAccount, wayOf } from './listAccounts.ts'
import type { Protocol } from './protocol.ts'
import { addressOf } from './resolveAccount.ts'

/** Somebody who may act: a name of ballast.yaml, or a reference such as `node:2`. */
export interface AccountChoice {
  readonly name: string
  /** How it signs; undefined for a name that stands for nothing. */
  readonly kind?: NamedAccount['kind']
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
 * are told, keys never. Their order does not depend on who acts.
 *
 * @param own by name or reference; also one that is neither in ballast.yaml nor among those of the node
 */
export async function readAccounts(
  protocol: Protocol,
  config: Pick<Config, 'accounts'>,
  own: string | undefined,
): Promise<readonly AccountChoice[]> {
  const identified = (names: readonly string[]) =>
    Promise.all(names.map((name) => identify(protocol, config, name)))
  const named = await identified(Object.keys(config.accounts))
  const known = named.map(({ address }) => address)
  const others = (await developmentAccounts(protocol)).filter(
    ({ address }) => !known.includes(address),
  )
  const listed = [...named, ...others]
  const isListed = own === undefined || listed.some(({ name }) => name === own)
  return withRoles(protocol, [...named, ...(isListed ? [] : await identified([own])), ...others])
}

async function identify(
  { chain }: Protocol,
  config: Pick<Config, 'accounts'>,
  name: string,
): Promise<AccountChoice> {
  const known = { name, ...kindOf(config, name) }
  try {
    return { ...known, address: await addressOf(chain, config, name) }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return { ...known, trouble: error.message }
  }
}

function kindOf(config: Pick<Config, 'accounts'>, name: string): Pick<AccountChoice, 'kind'> {
  try {
    return { kind: wayOf(referenceOf(config, name)).kind }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return {}
  }
}

async function developmentAccounts({ chain }: Protocol): Promise<readonly AccountChoice[]> {
  if ((await asDevelopmentChain(chain)) === undefined) return []
  const addresses = await nodeAccounts(chain)
  return addresses
    .slice(0, MOST_NODE_ACCOUNTS)
    .map((address, index) => ({ name: `node:${index}`, kind: 'node', address }))
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
