import type { Interface, LogDescription } from 'ethers'
import { type AddressBook, type ContractKind, contractKindAt } from './addressBook.ts'
import type { TracedEvent } from './proposal.ts'

/** The event as that ABI reads it; undefined if it is another one, or has other indexed arguments. */
export function parseLog(abi: Interface, event: TracedEvent): LogDescription | undefined {
  try {
    return abi.parseLog({ topics: [...event.topics], data: event.data }) ?? undefined
  } catch {
    return undefined
  }
}

/** Which kind of contract of the deployment wrote an event. */
export const contractAt = (event: TracedEvent, book: AddressBook): ContractKind | undefined =>
  contractKindAt(event.address, book)
