import { expect } from 'chai'
import { AbiCoder, concat, getAddress, Interface, keccak256, toBeHex } from 'ethers'
import { ILedger__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedger__factory.js'
import { signerOf } from '../../cli/chain/client.ts'
import { sendAs } from '../../cli/chain/devChain.ts'
import { traceTransaction } from '../../cli/chain/trace.ts'
import { contractsOf, openSmallProtocol, openVault, type SmallProtocol } from './chains.ts'

const WAD = 10n ** 18n
const word = (value: bigint) => toBeHex(value, 32)

/** A contract that calls the target with the data after its address, and goes on whatever comes of it. */
const forgivingCaller = concat([
  // Deploys the code that follows, 31 bytes.
  '0x601f600c600039601f6000f3',
  // calldatacopy(0, 20, calldatasize − 20)
  '0x601436036014600037',
  // call(gas, shr(96, calldataload(0)), 0, 0, calldatasize − 20, 0, 0); pop; stop
  '0x60006000601436036000600060003560601c5af15000',
])

describe('traceTransaction', () => {
  let protocol: SmallProtocol
  before(async () => {
    protocol = await openSmallProtocol()
  })
  after(() => protocol.chain.close())

  it('shows the calls in order of entry, with their depth', async () => {
    const { chain, book, other } = protocol
    const hash = await openVault(protocol, other, { collateral: 10n, debt: 3_000n })
    const { calls } = await traceTransaction(chain, hash)
    const { ledger, oracleHub, derivative } = book.contracts
    expect(calls[0]).to.deep.include({ kind: 'CALL', depth: 0, from: other, to: ledger, value: 0n })
    const inner = calls.filter(({ depth, kind }) => depth === 1 && kind === 'CALL')
    expect(inner.map(({ from }) => from)).to.deep.equal(inner.map(() => ledger))
    expect(inner.map(({ to }) => to)).to.include.members([derivative, book.markets[0]!.collateral])
    const asks = calls.findIndex(({ to }) => to === oracleHub)
    expect(calls[asks]).to.include({ kind: 'STATICCALL', depth: 1 })
    // The hub asks its sources one level deeper.
    expect(calls[asks + 1]).to.include({ depth: 2, from: oracleHub })
  })

  it('shows the events as they were logged', async () => {
    const { chain, book, deployer } = protocol
    const hash = await openVault(protocol, deployer, { collateral: 12n, debt: 4_000n })
    const { events } = await traceTransaction(chain, hash)
    const ledger = ILedger__factory.createInterface()
    const own = events.filter(({ address }) => address === book.contracts.ledger)
    const names = own.map(({ topics, data }) => ledger.parseLog({ topics, data })?.name)
    expect(names).to.include('Adjusted')
    const receipt = await chain.provider.getTransactionReceipt(hash)
    expect(events).to.deep.equal(
      receipt!.logs.map(({ address, topics, data }) => ({ address, topics, data })),
    )
  })

  it('shows each changed slot before and after, a first write and a clearing included', async () => {
    const { chain, deployer, other } = protocol
    const { token } = contractsOf(protocol, other)
    const target = getAddress(await token.getAddress())
    const balanceSlot = (account: string) =>
      keccak256(AbiCoder.defaultAbiCoder().encode(['address', 'uint256'], [account, 0]))
    const stranger = getAddress(`0x${'77'.repeat(20)}`)
    await (await token.mint(other, 5n * WAD)).wait()
    const all = await token.balanceOf(other)
    const sent = await token.transfer(stranger, all)
    const { diffs } = await traceTransaction(chain, sent.hash)
    const slots = diffs.find(({ address }) => address === target)!.slots
    expect(slots).to.have.deep.members([
      { slot: balanceSlot(other), before: word(all), after: word(0n) },
      { slot: balanceSlot(stranger), before: word(0n), after: word(all) },
    ])
    const sender = diffs.find(({ address }) => address === other)!
    expect(sender).to.include({ nonceChanged: true, codeChanged: false })
    expect(diffs.some(({ address }) => address === deployer)).to.equal(false)
  })

  it('shows ether that moved at both ends', async () => {
    const { chain, other } = protocol
    const stranger = getAddress(`0x${'78'.repeat(20)}`)
    const sent = await signerOf(chain, other).sendTransaction({ to: stranger, value: 3n })
    await sent.wait()
    const { calls, diffs } = await traceTransaction(chain, sent.hash)
    expect(calls[0]).to.include({ to: stranger, value: 3n })
    const at = (account: string) => diffs.find(({ address }) => address === account)!
    expect(at(stranger)).to.include({ balanceBefore: 0n, balanceAfter: 3n })
    expect(at(other).balanceBefore - at(other).balanceAfter >= 3n).to.equal(true)
  })

  it('shows a new contract as changed code', async () => {
    const { chain, other } = protocol
    const sent = await signerOf(chain, other).sendTransaction({ data: forgivingCaller })
    const { contractAddress } = (await sent.wait())!
    const { calls, diffs } = await traceTransaction(chain, sent.hash)
    expect(calls[0]).to.include({ kind: 'CREATE', to: contractAddress })
    const created = diffs.find(({ address }) => address === contractAddress)
    expect(created).to.include({ codeChanged: true, nonceChanged: true })
  })

  it('omits a reverted inner call and all that it did, and keeps what went on around it', async () => {
    const { chain, book, other } = protocol
    const created = await signerOf(chain, other).sendTransaction({ data: forgivingCaller })
    const caller = (await created.wait())!.contractAddress!
    const { token } = contractsOf(protocol, other)
    const target = await token.getAddress()
    const call = async (data: string) => {
      const sent = await sendAs(chain, { from: other, to: caller, data: concat([target, data]) })
      return traceTransaction(chain, sent.transactionHash)
    }
    const tokens = new Interface([
      'function mint(address,uint256)',
      'function transfer(address,uint256)',
    ])
    const done = await call(tokens.encodeFunctionData('mint', [caller, 5n]))
    expect(done.calls.map(({ to }) => to)).to.deep.equal([caller, target])
    expect(done.events).to.have.length(1)

    const undone = await call(tokens.encodeFunctionData('transfer', [other, 6n]))
    expect(undone.calls.map(({ to }) => to)).to.deep.equal([caller])
    expect(undone.events).to.deep.equal([])
    expect(undone.diffs.some(({ address }) => address === target)).to.equal(false)
    expect(book.markets[0]!.collateral).to.equal(target)
  })
})
