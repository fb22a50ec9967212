import { expect } from 'chai'
import fc from 'fast-check'
import { UsageError } from '../../cli/shared/errors.ts'
import { parseSplit, splitOf, sumOf } from '../../cli/shared/voteSplit.ts'

const parse = (text: string) => parseSplit(text, 'BLST')
const BLST = 10n ** 18n

describe('the split of a vote', () => {
  it('gives shares of what is left', () => {
    expect(splitOf(parse('for=60%,against=40%'), 700n)).to.deep.equal({
      for: 420n,
      against: 280n,
      abstain: 0n,
    })
  })

  it('gives votes', () => {
    expect(splitOf(parse('for=500_000 BLST, abstain = 0.5 BLST'), 0n)).to.deep.equal({
      for: 500_000n * BLST,
      against: 0n,
      abstain: BLST / 2n,
    })
  })

  it('leaves the rest for later if the shares are less than all', () => {
    expect(sumOf(splitOf(parse('for=50%'), 1_001n))).to.equal(500n)
  })

  it('spends every last vote if the shares are all, the last side taking what rounding left', () => {
    expect(splitOf(parse('for=33.33%,against=33.33%,abstain=33.34%'), 10n)).to.deep.equal({
      for: 3n,
      against: 3n,
      abstain: 4n,
    })
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 100n), fc.integer({ min: 0, max: 100 }), (left, share) => {
        const split = splitOf(parse(`for=${share}%,against=${100 - share}%`), left)
        expect(sumOf(split)).to.equal(left)
        expect(split.for).to.equal((left * BigInt(share)) / 100n)
      }),
    )
  })

  it('never gives more than is left', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 2n ** 100n),
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 5_000 }),
        (left, a, b) => {
          const wish = parse(`abstain=${a / 100}%,for=${b / 100}%`)
          expect(sumOf(splitOf(wish, left)) <= left).to.equal(true)
        },
      ),
    )
  })

  for (const [text, says] of [
    ['for=60%,for=40%', 'for twice'],
    ['for=60%,against=50%', 'more than 100 %'],
    ['for=0%', 'no votes'],
    ['for=60%,against=5 BLST', 'mixes'],
    ['yes=60%', '"yes=60%"'],
    ['for', '"for"'],
    ['', '""'],
    ['for=', '"for="'],
    ['for=1%=2%', '"for=1%=2%"'],
    ['toString=60%', '"toString=60%"'],
    ['for=60', 'no unit'],
    ['for=5 WETH', 'WETH'],
    ['for=-5%', 'below zero'],
  ] as const) {
    it(`refuses "${text}"`, () => {
      expect(() => parse(text)).to.throw(UsageError, says)
    })
  }
})
