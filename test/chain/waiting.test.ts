import { expect } from 'chai'
import { keyAccount, nodeAccount } from '../../cli/chain/account.ts'
import { type Chain, nodeAccounts, readBlock } from '../../cli/chain/client.ts'
import { type EmbeddedChain, startEmbeddedChain } from '../../cli/chain/embedded.ts'
import { waitForEnd } from '../../cli/chain/ends.ts'
import { FeeAboveCapError, mostPerGas, readFees } from '../../cli/chain/fees.ts'
import { offerOf } from '../../cli/chain/offers.ts'
import { findSent, memoryOutbox, wishKey } from '../../cli/chain/outbox.ts'
import { nonceOf } from '../../cli/chain/sentTransactions.ts'
import { type Action, contentOf, transact } from '../../cli/chain/transaction.ts'
import type { Address, Hex } from '../../cli/governance/addressBook.ts'
import { failureOf, knownKeys } from '../support/acting.ts'
import { until } from '../support/until.ts'
import { options } from './chains.ts'

const action: Action = { to: '0x00000000000000000000000000000000000000aa', data: '0xba11a57e' }
const gasLimit = 100_000n

describe('sending, on a chain of this process', () => {
  let embedded: EmbeddedChain
  let chain: Chain
  let seen: { readonly method: string; readonly params?: readonly unknown[] }[]

  before(async () => {
    embedded = await startEmbeddedChain(options)
    const rpc: Chain['rpc'] = {
      request(call) {
        seen.push(call)
        return embedded.rpc.request(call)
      },
    }
    chain = { ...embedded, rpc }
  })
  beforeEach(() => {
    seen = []
  })
  after(() => embedded.close())

  const ask = (method: string, ...params: unknown[]) => chain.rpc.request({ method, params })

  it('does not send again what waits and whose answer was lost', async () => {
    const [, , , from] = (await nodeAccounts(chain)) as [Address, Address, Address, Address]
    const account = nodeAccount(chain, from)
    const outbox = memoryOutbox()
    const { number: afterBlock, hash: afterHash } = await readBlock(chain)
    const nonce = await nonceOf(chain, from, 'pending')
    const fees = await readFees(chain)
    const content = contentOf(action)
    const key = wishKey(chain, from, content)
    const offer = offerOf(chain.chainId, { ...content, gasLimit }, fees)
    await outbox.put({ key, from, nonce, afterBlock, afterHash, offer })
    await ask('evm_setAutomine', false)
    const { send } = await account.prepare({ ...content, nonce, gasLimit, fees })
    const hash = await send()
    const sending = { chain, account, outbox, receiptSeconds: 10 }
    const left = await findSent(sending, content)
    expect(left?.hash).to.equal(hash)
    seen = []
    const ending = waitForEnd(sending, left!, content)
    const asked = () => seen.filter(({ params }) => params?.[0] === hash)
    await until(() => asked().some(({ method }) => method === 'eth_getTransactionByHash'))
    await ask('evm_mine')
    expect((await ending).transactionHash).to.equal(hash)
    expect(seen.filter(({ method }) => method.startsWith('eth_send'))).to.deep.equal([])
    await ask('evm_setAutomine', true)
  })

  it('offers no more than the cap, whatever was agreed to before', async () => {
    const account = keyAccount(chain, knownKeys.second, 'key of the test')
    const fees = await readFees(chain)
    const sender = { chain, account, outbox: memoryOutbox(), receiptSeconds: 10 }
    const ceiling = { gasLimit, fees }
    const capped = { ...sender, feeCap: mostPerGas(fees) - 1n }
    expect(await failureOf(transact(capped, action, { ceiling }))).to.be.instanceOf(
      FeeAboveCapError,
    )
    expect(seen.filter(({ method }) => method.startsWith('eth_send'))).to.deep.equal([])
    const { transactionHash } = await transact({ ...sender, feeCap: mostPerGas(fees) }, action, {
      ceiling,
    })
    const { maxFeePerGas } = (await ask('eth_getTransactionByHash', transactionHash)) as {
      maxFeePerGas: Hex
    }
    expect(BigInt(maxFeePerGas)).to.equal(mostPerGas(fees))
  })
})
