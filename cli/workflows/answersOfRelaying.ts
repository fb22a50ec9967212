import { printable } from '../shared/format.ts'
import { renderActed } from './answersOfActs.ts'
import type { Acting } from './protocol.ts'
import type { Relayed } from './relaySigned.ts'
import type { Rendered } from './rendered.ts'

/** The answer of relay: each file as every sending verb answers, one after the other. */
export function renderRelayed(relayed: readonly Relayed[], acting: Acting): Rendered {
  const answers = relayed.map((one) => {
    if (one.acted !== undefined) return { ...one, answer: renderActed(one.acted, acting) }
    return { ...one, answer: waitingAnswer(one.path, one.after) }
  })
  const { network, chain } = acting.protocol
  const { address, signsWith } = acting.sender.account
  return {
    text: answers
      .map(({ path, answer }) =>
        answers.length === 1 ? answer.text : `${printable(path)}:\n${answer.text}`,
      )
      .join('\n\n'),
    document: {
      schema: 'ballast.relay/1',
      network,
      chainId: chain.chainId,
      account: { address, signsWith },
      relayed: answers.map(({ path, answer }) => {
        const { schema: _schema, network: _network, chainId: _chain, ...rest } = answer.document
        return { file: path, ...rest }
      }),
    },
  }
}

const waitingAnswer = (path: string, after: string): Rendered => ({
  text: `  It comes after ${printable(after)}, so it can only be tried once that is sent.`,
  document: { schema: 'ballast.relay/1', outcome: 'planned', file: path, after },
})
