import { expect } from 'chai'
import type { VotingType } from '../../cli/shared/votingTypes.ts'
import {
  choiceWords,
  InvalidChoiceError,
  isSameChoice,
  parseChoice,
  signedChoice,
} from '../../cli/snapshot/choices.ts'

const choices = ['For', 'Against', 'Abstain']
const parse = (type: VotingType, text: string) => parseChoice(text, { type, choices })

describe('votes as people write them', () => {
  it('one choice by its name, whatever its letters, or by its number', () => {
    for (const text of ['for', 'FOR', ' For ', '1']) expect(parse('basic', text)).to.equal(1)
    expect(parse('single-choice', '3')).to.equal(3)
    // A choice that is called by a number is meant by that name.
    expect(parseChoice('2', { type: 'basic', choices: ['2', '1'] })).to.equal(1)
  })

  it('several choices', () => {
    expect(parse('approval', 'for, 3')).to.deep.equal([1, 3])
    expect(parse('ranked-choice', '2,1,3')).to.deep.equal([2, 1, 3])
    expect(parse('copeland', 'abstain,against,for')).to.deep.equal([3, 2, 1])
  })

  it('weights, as shares or as numbers', () => {
    expect(parse('weighted', '1=60%,2=40%')).to.deep.equal({ 1: 60, 2: 40 })
    expect(parse('quadratic', 'for=3,abstain=1.5')).to.deep.equal({ 1: 3, 3: 1.5 })
    expect(parse('weighted', '2 = 33.3 %, 1 = 66.7 %')).to.deep.equal({ 1: 66.7, 2: 33.3 })
  })

  const wrong: readonly (readonly [VotingType, string, string])[] = [
    ['basic', '4', 'no such choice'],
    ['basic', '0', 'no such choice'],
    ['basic', '', 'no such choice'],
    ['basic', '1,2', 'no such choice'],
    ['approval', '1,for', 'twice'],
    ['approval', '1,,2', 'no such choice'],
    ['ranked-choice', '1,2', 'leaves choices out'],
    ['copeland', '1,1,2', 'twice'],
    ['weighted', '1', 'weight is missing'],
    ['weighted', '1=60%,2=50%', 'add up to 110 %'],
    ['weighted', '1=60%,2=40', 'mixes'],
    ['weighted', '1=0', 'all weights are 0'],
    ['weighted', '1=1,for=1', 'twice'],
    ['weighted', '1=-1', 'weight is missing'],
    ['quadratic', '4=1', 'no such choice'],
  ]
  for (const [type, text, why] of wrong) {
    it(`"${text}" is no vote of the type ${type}: ${why}`, () => {
      expect(() => parse(type, text)).to.throw(InvalidChoiceError, why)
    })
  }

  it('foreign choices move no cursor', () => {
    const ballot = { type: 'basic', choices: ['\u001b[2K', 'b'] } as const
    expect(choiceWords(1, ballot)).to.equal('\\u{1b}[2K')
    try {
      parseChoice('x', ballot)
    } catch (error) {
      expect((error as InvalidChoiceError).nextStep).not.to.contain('\u001b')
    }
  })

  it('are told in words', () => {
    expect(choiceWords(2, { type: 'basic', choices })).to.equal('Against')
    expect(choiceWords([2, 1, 3], { type: 'copeland', choices })).to.equal(
      '1. Against, 2. For, 3. Abstain',
    )
    expect(choiceWords({ 1: 2, 2: 1 }, { type: 'weighted', choices })).to.equal(
      '66.7 % For, 33.3 % Against',
    )
    expect(choiceWords('0xabcd', { type: 'basic', choices })).to.equal('not readable')
  })

  it('are the same in whatever order weights stand', () => {
    expect(isSameChoice({ 1: 2, 2: 1 }, { 2: 1, 1: 2 })).to.equal(true)
    expect(isSameChoice([1, 2], [2, 1])).to.equal(false)
    expect(isSameChoice(1, [1])).to.equal(false)
  })

  it('are signed by the struct of their form', () => {
    expect(signedChoice(1)).to.deep.equal({ kind: 'vote', choice: 1 })
    expect(signedChoice([1])).to.deep.equal({ kind: 'voteArray', choice: [1] })
    expect(signedChoice({ 2: 40, 1: 60 })).to.deep.equal({
      kind: 'voteString',
      choice: '{"1":60,"2":40}',
    })
  })
})
