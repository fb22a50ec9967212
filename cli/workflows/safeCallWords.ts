import { Interface, type TransactionDescription } from 'ethers'
import { governorAbi } from '../chain/contracts.ts'
import { registryAbi } from '../chain/delegateRegistry.ts'
import { overrideAbi } from '../chain/overrides.ts'
import { splitAbi } from '../chain/splitRegistry.ts'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import { titleOf } from '../governance/announcedText.ts'
import { decodeCall } from '../governance/decode.ts'
import type { SafeCall } from '../governance/safeTransaction.ts'
import { shortId } from '../shared/proposalId.ts'
import { registryOn } from '../snapshot/registries.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import { registryCallWords } from './registryCallWords.ts'

const tokenAbi = new Interface(['function delegate(address delegatee)'])

/** Contracts that are known by name. */
interface Known {
  readonly book: AddressBook
  readonly snapshot?: Pick<SnapshotPlace, 'registry' | 'splitRegistry'>
}

/**
 * What a Safe is to call, in words, a line each: by its bytes alone, whatever the file around them says. What does not
 * re-encode to itself, or is on no contract of ours, is called unknown.
 */
export function safeCallWords(
  { to, value, data }: SafeCall,
  { book, snapshot = {} }: Known,
): readonly string[] {
  const { governor, token } = book.contracts
  const known: readonly (readonly [Address | undefined, Interface])[] = [
    [governor, governorAbi],
    [governor, overrideAbi],
    [token, tokenAbi],
    [registryOn(snapshot, 'single', book.chainId), registryAbi],
    [registryOn(snapshot, 'split', book.chainId), splitAbi],
  ]
  const abis = value === 0n ? known.filter(([address]) => address === to) : []
  const call = abis.map(([, abi]) => understood(abi, data)).find((found) => found !== undefined)
  const words = call && wordsOf(call, book)
  return words ?? [decodeCall({ target: to, value, calldata: data }, book).words]
}

function understood(abi: Interface, data: Hex): TransactionDescription | undefined {
  const call = abi.parseTransaction({ data })
  if (call === null) return undefined
  return abi.encodeFunctionData(call.fragment, call.args) === data ? call : undefined
}

const sides = ['against', 'for', 'abstain']

type Proposed = readonly [readonly Address[], readonly bigint[], readonly Hex[], string]

function wordsOf(
  { name, args }: TransactionDescription,
  book: AddressBook,
): readonly string[] | undefined {
  const [first, second, third] = args as unknown as readonly [bigint, bigint, string]
  switch (name) {
    case 'propose': {
      // By place: an array of ethers has a method called `values`.
      const [targets, values, calldatas, description] = args as unknown as Proposed
      const calls = targets.map((target, index) => {
        const call = { target, value: values[index] ?? 0n, calldata: calldatas[index] ?? '0x' }
        return decodeCall(call, book)
      })
      return [
        `propose \u201c${titleOf(description) ?? 'without a title'}\u201d:`,
        ...calls.map(({ words }, index) => `  ${index + 1}. ${words}`),
      ]
    }
    case 'castVoteWithReason':
      return [
        `vote ${sides[Number(second)] ?? `${second}`} on proposal ${shortId(first)}${third === '' ? '' : `, reason: ${third}`}`,
      ]
    case 'castOverrideVote':
      return [
        `take the tokens of the Safe out of the vote of its delegate: ${sides[Number(second)] ?? `${second}`} on proposal ${shortId(first)}${third === '' ? '' : `, reason: ${third}`}`,
      ]
    case 'queue':
    case 'execute':
    case 'cancel':
      return args.length === 1 ? [`${name} proposal ${shortId(first)}`] : undefined
    case 'castVoteWithReasonAndParams':
      return [`vote on proposal ${shortId(first)} with a split: ${args['params']}`]
    case 'delegate':
      return [`delegate all votes of the Safe to ${args['delegatee']}`]
    default: {
      const words = registryCallWords({ name, args })
      return words === undefined ? undefined : [words]
    }
  }
}
