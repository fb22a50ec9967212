import { expect } from 'chai'
import type { Plan } from '../../cli/workflows/act.ts'
import {
  renderDismissed,
  renderPending,
  renderReplaced,
} from '../../cli/workflows/pendingAnswer.ts'
import type { PendingTransaction } from '../../cli/workflows/pendingTransactions.ts'
import type { Protocol } from '../../cli/workflows/protocol.ts'
import { everyPending } from '../support/fakePending.ts'

describe('what to do about transactions that have not ended', () => {
  const protocol = { network: 'local', chain: { chainId: 31_337 } } as unknown as Protocol
  const linesOf = (...pending: readonly PendingTransaction[]) => {
    const [, ...below] = renderPending(protocol, pending).text.split('\n\n')
    return below.join('\n\n').split('\n')
  }
  const [waits, leaving, mined, reverted, takenBack, notThere, nonceUsed] =
    everyPending as unknown as Record<number, PendingTransaction> & Iterable<PendingTransaction>

  for (const [what, lost] of [
    ['was taken back', takenBack],
    ['reverted', reverted],
  ] as const) {
    it(`is not to repeat what ${what}, unless it is still wanted`, () => {
      const [words, next, ...more] = linesOf(lost!)
      expect(words).to.equal(
        '1 transaction did not happen. Repeat the command only if you still want it: it is sent anew.',
      )
      expect([next, ...more]).to.deep.equal([
        'Next: ballast pending --dismiss, to take off the list what has ended',
      ])
    })
  }

  it('is to look where another transaction has the nonce, and whether it does the same', () => {
    const [words, next] = linesOf(nonceUsed!)
    expect(words).to.match(/^1 transaction lost the nonce to another\. .* it is sent anew\.$/)
    expect(next).to.equal('Next: ballast status')
  })

  it('is to repeat what may have happened: it is looked for', () => {
    const one =
      'Next: repeat the command that sent it; it looks for it first and sends nothing twice.'
    expect(linesOf(mined!)).to.deep.equal([one])
    expect(linesOf(notThere!)).to.deep.equal([one])
    expect(linesOf(notThere!, takenBack!).at(-1)).to.contain('repeat the command of the others')
  })

  it('is to offer more, or to take back, while it waits', () => {
    expect(linesOf(waits!)).to.deep.equal([
      '1 transaction waits to be mined.',
      'Next: ballast pending --speed-up, to offer more',
      '      ballast pending --cancel-tx, to take it back',
    ])
    expect(linesOf(leaving!, waits!)[1]).to.contain('ballast pending 17 --speed-up')
  })

  it('is to wait for which of the two is mined while it is being taken back', () => {
    const { text } = renderPending(protocol, [leaving!])
    expect(text).to.contain('waits, being taken back').and.not.to.contain('--speed-up')
    expect(text).to.match(/Next: ballast pending, to see which of the two was mined$/)
  })

  it('names what was taken off the list', () => {
    const { text, document } = renderDismissed(protocol, [takenBack!])
    expect(text).to.match(/^\u2714 Off the list: nonce 21, taken back, block 1232, vote: 700,000/)
    expect(document).to.deep.include({ outcome: 'dismissed', dismissed: [takenBack] })
  })

  it('says after taking back not to repeat the command, and after offering more to repeat it', () => {
    const plan = { fees: { type: 0, gasPrice: 7n }, words: [], facts: [], warnings: [] }
    const sent = { how: 'sent', plan: plan as unknown as Plan, hash: '0x12' } as const
    const lastLine = (what: 'cancel' | 'speed up') =>
      renderReplaced(protocol, { ...sent, what })
        .text.split('\n')
        .at(-1)
    expect(lastLine('cancel')).to.equal('Next: ballast pending, to see which of the two was mined')
    expect(lastLine('speed up')).to.contain('repeat the command that sent the first one')
  })
})
