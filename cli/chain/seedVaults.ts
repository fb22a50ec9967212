import { getAddress, id, MaxUint256, ZeroAddress } from 'ethers'
import { ILedger__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedger__factory.js'
import { TestToken__factory } from '../../artifacts/typechain/factories/contracts/test/TestToken__factory.js'
import type { Address, AddressBook, Hex, MarketEntry } from '../governance/addressBook.ts'
import { type DevChain, impersonate, inOneBlock, queueAs } from './devChain.ts'

/** A vault to open: amounts in the chain's scale. */
export interface SeedVault {
  readonly market: string
  readonly collateral: bigint
  readonly debt: bigint
}

const GAS = { mint: 120_000n, approve: 80_000n, open: 550_000n }
const VAULTS_PER_BLOCK = 150

/** Owners' addresses follow from the vault's number, so that the same seed gives the same book. */
export const seedOwner = (index: number): Address =>
  getAddress(`0x${id(`ballast seed vault ${index}`).slice(26)}`)

/** A vault and its owner. */
export interface OwnedVault extends SeedVault {
  readonly owner: Address
}

/** Each vault with an owner of its own. */
export const numbered = (vaults: readonly SeedVault[]): readonly OwnedVault[] =>
  vaults.map((vault, index) => ({ ...vault, owner: seedOwner(index) }))

/** Those that an earlier attempt has not opened. */
export async function notYetOpened(
  chain: DevChain,
  book: AddressBook,
  vaults: readonly SeedVault[],
): Promise<readonly OwnedVault[]> {
  const ledger = ILedger__factory.connect(book.contracts.ledger, chain.provider)
  const missing: OwnedVault[] = []
  for (const vault of numbered(vaults)) {
    const { collateral } = await ledger.vaultOf(entryOf(book, vault).id, vault.owner)
    if (collateral === 0n) missing.push(vault)
  }
  return missing
}

function entryOf(book: AddressBook, { market }: SeedVault): MarketEntry {
  const entry = book.markets.find(({ label }) => label === market)
  if (entry === undefined) throw new Error(`No market ${market} to seed.`)
  return entry
}

/**
 * Opens vaults through the Ledger's own door: each owner gets stand-in collateral, locks it and issues.
 * Prices must be such that every vault is above its market's collateralisation ratio.
 *
 * @param onProgress is told how many vaults are open
 */
export async function seedVaults(
  chain: DevChain,
  book: AddressBook,
  vaults: readonly OwnedVault[],
  onProgress: (opened: number) => void = () => {},
): Promise<void> {
  for (let start = 0; start < vaults.length; start += VAULTS_PER_BLOCK) {
    const block = vaults.slice(start, start + VAULTS_PER_BLOCK)
    for (const { owner } of block) await impersonate(chain, owner)
    await openAll(chain, book, block)
    onProgress(start + block.length)
  }
}

async function openAll(
  chain: DevChain,
  book: AddressBook,
  vaults: readonly OwnedVault[],
): Promise<void> {
  const tokens = TestToken__factory.createInterface()
  const ledgers = ILedger__factory.createInterface()
  const { ledger } = book.contracts
  const prepared = vaults.map((vault) => ({ ...vault, entry: entryOf(book, vault) }))
  const sendEach = (
    make: (vault: (typeof prepared)[number]) => { to: Address; data: Hex; gas: bigint },
  ) =>
    inOneBlock(chain, async () => {
      const hashes: Hex[] = []
      for (const vault of prepared) {
        hashes.push(await queueAs(chain, { from: vault.owner, ...make(vault) }))
      }
      return hashes
    })

  await sendEach(({ owner, collateral, entry }) => ({
    to: entry.collateral,
    data: tokens.encodeFunctionData('mint', [owner, collateral]),
    gas: GAS.mint,
  }))
  await sendEach(({ entry }) => ({
    to: entry.collateral,
    data: tokens.encodeFunctionData('approve', [ledger, MaxUint256]),
    gas: GAS.approve,
  }))
  await sendEach(({ owner, collateral, debt, entry }) => ({
    to: ledger,
    data: ledgers.encodeFunctionData('adjust', [
      entry.id,
      owner,
      collateral,
      debt,
      debt > 0n ? owner : ZeroAddress,
    ]),
    gas: GAS.open,
  }))
}
