import { expect } from 'chai'
import type { ProposalLine } from '../../../../cli/report/statusText.ts'
import { proposalColumns } from '../../../../cli/ui/screens/proposals/proposalColumns.ts'
import { themeOf } from '../../../../cli/ui/theme.ts'
import { lineIn } from '../../../support/fakeProposals.ts'

const theme = themeOf({ colour: true, unicode: true, animation: false })
const [MINUTE, HOUR, DAY] = [60, 3_600, 86_400]

describe('the columns of the list of proposals', () => {
  for (const width of [60, 96, 200]) {
    it(`show every countdown of a month whole, ${width} cells wide`, () => {
      const when = proposalColumns(theme, 0, width).find(({ title }) => title === 'when')
      for (const far of [59, 59 * MINUTE, 23 * HOUR + 59 * MINUTE, 30 * DAY + 23 * HOUR]) {
        const lines: readonly ProposalLine[] = [
          { ...lineIn('Pending'), voteStartsAt: far },
          { ...lineIn('Active'), voteEndsAt: far },
          { ...lineIn('Queued'), executableAt: far },
        ]
        for (const line of lines) {
          expect(when?.text(line)).to.match(/ in | for /)
          expect(when?.text(line).length).to.be.at.most(when?.width ?? 0)
        }
      }
    })

    it(`show the estimate for a block as one, or the block, ${width} cells wide`, () => {
      const when = proposalColumns(theme, 0, width).find(({ title }) => title === 'when')
      const blocks = { voteStartsAt: 123_456_789, voteEndsAt: 123_456_799, now: 123_456_780 }
      const table = [
        [{ ...lineIn('Pending'), blocks, voteStartsAt: 30 * DAY + HOUR }, 'opens ~30 days'],
        [{ ...lineIn('Active'), blocks, voteEndsAt: -1 }, 'ends #123456799'],
        [{ ...lineIn('Pending'), blocks, voteStartsAt: undefined }, 'opens #123456789'],
      ] as const
      for (const [line, words] of table) {
        expect(when?.text(line)).to.equal(words)
        expect(words.length).to.be.at.most(when?.width ?? 0)
      }
    })
  }
})
