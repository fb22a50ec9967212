import { expect } from 'chai'
import { type Chain, connectChain, readBlock } from '../../cli/chain/client.ts'
import { hasEveryDelegation, readDelegates } from '../../cli/chain/delegates.ts'
import { readParameterHistory } from '../../cli/chain/parameterHistory.ts'
import { readAnnouncements } from '../../cli/chain/proposals.ts'
import { readVotes } from '../../cli/chain/votes.ts'
import type { AddressBook } from '../../cli/governance/addressBook.ts'
import type { BlockRef } from '../../cli/governance/parameter.ts'
import { openSmallProtocol, type SmallProtocol } from './chains.ts'

describe('what screens read for every block', () => {
  let small: SmallProtocol
  let chain: Chain
  let starts: number[]
  before(async () => {
    small = await openSmallProtocol()
    for (let mined = 0; mined < 100; mined += 1) await mine()
    chain = await connectChain({
      request: (call) => {
        if (call.method === 'eth_getLogs') {
          const [{ fromBlock }] = call.params as [{ fromBlock: string }]
          starts.push(Number(fromBlock))
        }
        return small.chain.rpc.request(call)
      },
    })
  })
  after(() => small.chain.close())
  beforeEach(() => {
    starts = []
  })
  const mine = () => small.chain.rpc.request({ method: 'evm_mine' })

  const since = ({ deployedAtBlock }: AddressBook, { number }: BlockRef) => ({
    fromBlock: deployedAtBlock,
    toBlock: number,
  })
  for (const [what, read] of [
    [
      'the history of parameters',
      (book: AddressBook, at: BlockRef) => readParameterHistory(chain, book, since(book, at)),
    ],
    [
      'the announcements of proposals',
      (book: AddressBook, at: BlockRef) => readAnnouncements(chain, book, at),
    ],
    ['the delegates', (book: AddressBook, at: BlockRef) => readDelegates(chain, book, at)],
    [
      'whether they are all',
      (book: AddressBook, at: BlockRef) => hasEveryDelegation(chain, book, at),
    ],
    ['votes', (book: AddressBook, at: BlockRef) => readVotes(chain, book, 1n, since(book, at))],
  ] as const) {
    it(`is read once since the deployment, then for what is new: ${what}`, async () => {
      const { book } = small
      const first = await read(book, await readBlock(chain))
      await mine()
      const block = await readBlock(chain)
      expect(await read(book, block)).to.deep.equal(first)
      const asked = starts.length / 2
      expect(starts.slice(0, asked)).to.deep.equal(Array(asked).fill(book.deployedAtBlock))
      expect(starts.slice(asked)).to.deep.equal(Array(asked).fill(block.number - 32))
    })
  }
})
