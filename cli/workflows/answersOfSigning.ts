import { printable } from '../shared/format.ts'
import type { Fact } from './act.ts'
import { commonDocument, factsText, warningLines } from './answersOfActs.ts'
import { typed } from './lifecycleWords.ts'
import type { Acting } from './protocol.ts'
import type { Rendered } from './rendered.ts'
import type { Signed, SigningPlan } from './signMessage.ts'

/** What is about to be signed: by whom, what it means, and what a device shows of it. */
export function signingPlanText(plan: SigningPlan): string {
  const { verb, network, chainId, account, words, facts, warnings } = plan
  const [first = '', ...rest] = words
  return [
    `Plan of ballast ${verb} --by-signature:`,
    factsText([
      ['network', `${network}, chain ${chainId}`],
      ['account', `${account.address} (${account.signsWith})`],
      ['does', first],
      ...rest.map((line): Fact => ['', line]),
      ...facts,
    ]),
    ...warningLines(warnings),
  ].join('\n')
}

/** The answer of a verb that signed: the file, and the command by which anybody sends it. */
export function renderSigned(signed: Signed, acting: Acting): Rendered {
  const common = commonDocument(signed, acting)
  if (signed.how === 'planned') {
    const { words, facts, warnings } = signed.plan
    return {
      text: `${signingPlanText(signed.plan)}\n\nNothing was signed (--dry-run).\nNext: the same command without --dry-run.`,
      document: {
        ...common,
        plan: { does: words, facts: Object.fromEntries(facts), warnings },
      },
    }
  }
  const { headline, facts, path, file, relay } = signed
  const before = signed.how === 'already' ? 'Nothing to sign: it waits already.\n' : ''
  return {
    text: [
      `${before}\u2714 ${printable(headline)}`,
      factsText(facts),
      '',
      `Next: ballast relay ${relay.paths.map(typed).join(' ')}`,
      `      ${relay.when === undefined ? '' : `${relay.when}; `}by anybody, who pays for it: --account NAME`,
    ].join('\n'),
    document: { ...common, file: path, relay: relay.paths, signed: file },
  }
}
