import { expect } from 'chai'
import { Contract, Interface } from 'ethers'
import { type Account, nodeAccount } from '../../cli/chain/account.ts'
import { type Chain, connectChain, nodeAccounts, readBlock } from '../../cli/chain/client.ts'
import { ChainRevertedError } from '../../cli/chain/errors.ts'
import { FeeAboveCapError, mostPerGas, readFees } from '../../cli/chain/fees.ts'
import { ledgerAccount } from '../../cli/chain/ledgerAccount.ts'
import { connectNetwork } from '../../cli/chain/network.ts'
import { memoryOutbox } from '../../cli/chain/outbox.ts'
import {
  ExecutionNotShownError,
  NotASafeError,
  readSafe,
  requireSameHash,
  type Safe,
  SafeHashDiffersError,
} from '../../cli/chain/safe.ts'
import { SafeHasNoKeyError, safeAccount } from '../../cli/chain/safeAccount.ts'
import { isSignedBy } from '../../cli/chain/signatures.ts'
import { transact } from '../../cli/chain/transaction.ts'
import type { Address, Hex } from '../../cli/governance/addressBook.ts'
import { defaultRisk } from '../../cli/governance/draftRisk.ts'
import {
  type SafeTransaction,
  safeHashes,
  safeTransactionOf,
} from '../../cli/governance/safeTransaction.ts'
import { hashesOf, type TypedData } from '../../cli/governance/typedData.ts'
import { UsageError } from '../../cli/shared/errors.ts'
import { silence } from '../../cli/shared/progress.ts'
import {
  executeCollected,
  SafeNonceUsedError,
  signedBy,
  signersOf,
} from '../../cli/workflows/executeSafe.ts'
import { OwnerIsSafeError, openSafe } from '../../cli/workflows/openSafe.ts'
import { priceOfSafe } from '../../cli/workflows/prepareSafe.ts'
import type { Protocol } from '../../cli/workflows/protocol.ts'
import { NotAsSentError, NotNowError } from '../../cli/workflows/refusals.ts'
import { executingSafe } from '../../cli/workflows/safeFile.ts'
import { signingOf } from '../../cli/workflows/signers.ts'
import { book } from '../governance/demo.ts'
import { failureOf } from '../support/acting.ts'
import { ledgerStandIn } from '../support/ledgerStandIn.ts'
import { startAnvil, startHardhat, type TestNode } from '../support/nodes.ts'
import { deploySafe, type TestSafe } from '../support/safes.ts'
import { rejectionOf } from '../workspace/folder.ts'

const management = new Interface(['function enableModule(address)'])

