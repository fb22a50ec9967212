import type { StewardList, WindowRow } from '../../cli/workflows/readStewards.ts'
import { address } from './fakeDelegates.ts'
import { testNow } from './fakeServices.ts'

const DAY = 86_400

/** A window of the threshold that is open, unless it says otherwise. */
export const windowRow = (own: Partial<WindowRow> = {}): WindowRow => ({
  market: 'WETH-A',
  parameter: 'liquidationThreshold',
  label: 'Liquidation threshold',
  summary: 'Debt above this share of the collateral may be liquidated.',
  isReachable: true,
  opensAt: 0,
  lastStepAt: undefined,
  cooldown: 3 * DAY,
  settling: undefined,
  shown: {
    stored: '80 %',
    typed: '80%',
    allowed: '79.5 % \u2026 80.5 %',
    step: '0.5 %',
    range: '77 % \u2026 83 %',
  },
  ...own,
})

/** A raise of the ceiling that waits, after a step two hours ago. */
export const ceilingRow = windowRow({
  parameter: 'debtCeiling',
  label: 'Debt ceiling',
  summary: 'The most that may be issued in this market.',
  opensAt: testNow + 22 * 3_600,
  lastStepAt: testNow - 2 * 3_600,
  cooldown: DAY,
  settling: { kind: 'delay', effective: '100,000,000 bUSD', settlesAt: testNow + 22 * 3_600 },
  shown: {
    stored: '150,000,000 bUSD',
    typed: '150_000_000 bUSD',
    allowed: '0 bUSD \u2026 300,000,000 bUSD',
    step: '100 % of its value',
    range: '0 bUSD \u2026 400,000,000 bUSD',
  },
})

/** A threshold that ramps, and one that governance has put where no step leads back from. */
export const stewardList = (own: Partial<StewardList> = {}): StewardList => ({
  block: { number: 1_234, timestamp: testNow, hash: `0x${'b'.repeat(64)}` },
  riskSteward: address('5'),
  windows: [
    windowRow(),
    ceilingRow,
    windowRow({
      market: 'WBTC-A',
      settling: { kind: 'ramp', effective: '80.6 %', settlesAt: testNow + 4 * DAY },
    }),
    windowRow({ market: 'WBTC-A', parameter: 'targetHealth', isReachable: false }),
  ],
  stewards: [
    { address: address('a'), name: 'alice', isOwn: true },
    { address: address('b'), isOwn: false },
  ],
  own: { address: address('a'), mayStep: true },
  ...own,
})
