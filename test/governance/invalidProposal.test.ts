import { expect } from 'chai'
import { InvalidProposalError, requireSound } from '../../cli/governance/invalidProposal.ts'
import type { Problem } from '../../cli/governance/proposal.ts'
import { ExitCode } from '../../cli/shared/errors.ts'

const source = { path: 'proposals/x/proposal.yaml', slug: 'x', text: '' }
const problem = (line: number, column: number, message: string): Problem => ({
  place: { line, column },
  message,
  instead: `Mend ${message}.`,
})
const judged = (...problems: readonly Problem[]) => ({ value: undefined, problems })

function thrownBy(act: () => void): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  return undefined
}

describe('requireSound', () => {
  it('is silent when no judge found a problem', () => {
    expect(() => requireSound(source, [judged(), judged()])).not.to.throw()
  })

  it('throws the problems of all judges at once, in the order of the file', () => {
    const error = thrownBy(() =>
      requireSound(source, [
        judged(problem(9, 1, 'late')),
        judged(problem(2, 7, 'right'), problem(2, 3, 'left')),
      ]),
    )
    expect(error).to.be.instanceOf(InvalidProposalError)
    expect((error as InvalidProposalError).problems.map(({ message }) => message)).to.deep.equal([
      'left',
      'right',
      'late',
    ])
  })
})

describe('InvalidProposalError', () => {
  const error = new InvalidProposalError(source, [problem(12, 4, 'second'), problem(3, 9, 'first')])

  it('writes every problem as path:line:column with what to write instead', () => {
    expect(error.message).to.equal(
      [
        '2 problems in proposals/x/proposal.yaml; nothing was written or sent.',
        '  proposals/x/proposal.yaml:3:9  first',
        '      → Mend first.',
        '  proposals/x/proposal.yaml:12:4  second',
        '      → Mend second.',
      ].join('\n'),
    )
  })

  it('is a usage error and leaves the list that it was given as it was', () => {
    const given = [problem(2, 1, 'b'), problem(1, 1, 'a')]
    expect(new InvalidProposalError(source, given).exitCode).to.equal(ExitCode.usage)
    expect(given.map(({ message }) => message)).to.deep.equal(['b', 'a'])
  })
})
