import { expect } from 'chai'
import { connectChain, readBlock } from '../../cli/chain/client.ts'
import { inOneBlock, queueAs } from '../../cli/chain/devChain.ts'
import { readBook, settledAt } from '../../cli/chain/readBook.ts'
import { numbered, seedOwner, seedVaults } from '../../cli/chain/seedVaults.ts'
import { demoMarkets } from '../../cli/workflows/demoSpec.ts'
import { contractsOf, openSmallProtocol, openVault, type SmallProtocol } from './chains.ts'

const WAD = 10n ** 18n
/** One more than a page has. */
const VAULTS = 501

describe('readBook', () => {
  let protocol: SmallProtocol
  before(async () => {
    protocol = await openSmallProtocol()
    const seeds = Array.from({ length: VAULTS }, (_, i) => ({
      market: 'WETH-A',
      collateral: BigInt(10 + i) * WAD,
      debt: 2_000n * WAD,
    }))
    await seedVaults(protocol.chain, protocol.book, numbered(seeds))
  })
  after(() => protocol.chain.close())

  it('reads every vault once, though they do not fit one page', async () => {
    const { chain, book } = protocol
    const [market] = (await readBook(chain, book)).markets
    const owners = Array.from({ length: VAULTS }, (_, i) => seedOwner(i))
    expect(market!.vaults.map(({ owner }) => owner).toSorted()).to.deep.equal(owners.toSorted())
    const byOwner = new Map(market!.vaults.map((vault) => [vault.owner, vault]))
    for (const [i, owner] of owners.entries()) {
      expect(byOwner.get(owner)!.collateral).to.equal(BigInt(10 + i) * WAD)
      expect(byOwner.get(owner)!.debt >= 2_000n * WAD).to.equal(true)
    }
  })

  it('tells how far it is after each page', async () => {
    const told: (readonly [number, number])[] = []
    await readBook(protocol.chain, protocol.book, undefined, (...news) => told.push(news))
    expect(told).to.have.length(2)
    expect(told.at(-1)).to.deep.equal([VAULTS, VAULTS])
    expect([1, 500]).to.include(told[0]![0])
  })

  it('agrees with the market\u2019s own totals', async () => {
    const { chain, book } = protocol
    const [market] = (await readBook(chain, book)).markets
    const sum = (key: 'collateral' | 'debt') =>
      market!.vaults.reduce((total, vault) => total + vault[key], 0n)
    expect(sum('collateral')).to.equal(market!.totalCollateral)
    // Each vault's debt is rounded up by less than one unit.
    expect(sum('debt') - market!.totalDebt >= 0n).to.equal(true)
    expect(sum('debt') - market!.totalDebt <= BigInt(VAULTS)).to.equal(true)
  })

  it('reads terms, price and paths of the market', async () => {
    const { chain, book } = protocol
    const { block, derivativeSymbol, markets } = await readBook(chain, book)
    const [spec] = demoMarkets
    expect(block).to.deep.equal(await readBlock(chain))
    expect(derivativeSymbol).to.equal('bUSD')
    expect(markets).to.have.length(1)
    expect(markets[0]).to.deep.include({
      label: 'WETH-A',
      collateralSymbol: 'WETH',
      collateralDecimals: 18,
      terms: spec!.terms,
      priceState: 'OK',
      deficit: 0n,
    })
    expect(markets[0]!.price).to.deep.equal({
      low: 2_368_790_966n * 10n ** 12n,
      mid: 2_368_790_966n * 10n ** 12n,
      high: 2_368_790_966n * 10n ** 12n,
    })
    expect(markets[0]!.thresholdPath).to.include({ fromBps: 8_000n, toBps: 8_000n })
    expect(markets[0]!.ceilingPath.next).to.equal(spec!.terms.debtCeiling)
  })

  it('reads all of it at the pinned block, even when blocks change the book between the pages', async () => {
    const { chain, book } = protocol
    const pinned = await readBlock(chain)
    const before = await readBook(chain, book, pinned)
    const closes = seedOwner(0)
    const { ledger } = contractsOf(protocol, closes)
    const data = ledger.interface.encodeFunctionData('adjust', [
      book.markets[0]!.id,
      closes,
      WAD,
      0n,
      closes,
    ])
    let calls = 0
    const meddling = await connectChain({
      async request(call) {
        const answer = await chain.rpc.request(call)
        if (call.method !== 'eth_call') return answer
        calls++
        if (calls === 1)
          await openVault(protocol, protocol.other, { collateral: 10n, debt: 2_000n })
        return answer
      },
    })
    expect(await readBook(meddling, book, pinned)).to.deep.equal(before)
    // The market, and two pages of its vaults.
    expect(calls).to.equal(3)
    const { token } = contractsOf(protocol, closes)
    await inOneBlock(chain, async () => [
      await queueAs(chain, {
        from: closes,
        to: book.markets[0]!.collateral,
        data: token.interface.encodeFunctionData('mint', [closes, WAD]),
      }),
      await queueAs(chain, { from: closes, to: book.contracts.ledger, data }),
    ])
    expect(await readBook(chain, book, pinned)).to.deep.equal(before)
    const now = (await readBook(chain, book)).markets[0]!.vaults
    expect(now).to.have.length(VAULTS + 1)
    expect(now.find(({ owner }) => owner === closes)!.collateral).to.equal(11n * WAD)
  })
})

describe('settledAt', () => {
  const reading = (endsAt: bigint, effectiveAt: bigint) =>
    ({
      block: { number: 1, timestamp: 100, hash: '0x' },
      derivativeSymbol: 'bUSD',
      markets: [
        { thresholdPath: { endsAt: 0n }, ceilingPath: { effectiveAt: 0n } },
        { thresholdPath: { endsAt }, ceilingPath: { effectiveAt } },
      ],
    }) as never

  it('is the end of the last ramp or delay of any market', () => {
    expect(settledAt(reading(300n, 200n))).to.equal(300)
    expect(settledAt(reading(200n, 300n))).to.equal(300)
  })

  it('is the block\u2019s own time when all have ended', () => {
    expect(settledAt(reading(99n, 50n))).to.equal(100)
  })
})
