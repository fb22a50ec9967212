import { expect } from 'chai'
import fc from 'fast-check'
import { InvalidDeploymentError, parseDeployment } from '../../cli/governance/deploymentDraft.ts'
import { startOf, usualLiquidation } from '../../cli/governance/deploymentSpec.ts'
import { usualAuction } from '../../cli/governance/liquidationTerms.ts'
import { defaultAllowances } from '../../cli/governance/stewardAllowances.ts'
import {
  demoDerivative,
  demoGovernor,
  demoMarkets,
  demoTokenSupply,
} from '../../cli/workflows/demoSpec.ts'
import { deploymentTemplate } from '../../cli/workspace/deploymentTemplate.ts'

const accounts = ['deployer', 'guardian', 'alice']
const parse = (text: string) => parseDeployment({ path: 'deployment.yaml', text, accounts })

/** The template with one text replaced; it must be there. */
function changed(from: string | RegExp, to: string): string {
  const text = deploymentTemplate.replace(from, to)
  expect(text).to.not.equal(deploymentTemplate)
  return text
}

function problemsOf(text: string) {
  try {
    parse(text)
  } catch (error) {
    if (!(error instanceof InvalidDeploymentError)) throw error
    return error.problems
  }
  return []
}

const lineOf = (text: string, word: string): number =>
  text.split('\n').findIndex((line) => line.includes(word)) + 1

