import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types'
import { MaxUint256 } from 'ethers'
import { connectChain, type Rpc } from '../../cli/chain/client.ts'
import { deployProtocol } from '../../cli/chain/deployment.ts'
import { localDeployment } from '../../cli/chain/deploymentJournal.ts'
import { deployStandInFeed, deployStandInToken, setFeedPrices } from '../../cli/chain/standIns.ts'
import type { Address, Hex } from '../../cli/governance/addressBook.ts'
import {
  demoDerivative,
  demoFeedLimits,
  demoGovernor,
  demoMarkets,
} from '../../cli/workflows/demoSpec.ts'
import { usualMarket } from '../chain/deployments.ts'
import { type Connection, wad } from './ledgerFixture.ts'
import { deploySafe, type TestSafe } from './safes.ts'

/** What a Safe is to call. */
export interface Call {
  readonly to: Address
  readonly data: Hex
}

/** The protocol as `ballast deploy` puts it there, with one Safe (2 of 3) that proposes and one (2 of 3) that is its guardian. */
export async function deploySafeProtocol(connection: Connection) {
  const { ethers } = connection
  const { time } = connection.networkHelpers
  const connected = await connectChain(connection.provider as Rpc)
  const chain = { ...connected, isDevelopment: true } as const
  const signers = await ethers.getSigners()
  const [deployer, owner] = signers as [HardhatEthersSigner, HardhatEthersSigner]
  const signersOf = { proposer: signers.slice(2, 5), guardian: signers.slice(5, 8) }
  const safeOf = (owners: readonly HardhatEthersSigner[]) =>
    deploySafe(chain, { owners: owners.map(({ address }) => address) })
  const proposer = await safeOf(signersOf.proposer)
  const guardian = await safeOf(signersOf.guardian)

  const { label, feed, terms, token: stand, price } = demoMarkets[0]!
  const collateral = await deployStandInToken(chain, deployer.address, stand)
  const aggregators = [
    await deployStandInFeed(chain, deployer.address, 'one'),
    await deployStandInFeed(chain, deployer.address, 'two'),
  ]
  const book = await deployProtocol(await localDeployment(chain, deployer.address), {
    token: { recipient: deployer.address, supply: wad(1_000_000) },
    governor: { ...demoGovernor, proposalGuardian: guardian.address },
    derivative: demoDerivative,
    feeds: [{ label: feed, aggregators, ...demoFeedLimits }],
    ...usualMarket({ label, collateral, feed, terms }),
  })
  const refresh = () =>
    setFeedPrices(
      chain,
      deployer.address,
      aggregators.map((aggregator) => ({ feed: aggregator, price })),
    )
  await refresh()
  const at = book.contracts
  const governor = await ethers.getContractAt('BallastGovernor', at.governor)
  const ledger = await ethers.getContractAt('Ledger', at.ledger)
  const token = await ethers.getContractAt('BallastToken', at.token)
  const timelock = await ethers.getContractAt('TimelockController', at.timelock)
  const derivative = await ethers.getContractAt('Derivative', at.derivative)
  const manager = await ethers.getContractAt('AccessManager', at.accessManager)

  /** What owners of a Safe sign and a stranger sends, who pays the gas and needs no right. */
  async function sign(safe: TestSafe, call: Call, owners: readonly HardhatEthersSigner[]) {
    const ask = safe.contract.getFunction('getTransactionHash')
    const nobody = ethers.ZeroAddress
    const transaction = [call.to, 0n, call.data, 0, 0n, 0n, 0n, nobody, nobody] as const
    const hash: Hex = await ask(...transaction, await safe.contract.getFunction('nonce')())
    const inOrder = [...owners].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
    const signatures: string[] = []
    for (const signer of inOrder) {
      // An eth_sign signature: the Safe tells it by a v that is 4 higher.
      const { r, s, v } = ethers.Signature.from(await signer.signMessage(ethers.getBytes(hash)))
      signatures.push(ethers.concat([r, s, ethers.toBeHex(v + 4, 1)]))
    }
    return [...transaction, ethers.concat(signatures)] as const
  }

  async function exec(safe: TestSafe, call: Call, owners?: readonly HardhatEthersSigner[]) {
    const own = signersOf[safe === proposer ? 'proposer' : 'guardian']
    const stranger = signers.at(-1)!
    const as = safe.contract.connect(stranger) as typeof safe.contract
    return as.getFunction('execTransaction')(
      ...(await sign(safe, call, owners ?? [own[2]!, own[0]!])),
      { gasLimit: 3_000_000 },
    )
  }

  /** A call of one of our contracts, to be made by whomever. */
  const callOf = (
    contract: typeof governor | typeof ledger | typeof token,
    data: string,
  ): Call => ({
    to: contract.target as Address,
    data,
  })
  const onGovernor = (data: string) => callOf(governor, data)
  const onLedger = (data: string) => callOf(ledger, data)

  const { id } = book.markets[0]!
  // The treasury of a third of the votes, and the deployer, who stands for all other delegates.
  await token.transfer(proposer.address, wad(300_000))
  await token.delegate(deployer)
  await exec(proposer, {
    to: at.token,
    data: token.interface.encodeFunctionData('delegate', [proposer.address]),
  })
  await time.increase(1)

  /** A proposal by the proposer Safe, brought so far. */
  async function propose(calls: readonly Call[], description: string) {
    const batch = [calls.map(({ to }) => to), calls.map(() => 0n), calls.map(({ data }) => data)]
    const data = governor.interface.encodeFunctionData('propose', [
      ...(batch as [string[], bigint[], string[]]),
      description,
    ])
    await exec(proposer, onGovernor(data))
    return (await governor.proposalDetailsAt((await governor.proposalCount()) - 1n))[0]
  }
  async function carry(proposal: bigint) {
    await time.increaseTo((await governor.proposalSnapshot(proposal)) + 1n)
    const vote = governor.interface.encodeFunctionData('castVote', [proposal, 1])
    await exec(proposer, onGovernor(vote))
    await time.increaseTo((await governor.proposalDeadline(proposal)) + 1n)
  }
  /** A vault with ten tokens. */
  async function open(debt: number, by = owner) {
    const weth = await ethers.getContractAt('TestToken', collateral)
    await weth.mint(by, wad(10))
    await weth.connect(by).approve(ledger, MaxUint256)
    await ledger.connect(by).adjust(id, by, wad(10), wad(debt), by)
  }
  return {
    ...{ proposer, guardian, owner, deployer, signersOf, exec, callOf, onGovernor, onLedger },
    ...{
      governor,
      ledger,
      token,
      timelock,
      manager,
      derivative,
      book,
      id,
      propose,
      carry,
      refresh,
      open,
    },
  }
}
