import { expect } from 'chai'
import { Interface } from 'ethers'
import { historyOf, type PlacedEvent } from '../../cli/governance/parameterHistory.ts'
import { settingEvents } from '../../cli/governance/settingEvents.ts'
import { book } from './demo.ts'

const abi = new Interface(settingEvents.map(({ fragment }) => fragment))
const [weth] = book.markets
const [feed] = book.feeds

const event = (
  contract: 'ledger' | 'oracleHub' | 'governor' | 'timelock' | 'exposureCaps',
  name: string,
  args: readonly unknown[],
  blockNumber = 10,
): PlacedEvent => {
  const { topics, data } = abi.encodeEventLog(name, args)
  const [transactionHash, blockHash] = [`0x${blockNumber}`, `0xb${blockNumber}`]
  const address = book.contracts[contract]
  return { address, topics, data, blockNumber, blockHash, transactionHash }
}
const set = (member: number, before: bigint, after: bigint, block = 10) =>
  event('ledger', 'ParameterSet', [weth!.id, member, before, after], block)

describe('the history of the parameters', () => {
  it('takes what the deployer set before it gave its power away for no change', () => {
    const events = [set(1, 8_000n, 8_200n, 10), set(1, 8_200n, 8_100n, 20)]
    const { changes } = historyOf(events, book, 10)
    expect([...changes.values()].flat().map(({ after }) => after)).to.deep.equal([8_100n])
  })

  it('is empty where nothing was set', () => {
    expect([...historyOf([], book).changes]).to.deep.equal([])
  })

  it('tells each change with its place, the oldest first', () => {
    const { changes } = historyOf([set(1, 8_000n, 8_200n, 10), set(1, 8_200n, 8_100n, 20)], book)
    const own = changes.get('WETH-A.liquidationThreshold')!
    expect(own.map(({ before, after, blockNumber }) => [before, after, blockNumber])).to.deep.equal(
      [
        [8_000n, 8_200n, 10],
        [8_200n, 8_100n, 20],
      ],
    )
  })

  it('adds to a change when its ramp ends', () => {
    const ramp = event('ledger', 'ThresholdRampStarted', [weth!.id, 8_200n, 8_100n, 100n, 700n])
    const { changes } = historyOf([set(1, 8_200n, 8_100n), ramp], book)
    expect(changes.get('WETH-A.liquidationThreshold')).to.have.length(1)
    expect(changes.get('WETH-A.liquidationThreshold')![0]!.settlesAt).to.equal(700n)
  })

  it('adds to a change when its delay ends, whichever of the two events comes first', () => {
    const delay = event('ledger', 'CeilingRaiseScheduled', [weth!.id, 1n, 2n, 900n])
    const { changes } = historyOf([delay, set(6, 1n, 2n)], book)
    expect(changes.get('WETH-A.debtCeiling')![0]!.settlesAt).to.equal(900n)
  })

  it('tells of a cap what was set last, where the event tells what counted then', () => {
    const [risk] = book.risks!
    const capped = (inForce: bigint, after: bigint, at: bigint, block: number) =>
      event(
        'exposureCaps',
        'ExposureCapSet',
        [book.contracts.derivative, risk!.key, inForce, after, at],
        block,
      )
    const { changes } = historyOf([capped(100n, 200n, 900n, 10), capped(100n, 0n, 0n, 20)], book)
    expect(
      changes
        .get('asset:ETH.exposureCap')!
        .map(({ before, after, settlesAt }) => [...[before, after, settlesAt]]),
    ).to.deep.equal([
      [100n, 200n, 900n],
      [200n, 0n, undefined],
    ])
  })

  it('takes what governor and timelock announce at their creation for no change', () => {
    const { changes, isComplete } = historyOf(
      [
        event('governor', 'VotingDelaySet', [0n, 86_400n]),
        event('timelock', 'MinDelayChange', [0n, 172_800n]),
      ],
      book,
    )
    expect([...changes]).to.deep.equal([])
    expect(isComplete).to.equal(true)
  })

  it('takes what a feed begins with for no change; feeds may be listed long after the deployment', () => {
    const { changes, isComplete } = historyOf(
      [
        event('oracleHub', 'MaxAgeSet', [feed!.key, 0n, 7_200n], 10),
        event('oracleHub', 'MaxAgeSet', [feed!.key, 7_200n, 3_600n], 20),
      ],
      book,
    )
    const [own, ...others] = [...changes.values()].flat()
    expect(own).to.include({ before: 7_200n, after: 3_600n, blockNumber: 20 })
    expect(others).to.deep.equal([])
    expect(isComplete).to.equal(false)
  })

  it('takes a later change from 0 for one', () => {
    const extension = (before: bigint, after: bigint, block: number) =>
      event('governor', 'LateQuorumVoteExtensionSet', [before, after], block)
    const { changes } = historyOf(
      [extension(0n, 5n, 1), extension(5n, 0n, 2), extension(0n, 7n, 3)],
      book,
    )
    const own = changes.get('governor.lateQuorumVoteExtension')!
    expect(own.map(({ before, after }) => [before, after])).to.deep.equal([
      [5n, 0n],
      [0n, 7n],
    ])
  })

  it('knows that it is incomplete without the events of the deployment', () => {
    expect(historyOf([set(1, 8_000n, 8_200n)], book).isComplete).to.equal(false)
  })

  it('does not believe the same event of another contract', () => {
    const forged = { ...set(1, 8_000n, 8_200n), address: book.contracts.token }
    expect([...historyOf([forged], book).changes]).to.deep.equal([])
  })

  it('leaves out a setting that changed nothing', () => {
    const again = event('oracleHub', 'MaxAgeSet', [feed!.key, 60n, 60n])
    expect([...historyOf([again], book).changes]).to.deep.equal([])
  })
})
