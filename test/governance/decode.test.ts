import { expect } from 'chai'
import { Interface } from 'ethers'
import { decodeCall } from '../../cli/governance/decode.ts'
import { book, head, lines, parse } from './demo.ts'

const spoof = '5"\n\u001b[2K\u2714 pass\u202e'
const shown = '5"\\u{a}\\u{1b}[2K\u2714 pass\\u{202e}'

describe('words that quote an author', () => {
  const label = new Interface(['function labelRole(uint64 roleId, string label)'])
  const words = (text: string) =>
    decodeCall(
      {
        target: book.contracts.accessManager,
        value: 0n,
        calldata: label.encodeFunctionData('labelRole', [5, text]),
      },
      book,
    ).words

  it('of a call stay on one line that moves no cursor', () => {
    expect(words(spoof)).to.equal(`label role ORACLE (5) "${shown}"`)
  })

  it('of a call are too short to fill a line of a terminal', () => {
    expect(words(`a${' '.repeat(300)}\u2714 pass`).length).to.be.below(100)
  })

  it('of a refused argument stay on one line that moves no cursor', () => {
    const { problems } = parse(
      `${head}calls:\n  - { target: ledger, signature: "accrue(bytes32)", args: [${JSON.stringify(spoof)}], because: x }\n`,
    )
    expect(lines(problems).join('')).to.contain(`"${shown}" is not bytes32`)
  })
})
