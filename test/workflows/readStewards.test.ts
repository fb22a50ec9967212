import { expect } from 'chai'
import { readBlock } from '../../cli/chain/client.ts'
import { readWindows, stepAction } from '../../cli/chain/stewardWindows.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { marketParameters } from '../../cli/governance/marketParameters.ts'
import { readStewards } from '../../cli/workflows/readStewards.ts'
import { peopleOf, untouched } from '../support/acting.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

const DAY = 86_400

describe('the windows of stewards', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  before(async () => {
    node = await seeded(await startHardhat())
    people = await peopleOf(node)
  })
  after(() => node.stop())
  untouched(() => node)

  const accounts = { keeper: 'node:5', keyless: 'env:NO_SUCH_KEY_OF_A_TEST' }
  const read = (account?: string) => readStewards(node, { accounts, account })
  const step = async (key: string, value: bigint) => {
    const [market] = node.book.markets
    const spec = marketParameters.find((one) => one.key === key)
    const place = { steward: node.book.contracts.riskSteward!, market: market! }
    const action = stepAction(place, [{ spec: spec!, value }])
    await transact(localSender(node.chain, people.steward), action)
    return (await readBlock(node.chain)).timestamp
  }
  const rowOf = async (parameter: string) =>
    (await read()).windows.find((row) => row.market === 'WETH-A' && row.parameter === parameter)

  it('are every allowance of every market, as people read them, at one block', async () => {
    const list = await read()
    expect(list.block).to.deep.equal(await readBlock(node.chain))
    expect(list.riskSteward).to.equal(node.book.contracts.riskSteward)
    expect(list.windows).to.have.length(30)
    expect(await rowOf('liquidationThreshold')).to.deep.include({
      ...{ label: 'Liquidation threshold', isReachable: true, opensAt: 0, cooldown: 3 * DAY },
      ...{ lastStepAt: undefined, settling: undefined },
      shown: {
        ...{ stored: '80 %', typed: '80%', allowed: '79.5 % \u2026 80.5 %' },
        ...{ step: '0.5 %', range: '77 % \u2026 83 %' },
      },
    })
    expect(await rowOf('thresholdRamp'), 'not for stewards').to.equal(undefined)
  })

  it('tell the last step, when the next may follow, and what counts meanwhile', async () => {
    const steppedAt = await step('liquidationThreshold', 7_950n)
    expect(await rowOf('liquidationThreshold')).to.deep.include({
      opensAt: steppedAt + 3 * DAY,
      lastStepAt: steppedAt,
      settling: { kind: 'ramp', effective: '80 %', settlesAt: steppedAt + 7 * DAY },
    })
    const raisedAt = await step('debtCeiling', 150_000_000n * 10n ** 18n)
    expect(await rowOf('debtCeiling')).to.deep.include({
      settling: { kind: 'delay', effective: '100,000,000 bUSD', settlesAt: raisedAt + DAY },
    })
  })

  it('come with who may step, by the names that are known', async () => {
    const { stewards } = await read('keeper')
    expect(stewards).to.deep.equal([
      { address: people.steward, name: 'keeper', isOwn: true },
      // Governance may whatever it lets others do.
      { address: node.book.contracts.timelock, name: 'timelock', isOwn: false },
    ])
  })

  it('come with whether whoever acts may', async () => {
    expect((await read('keeper')).own).to.deep.equal({ address: people.steward, mayStep: true })
    expect((await read(people.stranger)).own?.mayStep).to.equal(false)
    expect(await read()).not.to.have.any.keys('own', 'ownTrouble')
    const locked = await read('keyless')
    expect(locked.ownTrouble).to.contain('NO_SUCH_KEY_OF_A_TEST')
    expect(locked).not.to.have.property('own')
  })

  it('are none in a deployment from before', async () => {
    const { riskSteward: _, ...contracts } = node.book.contracts
    const older = { chain: node.chain, book: { ...node.book, contracts } }
    expect(await readStewards(older, { accounts, account: undefined })).to.deep.include({
      ...{ riskSteward: undefined, windows: [], stewards: [] },
    })
  })

  it('are read from the markets that are asked for alone', async () => {
    const { riskSteward: steward, ledger } = node.book.contracts
    const at = await readBlock(node.chain)
    const place = { steward: steward!, ledger }
    const windows = await readWindows(node.chain, place, node.book.markets.slice(1, 2), at)
    expect(new Set(windows.map(({ market }) => market))).to.deep.equal(
      new Set([node.book.markets[1]!.label]),
    )
  })
})
