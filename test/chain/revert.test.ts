import { expect } from 'chai'
import { id } from 'ethers'
import { AccessManager__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import { Ledger__factory } from '../../artifacts/typechain/factories/contracts/core/Ledger__factory.js'
import { BallastGovernor__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastGovernor__factory.js'
import { IOracleHub__factory } from '../../artifacts/typechain/factories/contracts/interfaces/IOracleHub__factory.js'
import { signerOf } from '../../cli/chain/client.ts'
import { sendAs } from '../../cli/chain/devChain.ts'
import { explainRevert, revertedError } from '../../cli/chain/revert.ts'
import { shortHex } from '../../cli/shared/format.ts'
import { rejectionOf } from '../workspace/folder.ts'
import { contractsOf, openSmallProtocol, type SmallProtocol } from './chains.ts'

describe('explainRevert', () => {
  let protocol: SmallProtocol
  before(async () => {
    protocol = await openSmallProtocol()
  })
  after(() => protocol.chain.close())

  const stranger = () => signerOf(protocol.chain, protocol.other)
  const explained = async (promise: Promise<unknown>) => explainRevert(await rejectionOf(promise))
  const nowhere = id('no such market')

  it('decodes an error of the Ledger from a call and from a transaction', async () => {
    const { ledger } = contractsOf(protocol, protocol.other)
    const words = `The Ledger has no market ${shortHex(nowhere)} (LedgerUnknownMarket)`
    expect(await explained(ledger.accrue.staticCall(nowhere))).to.equal(words)
    expect(await explained(ledger.accrue(nowhere))).to.equal(words)
  })

  it('decodes what the node says of a raw transaction', async () => {
    const { ledger } = protocol.book.contracts
    const data = contractsOf(protocol, protocol.other).ledger.interface.encodeFunctionData(
      'accrue',
      [nowhere],
    )
    const sent = sendAs(protocol.chain, { from: protocol.other, to: ledger, data })
    expect(await explained(sent)).to.equal(
      `The Ledger has no market ${shortHex(nowhere)} (LedgerUnknownMarket)`,
    )
  })

  it('decodes an error of the Governor with its arguments', async () => {
    const { governor } = protocol.book.contracts
    const contract = BallastGovernor__factory.connect(governor, stranger())
    expect(await explained(contract.state.staticCall(7n))).to.equal(
      'The Governor has no proposal 7 (GovernorNonexistentProposal)',
    )
  })

  it('decodes an error of the AccessManager', async () => {
    const { accessManager } = protocol.book.contracts
    const contract = AccessManager__factory.connect(accessManager, stranger())
    expect(await explained(contract.grantRole(1n, protocol.other, 0))).to.equal(
      `${shortHex(protocol.other)} may not do this: it needs the role ADMIN (0) (AccessManagerUnauthorizedAccount)`,
    )
  })

  it('decodes the refusal of a governed setter', async () => {
    const { ledger } = protocol.book.contracts
    const data = Ledger__factory.createInterface().encodeFunctionData('tighten', [
      protocol.book.markets[0]!.id,
      [],
    ])
    const sent = sendAs(protocol.chain, { from: protocol.other, to: ledger, data })
    expect(await explained(sent)).to.equal(
      `${shortHex(protocol.other)} may not do this: the access manager has not given it the role (AccessManagedUnauthorized)`,
    )
  })

  it('decodes an error of the timelock and of the OracleHub', async () => {
    const { timelock, oracleHub } = protocol.book.contracts
    const contract = TimelockController__factory.connect(timelock, stranger())
    const zero = `0x${'0'.repeat(64)}`
    expect(await explained(contract.schedule(protocol.other, 0n, '0x', zero, zero, 0n))).to.equal(
      `${shortHex(protocol.other)} may not do this: it is no proposer of the timelock (AccessControlUnauthorizedAccount)`,
    )
    const hub = IOracleHub__factory.connect(oracleHub, stranger())
    const unknown = id('no feed')
    expect(await explained(hub.sourcesOf.staticCall(unknown))).to.equal(
      `The oracle hub has no price for feed ${shortHex(unknown)} (OracleHubUnknownFeed)`,
    )
  })

  it('says what the node said where no error is known', () => {
    expect(explainRevert(new Error('out of gas'))).to.equal('out of gas')
    expect(explainRevert('a text')).to.equal('a text')
    const foreign = Object.assign(new Error('reverted'), { data: '0xdeadbeef' })
    expect(explainRevert(foreign)).to.equal(
      'It threw an error that Ballast does not know (0xdeadbeef); the node says: reverted',
    )
    expect(explainRevert({ data: '0x', message: 'x' })).to.contain('It gave no reason')
    expect(explainRevert(null)).to.equal('null')
    expect(explainRevert(undefined)).to.equal('undefined')
  })

  it('writes a foreign reason on one line that moves no cursor', () => {
    const { ledger } = contractsOf(protocol, protocol.other)
    const data = ledger.interface.encodeErrorResult('Error(string)', ['no\n\u001b[2K\u2714 pass'])
    expect(explainRevert({ data })).to.equal(
      'The contract says "no\\u{a}\\u{1b}[2K\u2714 pass" (Error)',
    )
    expect(explainRevert(new Error('no\u202e'))).to.equal('no\\u{202e}')
  })

  it('becomes a failure with the next step of the error itself, named by the address book', () => {
    const governor = BallastGovernor__factory.createInterface()
    const { book, other } = protocol
    const data = governor.encodeErrorResult('GovernorInsufficientProposerVotes', [other, 0n, 5n])
    const named = revertedError({ data }, book, 'Submitting: ')
    expect(named.exitCode).to.equal(5)
    expect(named.message).to.equal(
      `Submitting: ${shortHex(other)} has 0 BLST delegated to it; proposing needs 0.000000000000000005 BLST (GovernorInsufficientProposerVotes).`,
    )
    expect(named.nextStep).to.contain('ballast delegate')
    const plain = revertedError({ data: '0xdeadbeef', message: 'reverted' })
    expect(plain.nextStep).to.contain('The name of the error says which rule refused')
  })

  it('finds the bytes however deep a client wraps them', () => {
    const { ledger } = contractsOf(protocol, protocol.other)
    const data = ledger.interface.encodeErrorResult('LedgerHealthy', [5n])
    for (const wrapped of [
      { data },
      { data: { data } },
      { error: { data } },
      new Error('x', { cause: { error: { data: { data } } } }),
    ])
      expect(explainRevert(wrapped)).to.contain('(LedgerHealthy)')
  })
})
