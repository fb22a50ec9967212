import { expect } from 'chai'
import { keccak256 } from 'ethers'
import { noBook } from '../../cli/governance/errorNames.ts'
import {
  signedFields,
  transactionWords,
  type Unsigned,
} from '../../cli/governance/transactionWords.ts'

const governor = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
const book = { ...noBook, contracts: { ...noBook.contracts, governor } }
const vote: Unsigned = {
  to: governor,
  value: 0n,
  data: `0x56781388${'00'.repeat(63)}01`,
  chainId: 1,
  nonce: 7,
  gasLimit: 90_000n,
  fees: { maxFeePerGas: 2_500_000_000n, maxPriorityFeePerGas: 1_000_000_000n },
}
const CALL = 'castVote(uint256,uint8)'
const wordsOf = (change: Partial<Unsigned> = {}, signature?: string) =>
  Object.fromEntries(transactionWords(signedFields({ ...vote, ...change }, book, signature)))

describe('what is signed', () => {
  it('is every field that a device shows, and of the data what can be compared', () => {
    expect(wordsOf({}, CALL)).to.deep.equal({
      to: `${governor} (governor)`,
      value: '0 ETH, chain 1, nonce 7',
      'max fee': '2.5 gwei for a unit of gas, 1 gwei of it a tip, gas limit 90,000',
      data: 'castVote(uint256,uint8) = 0x56781388, 68 bytes',
      keccak256: `${keccak256(vote.data)} (of the data)`,
    })
  })

  it('shows every wei of what is sent', () => {
    const { value, 'max fee': fee } = wordsOf({ value: 1n, fees: { gasPrice: 1n } })
    expect(value).to.match(/^0\.000000000000000001 ETH/)
    expect(fee).to.match(/^0\.000000001 gwei for a unit of gas, gas/)
  })

  it('gives no name to a recipient or a function that nobody knows', () => {
    const stranger = '0x90F79bf6EB2c4f870365E785982E1f101E93b906'
    const { to, data } = wordsOf({ to: stranger })
    expect(to).to.equal(stranger)
    expect(data).to.equal('unknown function 0x56781388, 68 bytes')
  })

  it('says what is no call', () => {
    expect(wordsOf({ data: '0x' })).to.include({ data: 'none' })
    expect(wordsOf({ data: '0x6080' })['data']).to.equal('2 bytes')
    const { to: _, ...creation } = vote
    const words = Object.fromEntries(transactionWords(signedFields(creation, book, undefined)))
    expect(words).to.include({ to: 'nobody: it creates a contract', data: '68 bytes' })
  })
})
