import { expect } from 'chai'
import type { Address } from '../../cli/governance/addressBook.ts'
import { librariesOf, linked } from './gas/linking.ts'

const references = {
  'a/One.sol': {
    One: [
      { start: 1, length: 20 },
      { start: 23, length: 20 },
    ],
  },
  'b/Two.sol': { Two: [{ start: 45, length: 20 }] },
}
const gap = `__$${'0'.repeat(34)}$__`
const bytecode = `0x60${gap}6161${gap}6262${gap}63` as const
const one = `0x${'11'.repeat(20)}` as Address
const two = `0x${'22'.repeat(20)}` as Address

describe('Linking bytecode', () => {
  it('names every library by the path of its artifact', () => {
    expect(librariesOf(references)).to.deep.equal(['a/One.sol/One', 'b/Two.sol/Two'])
  })

  it('puts each address into all of its places and nowhere else', () => {
    const addresses = new Map([
      ['a/One.sol/One', one],
      ['b/Two.sol/Two', two],
    ])
    const [first, second] = [one.slice(2), two.slice(2)]
    expect(linked(bytecode, references, addresses)).to.equal(
      `0x60${first}6161${first}6262${second}63`,
    )
  })

  it('refuses bytecode that would keep a gap', () => {
    const addresses = new Map([['a/One.sol/One', one]])
    expect(() => linked(bytecode, references, addresses)).to.throw('No Two to link with.')
  })
})
