import { expect } from 'chai'
import { id as hashOf } from 'ethers'
import { proposalWords } from '../../cli/workflows/lifecycleWords.ts'

const wordsFor = (description: string) =>
  proposalWords({
    id: 0xbbc1eb0an << 224n,
    handle: 'raise',
    calls: [],
    proposer: '',
    descriptionHash: hashOf(description),
    announcement: {
      proposer: '',
      description,
      descriptionHash: hashOf(description),
      blockNumber: 1,
      transactionHash: '',
    },
  })

describe('a proposal in a sentence', () => {
  it('is named by its id and title', () => {
    expect(wordsFor('# Raise it\n\nWhy.')).to.equal('proposal 0xbbc1eb0a \u201cRaise it\u201d')
    expect(wordsFor('')).to.equal('proposal 0xbbc1eb0a')
  })

  it('stays one short line whatever somebody wrote as its title', () => {
    const words = wordsFor(`# ${'long '.repeat(1_000)}\r\u2028\u001b[2J\n\nWhy.`)
    expect(words.length).to.be.below(200)
    expect(words).to.match(/^proposal 0xbbc1eb0a \u201clong [\x20-\x7e\u2026]*\u201d$/)
    expect(wordsFor('#\n\nnot\r\n# a\n')).to.equal('proposal 0xbbc1eb0a \u201ca\u201d')
  })
})
