import { type Check, fail, inconclusive, pass } from './check.ts'

/** The real delegates can carry the proposal from submission to execution. */
export const lifecycleCompletes: Check<'dryRun'> = {
  name: 'lifecycle',
  title: 'Reaches execution by vote, queue and timelock',
  needs: ['dryRun'],
  judge({ dryRun: { dryRun } }) {
    const { lifecycle, outcome } = dryRun
    if (outcome.kind === 'reverted') return fail('The execution reverts.', [outcome.reason])
    if (outcome.kind === 'notRun') {
      return inconclusive('The fork could not bring it to its execution.', [
        ...(lifecycle.inconclusive === undefined ? [] : [lifecycle.inconclusive]),
        outcome.reason,
      ])
    }
    if (lifecycle.inconclusive !== undefined) {
      return inconclusive('The batch runs, but its way there could not be played.', [
        lifecycle.inconclusive,
      ])
    }
    if (lifecycle.states.at(-1) !== 'Executed') {
      return fail(`The proposal ends as ${lifecycle.states.at(-1) ?? 'nothing'}.`, [
        ...lifecycle.states,
      ])
    }
    return pass(lifecycle.states.join(' → '))
  },
}
