import type { Chain } from '../chain/client.ts'
import { readBlock } from '../chain/client.ts'
import { readHolders, readRight } from '../chain/rights.ts'
import { readWindows, stewardAbi } from '../chain/stewardWindows.ts'
import type { Address, AddressBook } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { roles } from '../governance/roles.ts'
import { isOnItsWay } from '../governance/settling.ts'
import { type StewardWindow, stateOf, windowRange } from '../governance/stewardWindow.ts'
import { rangeWords, stepWords } from '../governance/stewardWords.ts'
import { displayMost, formatValue } from '../governance/value.ts'
import { type Asking, namesOf, ownAccount } from './knownNames.ts'
import type { Protocol } from './protocol.ts'

/** What stewards may do with one parameter of one market. Times are Unix seconds. */
export interface WindowRow {
  readonly market: string
  readonly parameter: string
  readonly label: string
  readonly summary: string
  /** False where no step leads back into the range that governance has set. */
  readonly isReachable: boolean
  /** The end of the cooldown; 0 if there was no step yet. */
  readonly opensAt: number
  /** Undefined if there was none. */
  readonly lastStepAt: number | undefined
  /** Seconds. */
  readonly cooldown: number
  /** What counts now and until when, where that is not what is stored. */
  readonly settling:
    | { readonly kind: 'ramp' | 'delay'; readonly effective: string; readonly settlesAt: number }
    | undefined
  readonly shown: {
    readonly stored: string
    /** The stored value as it is typed. */
    readonly typed: string
    readonly allowed: string
    readonly step: string
    /** What a step never leaves. */
    readonly range: string
  }
}

/** Somebody who may step. */
export interface Steward {
  readonly address: Address
  readonly name?: string
  readonly isOwn: boolean
}

/** Every allowance of stewards with its window, and who they are; all of it at one block. */
export interface StewardList {
  readonly block: BlockRef
  /** Undefined in a deployment from before there was one. */
  readonly riskSteward: Address | undefined
  /** By market, in the order of the catalogue. */
  readonly windows: readonly WindowRow[]
  readonly stewards: readonly Steward[]
  /** Whoever acts, and whether the access manager lets them step. */
  readonly own?: { readonly address: Address; readonly mayStep: boolean }
  /** Why nothing is said of whoever acts, although somebody does. */
  readonly ownTrouble?: string
}

/**
 * What stewards may do now, in every market, and who may.
 *
 * @throws NodeError, UnexpectedContractError
 */
export async function readStewards(
  { chain, book }: Pick<Protocol, 'chain' | 'book'>,
  asking: Asking,
): Promise<StewardList> {
  const block = await readBlock(chain)
  const { riskSteward, ledger } = book.contracts
  if (riskSteward === undefined) return { block, riskSteward, windows: [], stewards: [] }
  const [windows, holders, names, own] = await Promise.all([
    readWindows(chain, { steward: riskSteward, ledger }, book.markets, block),
    readHolders(chain, book, { role: roles.STEWARD, at: block }),
    namesOf(chain, book, asking.accounts),
    ownAccount(chain, asking),
  ])
  const self = 'address' in own ? own.address : undefined
  const at = BigInt(block.timestamp)
  return {
    block,
    riskSteward,
    windows: windows
      .filter((window) => stateOf(window, at) !== 'none')
      .map((window) => rowOf(window, book)),
    stewards: holders.map((address) => {
      const name = names.get(address)
      return { address, isOwn: address === self, ...(name === undefined ? {} : { name }) }
    }),
    ...('trouble' in own ? { ownTrouble: own.trouble } : {}),
    ...(self === undefined
      ? {}
      : {
          own: { address: self, mayStep: await mayStep(chain, book, { account: self, at: block }) },
        }),
  }
}

async function mayStep(
  chain: Chain,
  book: AddressBook,
  { account, at }: { readonly account: Address; readonly at: BlockRef },
): Promise<boolean> {
  const { riskSteward: to = '' } = book.contracts
  const call = { to, data: stewardAbi.getFunction('set').selector }
  return (await readRight(chain, book, { account, call, at })).mayCall
}

function rowOf(window: StewardWindow, book: AddressBook): WindowRow {
  const { market, spec, allowance, stored, effective, settlesAt, opensAt } = window
  const isSettling = isOnItsWay(window) && settlesAt !== undefined
  return {
    market,
    parameter: spec.key,
    label: spec.label,
    summary: spec.summary,
    isReachable: window.lowest <= window.highest,
    opensAt: Number(opensAt),
    lastStepAt: opensAt === 0n ? undefined : Number(opensAt - allowance.cooldown),
    cooldown: Number(allowance.cooldown),
    settling: isSettling
      ? {
          kind: spec.settles === 'ramp' ? 'ramp' : 'delay',
          effective: displayMost(spec.unit, effective, book),
          settlesAt: Number(settlesAt),
        }
      : undefined,
    shown: {
      stored: displayMost(spec.unit, stored, book),
      typed: formatValue(spec.unit, stored, book),
      allowed: windowRange(window, book),
      step: stepWords(allowance, book),
      range: rangeWords(allowance, book),
    },
  }
}
