import type { Interface, Result } from 'ethers'
import { RiskSteward__factory } from '../../artifacts/typechain/factories/contracts/governance/RiskSteward__factory.js'
import type { Address, AddressBook, MarketEntry } from '../governance/addressBook.ts'
import { marketParameters } from '../governance/marketParameters.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { allowanceOf } from '../governance/stewardCalls.ts'
import type { StewardWindow } from '../governance/stewardWindow.ts'
import { askAll, viewsOf } from './askAll.ts'
import type { Chain } from './client.ts'
import type { Action } from './transaction.ts'

export const stewardAbi = RiskSteward__factory.createInterface()

/**
 * What stewards may do with every parameter of some markets, all at one block; in the order of the catalogue.
 *
 * @param steward where the RiskSteward is
 * @throws UnexpectedContractError, NodeError
 */
export async function readWindows(
  chain: Chain,
  steward: Address,
  markets: readonly MarketEntry[],
  at: BlockRef,
): Promise<readonly StewardWindow[]> {
  const ask = viewsOf(steward, stewardAbi)
  const asked = markets.flatMap(({ label, id }) =>
    marketParameters.map((spec, member) => ({ market: label, spec, id, member })),
  )
  const answers = await askAll(
    chain,
    asked.flatMap(({ id, member }) => [
      ask('allowanceOf', id, member),
      ask('windowOf', id, member),
    ]),
    at,
  )
  return asked.map(({ market, spec }, index) => {
    const [allowance, window] = [answers[2 * index]?.[0], answers[2 * index + 1]?.[0]] as [
      Result,
      Result,
    ]
    const [stored, lowest, highest, opensAt] = window.toArray() as [bigint, bigint, bigint, bigint]
    return { market, spec, allowance: allowanceOf(allowance), stored, lowest, highest, opensAt }
  })
}

/** A tuple of steps, members in the order of the catalogue. */
export const stepAction = (
  { steward, market }: { readonly steward: Address; readonly market: MarketEntry },
  steps: readonly { readonly spec: StewardWindow['spec']; readonly value: bigint }[],
): Action => ({
  to: steward,
  data: stewardAbi.encodeFunctionData('set', [
    market.id,
    steps.map(({ spec, value }) => ({ parameter: marketParameters.indexOf(spec), value })),
  ]),
})

/** What a call of the RiskSteward is called there; undefined for every other one. */
export function stewardCalled(
  { contracts }: Pick<AddressBook, 'contracts'>,
  { to, data }: { readonly to?: Address; readonly data: string },
): string | undefined {
  const abi: Interface = stewardAbi
  if (to === undefined || to !== contracts.riskSteward) return undefined
  return abi.getFunction(data.slice(0, 10))?.format('sighash')
}
