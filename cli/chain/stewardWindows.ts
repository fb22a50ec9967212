import type { Interface, Result } from 'ethers'
import { RiskSteward__factory } from '../../artifacts/typechain/factories/contracts/governance/RiskSteward__factory.js'
import { IRiskParameters__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IRiskParameters__factory.js'
import type { Address, AddressBook, MarketEntry } from '../governance/addressBook.ts'
import { marketParameters } from '../governance/marketParameters.ts'
import type { BlockRef, ParameterSpec } from '../governance/parameter.ts'
import { allowanceOf } from '../governance/stewardCalls.ts'
import type { StewardWindow } from '../governance/stewardWindow.ts'
import { askAll, viewsOf } from './askAll.ts'
import type { Chain } from './client.ts'
import type { Action } from './transaction.ts'

export const stewardAbi = RiskSteward__factory.createInterface()

const ledgerAbi = IRiskParameters__factory.createInterface()

/** Where stewards step, and what they move. */
export interface StewardPlace {
  readonly steward: Address
  readonly ledger: Address
}

/**
 * What stewards may do with every parameter of some markets, and what counts there, all at one block; in the order of the
 * catalogue.
 *
 * @throws UnexpectedContractError, NodeError
 */
export async function readWindows(
  chain: Chain,
  { steward, ledger }: StewardPlace,
  markets: readonly MarketEntry[],
  at: BlockRef,
): Promise<readonly StewardWindow[]> {
  const ask = viewsOf(steward, stewardAbi)
  const asked = markets.flatMap((market) =>
    marketParameters.map((spec, member) => ({ market, spec, member })),
  )
  const [answers, settling] = await Promise.all([
    askAll(
      chain,
      asked.flatMap(({ market: { id }, member }) => [
        ask('allowanceOf', id, member),
        ask('windowOf', id, member),
      ]),
      at,
    ),
    readSettling(chain, { ledger, asked }, at),
  ])
  return asked.map(({ market, spec }, index) => {
    const [allowance, window] = [answers[2 * index]?.[0], answers[2 * index + 1]?.[0]] as [
      Result,
      Result,
    ]
    const [stored, lowest, highest, opensAt] = window.toArray() as [bigint, bigint, bigint, bigint]
    const { effective, settlesAt } = settling[index] ?? { effective: stored, settlesAt: undefined }
    return {
      ...{
        market: market.label,
        spec,
        allowance: allowanceOf(allowance),
        lowest,
        highest,
        opensAt,
      },
      ...{ stored, effective, settlesAt },
    }
  })
}

interface Asked {
  readonly market: MarketEntry
  readonly spec: ParameterSpec
  readonly member: number
}

/** What counts of each parameter that may be on its way, and until when; undefined for those that act at once. */
async function readSettling(
  chain: Chain,
  { ledger, asked }: { readonly ledger: Address; readonly asked: readonly Asked[] },
  at: BlockRef,
) {
  const ask = viewsOf(ledger, ledgerAbi)
  const slow = asked.filter(({ spec }) => spec.settles !== 'atOnce')
  const answers = await askAll(
    chain,
    slow.flatMap(({ market: { id }, spec, member }) => [
      ask('effectiveParameter', id, member),
      ask(spec.settles === 'ramp' ? 'thresholdPathOf' : 'ceilingPathOf', id),
    ]),
    at,
  )
  return asked.map((one) => {
    const place = slow.indexOf(one)
    if (place < 0) return undefined
    // Both paths end with the time at which the stored value counts.
    const settlesAt = answers[2 * place + 1]?.[0].at(-1) as bigint
    return {
      effective: answers[2 * place]?.[0] as bigint,
      settlesAt: settlesAt > BigInt(at.timestamp) ? settlesAt : undefined,
    }
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
