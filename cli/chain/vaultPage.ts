import { getAddress } from 'ethers'
import type { Address } from '../governance/addressBook.ts'
import { UnexpectedContractError } from '../shared/errors.ts'

/** A position as the Ledger holds it; amounts in the chain's scale. */
export interface VaultReading {
  readonly owner: Address
  /** Token units in the token's own decimals. */
  readonly collateral: bigint
  /** With fees up to the block, 18 decimals. */
  readonly debt: bigint
}

/** Of a word, in hexadecimal digits. */
const WORD = 64
/** Owner, collateral, debt, value at the low and at the high price, health. */
const WORDS_OF_VAULT = 6
const HEALTH = 5
/** Where the list begins, and how long it is. */
const WORDS_BEFORE = 2

/**
 * The vaults in an answer of the lens. Read by hand: a book has a hundred thousand of them, and a general decoder takes
 * ten times as long while everybody else who asks the same thread waits.
 *
 * @param lens who answered, for the message
 * @throws UnexpectedContractError if the answer is no list of vaults
 */
export const vaultsIn = (answer: string, lens: Address): readonly VaultReading[] =>
  placesIn(answer, lens).map(vaultAt)

/** A vault that may be liquidated, as far as the block's price goes. */
export interface DistressedReading extends VaultReading {
  /** Below 1, 18 decimals, by the high price and the threshold of the block. */
  readonly healthWad: bigint
}

const WAD = 10n ** 18n

/** The vaults below health 1 in an answer of the lens, read like the others. Without a price all with debt look so: ask `hasPrice`. */
export const distressedIn = (answer: string, lens: Address): readonly DistressedReading[] =>
  placesIn(answer, lens).flatMap((place) => {
    const healthWad = place.numberAt(HEALTH)
    return healthWad < WAD ? [{ ...vaultAt(place), healthWad }] : []
  })

/** The words of one vault. */
interface Place {
  readonly wordAt: (index: number) => string
  readonly numberAt: (index: number) => bigint
}

const vaultAt = ({ wordAt, numberAt }: Place): VaultReading => ({
  owner: getAddress(`0x${wordAt(0).slice(-40)}`),
  collateral: numberAt(1),
  debt: numberAt(2),
})

/** @throws UnexpectedContractError if the answer is no list of vaults */
function placesIn(answer: string, lens: Address): readonly Place[] {
  const wordAt = (index: number): string => answer.slice(2 + index * WORD, 2 + (index + 1) * WORD)
  const numberAt = (index: number): bigint => BigInt(`0x${wordAt(index)}`)
  const count = countOf(answer, numberAt)
  if (count === undefined) {
    throw new UnexpectedContractError(lens, new Error(`No list of vaults: ${answer.slice(0, 200)}`))
  }
  return Array.from({ length: count }, (_, i) => {
    const first = WORDS_BEFORE + i * WORDS_OF_VAULT
    return {
      wordAt: (index) => wordAt(first + index),
      numberAt: (index) => numberAt(first + index),
    }
  })
}

/** How many vaults the answer says that it has, if it has exactly so many. */
function countOf(answer: string, numberAt: (index: number) => bigint): number | undefined {
  const words = (answer.length - 2) / WORD
  if (!/^0x[\da-f]*$/i.test(answer) || !Number.isInteger(words) || words < WORDS_BEFORE) return
  const count = Number(numberAt(1))
  const isWhole = numberAt(0) === 32n && words === WORDS_BEFORE + count * WORDS_OF_VAULT
  return isWhole ? count : undefined
}
