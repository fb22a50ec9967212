import { unpaidKinds } from '../governance/keeper/job.ts'
import { formatNumber, formatSigned, gwei, listOf, plural, printable } from '../shared/format.ts'
import { formatDuration, formatUtc } from '../shared/time.ts'
import type { Fact } from './act.ts'
import { factsText } from './answersOfActs.ts'
import type { KeeperPlan, Kept } from './keep.ts'
import type { JobReport, JobState, Keeping, Pass } from './keeping.ts'
import type { Rendered } from './rendered.ts'

const SCHEMA = 'ballast.keeper/1'

/** What somebody is asked to agree to. */
export function keeperPlanText(plan: KeeperPlan, feeCap: bigint | undefined): string {
  const { network, chainId, account, symbol, kinds, settings, gasPricedBy, repeats } = plan
  const amount = (value: bigint) => `${formatNumber(value, 18)} ${symbol}`
  const { search, minProfit, haircutBps, ignoresGas, intervalSeconds } = settings
  const unpaid = kinds.filter((kind) => unpaidKinds.includes(kind))
  const gas = ignoresGas
    ? 'does not count (--ignore-gas)'
    : gasPricedBy === undefined
      ? 'nobody knows what it is worth: nothing is sent for profit (--gas-token-price)'
      : `counts at the price of ${gasPricedBy}`
  const facts: readonly Fact[] = [
    ['network', `${network}, chain ${chainId}`],
    ['account', `${account.address} (${account.signsWith})`],
    ['does', `${listOf(kinds)}, without asking again`],
    ['in', search.markets === undefined ? 'every market' : listOf(search.markets)],
    [
      'pays',
      `at most ${search.maxRepay === undefined ? 'what the account holds' : amount(search.maxRepay)} for one job`,
    ],
    [
      'asks for',
      `a profit of ${minProfit === 0n ? 'more than nothing' : `${amount(minProfit)} at least`}, after gas and ${formatNumber(haircutBps, 2)} % of what collateral is worth`,
    ],
    ...(unpaid.length === 0
      ? []
      : [['unpaid', `${listOf(unpaid)}: for everybody, at a loss of their gas`] as const]),
    ['gas', `${gas}${feeCap === undefined ? '' : `; at most ${gwei(feeCap)} a unit`}`],
    ['looks', repeats ? `every ${formatDuration(BigInt(intervalSeconds))}, until Ctrl-C` : 'once'],
  ]
  return ['Plan of ballast keeper:', factsText(facts)].join('\n')
}

const marks: Readonly<Record<JobState, string>> = {
  done: '\u2714',
  would: '\u2192',
  skipped: '\u2013',
  failed: '\u2716',
  'under way': '\u2026',
}

/** One pass: what was done, and of the rest why not. */
export function renderPass(pass: Pass, { acting, sends }: Keeping): Rendered {
  const { network, chain, book } = acting.protocol
  const { address } = acting.sender.account
  const { block, vaults, distressed, jobs, trouble } = pass
  const at = `${formatUtc(block.timestamp)}, block ${block.number}`
  const head = `${at}: ${plural(vaults, 'vault')}, ${distressed} below health 1`
  const told = jobs.filter(({ isOutdone }) => isOutdone === undefined)
  const lines = told.flatMap((job) => jobLines(job, book.derivativeSymbol))
  const nothing = sends ? [] : ['Nothing was sent (--dry-run); each is judged on its own.']
  const early = trouble === undefined ? [] : [`  ! it ended early: ${printable(trouble.message)}`]
  return {
    text: [
      head,
      ...(told.length === 0 && trouble === undefined ? ['  nothing to do'] : lines),
      ...early,
      ...nothing,
    ].join('\n'),
    document: {
      schema: SCHEMA,
      outcome: sends ? 'kept' : 'planned',
      network,
      chainId: chain.chainId,
      account: address,
      block: { number: block.number, timestamp: block.timestamp },
      vaults,
      distressed,
      jobs: jobs.map(jobDocument),
      trouble: trouble?.message ?? null,
    },
  }
}

function jobLines(job: JobReport, symbol: string): readonly string[] {
  const { state, words, why, profit, gas, gasCost, transaction } = job
  const amount = (value: bigint) => `${formatNumber(value, 18, 4)} ${symbol}`
  const money = [
    ...(profit === undefined ? [] : [`about ${formatSigned(profit, amount)}`]),
    ...(gas === undefined
      ? []
      : [`${formatNumber(gas)} gas${gasCost === undefined ? '' : `, ${amount(gasCost)}`}`]),
  ]
  const prefix = job.kind === 'earlier' ? 'sent before: ' : ''
  return [
    `  ${marks[state]} ${prefix}${printable(words)}`,
    ...(why === undefined ? [] : [`      ${printable(why)}`]),
    ...(state === 'skipped' || money.length === 0 ? [] : [`      ${money.join('; ')}`]),
    ...(transaction === undefined ? [] : [`      ${transaction}`]),
  ]
}

const jobDocument = (job: JobReport) => ({
  kind: job.kind,
  subject: job.subject,
  does: job.words,
  state: job.state,
  why: job.why ?? null,
  profit: job.profit ?? null,
  gas: job.gas ?? null,
  gasCost: job.gasCost ?? null,
  transaction: job.transaction ?? null,
})

/** What makes a pass worth telling people again: another one of the same kind is not. */
export const newsOf = ({ jobs, trouble }: Pass): string =>
  [
    ...jobs.map(({ kind, subject, state }) => `${kind} ${subject} ${state}`),
    trouble?.message ?? '',
  ].join('\n')

/** How a keeper ended that went on until it was stopped. */
export function renderKept(kept: Kept, { acting }: Keeping): Rendered {
  const { passes, sent, failed, underWay } = kept
  const { network, chain } = acting.protocol
  const left = underWay.map(
    (one) =>
      `  \u2026 ${printable(one)} was sent and not seen mined; the next start looks for it first`,
  )
  return {
    text: [
      `Stopped after ${passes} ${passes === 1 ? 'pass' : 'passes'}: ${sent} sent, ${failed} failed.`,
      ...left,
    ].join('\n'),
    document: {
      schema: SCHEMA,
      outcome: 'stopped',
      network,
      chainId: chain.chainId,
      account: acting.sender.account.address,
      passes,
      sent,
      failed,
      underWay,
    },
  }
}
