import process from 'node:process'
import { getAddress } from 'ethers'
import type { Chain } from '../chain/client.ts'
import type { Address } from '../governance/addressBook.ts'
import { UsageError } from '../shared/errors.ts'
import type { Workspace } from './protocol.ts'
import { addressOf } from './resolveAccount.ts'

/** Somebody whose part is shown. Nothing is signed, so any address will do. */
export type Watching =
  | { readonly name: string; readonly address: Address }
  | { readonly trouble: string }
  | undefined

/**
 * Whose part in the proposals to show: an address or account that was asked for, else the network's own account. Where
 * the network's own cannot be opened (its key is not in this shell), that is said and the rest is shown.
 *
 * @param asked null for nobody's
 * @throws UsageError if the one that was asked for is not there
 */
export async function watcherOf(
  chain: Chain,
  workspace: Workspace | undefined,
  asked: string | null | undefined,
): Promise<Watching> {
  if (asked === null) return undefined
  if (asked !== undefined && /^0x[0-9a-f]{40}$/i.test(asked)) {
    const address = getAddress(asked.toLowerCase())
    return { name: address, address }
  }
  const own = process.env['BALLAST_ACCOUNT'] ?? workspace?.network.account
  const name = asked ?? own
  if (name === undefined) return undefined
  const config = workspace?.config ?? { accounts: {} }
  try {
    return { name, address: await addressOf(chain, config, name) }
  } catch (error) {
    if (asked !== undefined || !(error instanceof UsageError)) throw error
    return { trouble: `Your part is not shown: ${error.message} ${error.nextStep}` }
  }
}
