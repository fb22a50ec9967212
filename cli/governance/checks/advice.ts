import type { Finding, Status } from './check.ts'

type Advice = Readonly<Partial<Record<Exclude<Status, 'pass'>, string>>>

/** What to do about a check that does not pass, for whoever wrote the proposal. */
export const adviceByCheck: Readonly<Record<string, Advice>> = {
  'declared-only': {
    fail: 'Take out the call that does it, or declare the effect openly in the file (`declares`).',
    warn: 'Make sure that the summary names these effects: voters should not find them here first.',
    inconclusive: 'Solve what stops the execution, then simulate again.',
  },
  lifecycle: {
    fail: 'Correct the call: what reverts now would revert after the vote too.',
    inconclusive: 'Find delegates whose votes reach the quorum, then simulate again.',
  },
  'newly-liquidatable': {
    fail: 'Take a smaller step, or several with time in between.',
    warn: 'Tell the owners, or take a smaller step.',
    inconclusive:
      'Solve what stops the execution, or wait until the feeds answer again; then simulate again.',
  },
  'bad-debt': {
    fail: 'Take a smaller step; or accept more in the file (`risk.maxAddedBadDebt`) and say why.',
    warn: 'Say in the file how much is acceptable (`risk.maxAddedBadDebt`), or take a smaller step.',
    inconclusive:
      'Use more paths in the file (`risk.paths`), or wait until the feeds answer again; then simulate again.',
  },
  'price-state': {
    inconclusive: 'Wait until the feeds answer again, then simulate again.',
  },
  'caps-in-use': {
    warn: 'Write a higher cap, or say in the summary that nothing more is meant to be issued.',
  },
  magnitude: {
    warn: 'Compare the unit of each value with its bounds.',
  },
  'known-targets': {
    warn: 'Verify the code at the address, and say in the summary what it is.',
  },
  'gas-limit': {
    fail: 'Split it into several proposals.',
    inconclusive: 'Solve what stops the execution, then simulate again.',
  },
  'open-proposals': {
    warn: 'Agree with the author of the other proposal, or wait until it has ended.',
    inconclusive: 'Simulate again when the node answers.',
  },
}

/** What to do about a finding; undefined if it passes, or nothing can be done. */
export const adviceOf = ({ check, status }: Finding): string | undefined =>
  status === 'pass' ? undefined : adviceByCheck[check]?.[status]
