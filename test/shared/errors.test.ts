import { expect } from 'chai'
import { ChainRevertedError, DeploymentUnsafeError } from '../../cli/chain/errors.ts'
import { InvalidProposalError } from '../../cli/governance/invalidProposal.ts'
import { PriceCsvError } from '../../cli/risk/priceCsv.ts'
import { SimulationStoppedError } from '../../cli/risk/simulation.ts'
import { BallastError, ExitCode, UsageError } from '../../cli/shared/errors.ts'
import { UnreadableValueError } from '../../cli/shared/units.ts'
import { PriceFileNotFoundError } from '../../cli/workspace/priceFiles.ts'
import { ProposalNotFoundError, ProposalTooLargeError } from '../../cli/workspace/proposalFiles.ts'

const source = { path: 'p', slug: 'p', text: '' }

describe('ExitCode', () => {
  it('is what scripts rely on', () => {
    expect(ExitCode).to.deep.equal({
      done: 0,
      bug: 1,
      usage: 2,
      refusedByChecks: 3,
      unreachable: 4,
      reverted: 5,
      interrupted: 130,
    })
  })
})

describe('BallastError', () => {
  const failures = [
    ['UsageError', new UsageError('a', 'b'), ExitCode.usage],
    ['InvalidProposalError', new InvalidProposalError(source, []), ExitCode.usage],
    ['ProposalNotFoundError', new ProposalNotFoundError('p', 'look'), ExitCode.usage],
    ['ProposalTooLargeError', new ProposalTooLargeError('p', 1e6), ExitCode.usage],
    ['PriceFileNotFoundError', new PriceFileNotFoundError('p'), ExitCode.usage],
    ['PriceCsvError', new PriceCsvError(1, 'a', 'b'), ExitCode.usage],
    ['UnreadableValueError', new UnreadableValueError('a', 'b'), ExitCode.usage],
    [
      'SimulationStoppedError',
      new SimulationStoppedError({ pathsDone: 1, paths: 2 }),
      ExitCode.interrupted,
    ],
    ['ChainRevertedError', new ChainRevertedError('a'), ExitCode.reverted],
    ['DeploymentUnsafeError', new DeploymentUnsafeError(['LIST']), ExitCode.reverted],
  ] as const
  for (const [name, error, exitCode] of failures) {
    it(`${name} carries its own name, a next step and exit code ${exitCode}`, () => {
      expect(error).to.be.instanceOf(BallastError)
      expect(error.name).to.equal(name)
      expect(error.nextStep).not.to.equal('')
      expect(error.exitCode).to.equal(exitCode)
    })
  }

  it('keeps what caused it', () => {
    const cause = new Error('below')
    expect(new ChainRevertedError('above', { cause }).cause).to.equal(cause)
  })
})
