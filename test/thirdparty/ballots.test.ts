import { expect } from 'chai'
import { id, TypedDataEncoder, Wallet } from 'ethers'
import type { Chain } from '../../cli/chain/client.ts'
import { nodeAccounts, signerOf } from '../../cli/chain/client.ts'
import { connectNetwork } from '../../cli/chain/network.ts'
import { readBallotForm, readDomain } from '../../cli/chain/signatures.ts'
import type { Address, Hex } from '../../cli/governance/addressBook.ts'
import { type Ballot, ballotTypeHash, castCall, typedBallot } from '../../cli/governance/ballots.ts'
import { delegateCall, typedDelegation } from '../../cli/governance/delegations.ts'
import { typesOf } from '../../cli/governance/typedData.ts'
import { startHardhat, type TestNode } from '../support/nodes.ts'
import {
  deployBravo,
  deployOlderToken,
  deployOpenZeppelin4,
  deployOverridable,
  type OlderGovernor,
} from '../support/olderGovernors.ts'
import { rejectionOf } from '../workspace/folder.ts'

describe('ballots of other Governors', function () {
  this.timeout(180_000)
  let node: TestNode
  let chain: Chain
  const voter = Wallet.createRandom()
  before(async () => {
    node = await startHardhat()
    chain = await connectNetwork({ ...node, timeoutSeconds: 30 })
  })
  after(() => node.stop())

  /** Signs as the Governor's own answers say, and lets somebody else send it. */
  async function cast({ address, proposalId }: OlderGovernor, more: Partial<Ballot>) {
    const ballot: Ballot = {
      form: await readBallotForm(chain, address),
      kind: 'plain',
      proposalId,
      voter: voter.address,
      nonce: 0n,
      support: 1,
      reason: '',
      params: '0x',
      ...more,
    }
    const { domain, ...typed } = typedBallot(ballot, await readDomain(chain, address))
    const signature = await voter.signTypedData(domain, typesOf(typed), typed.message)
    const [, relayer] = await nodeAccounts(chain)
    const data = castCall(ballot, signature)
    const sent = await signerOf(chain, relayer!).sendTransaction({ to: address, data })
    return sent.wait()
  }

  describe('of OpenZeppelin 4.9.6', () => {
    let governor: OlderGovernor
    beforeEach(async () => {
      const [from] = await nodeAccounts(chain)
      governor = await deployOpenZeppelin4(chain, from!)
    })

    it('are recognised, and count for who signed them', async () => {
      expect(await readBallotForm(chain, governor.address)).to.equal('openzeppelin-4')
      await cast(governor, {})
      const { contract, proposalId } = governor
      expect(await contract.getFunction('hasVoted')(proposalId, voter.address)).to.equal(true)
      const votes = await contract.getFunction('proposalVotes')(proposalId)
      expect([...votes]).to.deep.equal([0n, 10n ** 18n, 0n])
    })

    it('carry a reason and parameters', async () => {
      const more = { kind: 'extended', support: 0, reason: 'too much', params: '0x1234' } as const
      const receipt = await cast(governor, more)
      const { contract } = governor
      const [event] = receipt!.logs.map((log) => contract.interface.parseLog(log)!)
      expect(event!.name).to.equal('VoteCastWithParams')
      expect(event!.args.toObject()).to.include({
        voter: voter.address,
        support: 0n,
        reason: 'too much',
        params: '0x1234',
      })
    })
  })

  it('of OpenZeppelin 5 take votes back from the delegate who has cast them, whoever relays', async () => {
    const [from] = await nodeAccounts(chain)
    const governor = await deployOverridable(chain, from!, voter.address as Address)
    const { contract, proposalId } = governor
    const votes = async () => [...(await contract.getFunction('proposalVotes')(proposalId))]
    await (await contract.getFunction('castVote').send(proposalId, 0)).wait()
    expect(await votes()).to.deep.equal([10n ** 18n, 0n, 0n])
    const override = { kind: 'override', reason: 'not in my name' } as const
    expect(await contract.getFunction('OVERRIDE_BALLOT_TYPEHASH')()).to.equal(
      ballotTypeHash({ form: 'openzeppelin-5', kind: 'override' }),
    )
    const receipt = await cast(governor, override)
    expect(await votes()).to.deep.equal([0n, 10n ** 18n, 0n])
    const names = receipt!.logs.map((log) => contract.interface.parseLog(log)!.name)
    expect(names).to.deep.equal(['VoteReduced', 'OverrideVoteCast'])
    // Its nonce is used, and an override counts once.
    const refused = await rejectionOf(cast(governor, { ...override, nonce: 1n }))
    const { data } = refused as { readonly data: string }
    expect(contract.interface.parseError(data)?.name).to.equal('GovernorAlreadyOverriddenVote')
  })

  it('and delegations of a token of OpenZeppelin 4 that does not tell its version', async () => {
    const [from, relayer] = await nodeAccounts(chain)
    const token = await deployOlderToken(chain, from!)
    const domain = await readDomain(chain, (await token.getAddress()) as Address)
    const delegation = { delegatee: from!, nonce: 0n, expiry: 2n ** 64n }
    const typed = typedDelegation(delegation, domain)
    const signature = await voter.signTypedData(domain, typesOf(typed), typed.message)
    const data = delegateCall(delegation, signature as Hex)
    await (
      await signerOf(chain, relayer!).sendTransaction({ to: domain.verifyingContract!, data })
    ).wait()
    expect(await token.getFunction('delegates')(voter.address)).to.equal(from)
  })

  it('of Governor Bravo, as Venus runs it, are recognised and count for who signed them', async () => {
    const [from] = await nodeAccounts(chain)
    const governor = await deployBravo(chain, from!)
    const { contract, address, proposalId } = governor
    expect(await readBallotForm(chain, address)).to.equal('bravo')
    const domain = await readDomain(chain, address)
    expect(domain).not.to.have.property('version')
    const fields = ['name', 'chainId', 'verifyingContract']
    const type = TypedDataEncoder.from({
      EIP712Domain: fields.map((name, i) => ({ name, type: ['string', 'uint256', 'address'][i]! })),
    }).encodeType('EIP712Domain')
    expect(await contract.getFunction('DOMAIN_TYPEHASH')()).to.equal(id(type))
    await cast(governor, { support: 2 })
    const receipt = await contract.getFunction('getReceipt')(proposalId, voter.address)
    expect([receipt.hasVoted, receipt.support, receipt.votes]).to.deep.equal([true, 2n, 10n ** 24n])
  })
})
