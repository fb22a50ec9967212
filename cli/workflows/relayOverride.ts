import type { OverrideVote } from '../chain/overrides.ts'
import { readSignerNonce } from '../chain/signatures.ts'
import { castCall } from '../governance/ballots.ts'
import { fullId, shortId } from '../shared/proposalId.ts'
import type { BallotFile } from '../workspace/signedFiles.ts'
import type { Deed } from './act.ts'
import { ballotIn } from './ballotFile.ts'
import { overriding, requireOverrides } from './castOverride.ts'
import { locateProposal } from './locateProposal.ts'
import { openBallots } from './openMessages.ts'
import type { Acting } from './protocol.ts'
import { requireTurn, type SignedMessage, signatureFact } from './relayOrder.ts'

/** Sends somebody's override, whose signature is known to be good. @throws NoOverrideError */
export async function relayingOverride(
  { protocol }: Acting,
  message: SignedMessage<BallotFile>,
  vote: OverrideVote,
): Promise<Deed> {
  const { chain, book } = protocol
  const { file, nonce, signer: voter } = message
  const { governor } = book.contracts
  await requireOverrides(protocol)
  const proposal = await locateProposal(protocol, fullId(BigInt(file.proposalId)))
  const reference = shortId(proposal.id)
  const action = { to: governor, data: castCall(ballotIn(file), file.signature) }
  const matter = { protocol, voter, proposal, reference, vote }
  const deed = overriding(matter, { verb: 'relay an override on', action })
  return {
    verb: 'relay',
    done: deed.done,
    async prepare() {
      const intent = await deed.prepare()
      const next = await readSignerNonce(chain, governor, voter)
      await requireTurn(message, next, (series) => openBallots(protocol, voter, series))
      return {
        ...intent,
        words: [`relay the ballot of ${voter}:`, ...intent.words.map((line) => `  ${line}`)],
        facts: [
          ...intent.facts,
          ['nonce', `${nonce}, the next one of the voter`],
          signatureFact(message),
        ],
      }
    },
  }
}
