import { expect } from 'chai'
import { id } from 'ethers'
import { keyAccount } from '../../cli/chain/account.ts'
import { type EmbeddedChain, startEmbeddedChain } from '../../cli/chain/embedded.ts'
import { wishKey } from '../../cli/chain/outbox.ts'
import type { OutboxEntry } from '../../cli/chain/outboxStore.ts'
import { type Action, contentOf, transact } from '../../cli/chain/transaction.ts'
import type { Hex } from '../../cli/governance/addressBook.ts'
import {
  type DismissRequest,
  dismissPending,
  NotDismissedError,
} from '../../cli/workflows/dismissPending.ts'
import { listPending } from '../../cli/workflows/pendingTransactions.ts'
import { AccountBusyError, AlreadySendingError, outboxIn } from '../../cli/workspace/outboxFile.ts'
import { options } from '../chain/chains.ts'
import { failureOf, knownKeys } from '../support/acting.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const action: Action = { to: '0x00000000000000000000000000000000000000aa', data: '0xba11a57e' }
const hashOf = (text: string) => id(text) as Hex

describe('what is taken off the list of unfinished transactions', () => {
  let chain: EmbeddedChain
  let folder: string
  let outbox: ReturnType<typeof outboxIn>
  let snapshot: unknown

  before(async () => {
    chain = await startEmbeddedChain(options)
  })
  beforeEach(async () => {
    folder = await temporaryFolder()
    outbox = outboxIn(folder)
    snapshot = await ask('evm_snapshot')
    await ask('evm_setAutomine', false)
  })
  afterEach(async () => {
    await ask('evm_setAutomine', true)
    await ask('evm_revert', snapshot)
  })
  after(() => chain.close())

  const ask = (method: string, ...params: unknown[]) => chain.rpc.request({ method, params })
  /** It was sent, and whoever sent it has gone. */
  const leaveWaiting = async (key: string = knownKeys.second): Promise<OutboxEntry> => {
    const account = keyAccount(chain, key, 'key of the test')
    await failureOf(transact({ chain, account, outbox, receiptSeconds: 0 }, action))
    return (await outbox.find(wishKey(chain, account.address, contentOf(action))))!
  }
  const leaveMined = async (key?: string): Promise<OutboxEntry> => {
    const entry = await leaveWaiting(key)
    await ask('evm_mine')
    return entry
  }
  const dismiss = (
    request: DismissRequest,
    { confirmations = 1, on = chain.rpc } = {},
  ): ReturnType<typeof dismissPending> => {
    const { chainId, provider } = chain
    return dismissPending(
      { chain: { rpc: on, chainId, provider } },
      { folder, confirmations },
      request,
    )
  }
  const seenOf = ({ from, nonce, hash }: OutboxEntry): DismissRequest => ({
    seen: { from, nonce, ...(hash === undefined ? {} : { hash }) },
  })
  /** The chain, whose first answer to a question is followed by something. */
  const followed = (method: string, meanwhile: () => Promise<void>): EmbeddedChain['rpc'] => {
    let isNew = true
    return {
      async request(call) {
        const answer = await chain.rpc.request(call)
        if (call.method === method && isNew) {
          isNew = false
          await meanwhile()
        }
        return answer
      },
    }
  }

  it('is what has ended, whoever names it how', async () => {
    const entry = await leaveMined()
    for (const request of [{}, seenOf(entry), { which: `${entry.nonce}` }]) {
      await outbox.put(entry)
      const dismissed = await dismiss(request)
      expect(dismissed.map(({ hash }) => hash)).to.deep.equal([entry.hash])
      expect(await outbox.list()).to.deep.equal([])
    }
  })

  it('is not what waits', async () => {
    const entry = await leaveWaiting()
    expect((await failureOf(dismiss(seenOf(entry)))).message).to.contain('(waits)')
    expect((await failureOf(dismiss({}))).message).to.contain('Nothing on the list has ended')
    expect(await outbox.list()).to.deep.equal([entry])
  })

  it('is not there while fewer blocks than are wanted hold its end', async () => {
    const entry = await leaveMined()
    await ask('evm_mine')
    const error = await failureOf(dismiss(seenOf(entry), { confirmations: 3 }))
    expect(error).to.be.instanceOf(NotDismissedError)
    expect(error.message).to.contain('fewer than 3 blocks')
    expect((await listPending({ chain }, { folder, confirmations: 3 }))[0]!.hasEnded).to.equal(
      false,
    )
    await ask('evm_mine')
    expect((await listPending({ chain }, { folder, confirmations: 3 }))[0]!.hasEnded).to.equal(true)
    await dismiss(seenOf(entry), { confirmations: 3 })
    expect(await outbox.list()).to.deep.equal([])
  })

  it('is what lost its nonce to another, once as many blocks hold that', async () => {
    const { key, ...entry } = await leaveMined()
    const lost = { ...entry, key, hash: hashOf('never mined') }
    await outbox.put(lost)
    await ask('evm_mine')
    const error = await failureOf(dismiss(seenOf(lost), { confirmations: 3 }))
    expect(error.message).to.contain('(nonce used)')
    await ask('evm_mine')
    await dismiss(seenOf(lost), { confirmations: 3 })
    expect(await outbox.list()).to.deep.equal([])
  })

  it('is the one that was seen, and not another one at its nonce', async () => {
    const entry = await leaveMined()
    const other = { ...entry, key: hashOf('another wish'), hash: hashOf('never mined') }
    await outbox.put(other)
    await dismiss(seenOf(entry))
    expect(await outbox.list()).to.deep.equal([other])
    const gone = await failureOf(dismiss(seenOf(entry)))
    expect(gone.message).to.equal(`No unfinished transaction is "${entry.hash}".`)
  })

  it('is not what was sent and noted in its place while it was looked at', async () => {
    const entry = await leaveMined()
    const newer = { ...entry, nonce: entry.nonce + 1, hash: hashOf('sent anew') }
    for (const request of [{}, seenOf(entry)]) {
      await outbox.put(entry)
      const on = followed('eth_getTransactionReceipt', () => outbox.put(newer))
      const error = await failureOf(dismiss(request, { on }))
      expect(error).to.be.instanceOf(NotDismissedError)
      expect(error.message).to.contain('meanwhile')
      expect(await outbox.list()).to.deep.equal([newer])
    }
  })

  it('is not what somebody else has taken off while it was looked at', async () => {
    const entry = await leaveMined()
    const on = followed('eth_getTransactionReceipt', () => outbox.remove(entry.key))
    const error = await failureOf(dismiss(seenOf(entry), { on }))
    expect(error.message).to.contain('meanwhile')
  })

  it('is not what a block held that is gone by the time it would be taken off', async () => {
    const before = await ask('evm_snapshot')
    const entry = await leaveMined()
    const on = followed('eth_getTransactionReceipt', async () => {
      await ask('evm_revert', before)
    })
    const error = await failureOf(dismiss(seenOf(entry), { on }))
    expect(error).to.be.instanceOf(NotDismissedError)
    expect(await outbox.list()).to.deep.equal([entry])
  })

  describe('while somebody sends from its account', () => {
    const busy = <T>({ from }: OutboxEntry, key: Hex, work: () => Promise<T>) =>
      outbox.alone({ key, chainId: chain.chainId, from }, work)

    it('stays, whatever is being sent', async () => {
      const entry = await leaveMined()
      for (const [key, kind] of [
        [entry.key, AlreadySendingError],
        [hashOf('another wish'), AccountBusyError],
      ] as const) {
        const error = await busy(entry, key, () => failureOf(dismiss(seenOf(entry))))
        expect(error).to.be.instanceOf(kind)
        expect(await outbox.list()).to.deep.equal([entry])
      }
    })

    it('stays, and what others have sent is taken off', async () => {
      const [entry, others] = [await leaveMined(), await leaveMined(knownKeys.third)]
      const dismissed = await busy(entry, entry.key, () => dismiss({}))
      expect(dismissed.map(({ hash }) => hash)).to.deep.equal([others.hash])
      expect(await outbox.list()).to.deep.equal([entry])
    })
  })
})
