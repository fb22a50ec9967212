import { plural } from '../../shared/format.ts'
import { type Check, fail, inconclusive, pass, warn } from './check.ts'

/** These changes and nothing else: every effect of the execution is one that the file declares. */
export const declaredOnly: Check<'dryRun'> = {
  name: 'declared-only',
  title: 'Does what it declares and nothing else',
  needs: ['dryRun'],
  judge({ draft, dryRun: { verdict, dryRun } }) {
    if (dryRun.outcome.kind === 'reverted') {
      return fail('The execution reverts, so nothing can be said about its effects.', [
        dryRun.outcome.reason,
      ])
    }
    if (dryRun.outcome.kind === 'notRun') {
      return inconclusive('It could not be run, so nothing can be said about its effects.', [
        dryRun.outcome.reason,
      ])
    }
    if (verdict.undeclared.length > 0) {
      return fail(
        `${plural(verdict.undeclared.length, 'undeclared effect')}.`,
        verdict.undeclared.map(({ words }) => words),
      )
    }
    const admitted = new Set<string>(draft.calls.flatMap(({ declares }) => declares))
    const open = verdict.explained.filter(({ kind }) => admitted.has(kind))
    if (open.length > 0) {
      return warn(
        'Nothing undeclared; sensitive effects are openly declared.',
        open.map(({ words }) => words),
      )
    }
    return pass(
      'Trace, storage, events and every parameter of every market agree with the file.',
      verdict.explained.map(({ words }) => words),
    )
  },
}
