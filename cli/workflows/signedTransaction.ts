import { functionCalled } from '../chain/contracts.ts'
import type { Fees } from '../chain/fees.ts'
import { registryCalled } from '../chain/registryCalls.ts'
import type { Content } from '../chain/sentTransactions.ts'
import { stewardCalled } from '../chain/stewardWindows.ts'
import type { AddressBook } from '../governance/addressBook.ts'
import {
  type SignedFields,
  signedFields,
  transactionWords,
} from '../governance/transactionWords.ts'

/** A transaction as a wallet or a device will show it, to be compared: for machines and for people. */
export interface SignedTransaction {
  readonly fields: SignedFields
  readonly words: readonly (readonly [label: string, value: string])[]
}

/** What is going to be signed. @param place.nonce the account's next, unless something else of it leaves before */
export function signedTransaction(
  { content, fees, gasLimit }: { content: Content; fees: Fees; gasLimit: bigint },
  place: { readonly chainId: number; readonly nonce: number },
  book: AddressBook,
): SignedTransaction {
  const { type: _, ...offer } = fees
  const { to, value, data } = content
  const unsigned = {
    value,
    data,
    ...(to === undefined ? {} : { to }),
    ...place,
    gasLimit,
    fees: offer,
  }
  const fields = signedFields(
    unsigned,
    book,
    functionCalled(book, content) ?? stewardCalled(book, content) ?? registryCalled(book, content),
  )
  return { fields, words: transactionWords(fields) }
}
