/** A 0x-prefixed 20-byte address, checksummed. */
export type Address = string
/** 0x-prefixed bytes. */
export type Hex = string

/** The contracts that every deployment has. */
export const coreContracts = [
  'token',
  'governor',
  'timelock',
  'accessManager',
  'oracleHub',
  'ledger',
  'exposureCaps',
  'ledgerLens',
  'derivative',
] as const

/** What came later: a deployment from before does not have it. */
export const laterContracts = ['riskSteward', 'auctionHouse', 'insurancePool', 'backstop'] as const

/** The contracts of a deployment, by the names that descriptors and raw calls use. */
export const contractNames = [...coreContracts, ...laterContracts] as const

export type CoreContract = (typeof coreContracts)[number]
export type LaterContract = (typeof laterContracts)[number]
export type ContractName = CoreContract | LaterContract

/** Where the contracts of a deployment are. */
export type ContractAddresses = Readonly<
  Record<CoreContract, Address> & Partial<Record<LaterContract, Address>>
>

/** What a contract of a deployment is. Of stability pools there may be several, each with a name of its own. */
export type ContractKind = ContractName | 'stabilityPool'

interface Located {
  readonly name: string
  readonly kind: ContractKind
  readonly address: Address
}

type Places = Pick<AddressBook, 'contracts' | 'pools'>

function located({ contracts, pools = [] }: Places): readonly Located[] {
  const named = contractNames.flatMap((name): readonly Located[] => {
    const address = contracts[name]
    return address === undefined ? [] : [{ name, kind: name, address }]
  })
  const pooled = pools.map(
    ({ label: name, address }): Located => ({ name, kind: 'stabilityPool', address }),
  )
  return [...named, ...pooled]
}

/** The contracts that this deployment has, by name: `ledger`, `pool-WETH`. */
export const contractsOf = (book: Places): readonly (readonly [name: string, Address])[] =>
  located(book).map(({ name, address }) => [name, address])

/** The name of the contract at an address; undefined for everybody else's. */
export const contractNameAt = (address: Address | undefined, book: Places): string | undefined =>
  located(book).find((known) => known.address === address)?.name

/** What the contract at an address is; undefined for everybody else's. */
export const contractKindAt = (
  address: Address | undefined,
  book: Places,
): ContractKind | undefined => located(book).find((known) => known.address === address)?.kind

export interface MarketEntry {
  /** Short name such as `WETH-A`: what people write. */
  readonly label: string
  /** The Ledger's MarketId. */
  readonly id: Hex
  readonly collateral: Address
  readonly collateralSymbol: string
  readonly collateralDecimals: number
  /** Label of the feed that prices the collateral, such as `WETH/USD`. */
  readonly feed: string
}

export interface FeedEntry {
  readonly label: string
  /** The OracleHub's key: the label as bytes32. */
  readonly key: Hex
  /** What prices the collateral or, with a rate source, its underlying. */
  readonly sources: readonly Address[]
  /** What says how much underlying one token of yield-bearing collateral is worth. */
  readonly rateSource?: Address
}

/** A stability pool: one for each derivative and collateral. */
export interface PoolEntry {
  /** `pool-` and the collateral's symbol. */
  readonly label: string
  readonly address: Address
  readonly collateral: Address
}

/** What several markets can fail by at once: an asset, a protocol, an oracle. */
export interface RiskEntry {
  /** Such as `asset:WETH`, `protocol:lido`, `oracle:chainlink`. */
  readonly label: string
  /** The name under which ExposureCaps counts it: the label as bytes32. */
  readonly key: Hex
}

/** Everything a deployment consists of: the answer of the deploy function and the directory of names. */
export interface AddressBook {
  readonly chainId: number
  /** No event of the protocol is older than this block. */
  readonly deployedAtBlock: number
  /** Hash of the specification that it was deployed from, where that is known. */
  readonly spec?: Hex
  readonly contracts: ContractAddresses
  readonly derivativeSymbol: string
  readonly tokenSymbol: string
  readonly markets: readonly MarketEntry[]
  readonly feeds: readonly FeedEntry[]
  /** Absent where the deployment is from before the pools. */
  readonly pools?: readonly PoolEntry[]
  /** The risks that the deployment named; absent where it named none. */
  readonly risks?: readonly RiskEntry[]
}
