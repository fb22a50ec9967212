import { readBlock } from '../chain/client.ts'
import { readSignerNonce } from '../chain/signatures.ts'
import type { Action } from '../chain/transaction.ts'
import { delegateCall } from '../governance/delegations.ts'
import { whenWords } from '../governance/governorClock.ts'
import { displayValue } from '../governance/value.ts'
import type { DelegationFile } from '../workspace/signedFiles.ts'
import type { Deed } from './act.ts'
import {
  delegateName,
  delegationFacts,
  delegationWarnings,
  readBackDelegation,
  readDelegation,
  shownDelegation,
} from './delegation.ts'
import { delegationIn } from './delegationFile.ts'
import { openDelegations } from './openMessages.ts'
import type { Acting } from './protocol.ts'
import { NotNowError } from './refusals.ts'
import { requireTurn, type SignedMessage, signatureFact } from './relayOrder.ts'

/** Sends somebody's delegation, whose signature is known to be good. */
export function relayingDelegation(
  { protocol }: Acting,
  message: SignedMessage<DelegationFile>,
): Deed {
  const { chain, book } = protocol
  const { file, nonce, signer: own } = message
  const { token } = book.contracts
  const delegating = { protocol, own, to: file.delegatee }
  const action: Action = { to: token, data: delegateCall(delegationIn(file), file.signature) }
  return {
    verb: 'relay',
    async done() {
      const now = await readDelegation(delegating)
      if (now.own.delegate !== file.delegatee) return undefined
      return { ...shownDelegation(delegating, now), action }
    },
    async prepare() {
      const now = BigInt((await readBlock(chain)).timestamp)
      requireInTime(message, now)
      await requireTurn(message, await readSignerNonce(chain, token, own), (series) =>
        openDelegations(protocol, own, { ...series, now }),
      )
      const before = await readDelegation(delegating)
      const tokens = displayValue('votes', before.own.balance, book)
      return {
        action,
        words: [
          `relay the delegation of ${own}:`,
          `  the votes of ${tokens} to ${delegateName(file.delegatee, own)}`,
        ],
        facts: [
          ...delegationFacts(delegating, before),
          ['expires', whenWords(BigInt(file.expiry), now)],
          ['nonce', `${nonce}, the next one of the holder`],
          signatureFact(message),
        ],
        warnings: delegationWarnings(delegating, before),
        handles: [],
        readBack: ({ transactionHash }) => readBackDelegation(delegating, before, transactionHash),
      }
    },
  }
}

/** @throws NotNowError */
function requireInTime({ path, file }: SignedMessage<DelegationFile>, now: bigint): void {
  const expiry = BigInt(file.expiry)
  if (now <= expiry) return
  throw new NotNowError(
    `${path} expired ${whenWords(expiry, now)}.`,
    'Whoever signed it has to sign it anew: ballast delegate <to> --by-signature',
  )
}
