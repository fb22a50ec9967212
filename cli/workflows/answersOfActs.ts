import { formatEther } from '../chain/funds.ts'
import { findingsText } from '../report/text.ts'
import { formatNumber, printable } from '../shared/format.ts'
import type { Acted, Fact, Plan, Shown } from './act.ts'
import { verdictLine } from './answers.ts'
import type { Judged } from './judgeProposal.ts'
import { typed } from './lifecycleWords.ts'
import type { Acting } from './protocol.ts'
import type { Rendered } from './rendered.ts'

/** Label and value, the values below each other; somebody else's text cannot break out of its line. */
export function factsText(facts: readonly Fact[]): string {
  const width = Math.max(0, ...facts.map(([label]) => label.length))
  return facts.map(([label, value]) => `  ${label.padEnd(width)}  ${printable(value)}`).join('\n')
}

export const warningLines = (warnings: readonly string[]): readonly string[] =>
  warnings.map((warning) => `  ! ${printable(warning)}`)

/** What is about to be sent: network, account, the act in words, what it costs. */
export function planText(plan: Plan): string {
  const { verb, network, chainId, account, words, facts, warnings, gas, cost, signed } = plan
  const [first = '', ...rest] = words
  return [
    `Plan of ballast ${verb}:`,
    factsText([
      ['network', `${network}, chain ${chainId}`],
      ['account', `${account.address} (${account.signsWith})`],
      ['does', first],
      ...rest.map((line): Fact => ['', line]),
      ...facts,
      ['gas', `${formatNumber(gas)} at most, for ${formatEther(cost)} at most`],
    ]),
    ...(signed === undefined
      ? []
      : ['What is signed, as a device shows it:', factsText(signed.words)]),
    ...warningLines(warnings),
  ].join('\n')
}

/** The plan for machines. */
export const planDocument = ({ words, facts, warnings, gas, cost, signed }: Plan) => ({
  does: words,
  facts: Object.fromEntries(facts),
  warnings,
  gas,
  cost,
  signed: signed?.fields ?? null,
})

export const nextText = ({ next: { command, when } }: Shown): string =>
  `Next: ballast ${command}${when === undefined ? '' : `\n      ${when}`}`

/** What the answer of every act begins with, for machines. */
export function commonDocument(
  { verb, how }: { readonly verb: string; readonly how: string },
  { protocol, sender }: Acting,
) {
  const { network, chain } = protocol
  const { address, signsWith } = sender.account
  return {
    schema: `ballast.${verb}/1`,
    outcome: how,
    network,
    chainId: chain.chainId,
    account: { address, signsWith },
  }
}

/** The answer of every sending verb: what was done, what the chain shows now, what comes next. */
export function renderActed(acted: Acted, acting: Acting): Rendered {
  const common = commonDocument(acted, acting)
  if (acted.how === 'planned') {
    return {
      text: `${planText(acted.plan)}\n\nNothing was sent (--dry-run).\nNext: the same command without --dry-run.`,
      document: { ...common, plan: planDocument(acted.plan) },
    }
  }
  const { shown } = acted
  const sent: readonly Fact[] =
    acted.how === 'sent'
      ? [
          ['transaction', acted.sent.transactionHash],
          ['block', `${acted.sent.blockNumber}, ${formatNumber(acted.sent.gasUsed)} gas`],
        ]
      : []
  const before = acted.how === 'already' ? 'Nothing to send: it is done already.\n' : ''
  const mark = acted.how === 'collected' ? '\u2026' : '\u2714'
  return {
    text: [
      `${before}${mark} ${printable(shown.headline)}`,
      factsText([...sent, ...shown.facts]),
      ...warningLines(shown.warnings ?? []),
      '',
      nextText(shown),
    ].join('\n'),
    document: {
      ...common,
      transaction:
        acted.how === 'sent'
          ? {
              hash: acted.sent.transactionHash,
              block: acted.sent.blockNumber,
              gasUsed: acted.sent.gasUsed,
            }
          : null,
      ...(shown.warnings === undefined ? {} : { warnings: shown.warnings }),
      ...shown.details,
    },
  }
}

/** The checks that nobody could decide, by the names that people accept them with. */
const openChecks = ({ checks, acceptedInconclusive }: Judged['checked']): string =>
  checks.findings
    .filter(
      ({ status, check }) => status === 'inconclusive' && !acceptedInconclusive.includes(check),
    )
    .map(({ check }) => check)
    .join(' --accept-inconclusive ')

/** A proposal that was not submitted because its checks do not let it pass. */
export const renderRefused = ({ simulated, checked }: Judged, { protocol }: Acting): Rendered => ({
  text:
    `${findingsText(checked.checks)}\n\n${verdictLine(checked.decision)}\n\n` +
    `Nothing was submitted.\n\nNext: ${
      checked.decision === 'fail'
        ? `correct ${simulated.source.path}, or declare what it does, and run ballast check again.`
        : `ballast submit ${typed(simulated.source.path)} --accept-inconclusive ${openChecks(checked)}, if you accept what is not known`
    }`,
  document: {
    schema: 'ballast.submit/1',
    outcome: 'refused',
    network: protocol.network,
    chainId: protocol.chain.chainId,
    decision: checked.decision,
    acceptedInconclusive: checked.acceptedInconclusive,
    findings: checked.checks.findings,
    notRun: checked.checks.notRun,
    undeclared: simulated.verdict.undeclared,
  },
})