describe('parseDeployment', () => {
  describe('the file that ballast init --deployment writes', () => {
    const spec = parse(deploymentTemplate)

    it('is sound, and has the numbers of the demonstration', () => {
      const { proposalGuardian, ...governor } = spec.governor
      expect(governor).to.deep.equal(demoGovernor)
      expect(spec.derivative).to.deep.equal(demoDerivative)
      const [weth, , wbtc] = demoMarkets
      expect(spec.markets.map(({ terms }) => terms)).to.deep.equal([weth!.terms, wbtc!.terms])
      expect(spec.token.supply).to.equal(demoTokenSupply)
    })

    it('names people by account, to be resolved where there is a chain', () => {
      expect(spec.token.recipient).to.equal('deployer')
      expect(spec.governor.proposalGuardian).to.equal('guardian')
    })

    it('has addresses with sound checksums', () => {
      const [feed] = spec.feeds
      expect(feed).to.deep.equal({
        label: 'WETH/USD',
        aggregators: ['0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419'],
        maxAge: 5_400n,
        maxDeviationBps: 200n,
        minSources: 1n,
        maxJumpBps: 2_500n,
        maxSwitchDeviationBps: 300n,
      })
    })
  })

  it('gives a steward that it names the usual allowances in every market, and nobody none', () => {
    const [threshold] = parse(deploymentTemplate).markets
    expect(threshold).to.not.have.property('allowances')
    const { steward, markets } = parse(changed('# steward: steward', 'steward: alice'))
    expect(steward).to.equal('alice')
    for (const { terms, allowances } of markets) {
      expect(allowances).to.deep.equal(defaultAllowances(startOf(terms)))
    }
    const [problem] = problemsOf(changed('# steward: steward', 'steward: somebody'))
    expect(problem?.message).to.equal('There is no account "somebody" in ballast.yaml')
    expect(problem?.place.line).to.equal(lineOf(deploymentTemplate, '# steward: steward'))
  })

  it('takes addresses without quotes and without capital letters', () => {
    const lower = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2'
    const { markets } = parse(changed('"0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"', lower))
    expect(markets[0]?.collateral).to.equal('0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2')
  })

  it('takes an address or a reference where somebody is meant', () => {
    const address = '0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419'
    expect(parse(changed(': deployer', `: ${address}`)).token.recipient).to.equal(address)
    expect(parse(changed(': deployer', ': env:KEY')).token.recipient).to.equal('env:KEY')
  })

  it('keeps every digit', () => {
    const { token } = parse(changed('10_000_000 BLST', '10_000_000.000000000000000001 BLST'))
    expect(token.supply).to.equal(10n ** 25n + 1n)
  })

  it('takes a rate source with its two numbers where a token bears yield', () => {
    const rate = `rateSource: "0xF4030086522a5bEEa4988F8cA5B36dbC97BeE88c"
    growthCap: 8%
    yieldDecay: 25%
    minSources: 1`
    const [rated, plain] = parse(changed('minSources: 1', rate)).feeds
    expect(rated?.rate).to.deep.equal({
      source: '0xF4030086522a5bEEa4988F8cA5B36dbC97BeE88c',
      growthCapWad: 8n * 10n ** 16n,
      yieldDecayWad: 25n * 10n ** 16n,
    })
    expect(plain).not.to.have.property('rate')
  })

  describe('of auctions, pools and the backstop', () => {
    const whole = parse(deploymentTemplate)
    /** The template without the groups that may be left out. */
    const least = deploymentTemplate
      .replace(/ {4}(auction[BCSTFH]|maxInA|kickR).*\n/g, '')
      .replace(/ {4}risks:\n(?: {6}.*\n)+/g, '')
      .replace(/# What may be left out[\s\S]*/, '')

    it('knows the usual numbers, which the example shows', () => {
      expect(least).to.not.match(/^ +(auction\w+|kickReward|risks):|^backstop:/m)
      const spec = parse(least)
      expect(spec.liquidation).to.deep.equal(whole.liquidation)
      expect(spec.liquidation).to.deep.equal(usualLiquidation(whole.markets))
      for (const [index, { auction, terms }] of spec.markets.entries()) {
        expect(auction).to.deep.equal(usualAuction(terms.debtCeiling))
        expect(auction).to.deep.equal(whole.markets[index]?.auction)
      }
      expect(spec.markets[0]).not.to.have.property('risks')
      expect(spec).not.to.have.property('caps')
    })

    it('keeps what is written, and the usual for the rest', () => {
      const { markets, liquidation } = parse(
        least
          .replace('    stabilityFee: 5%', '    auctionCut: 0.98\n    maxInAuction: 7 bUSD\n$&')
          .replace('  symbol: bUSD', '$&\n  maxInAuctionTotal: 9_000_000 bUSD')
          .concat(
            'insurancePool:\n  cooldown: 0 s\nbackstop:\n  pool: WBTC-A\n  saleSize: 5 BLST\n',
          ),
      )
      expect(markets[0]?.auction).to.deep.equal({
        ...whole.markets[0]?.auction,
        auctionCut: 98n * 10n ** 16n,
        maxInAuction: 7n * 10n ** 18n,
      })
      const { insurancePool, backstop, stabilityPool } = whole.liquidation
      expect(liquidation).to.deep.equal({
        budget: { maxInAuctionTotal: 9_000_000n * 10n ** 18n },
        stabilityPool,
        insurancePool: { ...insurancePool, cooldown: 0n },
        backstop: { ...backstop, saleSize: 5n * 10n ** 18n },
        rewarded: 'WBTC-A',
      })
    })

    it('knows risks by kind, and caps on them', () => {
      const caps = `exposureCaps:
  asset:ETH: { exposureCap: 100_000_000 bUSD, relativeCap: 60% }
  oracle:chainlink: { relativeCap: 95% }
`
      const {
        markets,
        caps: read,
        derivativeCap,
      } = parse(
        deploymentTemplate
          .replace('      asset: ETH', '$&\n      oracle: chainlink')
          .replace('# derivativeCap', '  derivativeCap')
          .replace('      asset: BTC', '      protocol: bitgo\n$&')
          .concat(caps),
      )
      expect(markets.map(({ risks }) => risks)).to.deep.equal([
        ['asset:ETH', 'oracle:chainlink'],
        ['asset:BTC', 'protocol:bitgo'],
      ])
      expect(read).to.deep.equal([
        { risk: 'asset:ETH', exposureCap: 100_000_000n * 10n ** 18n, relativeCap: 6_000n },
        { risk: 'oracle:chainlink', relativeCap: 9_500n },
      ])
      expect(derivativeCap).to.equal(150_000_000n * 10n ** 18n)
    })
  })

  describe('says of every mistake where it is and what to write', () => {
    const cases: readonly (readonly [string, string | RegExp, string, string, RegExp, RegExp])[] = [
      ['a ratio without its unit', 'Ratio: 150%', 'Ratio: 150', 'Ratio: 150', /no unit/, /150%/],
      [
        'a ratio in basis points',
        'Ratio: 150%',
        'Ratio: 15000 bps',
        '15000',
        /basis points/,
        /150%/,
      ],
      [
        'a threshold out of bounds',
        'Threshold: 80%',
        'Threshold: 98%',
        '98%',
        /WETH-A liquidationThreshold 98 % is above/,
        /from 50% to 97%/,
      ],
      [
        'another token',
        '100_000_000 bUSD',
        '100_000_000 DAI',
        'DAI',
        /in DAI, not in bUSD/,
        /bUSD/,
      ],
      [
        'votes in another token',
        '100_000 BLST',
        '100_000 bUSD',
        '100_000 bUSD',
        /not in BLST/,
        /BLST/,
      ],
      ['a delay without unit', '1 day\n', '86400\n', '86400', /no unit of time/, /86400/],
      [
        'a delay of nothing',
        'minDelay: 2 days',
        'minDelay: 0 s',
        '0 s',
        /below the least/,
        /from 1 h/,
      ],
      [
        'a misspelt parameter',
        'stabilityFee:',
        'stabiltyFee:',
        'stabiltyFee',
        /stabiltyFee is not a field of WETH-A/,
        /mean stabilityFee\?/,
      ],
      [
        'a missing parameter',
        /.*targetHealth: 1.05\n/,
        '',
        'collateral: "0xC02a',
        /targetHealth is missing/,
        /from 1 to 1.25/,
      ],
      [
        'a misspelt section',
        '\nfeeds:',
        '\nfeed:',
        'feed:',
        /feed is not a field of a depl/,
        /feeds/,
      ],
      [
        'a feed that is not there',
        'feed: WETH/USD',
        'feed: ETH/USD',
        'feed: ETH/USD',
        /no feed "ETH\/USD"/,
        /mean WETH\/USD\?/,
      ],
      [
        'a mistyped address',
        '0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419',
        '0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8418',
        'c5b8418',
        /capital letters that do not fit/,
        /aggregators|addresses/,
      ],
      [
        'the zero address',
        '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2',
        `0x${'0'.repeat(40)}`,
        '0x0000',
        /collateral is the zero address/,
        /token's address/,
      ],
      [
        'more sources than there are',
        'minSources: 1',
        'minSources: 2',
        'minSources: 2',
        /has 1 of 2 sources/,
        /at most 1/,
      ],
      [
        'half of a rate',
        'minSources: 1',
        'growthCap: 9%\n    minSources: 1',
        'growthCap: 9%',
        /WETH\/USD has growthCap without rateSource and yieldDecay/,
        /none of them/,
      ],
      [
        'an unknown person',
        ': deployer',
        ': deploier',
        'deploier',
        /no account "deploier"/,
        /mean deployer\?/,
      ],
      [
        'a threshold beyond the supply',
        '100_000 BLST',
        '10_000_001 BLST',
        '10_000_001',
        /above the most|more than the whole supply/,
        /10_000_000 BLST/,
      ],
      ['no supply', '10_000_000 BLST', '0 BLST', 'supply: 0', /supply of 0 BLST/, /more than 0/],
      [
        'an extension longer than the vote',
        'Extension: 1 day ',
        'Extension: 4 days ',
        '4 days',
        /longer than the vote/,
        /voting period/,
      ],
      [
        'a penalty that eats the vault',
        'liquidationThreshold: 80%',
        'liquidationThreshold: 92%',
        '92%',
        /exceeds maxPenaltyHealth|more than 99 %/,
        /penalty/,
      ],
      [
        'a threshold at the edge of the ratio',
        'collateralizationRatio: 150%',
        'collateralizationRatio: 125%',
        'liquidationThreshold: 80%',
        /less than 2 %/,
        /raise the ratio/,
      ],
      [
        'a symbol with a space',
        'symbol: bUSD',
        'symbol: b USD',
        'b USD',
        /symbol is no symbol/,
        /letters/,
      ],
      [
        'a market called governor',
        '  WETH-A:',
        '  governor:',
        '  governor:',
        /"governor" is no name/,
        /31/,
      ],
      [
        'a market whose name is too long for the chain',
        '  WETH-A:',
        `  ${'W'.repeat(32)}:`,
        'WWWW',
        /is no name/,
        /up to 31/,
      ],
      [
        'an auction that falls too slowly',
        'Cut: 0.99 ',
        'Cut: 0.999 ',
        'Tail: 90 min',
        /^WETH-A: a lot that starts at 110 % of the price does not fall to .* within its 90 steps$/,
        /lower auctionCut/,
      ],
      [
        'an auction that stops too high',
        'auctionFloor: 50%',
        'auctionFloor: 92%',
        'auctionFloor:',
        /^WETH-A: a lot that starts at 110 % of the price stops selling at 92 % of that/,
        /auctionFloor at or below 90\.9%/,
      ],
      ['a tail of a day', 'Tail: 90 min', 'Tail: 1 day', 'Tail:', /above the most/, /12 h/],
      [
        'a misspelt term',
        'kickReward:',
        'kickreward:',
        'kickreward',
        /not a field of WETH-A/,
        /kickReward\?/,
      ],
      ['a kind of risk', 'asset: ETH', 'token: ETH', 'token: ETH', /not a field of risks/, /asset/],
      [
        'a risk with a space',
        'asset: ETH',
        'asset: E TH',
        'asset: E TH',
        /asset is no name/,
        /up to 22 letters/,
      ],
      [
        'a budget below its parts',
        'symbol: bUSD\n',
        'symbol: bUSD\n  maxInAuctionTotal: 17_999_999 bUSD\n',
        'maxInAuctionTotal: 17_9',
        /maxInAuction of all together would be 18,000,000 bUSD, above bUSD maxInAuctionTotal/,
        /leave it out/,
      ],
      [
        'shares of more than all',
        'insuranceShare: 20%',
        'insuranceShare: 51%',
        'insuranceShare',
        /more than all of the surplus/,
        /100%/,
      ],
      [
        'a pool of nobody',
        'pool: WETH-A',
        'pool: WET-A',
        'pool: WET',
        /no market "WET-A"/,
        /WETH-A\?/,
      ],
      [
        'a sale in another unit',
        'saleSize: 0 BLST',
        'saleSize: 5 bUSD',
        'saleSize: 5',
        /not in BLST/,
        /BLST/,
      ],
      [
        'a cap on what no market rests on',
        /# exposureCaps:[\s\S]*/,
        'exposureCaps:\n  asset:ETC: { exposureCap: 5 bUSD }\n',
        'asset:ETC',
        /No market rests on "asset:ETC"/,
        /asset:ETH\?/,
      ],
      [
        'a cap on nothing that is a risk',
        /# exposureCaps:[\s\S]*/,
        'exposureCaps:\n  ETH: { exposureCap: 5 bUSD }\n',
        '  ETH:',
        /"ETH" is no risk/,
        /asset:ETH/,
      ],
      [
        'a list of markets',
        /\nmarkets:[\s\S]*/,
        '\nmarkets: []\n',
        'markets:',
        /a group of fields/,
        /./,
      ],
    ]
    for (const [name, from, to, word, message, instead] of cases) {
      it(name, () => {
        const text = changed(from, to)
        const problems = problemsOf(text)
        const found = problems.filter(({ place }) => place.line === lineOf(text, word))
        expect(found.map((one) => one.message).join('\n')).to.match(message)
        expect(found.map((one) => one.instead).join('\n')).to.match(instead)
      })
    }

    it('an aggregator twice, and more than the hub takes', () => {
      const one = '      - "0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419"\n'
      expect(problemsOf(changed(one, one + one))[0]?.message).to.contain('aggregator twice')
      const many = Array.from(
        { length: 6 },
        (_, i) => `      - "0x${String(i + 1).padStart(40, '0')}"\n`,
      )
      expect(problemsOf(changed(one, many.join('')))[0]?.message).to.contain('more than 5 entries')
      expect(problemsOf(changed(one, ''))[0]?.message).to.contain('aggregators')
    })

    it('all at once, in the order of the file', () => {
      const text = changed('symbol: bUSD', 'symbol: bUSD\n  sign: x')
        .replace('quorumNumerator: 10%', 'quorumNumerator: 10.5%')
        .replace('maxAge: 90 min', 'maxAge: 90')
        .replace('stabilityFee: 5%', 'stabilityFee: 500%')
      const lines = problemsOf(text).map(({ place }) => place.line)
      expect(lines).to.have.length(4)
      expect(lines).to.deep.equal(lines.toSorted((a, b) => a - b))
    })

    it('in one error that says where to look, and that nothing was sent', () => {
      expect(() => parse(changed('Ratio: 150%', 'Ratio: 150')))
        .to.throw(InvalidDeploymentError)
        .with.property('message')
        .that.matches(
          /^1 problem in deployment.yaml; nothing was sent.\n {2}deployment.yaml:\d+:29 {2}/,
        )
    })
  })

  it('never throws anything else, whatever is written', () => {
    const lines = deploymentTemplate.split('\n')
    fc.assert(
      fc.property(
        fc.nat(lines.length - 1),
        fc.oneof(fc.string(), fc.constantFrom('', '- a', '  x: {', '__proto__: 1', '? [a]', '*a')),
        (index, line) => {
          problemsOf(lines.with(index, line).join('\n'))
        },
      ),
      { numRuns: 150 },
    )
    for (const text of ['', '[]', '5', 'null', '---\n---', '{'.repeat(5_000), '\ud800']) {
      expect(problemsOf(text)).to.not.deep.equal([])
    }
  })
})
