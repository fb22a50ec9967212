import { expect } from 'chai'
import { titleOf } from '../../cli/governance/announcedText.ts'

describe('the title of a proposal', () => {
  const cases = [
    ['# Raise it\n\nBecause.', 'Raise it'],
    ['Preamble\n#  Second line is the heading  \n', 'Second line is the heading'],
    ['no heading\nat all', 'no heading'],
    ['\n\n  late  \n', 'late'],
    ['#hashtag is no heading', '#hashtag is no heading'],
    ['# one\u001b[2J\u202etwo', 'one\\u{1b}[2J\\u{202e}two'],
    ['# CRLF title\r\n\r\ntext', 'CRLF title'],
  ] as const
  for (const [text, title] of cases) {
    it(`of ${JSON.stringify(text)} is ${JSON.stringify(title)}`, () => {
      expect(titleOf(text)).to.equal(title)
    })
  }

  it('is missing where the text says nothing', () => {
    expect(titleOf('')).to.equal(undefined)
    expect(titleOf(' \n ')).to.equal(undefined)
  })

  it('stays on one line of a terminal', () => {
    expect(titleOf(`# ${'long '.repeat(100)}`)?.length).to.be.at.most(60)
  })
})
