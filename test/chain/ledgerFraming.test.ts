import { expect } from 'chai'
import { getBytes, hexlify } from 'ethers'
import fc from 'fast-check'
import { LedgerAnswerError } from '../../cli/chain/ledgerErrors.ts'
import { collecting, packetsOf } from '../../cli/chain/ledgerFraming.ts'

/** What a device sends: the same form as what it is sent. */
const joined = (packets: readonly Uint8Array[]) => {
  const take = collecting()
  return packets.map((packet) => take(packet))
}

describe('messages in packets for USB', () => {
  it('have channel 0x0101, tag 0x05, a number and the length, as the description says', () => {
    const packets = packetsOf(getBytes('0xe006000000'))
    expect(packets.map(hexlify)).to.deep.equal(['0x01010500000005e006000000'.padEnd(130, '0')])
  })

  it('are continued with the next number, without the length', () => {
    const message = Uint8Array.from({ length: 120 }, (_, i) => i)
    const packets = packetsOf(message)
    expect(packets.map(({ length }) => length)).to.deep.equal([64, 64, 64])
    expect(packets.map((packet) => hexlify(packet.subarray(0, 7)))).to.deep.equal([
      '0x01010500000078',
      '0x0101050001393a',
      '0x01010500027475',
    ])
  })

  for (const [bytes, count] of [
    [57, 1],
    [58, 2],
    [116, 2],
    [117, 3],
    [260, 5],
  ] as const) {
    it(`are ${count} for ${bytes} bytes`, () => {
      expect(packetsOf(new Uint8Array(bytes))).to.have.length(count)
    })
  }

  it('come out as they went in, whatever they are, with their last packet', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 600 }), (message) => {
        const answers = joined(packetsOf(message))
        expect(answers.pop()).to.deep.equal(message)
        expect(answers.every((answer) => answer === undefined)).to.equal(true)
      }),
    )
  })

  it('pass over packets of another channel or tag', () => {
    const message = getBytes(`0x${'ab'.repeat(80)}`)
    const [first, second] = packetsOf(message) as [Uint8Array, Uint8Array]
    const foreign = Uint8Array.from(first)
    foreign[0] = 0x77
    const ping = Uint8Array.from(first)
    ping[2] = 0x02
    expect(joined([foreign, first, ping, second]).pop()).to.deep.equal(message)
  })

  it('are refused with one missing, twice or cut short', () => {
    const [first, second, third] = packetsOf(new Uint8Array(150)) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ]
    for (const packets of [[first, third], [second], [first, first], [first.subarray(0, 6)]]) {
      expect(() => joined(packets)).to.throw(LedgerAnswerError)
    }
  })
})
