import { expect } from 'chai'
import { AbiCoder, hexlify, keccak256, TypedDataEncoder, toUtf8Bytes } from 'ethers'
import fc from 'fast-check'
import { abiEncode } from '../../../cli/governance/recompute/abi.ts'
import { hashOf, hexOf, NotHashableError } from '../../../cli/governance/recompute/bytes.ts'
import { recomputeTypedData } from '../../../cli/governance/recompute/typedData.ts'

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((value) => hexlify(value))
const uint = (bits: bigint) => fc.bigInt({ min: 0n, max: (1n << bits) - 1n })
const int = (bits: bigint) =>
  fc.bigInt({ min: -(1n << (bits - 1n)), max: (1n << (bits - 1n)) - 1n })
const anyBytes = fc.uint8Array({ maxLength: 300 }).map((value) => hexlify(value))
/** Text with anything in it but halves of characters, which no file can hold. */
const text = fc.string({ unit: 'grapheme', maxLength: 80 })

const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  address: bytes(20),
  bool: fc.boolean(),
  uint8: uint(8n),
  uint256: uint(256n),
  int64: int(64n),
  int256: int(256n),
  bytes4: bytes(4),
  bytes32: bytes(32),
  bytes: anyBytes,
  string: text,
}

/** A type with a value of it, arrays among them. */
const member = fc.constantFrom(...Object.keys(values)).chain((type) => {
  const value = values[type]!
  return fc.oneof(
    value.map((one) => ({ type, value: one })),
    fc.array(value, { maxLength: 4 }).map((some) => ({ type: `${type}[]`, value: some })),
    fc.tuple(value, value).map((two) => ({ type: `${type}[2]`, value: two as unknown })),
  )
})

const struct = fc.array(member, { maxLength: 6 }).map((members) => ({
  type: members.map(({ type }, index) => ({ name: `m${index}`, type })),
  value: Object.fromEntries(members.map(({ value }, index) => [`m${index}`, value])),
}))

const domain = fc.record(
  {
    name: text,
    version: text,
    chainId: uint(64n),
    verifyingContract: bytes(20),
    salt: bytes(32),
  },
  { requiredKeys: ['chainId'] },
)

describe('hashes recomputed from the standards alone', () => {
  it('Keccak-256 of any bytes, at every length around the ends of blocks, is what ethers says', () => {
    for (const length of [0, 1, 31, 32, 134, 135, 136, 137, 271, 272, 273, 1_000]) {
      const input = new Uint8Array(length).map((_, index) => index * 7)
      expect(hashOf(input)).to.equal(keccak256(input))
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (input) => hashOf(input) === keccak256(input)),
    )
  })

  it('the hash of nothing is the one that everybody knows', () => {
    expect(hashOf(new Uint8Array())).to.equal(
      '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
    )
  })

  it('abi.encode of any calls is what ethers says', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(bytes(20), uint(256n), anyBytes), { maxLength: 5 }),
        text,
        bytes(32),
        (calls, description, hash) => {
          const types = ['address[]', 'uint256[]', 'bytes[]', 'string', 'bytes32']
          const columns = [0, 1, 2].map((index) => calls.map((call) => call[index]!))
          const args = [...columns, description, hash]
          const own = abiEncode(types.map((type, index) => [type, args[index]]))
          return hexOf(own) === AbiCoder.defaultAbiCoder().encode(types, args)
        },
      ),
    )
  })

  it('any typed message, with structs in structs and arrays of them, hashes as ethers hashes it', () => {
    fc.assert(
      fc.property(
        struct,
        fc.array(struct, { minLength: 1, maxLength: 1 }),
        domain,
        (outer, [inner], about) => {
          const types = {
            Outer: [
              ...outer.type,
              { name: 'inner', type: 'Inner' },
              { name: 'more', type: 'Inner[]' },
            ],
            Inner: inner!.type,
          }
          const message = {
            ...outer.value,
            inner: inner!.value,
            more: [inner!.value, inner!.value],
          }
          const found = recomputeTypedData({ types, domain: about, message })
          expect(found.primaryType).to.equal('Outer')
          expect(found.domain).to.equal(TypedDataEncoder.hashDomain(about))
          expect(found.message).to.equal(TypedDataEncoder.hashStruct('Outer', types, message))
          expect(found.digest).to.equal(TypedDataEncoder.hash(about, types, message))
        },
      ),
      { numRuns: 100 },
    )
  })

  it('the example of EIP-712 has the hashes that the standard prints', () => {
    const person = [
      { name: 'name', type: 'string' },
      { name: 'wallet', type: 'address' },
    ]
    const found = recomputeTypedData({
      types: {
        Person: person,
        Mail: [
          { name: 'from', type: 'Person' },
          { name: 'to', type: 'Person' },
          { name: 'contents', type: 'string' },
        ],
      },
      domain: {
        name: 'Ether Mail',
        version: '1',
        chainId: 1,
        verifyingContract: '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC',
      },
      message: {
        from: { name: 'Cow', wallet: '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826' },
        to: { name: 'Bob', wallet: '0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB' },
        contents: 'Hello, Bob!',
      },
    })
    expect(found.encodedType).to.equal(
      'Mail(Person from,Person to,string contents)Person(string name,address wallet)',
    )
    expect(found.digest).to.equal(
      '0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2',
    )
  })

  const types = { Vote: [{ name: 'choice', type: 'uint8' }] }
  for (const [what, data] of [
    ['a member that no type names', { types, domain: {}, message: { choice: 1, hidden: 2 } }],
    ['a member that is missing', { types, domain: {}, message: {} }],
    ['a number that does not fit', { types, domain: {}, message: { choice: 256 } }],
    ['a number that is not exact', { types, domain: {}, message: { choice: 2 ** 60 } }],
    ['a text for a number', { types, domain: {}, message: { choice: 'one' } }],
    [
      'a type that does not exist',
      { types: { Vote: [{ name: 'choice', type: 'uint9' }] }, domain: {}, message: { choice: 1 } },
    ],
    [
      'a domain with more than the standard',
      { types, domain: { extra: 1 }, message: { choice: 1 } },
    ],
    ['two messages', { types: { ...types, Other: [] }, domain: {}, message: { choice: 1 } }],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => recomputeTypedData(data)).to.throw(NotHashableError)
    })
  }

  it('text is hashed as UTF-8', () => {
    expect(hashOf(toUtf8Bytes('Grüße 🗳'))).to.equal(keccak256(toUtf8Bytes('Grüße 🗳')))
  })
})
