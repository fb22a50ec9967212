import { expect } from 'chai'
import { Interface, TypedDataEncoder, Wallet } from 'ethers'
import fc from 'fast-check'
import { BallastGovernor__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastGovernor__factory.js'
import {
  type Ballot,
  ballotType,
  ballotTypeHash,
  castCall,
  formOf,
  typedBallot,
} from '../../cli/governance/ballots.ts'
import { typesOf } from '../../cli/governance/typedData.ts'
import { decodeChoice, encodeChoice, FRACTIONAL } from '../../cli/governance/voteParams.ts'

const voter = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const ballot: Ballot = {
  form: 'openzeppelin-5',
  kind: 'plain',
  proposalId: 7n,
  voter,
  nonce: 3n,
  support: 1,
  reason: '',
  params: '0x',
}
const domain = { name: 'Governor', version: '1', chainId: 1, verifyingContract: voter }
const signature = `0x${'11'.repeat(32)}${'22'.repeat(32)}1b`

describe('ballots', () => {
  // As the contracts of each form write them in their source.
  const written = [
    [
      'openzeppelin-5',
      'plain',
      'Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)',
    ],
    [
      'openzeppelin-5',
      'extended',
      'ExtendedBallot(uint256 proposalId,uint8 support,address voter,uint256 nonce,string reason,bytes params)',
    ],
    [
      'openzeppelin-5',
      'override',
      'OverrideBallot(uint256 proposalId,uint8 support,address voter,uint256 nonce,string reason)',
    ],
    ['openzeppelin-4', 'plain', 'Ballot(uint256 proposalId,uint8 support)'],
    [
      'openzeppelin-4',
      'extended',
      'ExtendedBallot(uint256 proposalId,uint8 support,string reason,bytes params)',
    ],
    ['bravo', 'plain', 'Ballot(uint256 proposalId,uint8 support)'],
  ] as const
  for (const [form, kind, type] of written) {
    it(`of ${form}, ${kind}, sign ${type}`, () => {
      expect(ballotType({ form, kind })).to.equal(type)
      const typed = typedBallot({ ...ballot, form, kind }, domain)
      const encoder = TypedDataEncoder.from(typesOf(typed))
      expect(encoder.encodeType(typed.primaryType)).to.equal(type)
    })
  }

  it('that a form does not have are refused', () => {
    for (const [form, kind] of [
      ['bravo', 'extended'],
      ['bravo', 'override'],
      ['openzeppelin-4', 'override'],
    ] as const) {
      expect(() => typedBallot({ ...ballot, form, kind }, domain)).to.throw(TypeError, kind)
      expect(() => castCall({ ...ballot, form, kind }, signature)).to.throw(TypeError, form)
    }
  })

  it('are cast by the functions of our Governor, argument by argument', () => {
    const abi = BallastGovernor__factory.createInterface()
    const plain = abi.decodeFunctionData('castVoteBySig', castCall(ballot, signature))
    expect([...plain]).to.deep.equal([7n, 1n, voter, signature])
    const extended = {
      ...ballot,
      kind: 'extended',
      support: FRACTIONAL,
      reason: 'half',
      params: '0x12',
    } as const
    const cast = abi.decodeFunctionData(
      'castVoteWithReasonAndParamsBySig',
      castCall(extended, signature),
    )
    expect([...cast]).to.deep.equal([7n, 255n, voter, 'half', '0x12', signature])
  })

  it('of older forms are cast with v, r and s', () => {
    const abi = new Interface([
      'function castVoteBySig(uint256,uint8,uint8,bytes32,bytes32)',
      'function castVoteWithReasonAndParamsBySig(uint256,uint8,string,bytes,uint8,bytes32,bytes32)',
    ])
    const [r, s] = [`0x${'11'.repeat(32)}`, `0x${'22'.repeat(32)}`]
    for (const form of ['bravo', 'openzeppelin-4'] as const) {
      const call = castCall({ ...ballot, form }, signature)
      expect([...abi.decodeFunctionData('castVoteBySig', call)]).to.deep.equal([7n, 1n, 27n, r, s])
    }
    const extended = { ...ballot, form: 'openzeppelin-4', kind: 'extended', reason: 'why' } as const
    const call = castCall(extended, signature)
    expect([...abi.decodeFunctionData('castVoteWithReasonAndParamsBySig', call)]).to.deep.equal([
      7n,
      1n,
      'why',
      '0x',
      27n,
      r,
      s,
    ])
  })

  it('have a form that the Governor tells by its hashes', () => {
    const five = ballotTypeHash({ form: 'openzeppelin-5', kind: 'plain' })
    const older = ballotTypeHash({ form: 'bravo', kind: 'plain' })
    expect(formOf(five, false)).to.equal('openzeppelin-5')
    expect(formOf(older, false)).to.equal('openzeppelin-4')
    expect(formOf(older, true)).to.equal('bravo')
    expect(formOf(`0x${'00'.repeat(32)}`, false)).to.equal(undefined)
  })

  it('are signed so that ethers finds the voter again', async () => {
    const wallet = Wallet.createRandom()
    const typed = typedBallot({ ...ballot, voter: wallet.address }, domain)
    const signed = await wallet.signTypedData(domain, typesOf(typed), typed.message)
    const digest = TypedDataEncoder.hash(domain, typesOf(typed), typed.message)
    expect(wallet.signingKey.sign(digest).serialized).to.equal(signed)
  })
})

describe('what a vote says', () => {
  const votes = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n })

  it('is read again as it was written, however the votes are split', () => {
    fc.assert(
      fc.property(fc.record({ for: votes, against: votes, abstain: votes }), (split) => {
        const encoded = encodeChoice({ split })
        expect(encoded.support).to.equal(255)
        expect(encoded.params).to.have.length(2 + 2 * 48)
        // Against, for, abstain, as GovernorCountingFractional reads them.
        expect(BigInt(encoded.params)).to.equal(
          (split.against << 256n) + (split.for << 128n) + split.abstain,
        )
        expect(decodeChoice(encoded)).to.deep.equal({ split })
      }),
    )
  })

  it('is read again for one side', () => {
    const numbers = { against: 0, for: 1, abstain: 2 }
    for (const support of ['for', 'against', 'abstain'] as const) {
      const encoded = encodeChoice({ support })
      expect(encoded).to.deep.equal({ support: numbers[support], params: '0x' })
      expect(decodeChoice(encoded)).to.deep.equal({ support })
    }
  })

  it('is nothing with other parameters', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 255 }),
        fc.uint8Array({ maxLength: 96 }).filter(({ length }) => length !== 48 && length !== 0),
        (support, bytes) => {
          const params = `0x${Buffer.from(bytes).toString('hex')}`
          expect(decodeChoice({ support, params })).to.equal(undefined)
        },
      ),
    )
    expect(decodeChoice({ support: 3, params: '0x' })).to.equal(undefined)
    expect(decodeChoice({ support: 255, params: '0x' })).to.equal(undefined)
  })

  it('does not fit with more votes than uint128 holds', () => {
    const split = { for: 2n ** 128n, against: 0n, abstain: 0n }
    expect(() => encodeChoice({ split })).to.throw(RangeError)
  })
})