for (const [name, start] of [
  ['Hardhat', startHardhat],
  ['anvil', () => startAnvil()],
] as const) {
  describe(`executing what owners of a Safe have signed, on ${name}`, function () {
    this.timeout(120_000)
    let node: TestNode
    let chain: Chain
    let deployed: TestSafe
    let owners: readonly Account[]
    let stranger: Address
    before(async () => {
      node = await start()
      chain = await connectNetwork({ ...node, timeoutSeconds: 30 })
      const [, , , third, second, first, other] = await nodeAccounts(chain)
      stranger = other!
      owners = [first!, second!, third!].map((address) => nodeAccount(chain, address))
      deployed = await deploySafe(chain, { owners: owners.map(({ address }) => address) })
    })
    after(() => node.stop())

    const read = (): Promise<Safe> => readSafe(chain, deployed.address)
    const sender = (account = nodeAccount(chain, stranger)) => ({
      ...{ chain, account, outbox: memoryOutbox(), receiptSeconds: 10 },
    })

    /** A call of the Safe, signed by two of its owners. */
    async function signed(
      call: { readonly to?: Address; readonly data?: Hex },
      change: Partial<SafeTransaction> = {},
      signers = [0, 1],
    ) {
      const safe = await read()
      const { to = stranger, data = '0x' } = call
      const transaction = { ...safeTransactionOf({ to, data, value: 0n }, safe.nonce), ...change }
      const { digest: safeTxHash } = safeHashes(safe, transaction)
      const { number: afterBlock } = await readBlock(chain)
      const begun = { safe, verb: 'vote', afterBlock, transaction, safeTxHash, signatures: [] }
      return signedBy(
        begun,
        signers.map((index) => owners[index]!),
      )
    }
    const refused = () => ({
      to: deployed.address,
      data: management.encodeFunctionData('enableModule', [`0x${'0'.repeat(39)}1`]) as Hex,
    })

    it('reads the Safe as it says it is, and has the same hash of a transaction', async () => {
      const safe = await read()
      expect([safe.version, safe.threshold, safe.owners]).to.deep.equal([
        '1.4.1',
        2,
        deployed.owners,
      ])
      await requireSameHash(
        chain,
        safe,
        safeTransactionOf({ to: stranger, data: '0x12', value: 7n }, 3n),
      )
    })

    it('carries it once, in whatever order it was signed, whoever repeats it', async () => {
      for (const signers of [
        [0, 1],
        [1, 0],
        [2, 1],
      ]) {
        const collected = await signed({}, {}, signers)
        const before = (await read()).nonce
        const sent = await executeCollected(sender(), collected)
        const again = await executeCollected(sender(owners[0]), collected)
        expect(again.transactionHash).to.equal(sent.transactionHash)
        expect((await read()).nonce).to.equal(before + 1n)
      }
    })

    it('is signed and carried by an owner with a Ledger (a stand-in answers)', async () => {
      const { connect, signed: signatures } = ledgerStandIn()
      const key = { path: "44'/60'/0'/0/5", connect }
      const hw = ledgerAccount(chain, owners[0]!.address, { key, progress: silence })
      const collected = await signedBy(await signed({}, {}, [1]), [hw])
      const { transactionHash } = await executeCollected(sender(hw), collected)
      const mined = await chain.provider.getTransaction(transactionHash)
      expect([mined?.from, signatures.length]).to.deep.equal([hw.address, 2])
    })

    it('is not carried above the most that somebody pays for a unit of gas', async () => {
      const collected = await signed({})
      const usual = await readFees(chain)
      const feeCap = mostPerGas(usual) - 1n
      const safe = await read()
      const priced = priceOfSafe(
        { sender: { ...sender(), feeCap: 1n } },
        { safe, collected, executor: undefined },
        collected.transaction,
      )
      expect(await failureOf(priced)).to.be.instanceOf(FeeAboveCapError)
      const ceiling = { gasLimit: 1_000_000n, fees: usual }
      const capped = executeCollected({ ...sender(), feeCap }, collected, { ceiling })
      expect(await failureOf(capped)).to.be.instanceOf(FeeAboveCapError)
      expect((await read()).nonce).to.equal(collected.transaction.nonce)
    })

    it('is done where the nodes that are asked for events lag behind', async () => {
      const lagging = await connectChain({
        request: async (call) => (call.method === 'eth_getLogs' ? [] : chain.rpc.request(call)),
      })
      const collected = await signed({})
      const sent = await executeCollected({ ...sender(), chain: lagging }, collected)
      expect(sent.blockNumber).to.be.above(collected.afterBlock)
      const failing = await signed(refused(), { safeTxGas: 100_000n })
      const failed = executeCollected({ ...sender(), chain: lagging }, failing)
      expect(await failureOf(failed)).to.be.instanceOf(NotAsSentError)
    })

    it('is done from its file too where the nodes that are asked for events lag behind', async () => {
      const lagging = await connectChain({
        request: async (call) => (call.method === 'eth_getLogs' ? [] : chain.rpc.request(call)),
      })
      const own = { ...sender(), chain: lagging }
      const protocol: Protocol = {
        network: 'local',
        chain: lagging,
        book,
        risk: defaultRisk,
        fork: () => Promise.reject(new Error('Nothing is forked here.')),
        close: async () => {},
      }
      const matter = { path: 'a.signatures.json', collected: await signed({}), safe: await read() }
      const acting = { protocol, sender: own, folder: 'nowhere' }
      const { action, readBack } = await executingSafe(acting, matter).prepare()
      const { headline } = await readBack(await transact(own, action))
      expect(headline).to.contain('has done it')
    })

    it('is not told to have failed where the receipt does not tell', async () => {
      const mute = await connectChain({
        request: async (call) => {
          const answer = await chain.rpc.request(call)
          const isReceipt = call.method === 'eth_getTransactionReceipt' && answer !== null
          return isReceipt ? { ...(answer as object), logs: [] } : answer
        },
      })
      const failure = await failureOf(
        executeCollected({ ...sender(), chain: mute }, await signed({})),
      )
      expect(failure).to.be.instanceOf(ExecutionNotShownError)
      expect(failure.exitCode).to.equal(4)
    })

    it('is refused with words where the call inside is refused: GS013, and nothing is used up', async () => {
      const { nonce } = await read()
      const failure = await failureOf(executeCollected(sender(), await signed(refused())))
      expect(failure).to.be.instanceOf(ChainRevertedError)
      expect(failure.message).to.match(/^What the Safe was to call is refused \(GS013\)/)
      expect((await read()).nonce).to.equal(nonce)
    })

    it('is a failure where the Safe only tells of one: the nonce is used, the call was not made', async () => {
      const collected = await signed(refused(), { safeTxGas: 100_000n })
      const { nonce } = await read()
      const failure = await failureOf(executeCollected(sender(), collected))
      expect(failure).to.be.instanceOf(NotAsSentError)
      expect(failure.message).to.contain('what the Safe called in it failed')
      expect((await read()).nonce).to.equal(nonce + 1n)
      // And is one also for whoever comes later.
      expect(await failureOf(executeCollected(sender(), collected))).to.be.instanceOf(
        NotAsSentError,
      )
    })

    it('is refused with words with a signature of somebody else, or too few', async () => {
      const collected = await signed({}, {}, [0])
      const few = await failureOf(executeCollected(sender(), collected))
      expect(few.message).to.match(/^Too few owners have signed \(GS020\)/)
      const [signature] = (
        await signedBy({ ...collected, signatures: [] }, [nodeAccount(chain, stranger)])
      ).signatures
      const forged = { owner: owners[1]!.address, signature: signature!.signature }
      const both = { ...collected, signatures: [...collected.signatures, forged] }
      const wrong = await failureOf(executeCollected(sender(), both))
      expect(wrong.message).to.match(/\(GS026\)/)
    })

    it('is not sent where another transaction took the nonce', async () => {
      const [one, two] = [await signed({ data: '0x01' }), await signed({ data: '0x02' })]
      await executeCollected(sender(), one)
      const failure = await failureOf(executeCollected(sender(), two))
      expect(failure).to.be.instanceOf(SafeNonceUsedError)
      expect(failure.exitCode).to.equal(5)
    })

    it('lets those sign who have not, and no more than are asked for', async () => {
      const safe = await read()
      const { signatures } = await signed({}, {}, [1])
      const addresses = signersOf(safe, signatures, owners).map(({ address }) => address)
      expect(addresses).to.deep.equal([owners[0]!.address])
      expect(signersOf(safe, [], owners)).to.have.length(2)
    })

    it('signs nothing for a Safe that gives the transaction another hash', async () => {
      const lying = await connectChain({
        request: async (call) => {
          const answer = await chain.rpc.request(call)
          const [asked] = (call.params ?? []) as readonly { readonly data?: string }[]
          // getTransactionHash
          return call.method === 'eth_call' && asked?.data?.startsWith('0xd8d11f78')
            ? `0x${'12'.repeat(32)}`
            : answer
        },
      })
      const safe = await read()
      const transaction = safeTransactionOf({ to: stranger, data: '0x', value: 0n }, 0n)
      const failure = await failureOf(requireSameHash(lying, safe, transaction))
      expect(failure).to.be.instanceOf(SafeHashDiffersError)
    })

    it('is no Safe that signs for another domain: an older one, or one that lies', async () => {
      const lying = await connectChain({
        request: async (call) => {
          const answer = await chain.rpc.request(call)
          const [asked] = (call.params ?? []) as readonly { readonly data?: string }[]
          // domainSeparator
          return call.method === 'eth_call' && asked?.data === '0xf698da25'
            ? `0x${'12'.repeat(32)}`
            : answer
        },
      })
      const failure = await failureOf(readSafe(lying, deployed.address))
      expect(failure).to.be.instanceOf(NotASafeError)
      expect(failure.message).to.contain('signs for another domain')
    })

    it('has no key of its own: it does not send by itself', async () => {
      const account = safeAccount(await read(), { accounts: [], missing: [] })
      const transaction = { data: '0x', value: 0n, nonce: 0, gasLimit: 1n } as const
      expect(await rejectionOf(account.prepare(transaction))).to.be.instanceOf(SafeHasNoKeyError)
    })

    it('signs messages by enough of its owners, and answers for them (ERC-1271)', async () => {
      const typed: TypedData = {
        domain: { name: 'Ballots', chainId: 31_337 },
        types: { Ballot: [{ name: 'support', type: 'uint8' }] },
        primaryType: 'Ballot',
        message: { support: 1 },
      }
      const by = async (...accounts: readonly Account[]) => {
        const account = safeAccount(await read(), { accounts, missing: [] })
        return signingOf({ chain, account }, typed)
      }
      const handler = new Contract(
        deployed.address,
        ['function getMessageHash(bytes) view returns (bytes32)'],
        chain.provider,
      )
      for (const [first, second] of [
        [0, 1],
        [2, 0],
      ] as const) {
        const { facts, sign } = await by(owners[first]!, owners[second]!)
        const signature = await sign()
        expect(await isSignedBy(chain, deployed.address, typed, signature)).to.equal(true)
        const other = { ...typed, message: { support: 0 } }
        expect(await isSignedBy(chain, deployed.address, other, signature)).to.equal(false)
        // The owners sign what the handler of the Safe hashes, and a plan shows that.
        const hash = await handler.getFunction('getMessageHash')(hashesOf(typed).digest)
        expect(facts).to.deep.include(['what is signed', hash])
      }
      expect(await rejectionOf(by(owners[0]!))).to.be.instanceOf(NotNowError)
    })

    it('does not open with an owner that is a Safe, and says what it is', async () => {
      const council = safeAccount(await read(), { accounts: [], missing: [] })
      const opening = openSafe(chain, `${deployed.address}:council`, async () => council)
      const failure = await failureOf(opening)
      expect(failure).to.be.instanceOf(OwnerIsSafeError)
      expect(failure.message).to.contain('is a Safe itself')
    })

    it('opens with the owners whose keys are here, and says which are not', async () => {
      const account = await openSafe(
        chain,
        `${deployed.address}:alice,bob,again`,
        async (owner) => {
          if (owner === 'bob') throw new UsageError('$BOB_KEY is not set.', 'Set it.')
          return owners[0]!
        },
      )
      expect(account.address).to.equal(deployed.address)
      expect(account.owners?.accounts.map(({ address }) => address)).to.deep.equal([
        owners[0]!.address,
      ])
      expect(account.owners?.missing).to.deep.equal(['bob: $BOB_KEY is not set.'])
      expect(account.signsWith).to.equal('Safe 1.4.1, 2 of 3 owners, 1 at hand')
    })
  })
}
