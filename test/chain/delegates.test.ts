import { expect } from 'chai'
import { ZeroAddress } from 'ethers'
import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import { nodeAccounts, signerOf } from '../../cli/chain/client.ts'
import { readDelegates } from '../../cli/chain/delegates.ts'
import { rewinding } from '../../cli/chain/devChain.ts'
import { delegateVotes } from '../../cli/chain/token.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { openSmallProtocol, type SmallProtocol } from './chains.ts'

describe('readDelegates', () => {
  let protocol: SmallProtocol
  let accounts: readonly Address[]
  before(async () => {
    protocol = await openSmallProtocol()
    accounts = (await nodeAccounts(protocol.chain)).slice(2)
  })
  after(() => protocol.chain.close())

  const tokenOf = (account: Address) =>
    BallastToken__factory.connect(protocol.book.contracts.token, signerOf(protocol.chain, account))
  const grant = (...votes: readonly bigint[]) =>
    delegateVotes(protocol.chain, protocol.book, {
      from: protocol.deployer,
      delegations: votes.map((own, i) => ({ delegate: accounts[i]!, votes: own })),
    })
  const read = async () =>
    (await readDelegates(protocol.chain, protocol.book)).map(
      ({ address, weight }) => [accounts.indexOf(address), weight] as const,
    )

  it('finds nobody where nobody was ever delegated to, holders of tokens included', async () => {
    expect(await read()).to.deep.equal([])
  })

  it('gives everyone with votes, the heaviest first', () =>
    rewinding(protocol.chain, async () => {
      await grant(5n, 9n, 7n)
      expect(await read()).to.deep.equal([
        [1, 9n],
        [2, 7n],
        [0, 5n],
      ])
    }))

  it('orders equal weights by address, so that every run has the same voters', () =>
    rewinding(protocol.chain, async () => {
      await grant(5n, 5n, 5n)
      const found = (await readDelegates(protocol.chain, protocol.book)).map((one) => one.address)
      expect(found).to.have.length(3)
      expect(found).to.deep.equal(found.toSorted((a, b) => a.localeCompare(b)))
    }))

  it('counts the votes of now: who lost them is gone, who got them from others weighs more', () =>
    rewinding(protocol.chain, async () => {
      await grant(5n, 9n, 7n)
      await (await tokenOf(accounts[1]!).delegate(accounts[0]!)).wait()
      await (await tokenOf(accounts[2]!).delegate(ZeroAddress)).wait()
      expect(await read()).to.deep.equal([[0, 14n]])
    }))
})
