import { type Interface, id, ZeroAddress } from 'ethers'
import { AccessManager__factory } from '../../../artifacts/typechain/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import { TimelockController__factory } from '../../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import { Ledger__factory } from '../../../artifacts/typechain/factories/contracts/core/Ledger__factory.js'
import { BallastGovernor__factory } from '../../../artifacts/typechain/factories/contracts/governance/BallastGovernor__factory.js'
import { StockGovernor__factory } from '../../../artifacts/typechain/factories/contracts/test/StockGovernor__factory.js'
import { StockVotes__factory } from '../../../artifacts/typechain/factories/contracts/test/StockVotes__factory.js'
import { readBlock, signerOf } from '../../../cli/chain/client.ts'
import { advanceTo, rewinding, sendAs } from '../../../cli/chain/devChain.ts'
import type { Address, Hex } from '../../../cli/governance/addressBook.ts'
import { roles } from '../../../cli/governance/roles.ts'
import { demoGovernor, demoTokenSupply } from '../../../cli/workflows/demoSpec.ts'
import { gasOf } from './measure.ts'
import { govern, type Protocol, WAD } from './protocol.ts'

/** What one proposal's way costs those who push it. */
export interface GovernorCosts {
  readonly vote: number
  readonly queue: number
  readonly execute: number
}

/** A Governor with the token that votes in it. */
interface House {
  readonly governor: Address
  readonly token: Address
}

const STABILITY_FEE = 8
const FOR = 1
const DESCRIPTION = '# Raise the fee\n\nThe proposal of the bench.'

const governors: Interface = BallastGovernor__factory.createInterface()
const votes = StockVotes__factory.createInterface()
const manager = AccessManager__factory.createInterface()
const ledgers = Ledger__factory.createInterface()

/** The same proposal, voter and settings in our house and in a stock one, whose timelock may do the same as ours. */
export async function measureGovernors(
  protocol: Protocol,
): Promise<{ readonly ours: GovernorCosts; readonly stock: GovernorCosts }> {
  const { governor, token } = protocol.book.contracts
  const stock = await deployStock(protocol)
  return {
    ours: await rewinding(protocol.chain, () => decide(protocol, { governor, token })),
    stock: await rewinding(protocol.chain, () => decide(protocol, stock)),
  }
}

async function deployStock(protocol: Protocol): Promise<House> {
  const { chain, deployer, guardian, book } = protocol
  const signer = signerOf(chain, deployer)
  const { timelockMinDelay, ...settings } = demoGovernor
  const token = await new StockVotes__factory(signer).deploy(deployer, demoTokenSupply)
  const timelock = await new TimelockController__factory(signer).deploy(
    timelockMinDelay,
    ...([[], [ZeroAddress], deployer] as [Address[], Address[], Address]),
  )
  const governor = await new StockGovernor__factory(signer).deploy(
    ...([token, timelock, settings.votingDelay, settings.votingPeriod] as const),
    ...([settings.proposalThreshold, settings.quorumPercent] as const),
    ...([settings.lateQuorumExtension, guardian] as const),
  )
  await governor.waitForDeployment()
  for (const role of ['PROPOSER_ROLE', 'CANCELLER_ROLE']) {
    await (await timelock.grantRole(id(role), governor)).wait()
  }
  await (await timelock.renounceRole(await timelock.DEFAULT_ADMIN_ROLE(), deployer)).wait()
  const grant = manager.encodeFunctionData('grantRole', [
    roles.RELAX,
    await timelock.getAddress(),
    0,
  ])
  await govern(protocol, book.contracts.accessManager, grant)
  return {
    governor: (await governor.getAddress()) as Address,
    token: (await token.getAddress()) as Address,
  }
}

/** One voter alone is the quorum: the first vote of a proposal, which also prolongs it, is the dearest. */
async function decide(protocol: Protocol, house: House): Promise<GovernorCosts> {
  const { chain, deployer, voter } = protocol
  const from = (account: Address, to: Address, data: string) => ({
    ...{ from: account, to },
    data: data as Hex,
  })
  const call = (account: Address, method: string, ...values: readonly unknown[]) =>
    from(account, house.governor, governors.encodeFunctionData(method, values))

  const voice = demoTokenSupply / 5n
  await sendAs(
    chain,
    from(deployer, house.token, votes.encodeFunctionData('transfer', [voter, voice])),
  )
  await sendAs(chain, from(voter, house.token, votes.encodeFunctionData('delegate', [voter])))
  await wait(protocol, 1n)

  const actions = [[protocol.book.contracts.ledger], [0n], [raiseFee(protocol)]] as const
  await sendAs(chain, call(voter, 'propose', ...actions, DESCRIPTION))
  const values = [...actions, id(DESCRIPTION)]
  const answer = await chain.provider.call(call(voter, 'getProposalId', ...values))
  const [proposal] = governors.decodeFunctionResult('getProposalId', answer)

  await wait(protocol, demoGovernor.votingDelay + 1n)
  const vote = await gasOf(chain, call(voter, 'castVote', proposal, FOR))
  await wait(protocol, demoGovernor.votingPeriod)
  const queue = await gasOf(chain, call(voter, 'queue(uint256)', proposal))
  await wait(protocol, demoGovernor.timelockMinDelay + 1n)
  const execute = await gasOf(chain, call(voter, 'execute(uint256)', proposal))
  return { vote, queue, execute }
}

const raiseFee = ({ market }: Protocol): string =>
  ledgers.encodeFunctionData('relax', [
    market.id,
    [{ parameter: STABILITY_FEE, value: (6n * WAD) / 100n }],
  ])

async function wait({ chain }: Protocol, seconds: bigint): Promise<void> {
  const { timestamp } = await readBlock(chain)
  await advanceTo(chain, timestamp + Number(seconds))
}
