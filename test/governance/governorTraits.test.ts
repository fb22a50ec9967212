import { expect } from 'chai'
import {
  type GovernorAnswers,
  isOwnKind,
  ownTraits,
  recogniseGovernor,
  takesOverrides,
} from '../../cli/governance/governorTraits.ts'

const own: GovernorAnswers = {
  countingMode: 'support=bravo,fractional&quorum=for,abstain&params=fractional',
  clockMode: 'mode=timestamp',
  ballotForm: 'openzeppelin-5',
  hasProposalDetails: true,
  hasUsedVotes: true,
  hasTally: true,
  hasEta: true,
  hasReceipts: false,
  hasFirstId: false,
}

const older: GovernorAnswers = {
  ...own,
  countingMode: 'support=bravo&quorum=for,abstain',
  clockMode: 'mode=blocknumber&from=default',
  ballotForm: 'openzeppelin-4',
  hasProposalDetails: false,
  hasUsedVotes: false,
  hasEta: false,
}

const bravo: GovernorAnswers = {
  ...older,
  countingMode: undefined,
  clockMode: undefined,
  ballotForm: 'bravo',
  hasReceipts: true,
  hasFirstId: true,
}

const traitsOf = (answers: GovernorAnswers) => {
  const recognised = recogniseGovernor(answers)
  if (recognised.kind === 'unknown') throw new Error(recognised.why)
  return recognised.traits
}

const whyNot = (answers: GovernorAnswers) => {
  const recognised = recogniseGovernor(answers)
  return recognised.kind === 'unknown' ? recognised.why : undefined
}

describe('which Governor it is', () => {
  it('is told by its answers: our own', () => {
    expect(traitsOf(own)).to.deep.equal(ownTraits)
    expect(isOwnKind(ownTraits)).to.equal(true)
  })

  it('is told by its answers: OpenZeppelin 4, or 5 without storage', () => {
    const traits = traitsOf(older)
    expect(traits).to.include({ rules: 'openzeppelin', storesProposals: false, counting: 'whole' })
    expect(traits).to.include({ clock: 'blocknumber', tellsEta: false })
    expect(isOwnKind(traits)).to.equal(false)
    expect(isOwnKind(traitsOf({ ...older, hasProposalDetails: true }))).to.equal(false)
    // Before 4.9 nothing tells the clock, which counts blocks.
    expect(traitsOf({ ...older, clockMode: undefined })).to.deep.equal(traits)
  })

  it('is told by its answers: Governor Bravo, if it has all that Bravo has', () => {
    expect(traitsOf(bravo)).to.include({ rules: 'bravo', counting: 'whole', clock: 'blocknumber' })
    expect(traitsOf(bravo).quorumSides).to.deep.equal(['for'])
    for (const lacking of [
      { hasReceipts: false },
      { hasFirstId: false },
      { ballotForm: undefined },
      { ballotForm: 'openzeppelin-4' },
    ] as const) {
      expect(whyNot({ ...bravo, ...lacking })).to.equal('answers like none that Ballast knows')
    }
  })

  it('is told by its answers: OpenZeppelin 4 that answers as Bravo did', () => {
    const compatible = { ...older, countingMode: 'support=bravo&quorum=bravo', hasTally: false }
    const traits = traitsOf({ ...compatible, hasReceipts: true })
    expect(traits).to.include({ rules: 'openzeppelin', tellsTally: false, counting: 'whole' })
    expect(traits.quorumSides).to.deep.equal(['for'])
  })

  it('counts towards the quorum what it says', () => {
    const sides = (quorum: string) =>
      traitsOf({ ...older, countingMode: `support=bravo&quorum=${quorum}` }).quorumSides
    expect(sides('for,abstain')).to.deep.equal(['for', 'abstain'])
    expect(sides('bravo')).to.deep.equal(['for'])
    expect(sides('for')).to.deep.equal(['for'])
    expect(sides('for,against,abstain')).to.deep.equal(['for', 'against', 'abstain'])
  })

  it('is unknown where it counts, or keeps time, in a way that nobody here knows', () => {
    const counting = 'counts votes in a way that Ballast does not know'
    for (const countingMode of [
      '',
      'support=approval&quorum=for',
      'support=bravo',
      'support=bravo&quorum=',
      'support=bravo&quorum=for,silent',
      // Flexible voting: splits of another kind.
      'support=bravo&quorum=for,abstain&params=fractional',
    ]) {
      expect(whyNot({ ...older, countingMode }), countingMode).to.equal(counting)
    }
    expect(whyNot({ ...own, hasUsedVotes: false })).to.equal(
      'does not tell what of a split is left',
    )
    expect(whyNot({ ...older, hasTally: false })).to.equal('does not tell its tallies')
    expect(whyNot({ ...own, clockMode: 'mode=moon' })).to.contain('counts time')
    expect(whyNot({ ...bravo, clockMode: '' })).to.contain('counts time')
  })

  it('takes overrides only if its counting says so', () => {
    const mode = (countingMode: string) => takesOverrides({ countingMode })
    expect(mode('support=bravo,override&quorum=for,abstain&overridable=true')).to.equal(true)
    expect(mode('support=bravo&quorum=for&overridable=override')).to.equal(false)
    expect(mode('')).to.equal(false)
  })
})
