import { expect } from 'chai'
import { bookAt, oncePerBlock } from '../../cli/workflows/bookAt.ts'
import type { Protocol } from '../../cli/workflows/protocol.ts'
import { openSmallProtocol, openVault, type SmallProtocol } from '../chain/chains.ts'

describe('bookAt', () => {
  let small: SmallProtocol
  let methods: string[]
  let isDown = false

  /** The same chain, each question taken down. */
  function listening(): Protocol {
    const { chain, book } = small
    methods = []
    const rpc: typeof chain.rpc = {
      request: async (call) => {
        methods.push(call.method)
        if (isDown) throw new Error('down')
        return chain.rpc.request(call)
      },
    }
    return { chain: { ...chain, rpc, provider: chain.provider }, book } as unknown as Protocol
  }

  before(async () => {
    small = await openSmallProtocol()
    await openVault(small, small.other, { collateral: 10n, debt: 5_000n })
  })
  after(() => small.chain.close())
  afterEach(() => {
    isDown = false
  })

  it('reads once a block, however often it is asked', async () => {
    const protocol = listening()
    const [one, two] = await Promise.all([bookAt(protocol), bookAt(protocol)])
    const three = await bookAt(protocol)
    expect(two).to.equal(one)
    expect(three).to.equal(one)
    expect(one.markets[0]!.vaults).to.have.length(1)
    // Both that asked together, then the one that asked later.
    expect(methods.filter((method) => method === 'eth_getBlockByNumber')).to.have.length(2)
  })

  it('reads again when there is a newer block', async () => {
    const protocol = listening()
    const before = await bookAt(protocol)
    await openVault(small, small.deployer, { collateral: 20n, debt: 6_000n })
    const after = await bookAt(protocol)
    expect(after.block.number).to.be.above(before.block.number)
    expect(after.markets[0]!.vaults).to.have.length(2)
  })

  it('tells a failure and tries again when it is asked again', async () => {
    const protocol = listening()
    isDown = true
    const error = await bookAt(protocol).catch((reason: Error) => reason)
    expect(error).to.be.an('error').with.property('message', 'down')
    isDown = false
    expect((await bookAt(protocol)).markets).to.have.length(1)
  })

  it('keeps the books of two protocols apart', async () => {
    const [one, other] = [listening(), listening()]
    expect(await bookAt(one)).not.to.equal(await bookAt(other))
  })

  describe('of a book that takes long', () => {
    let clock = 0
    let reads: number
    /** A read that takes so many seconds. */
    const slow = (seconds: number) =>
      oncePerBlock(
        async (_, { number }, onProgress) => {
          reads += 1
          onProgress(1, 2)
          await Promise.resolve()
          clock += seconds * 1_000
          return number
        },
        () => clock,
      )
    const mine = () => small.chain.rpc.request({ method: 'evm_mine' })
    beforeEach(() => {
      reads = 0
    })

    it('leaves the node alone for ten times as long', async () => {
      const [protocol, read] = [listening(), slow(3)]
      const first = await read(protocol)
      await mine()
      clock += 29_000
      expect(await read(protocol)).to.equal(first)
      clock += 2_000
      expect(await read(protocol)).to.equal(first + 1)
      expect(reads).to.equal(2)
    })

    it('reads what takes less at every block', async () => {
      const [protocol, read] = [listening(), slow(1)]
      const first = await read(protocol)
      await mine()
      expect(await read(protocol)).to.equal(first + 1)
    })

    it('tells everybody who waits how far it is', async () => {
      const [protocol, read] = [listening(), slow(1)]
      const told: string[] = []
      await Promise.all([
        read(protocol, (done, total) => told.push(`one ${done}/${total}`)),
        read(protocol, (done, total) => told.push(`two ${done}/${total}`)),
      ])
      expect(told).to.deep.equal(['one 1/2', 'two 1/2'])
      expect(reads).to.equal(1)
    })
  })
})
