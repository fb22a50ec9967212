import { expect } from 'chai'
import { bySubject, findJobs } from '../../../cli/governance/keeper/findJobs.ts'
import {
  type Job,
  type JobKind,
  jobKinds,
  unpaidKinds,
  usualKinds,
} from '../../../cli/governance/keeper/job.ts'
import { approvalFor } from '../../../cli/governance/keeper/lotJobs.ts'
import type { KeeperWorld, KeptBackstop } from '../../../cli/governance/keeper/world.ts'
import { account, feed, HOUR, market, NOW, pool, vault, wad, world } from './worlds.ts'

const all = jobKinds.map(([name]) => name)
const jobs = (seen: KeeperWorld, maxRepay?: bigint): readonly Job[] =>
  findJobs(seen, { kinds: all, ...(maxRepay === undefined ? {} : { maxRepay }) })
const kindsIn = (found: readonly Job[]): readonly JobKind[] => found.map(({ kind }) => kind)
const wordsOf = (seen: KeeperWorld) => jobs(seen).map(({ words }) => words)

describe('what a keeper finds to do', () => {
  it('is nothing where everything is well', () => {
    expect(jobs(world())).to.deep.equal([])
  })

  describe('for prices', () => {
    const seen = (other: Parameters<typeof feed>[0]) => wordsOf(world({ feeds: [feed(other)] }))

    it('is to store one that is OK, first of all and then hourly to the second', () => {
      expect(seen({ lastGoodAt: 0n })).to.deep.equal([
        'refresh WETH/USD: it has no last good price',
      ])
      expect(seen({ lastGoodAt: NOW - HOUR + 1n })).to.deep.equal([])
      expect(seen({ lastGoodAt: NOW - HOUR })).to.deep.equal([
        'refresh WETH/USD: its last good price is 1 h old',
      ])
      expect(seen({ lastGoodAt: 0n, state: 'DEGRADED' })).to.deep.equal([])
    })

    it('is to look at a rate more often than a fall takes to count, and at once when it falls', () => {
      const rate = { observedWad: wad(1.1), acceptedWad: wad(1.1), refreshedAt: NOW - 1_199n }
      expect(seen({ rate })).to.deep.equal([])
      expect(seen({ rate: { ...rate, refreshedAt: NOW - 1_200n } })).to.deep.equal([
        'refresh WETH/USD: its rate was read 20 min ago',
      ])
      expect(seen({ rate: { ...rate, observedWad: wad(1.09) } })).to.deep.equal([
        'refresh WETH/USD: its rate has fallen',
      ])
      expect(seen({ state: 'DEGRADED', rate: { ...rate, observedWad: wad(1) } })).to.have.length(1)
    })

    it('is nothing where a rate is silent: asking again changes nothing', () => {
      const rate = { observedWad: 0n, acceptedWad: wad(1.1), refreshedAt: 0n }
      expect(seen({ rate })).to.deep.equal([])
    })

    it('is to note a dead feed: at once, and then twice in the time after which it is forgotten', () => {
      const down = { state: 'DOWN', price: { low: 0n, mid: 0n, high: 0n } } as const
      const notes = (other: object) =>
        seen({ ...down, ...other }).filter((words) => words.startsWith('note'))
      expect(notes({})).to.deep.equal(['note that WETH/USD is DOWN: nobody has noted it yet'])
      const deadSince = NOW - 3n * HOUR
      expect(notes({ deadSince: deadSince + 1n })).to.deep.equal([])
      expect(notes({ deadSince })).to.deep.equal(['note that WETH/USD is DOWN: dead for 3 h'])
      expect(notes({ deadSince, notedAt: NOW - HOUR })).to.deep.equal([])
      const older = 'what was noted before this silence, or later than now, does not count'
      expect(notes({ deadSince, notedAt: deadSince - 1n }), older).to.have.length(1)
      expect(notes({ deadSince, notedAt: NOW + 1n }), older).to.have.length(1)
    })
  })

  describe('for a vault below health 1', () => {
    it('is every way to help it, all of one subject', () => {
      const seen = world({
        markets: [market({ auctions: { healthWad: wad(1), room: wad(1e6), kickRewardBps: 10n } })],
        vaults: [vault()],
        pools: [{ ...pool, spendable: wad(5) }],
      })
      expect(kindsIn(jobs(seen))).to.deep.equal(['liquidate', 'absorb', 'kick'])
      expect(bySubject(jobs(seen))).to.have.length(1)
      expect(jobs(seen)[0]?.words).to.equal(
        'liquidate the vault of 0x1111…1111 in WETH-A (health 0.94, 17,000 bUSD)',
      )
    })

    it('begins with the largest debt', () => {
      const small = vault({ debt: wad(3_000), owner: `0x${'9'.repeat(40)}` })
      const [first, second] = jobs(world({ vaults: [small, vault()] }))
      expect(
        [first?.words, second?.words].map((words) => words?.match(/[\d,]+ bUSD/)?.[0]),
      ).to.deep.equal(['17,000 bUSD', '3,000 bUSD'])
    })

    it('spends what there is, or what is allowed', () => {
      const maxRepay = (limit?: bigint) => {
        const [job] = jobs(world({ vaults: [vault()] }), limit)
        return job?.call.does === 'liquidate' ? job.call.maxRepay : undefined
      }
      expect(maxRepay()).to.equal(wad(100_000))
      expect(maxRepay(wad(5_000))).to.equal(wad(5_000))
      expect(maxRepay(wad(500_000))).to.equal(wad(100_000))
    })

    it('is nothing with an own vault, without money, above the auctions’ health or without room', () => {
      const [own] = jobs(world({ vaults: [vault({ owner: account })] }))
      expect(own?.hindrance).to.equal('it is your own vault')
      const purse = { ...world().purse, derivative: 0n }
      const [poor] = jobs(world({ vaults: [vault()], purse }))
      expect(poor?.hindrance).to.equal('0x2222…2222 has no bUSD to repay with')
      const kicks = (auctions: { healthWad: bigint; room: bigint }) =>
        kindsIn(
          jobs(
            world({
              vaults: [vault()],
              markets: [market({ auctions: { kickRewardBps: 10n, ...auctions } })],
            }),
          ),
        ).filter((kind) => kind === 'kick').length
      expect(kicks({ healthWad: wad(0.94), room: 1n })).to.equal(1)
      expect(kicks({ healthWad: wad(0.939), room: wad(1e6) })).to.equal(0)
      expect(kicks({ healthWad: wad(1), room: 0n })).to.equal(0)
    })

    it('reckons a kick’s reward as the auction house does', () => {
      const reward = (room: number, kickRewardBps = 10n) => {
        const auctions = { healthWad: wad(1), room: wad(room), kickRewardBps }
        const found = jobs(world({ vaults: [vault()], markets: [market({ auctions })] }))
        return found.find(({ kind }) => kind === 'kick')?.reward
      }
      expect(reward(1e6)).to.equal(wad(0.01))
      // A half of it is seized: 8,500 of 17,000.
      expect(reward(8_500)).to.equal(wad(0.005))
      // The vault keeps its minimum of 2,000.
      expect(reward(16_000)).to.equal((wad(10) * 15_000n) / 17_000n / 1_000n)
    })
  })

  describe('of lots', () => {
    const lot = { id: 7n, market: 'WETH-A', collateral: wad(5), tab: wad(9_000), isOver: false }
    const offered = (other: object, derivative = wad(100_000)) =>
      world({
        lots: [{ ...lot, priceWad: wad(1_900), ...other }],
        purse: { ...world().purse, derivative },
      })
    const wanted = (seen: KeeperWorld) => {
      const [job] = jobs(seen)
      return job?.call.does === 'take' ? job.call.maxCollateral : undefined
    }

    it('is to take all of one, for exactly what it costs', () => {
      expect(wanted(offered({}))).to.equal(wad(5))
      const [job] = jobs(offered({}))
      expect(job?.words).to.equal('take 4.736842 WETH of lot 7 at 1,900 bUSD')
      const approval = approvalFor(job!, offered({}))
      // The tab, and the unit that it may be rounded up to.
      expect(approval?.cost).to.equal(wad(9_000) + 1_900n)
      expect(approval?.brings).to.equal((wad(9_000) * 10n ** 18n) / wad(1_900) + 1n)
      const allowed = offered({})
      const purse = { ...allowed.purse, allowance: wad(9_500) }
      expect(approvalFor(job!, { ...allowed, purse })).to.equal(undefined)
    })

    it('is a part, where the purse is short, that leaves enough for somebody else', () => {
      expect(wanted(offered({}, wad(1_900)))).to.equal(wad(1))
      // 8,950 would leave less than 100 of the tab: 8,900 are paid.
      expect(wanted(offered({}, wad(8_950)))).to.equal((wad(8_900) * 10n ** 18n) / wad(1_900))
    })

    it('is nothing without money', () => {
      const [job] = jobs(offered({}, 0n))
      expect(job?.hindrance).to.equal('there is no bUSD to pay with')
    })

    it('is to start one again that is over, if there is a price', () => {
      expect(wordsOf(offered({ isOver: true }))).to.deep.equal(['start lot 7 of WETH-A again'])
      const down = {
        ...offered({ isOver: true }),
        feeds: [feed({ state: 'DOWN', deadSince: NOW })],
      }
      const again = jobs(down).find(({ kind }) => kind === 'redo')
      expect(again?.hindrance).to.equal('WETH/USD is DOWN')
    })

    it('is nothing of what the backstop sells', () => {
      expect(jobs(offered({ market: undefined }))).to.deep.equal([])
    })
  })

  describe('about bad debt', () => {
    const backstop: KeptBackstop = {
      ...{ standing: wad(5), noted: wad(5), notedAt: NOW - 2n * HOUR, standingTime: HOUR },
      ...{ proceeds: 0n, sale: 0n },
    }
    const covers = (other: Partial<KeptBackstop>, surplus = 0n) =>
      wordsOf(
        world({
          markets: [market({ deficit: wad(5) })],
          backstop: { ...backstop, ...other },
          surplus,
        }),
      )

    it('is to cover it where that changes something, and only then', () => {
      expect(covers({})).to.deep.equal([])
      expect(covers({}, wad(5) - 1n)).to.deep.equal([])
      expect(covers({}, wad(5))).to.deep.equal(['cover bad debt of WETH-A: fees have come in'])
      expect(covers({ proceeds: 1n })).to.have.length(1)
      expect(covers({ standing: 0n })).to.have.length(1)
      expect(covers({ standing: 0n, notedAt: NOW - HOUR + 1n })).to.deep.equal([])
      expect(covers({ notedAt: NOW - 20n * HOUR })).to.have.length(1)
      expect(wordsOf(world({ markets: [market({ deficit: wad(5) })] }))).to.deep.equal([])
    })

    it('is that of the named markets, by what the backstop knows of all', () => {
      const labels = ['WETH-A']
      const covered = (other: Partial<KeptBackstop>, lots: KeeperWorld['lots'] = []) =>
        findJobs(
          world({
            markets: [
              market({ label: 'WBTC-A', deficit: wad(2) }),
              market({ deficit: wad(3) }),
              market({ label: 'LINK-A' }),
            ],
            backstop: { ...backstop, ...other },
            lots,
          }),
          { kinds: ['cover'], markets: labels },
        ).map(({ words }) => words)
      expect(covered({}), 'five stand, and five are noted').to.deep.equal([])
      expect(covered({ noted: wad(3), standing: wad(3) })).to.deep.equal([
        'cover bad debt of WETH-A: the backstop is to note how long it stands',
      ])
      const sale = { id: 9n, market: undefined, collateral: 1n, tab: 1n, priceWad: 1n }
      expect(covered({ sale: 9n }, [{ ...sale, isOver: false }])).to.deep.equal([])
      expect(covered({ sale: 9n }, [{ ...sale, isOver: true }])).to.deep.equal([
        'cover bad debt of WETH-A: the sale of the backstop found no taker',
      ])
    })

    it('is done by the Ledger alone in a deployment without a backstop', () => {
      const [job] = jobs(world({ markets: [market({ deficit: wad(500) })], surplus: wad(100) }))
      expect(job?.call.does).to.equal('coverFromSurplus')
    })
  })

  it('is to shut a market that was dead for a day, and not one that is shut', () => {
    const dead = { feeds: [feed({ state: 'DOWN', deadSince: NOW - 24n * HOUR, notedAt: NOW })] }
    const kinds = (isShut: boolean) =>
      kindsIn(jobs(world({ ...dead, markets: [market({ isShut })] }))).filter(
        (k) => k === 'shutdown',
      )
    expect(kinds(false)).to.have.length(1)
    expect(kinds(true)).to.have.length(0)
  })

  it('leaves what cannot be taken back, or pays others only, to those who name it', () => {
    expect(all.filter((kind) => !usualKinds.includes(kind))).to.deep.equal(['cover', 'shutdown'])
  })

  it('is unpaid where a job has no gain, and only there', () => {
    const auctions = { healthWad: wad(1), room: wad(1e6), kickRewardBps: 10n }
    const lot = { market: 'WETH-A', collateral: wad(5), tab: wad(9_000), priceWad: wad(1_900) }
    const found = [
      world({
        vaults: [vault()],
        pools: [{ ...pool, spendable: wad(5) }],
        markets: [market({ auctions, deficit: wad(500) })],
        lots: [
          { ...lot, id: 1n, isOver: false },
          { ...lot, id: 2n, isOver: true },
        ],
        feeds: [feed({ lastGoodAt: 0n })],
        surplus: wad(500),
      }),
      world({ feeds: [feed({ state: 'DOWN', deadSince: NOW - 24n * HOUR })] }),
      world({ feeds: [feed({ state: 'DOWN', deadSince: NOW - 24n * HOUR, notedAt: NOW })] }),
    ].flatMap((seen) => jobs(seen))
    expect(new Set(kindsIn(found))).to.deep.equal(new Set(all))
    for (const { kind, gain, hindrance } of found) {
      if (hindrance === undefined)
        expect(gain === undefined, kind).to.equal(unpaidKinds.includes(kind))
    }
  })

  it('keeps to the markets that are named', () => {
    const other = market({ label: 'WBTC-A', feed: 'WBTC/USD' })
    const seen = world({
      markets: [market(), other],
      feeds: [feed({ lastGoodAt: 0n }), feed({ label: 'WBTC/USD', lastGoodAt: 0n })],
      vaults: [vault(), vault({ market: 'WBTC-A' })],
    })
    const found = findJobs(seen, { kinds: all, markets: ['WBTC-A'] })
    expect(found.map(({ subject }) => subject.split(' ')[0])).to.deep.equal(['WBTC/USD', 'WBTC-A'])
  })
})
