import type { Fact } from './act.ts'
import { factsText, warningLines } from './answersOfActs.ts'
import type { SnapshotPlan } from './snapshotAct.ts'

/** What is about to be signed and sent: space, account, the act in words, and what the device will show. */
export function snapshotPlanText(plan: SnapshotPlan): string {
  const { verb, network, space, service, account, words, facts, signing, warnings } = plan
  return [
    `Plan of ballast snapshot ${verb}:`,
    factsText([
      ['network', network],
      ['space', `${space} at ${service}`],
      ['account', `${account.address} (${account.signsWith})`],
      ...words.map((line, i): Fact => [i === 0 ? 'does' : '', line]),
      ...facts,
      ['costs', 'nothing: it is a signature, not a transaction'],
    ]),
    ...warningLines(warnings),
    'What your device will show:',
    factsText(signing),
  ].join('\n')
}
