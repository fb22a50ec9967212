import type { AddressBook, MarketEntry } from '../governance/addressBook.ts'
import type { FreezeTerms } from '../governance/freeze.ts'
import type { BlockRef } from '../governance/parameter.ts'
import type { Restraint } from '../governance/restraint.ts'
import { settingCall } from '../governance/settings.ts'
import { askAll, viewsOf } from './askAll.ts'
import type { Chain } from './client.ts'
import { guardianAbi } from './contracts.ts'
import { type MarketSummary, readMarkets } from './readBook.ts'
import type { Action } from './transaction.ts'

/** Stops issuing in a market for the Ledger's duration. */
export const freezeAction = ({ contracts }: AddressBook, { id }: MarketEntry): Action => ({
  to: contracts.ledger,
  data: guardianAbi.encodeFunctionData('freeze', [id]),
})

/** Tightens what travels in one call; members in the order of the catalogue. */
export function restrainAction(
  book: AddressBook,
  restraints: readonly [Restraint, ...Restraint[]],
): Action {
  const { target, calldata } = settingCall(restraints, book, 'restrain')
  return { to: target, data: calldata }
}

/** How long a freeze lasts and how often there may be one. */
export async function readFreezeTerms(
  chain: Chain,
  { contracts }: AddressBook,
  at: BlockRef,
): Promise<FreezeTerms> {
  const ask = viewsOf(contracts.ledger, guardianAbi)
  const [duration, interval] = await askAll(
    chain,
    [ask('FREEZE_DURATION'), ask('FREEZE_INTERVAL')],
    at,
  )
  return { duration: duration?.[0] as bigint, interval: interval?.[0] as bigint }
}

/** One market without its vaults. */
export async function readMarket(
  chain: Chain,
  book: AddressBook,
  { market, at }: { readonly market: MarketEntry; readonly at: BlockRef },
): Promise<MarketSummary> {
  const [only] = (await readMarkets(chain, { ...book, markets: [market] }, at)).markets
  if (only === undefined) throw new Error(`${market.label} was not read.`)
  return only
}
