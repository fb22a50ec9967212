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

describe('a call that carries another', () => {
  const abi = new Interface(['function relay(address target, uint256 value, bytes data)'])
  const { governor, ledger } = book.contracts
  const relay = (target: string, data: string) => ({
    target: governor,
    value: 0n,
    calldata: abi.encodeFunctionData('relay', [target, 0, data]),
  })
  const isWhole = (call: ReturnType<typeof relay>) => {
    const decoded = decodeCall(call, book)
    return decoded.kind === 'known' && decoded.isWhole
  }
  const accrue = new Interface(['function accrue(bytes32 id)']).encodeFunctionData('accrue', [
    book.markets[0]!.id,
  ])

  it('is understood as a whole if the inner one is', () => {
    expect(isWhole(relay(ledger, accrue))).to.equal(true)
  })

  it('is not if the inner one is unknown, however deep', () => {
    const unknown = relay(ledger, '0x12345678')
    expect(isWhole(unknown)).to.equal(false)
    expect(isWhole(relay(governor, unknown.calldata))).to.equal(false)
  })

  it('is not if it is nested more deeply than we follow', () => {
    let call = relay(ledger, accrue)
    for (let depth = 0; depth < 4; depth += 1) call = relay(governor, call.calldata)
    expect(isWhole(call)).to.equal(false)
  })
})
