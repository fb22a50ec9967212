import { readTimes } from '../chain/governor.ts'
import type { Draft } from '../governance/proposal.ts'
import { reportFolder } from '../workspace/reportFiles.ts'
import {
  type PendingSubmission,
  pendingSubmissionIn,
  readSubmission,
  type Submission,
  writeSubmission,
} from '../workspace/submissionFiles.ts'
import { FileNotWrittenError } from '../workspace/wholeFile.ts'
import type { Acted, Confirm } from './act.ts'
import type { Judged } from './judgeProposal.ts'
import { findSubmissions } from './locateProposal.ts'
import type { Acting } from './protocol.ts'

interface Recording {
  /** Notes what is about to leave and what the checks said, in the proposal's folder; what cannot be noted is not sent. */
  beforeSending(judged: Judged, confirm: Confirm): Confirm
  /** Writes submission.json when the proposal is on the chain, and names it in the answer. */
  complete(acted: Acted): Promise<Acted>
}

/** Keeps the record of a submission beside the proposal's file, also if an earlier attempt died before it could. */
export function recordingOf(
  acting: Acting,
  { path, draft }: { readonly path: string; readonly draft: Draft },
): Recording {
  const { slug, sourceHash } = draft
  const { network, book } = acting.protocol
  const { chainId } = book
  const { governor } = book.contracts
  const proposer = acting.sender.account.address
  return {
    beforeSending:
      ({ simulated, checked }, confirm) =>
      async (plan) => {
        const answer = await confirm(plan)
        if (answer === 'send') {
          const { id, descriptionHash } = simulated.proposal
          const { decision, acceptedInconclusive } = checked
          await pendingSubmissionIn(await reportFolder(path), slug).write({
            network,
            chainId,
            governor,
            proposalId: id.toString(),
            proposer,
            descriptionHash,
            sourceHash,
            decision,
            acceptedInconclusive: [...acceptedInconclusive],
          })
        }
        return answer
      },
    async complete(acted) {
      if (acted.how === 'planned' || acted.how === 'collected') return acted
      const id = acted.shown.details['proposalId'] as bigint
      const { shown } = acted
      const folder = await reportFolder(path)
      const earlier = await readSubmission(
        folder,
        slug,
        (noted) => noted.sourceHash === sourceHash || noted.proposalId === id.toString(),
      )
      const pending = pendingSubmissionIn(folder, slug)
      const judged = await pending.read({ chainId, sourceHash })
      const submission = await submissionOf(acting, draft, { id, judged })
      try {
        const file = isSame(earlier, submission)
          ? undefined
          : await writeSubmission(folder, slug, submission)
        if (judged !== undefined) await pending.remove()
        if (file === undefined) return acted
        const facts = [...shown.facts, ['written', file] as const]
        return { ...acted, shown: { ...shown, facts } }
      } catch (error) {
        // The proposal is on the chain: a file that is missing must not look as if it were not.
        if (!(error instanceof FileNotWrittenError)) throw error
        const warning = `${error.message} Repeat the command once it can be: nothing is sent again.`
        return { ...acted, shown: { ...shown, warnings: [...(shown.warnings ?? []), warning] } }
      }
    },
  }
}

const isSame = (earlier: Submission | undefined, { chainId, governor, proposalId }: Submission) =>
  earlier !== undefined &&
  earlier.chainId === chainId &&
  earlier.governor === governor &&
  earlier.proposalId === proposalId

async function submissionOf(
  { protocol, sender }: Acting,
  draft: Draft,
  { id, judged }: { readonly id: bigint; readonly judged: PendingSubmission | undefined },
): Promise<Submission> {
  const { network, chain, book } = protocol
  const { all } = await findSubmissions(protocol, draft)
  const found = all.find((proposal) => proposal.id === id)
  if (found === undefined) throw new Error(`Proposal ${id} is gone.`)
  const { proposer, descriptionHash, announcement } = found
  const { sourceHash } = draft
  const { chainId } = book
  const times = await readTimes(chain, book, id)
  const judgement = proposer === sender.account.address ? judged : undefined
  return {
    network,
    chainId,
    governor: book.contracts.governor,
    proposalId: id.toString(),
    proposer,
    descriptionHash,
    sourceHash,
    transaction: announcement?.transactionHash ?? null,
    block: announcement?.blockNumber ?? null,
    snapshot: isoOf(times.snapshot),
    deadline: isoOf(times.deadline),
    decision: judgement?.decision ?? null,
    acceptedInconclusive: [...(judgement?.acceptedInconclusive ?? [])],
  }
}

const isoOf = (seconds: number): string => new Date(seconds * 1_000).toISOString()
