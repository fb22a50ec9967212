import { expect } from 'chai'
import { type Choice, findChoices } from '../../cli/ui/choices.ts'

const choice = (title: string, summary = '', blocked?: string): Choice => ({
  id: title,
  title,
  summary,
  key: '',
  run: () => {},
  ...(blocked === undefined ? {} : { blocked }),
})
const found = (choices: readonly Choice[], text: string) =>
  findChoices(choices, text).map(({ title }) => title)

describe('findChoices', () => {
  const choices = [
    choice('Overview', 'health of the protocol, drafts that wait'),
    choice('Parameters', 'every parameter with value'),
    choice('Drafts', 'proposals that are being written'),
    choice('Delegates and power', 'who has the votes'),
    choice('new draft', 'begin one'),
  ]

  it('has everything, as it is, before somebody types', () => {
    expect(found(choices, ' ')).to.deep.equal(choices.map(({ title }) => title))
  })

  it('puts the name that begins with it first, then a word of a name, then what is said about it', () => {
    expect(found(choices, 'draft')).to.deep.equal(['Drafts', 'new draft', 'Overview'])
  })

  it('finds a name of which letters were left out', () => {
    expect(found(choices, 'prm')).to.deep.equal(['Parameters'])
  })

  it('knows the words in the name of a parameter', () => {
    const parameters = [choice('WETH-A liquidationThreshold'), choice('WETH-A thresholdRamp')]
    expect(found(parameters, 'weth thres')).to.deep.equal([
      'WETH-A liquidationThreshold',
      'WETH-A thresholdRamp',
    ])
  })

  it('wants every word', () => {
    expect(found(choices, 'new dr')).to.deep.equal(['new draft'])
    expect(found(choices, 'draft zebra')).to.deep.equal([])
  })

  it('puts what can be done before what cannot', () => {
    expect(found([choice('Vote', '', 'not yet'), choice('Votes')], 'vo')).to.deep.equal([
      'Votes',
      'Vote',
    ])
  })
})
