import { expect } from 'chai'
import { AbiCoder, concat, id, keccak256 } from 'ethers'
import { hashesOf, type TypedData } from '../../cli/governance/typedData.ts'

const GOVERNOR = '0x5FbDB2315678afecb367f032d93F642f64180aa3'

const ballot: TypedData = {
  domain: { name: 'BallastGovernor', version: '1', chainId: 31_337, verifyingContract: GOVERNOR },
  types: {
    Ballot: [
      { name: 'proposalId', type: 'uint256' },
      { name: 'support', type: 'uint8' },
      { name: 'voter', type: 'address' },
      { name: 'nonce', type: 'uint256' },
    ],
  },
  primaryType: 'Ballot',
  message: { proposalId: 7n, support: 1, voter: GOVERNOR, nonce: 0n },
}

const encode = (types: string[], values: unknown[]) =>
  keccak256(AbiCoder.defaultAbiCoder().encode(types, values))

describe('the hashes of a typed message', () => {
  it('are those of EIP-712, put together by hand', () => {
    const domain = encode(
      ['bytes32', 'bytes32', 'bytes32', 'uint256', 'address'],
      [
        id('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'),
        id('BallastGovernor'),
        id('1'),
        31_337,
        GOVERNOR,
      ],
    )
    const message = encode(
      ['bytes32', 'uint256', 'uint8', 'address', 'uint256'],
      [
        id('Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)'),
        7n,
        1,
        GOVERNOR,
        0n,
      ],
    )
    expect(hashesOf(ballot)).to.deep.equal({
      domain,
      message,
      digest: keccak256(concat(['0x1901', domain, message])),
    })
  })

  it('refuse a message that does not fit its types', () => {
    const { nonce: _, ...message } = ballot.message
    expect(() => hashesOf({ ...ballot, message })).to.throw('invalid BigNumberish value')
  })
})
