import { expect } from 'chai'
import type { BigNumberish } from 'ethers'
import { network } from 'hardhat'

const { ethers, networkHelpers } = await network.create()
const { time } = networkHelpers

const TOKEN = 10n ** 18n
const DAY = 86_400
const TIMELOCK_DELAY = 2 * DAY
const SUPPLY = 1_000_000n * TOKEN

const SETTINGS = {
  votingDelay: BigInt(DAY),
  votingPeriod: BigInt(5 * DAY),
  proposalThreshold: 10_000n * TOKEN,
  quorumPercent: 4n,
  lateQuorumExtension: BigInt(DAY),
}

const State = {
  Pending: 0n,
  Active: 1n,
  Canceled: 2n,
  Defeated: 3n,
  Succeeded: 4n,
  Queued: 5n,
  Executed: 7n,
}
const Vote = { Against: 0, For: 1, Abstain: 2, Fractional: 255 }

/** A DAO with three delegates: `proposer` 10,000 votes (the threshold), `small` 39,999 (just below quorum), `large` the rest. */
async function deployDao(guardian?: string) {
  const [admin, proposer, small, large, guard, outsider] = await ethers.getSigners()
  const token = await ethers.deployContract('BallastToken', [admin!, SUPPLY])
  const timelock = await ethers.deployContract('TimelockController', [
    TIMELOCK_DELAY,
    [],
    [],
    admin!,
  ])
  const proposalGuardian = guardian ?? guard!.address
  const governor = await ethers.deployContract('BallastGovernor', [
    token,
    timelock,
    { ...SETTINGS, proposalGuardian },
  ])
  for (const role of [await timelock.PROPOSER_ROLE(), await timelock.CANCELLER_ROLE()]) {
    await timelock.grantRole(role, governor)
  }
  await timelock.grantRole(await timelock.EXECUTOR_ROLE(), ethers.ZeroAddress)
  const shares = new Map([
    [proposer!, 10_000n * TOKEN],
    [small!, 39_999n * TOKEN],
    [large!, SUPPLY - 49_999n * TOKEN],
  ])
  for (const [delegate, amount] of shares) {
    await token.transfer(delegate, amount)
    await token.connect(delegate).delegate(delegate)
  }
  await time.increase(1)
  return {
    token,
    timelock,
    governor,
    proposer: proposer!,
    small: small!,
    large: large!,
    guard: guard!,
    outsider: outsider!,
  }
}

const deployWithGuardian = () => deployDao()
const deployWithoutGuardian = () => deployDao(ethers.ZeroAddress)
const deploy = () => networkHelpers.loadFixture(deployWithGuardian)

type Dao = Awaited<ReturnType<typeof deploy>>

/** Proposes that the governor's own voting delay become two days. */
async function propose({ governor, proposer }: Dao, description = 'Vote later') {
  const targets = [await governor.getAddress()]
  const calls = [governor.interface.encodeFunctionData('setVotingDelay', [2 * DAY])]
  await governor.connect(proposer).propose(targets, [0n], calls, description)
  const descriptionHash = ethers.id(description)
  const id = await governor.getProposalId(targets, [0n], calls, descriptionHash)
  return { id, targets, calls, descriptionHash }
}

const openVote = async ({ governor }: Dao, id: BigNumberish) => {
  await time.increaseTo((await governor.proposalSnapshot(id)) + 1n)
}
const closeVote = async ({ governor }: Dao, id: BigNumberish) => {
  await time.increaseTo((await governor.proposalDeadline(id)) + 1n)
}

/** A proposal that the large delegate has carried. */
async function carry(dao: Dao) {
  const proposal = await propose(dao)
  await openVote(dao, proposal.id)
  await dao.governor.connect(dao.large).castVote(proposal.id, Vote.For)
  await closeVote(dao, proposal.id)
  return proposal
}

describe('BallastGovernor: what it is made with', () => {
  it('has the settings of its constructor', async () => {
    const { governor, token, timelock, guard } = await deploy()
    expect(await governor.name()).to.equal('BallastGovernor')
    expect(await governor.token()).to.equal(await token.getAddress())
    expect(await governor.timelock()).to.equal(await timelock.getAddress())
    expect(await governor.votingDelay()).to.equal(SETTINGS.votingDelay)
    expect(await governor.votingPeriod()).to.equal(SETTINGS.votingPeriod)
    expect(await governor.proposalThreshold()).to.equal(SETTINGS.proposalThreshold)
    expect(await governor['quorumNumerator()']()).to.equal(SETTINGS.quorumPercent)
    expect(await governor.quorumDenominator()).to.equal(100n)
    expect(await governor.lateQuorumVoteExtension()).to.equal(SETTINGS.lateQuorumExtension)
    expect(await governor.proposalGuardian()).to.equal(guard.address)
  })

  it('takes its clock from the token, in seconds', async () => {
    const { governor, token } = await deploy()
    expect(await governor.CLOCK_MODE()).to.equal('mode=timestamp')
    expect(await governor.clock()).to.equal(await token.clock())
    expect(await governor.quorum((await time.latest()) - 1)).to.equal(40_000n * TOKEN)
  })

  it('cannot be made with a late quorum extension beyond the voting period', async () => {
    const { governor, token, timelock, guard } = await deploy()
    const lateQuorumExtension = SETTINGS.votingPeriod + 1n
    const settings = { ...SETTINGS, lateQuorumExtension, proposalGuardian: guard.address }
    await expect(ethers.deployContract('BallastGovernor', [token, timelock, settings]))
      .to.be.revertedWithCustomError(governor, 'GovernorPreventLateQuorumVoteExtensionTooLarge')
      .withArgs(lateQuorumExtension, SETTINGS.votingPeriod)
  })

  it('cannot be made with a quorum above the whole supply', async () => {
    const { governor, token, timelock, guard } = await deploy()
    const settings = { ...SETTINGS, quorumPercent: 101n, proposalGuardian: guard.address }
    await expect(ethers.deployContract('BallastGovernor', [token, timelock, settings]))
      .to.be.revertedWithCustomError(governor, 'GovernorInvalidQuorumFraction')
      .withArgs(101n, 100n)
  })
})

describe('BallastGovernor: proposing and voting', () => {
  it('lets exactly the threshold propose, and not one vote less', async () => {
    const dao = await deploy()
    const { governor, token, proposer, outsider } = dao
    const { id } = await propose(dao)
    expect(await governor.state(id)).to.equal(State.Pending)
    await token.connect(proposer).transfer(outsider, 1n)
    await time.increase(1)
    await expect(propose(dao, 'Once more'))
      .to.be.revertedWithCustomError(governor, 'GovernorInsufficientProposerVotes')
      .withArgs(proposer.address, SETTINGS.proposalThreshold - 1n, SETTINGS.proposalThreshold)
  })

  it('lets a delegate split its votes', async () => {
    const dao = await deploy()
    const { governor, large } = dao
    const { id } = await propose(dao)
    await openVote(dao, id)
    const split = [100n * TOKEN, 300_000n * TOKEN, 7n * TOKEN]
    const params = ethers.solidityPacked(['uint128', 'uint128', 'uint128'], split)
    await governor
      .connect(large)
      .castVoteWithReasonAndParams(id, Vote.Fractional, 'on behalf of many', params)
    expect(await governor.proposalVotes(id)).to.deep.equal(split)
    expect(await governor.usedVotes(id, large)).to.equal(300_107n * TOKEN)
    // The rest of its weight can still be cast, as a whole.
    await governor
      .connect(large)
      .castVoteWithReasonAndParams(
        id,
        Vote.Fractional,
        '',
        ethers.solidityPacked(['uint128', 'uint128', 'uint128'], [0n, 0n, 1n]),
      )
    expect(await governor.proposalVotes(id)).to.deep.equal([split[0], split[1], split[2]! + 1n])
  })

  it('refuses a split that exceeds the votes', async () => {
    const dao = await deploy()
    const { governor, small } = dao
    const { id } = await propose(dao)
    await openVote(dao, id)
    const params = ethers.solidityPacked(
      ['uint128', 'uint128', 'uint128'],
      [0n, 39_999n * TOKEN, 1n],
    )
    await expect(
      governor.connect(small).castVoteWithReasonAndParams(id, Vote.Fractional, '', params),
    ).to.be.revertedWithCustomError(governor, 'GovernorExceedRemainingWeight')
  })

  it('counts abstaining towards the quorum, but not towards success', async () => {
    const dao = await deploy()
    const { governor, small, large } = dao
    const { id } = await propose(dao)
    await openVote(dao, id)
    await governor.connect(small).castVote(id, Vote.For)
    await governor.connect(large).castVote(id, Vote.Abstain)
    await closeVote(dao, id)
    expect(await governor.state(id)).to.equal(State.Succeeded)
  })

  it('defeats a proposal one vote short of the quorum', async () => {
    const dao = await deploy()
    const { governor, small } = dao
    const { id } = await propose(dao)
    await openVote(dao, id)
    await governor.connect(small).castVote(id, Vote.For)
    await closeVote(dao, id)
    expect(await governor.state(id)).to.equal(State.Defeated)
  })
})

describe('BallastGovernor: late quorum', () => {
  it('prolongs the vote once when quorum is reached late', async () => {
    const dao = await deploy()
    const { governor, proposer, small, large } = dao
    const { id } = await propose(dao)
    const deadline = await governor.proposalDeadline(id)
    await time.increaseTo(deadline - 100n)
    await governor.connect(small).castVote(id, Vote.For)
    expect(await governor.proposalDeadline(id)).to.equal(deadline)

    await time.setNextBlockTimestamp(deadline - 10n)
    const extended = deadline - 10n + SETTINGS.lateQuorumExtension
    await expect(governor.connect(large).castVote(id, Vote.For))
      .to.emit(governor, 'ProposalExtended')
      .withArgs(id, extended)
    expect(await governor.proposalDeadline(id)).to.equal(extended)

    await time.increaseTo(extended - 10n)
    await governor.connect(proposer).castVote(id, Vote.Against)
    expect(await governor.proposalDeadline(id)).to.equal(extended)
    await time.increaseTo(extended + 1n)
    expect(await governor.state(id)).to.equal(State.Succeeded)
  })

  it('leaves the deadline alone when quorum is reached early', async () => {
    const dao = await deploy()
    const { governor, large } = dao
    const { id } = await propose(dao)
    const deadline = await governor.proposalDeadline(id)
    await openVote(dao, id)
    await expect(governor.connect(large).castVote(id, Vote.For)).to.not.emit(
      governor,
      'ProposalExtended',
    )
    expect(await governor.proposalDeadline(id)).to.equal(deadline)
  })
})

describe('BallastGovernor: storage and timelock', () => {
  it('reads a proposal back by its place and its id', async () => {
    const dao = await deploy()
    const { governor } = dao
    const { id, targets, calls, descriptionHash } = await propose(dao)
    expect(await governor.proposalCount()).to.equal(1n)
    expect(await governor.proposalDetails(id)).to.deep.equal([
      targets,
      [0n],
      calls,
      descriptionHash,
    ])
    expect((await governor.proposalDetailsAt(0))[0]).to.equal(id)
  })

  it('queues and executes by id alone, and not before the delay is over', async () => {
    const dao = await deploy()
    const { governor, outsider, timelock } = dao
    const { id } = await carry(dao)
    const anybody = governor.connect(outsider)
    expect(await governor.proposalNeedsQueuing(id)).to.equal(true)
    await anybody['queue(uint256)'](id)
    expect(await governor.state(id)).to.equal(State.Queued)
    await expect(anybody['execute(uint256)'](id)).to.be.revertedWithCustomError(
      timelock,
      'TimelockUnexpectedOperationState',
    )
    await time.increaseTo(await governor.proposalEta(id))
    await anybody['execute(uint256)'](id)
    expect(await governor.state(id)).to.equal(State.Executed)
    expect(await governor.votingDelay()).to.equal(BigInt(2 * DAY))
  })

  it('knows no id that was never proposed', async () => {
    const { governor } = await deploy()
    for (const attempt of [
      () => governor['queue(uint256)'](5n),
      () => governor['execute(uint256)'](5n),
      () => governor['cancel(uint256)'](5n),
      () => governor.proposalDetails(5n),
    ]) {
      await expect(attempt())
        .to.be.revertedWithCustomError(governor, 'GovernorNonexistentProposal')
        .withArgs(5n)
    }
  })

  it('lets nobody but the timelock change its settings', async () => {
    const { governor, guard } = await deploy()
    const asGuard = governor.connect(guard)
    for (const attempt of [
      () => asGuard.setVotingDelay(0n),
      () => asGuard.setVotingPeriod(1n),
      () => asGuard.setProposalThreshold(0n),
      () => asGuard.updateQuorumNumerator(1n),
      () => asGuard.setLateQuorumVoteExtension(0n),
      () => asGuard.setProposalGuardian(guard),
      () => asGuard.updateTimelock(guard),
      () => asGuard.relay(guard, 0n, '0x'),
    ]) {
      await expect(attempt())
        .to.be.revertedWithCustomError(governor, 'GovernorOnlyExecutor')
        .withArgs(guard.address)
    }
  })
})

describe('BallastGovernor: the proposal guardian', () => {
  it('cancels a queued proposal, in the timelock too', async () => {
    const dao = await deploy()
    const { governor, guard, timelock } = dao
    const { id } = await carry(dao)
    await governor['queue(uint256)'](id)
    await expect(governor.connect(guard)['cancel(uint256)'](id)).to.emit(timelock, 'Cancelled')
    expect(await governor.state(id)).to.equal(State.Canceled)
  })

  it('leaves the proposer only the time before the vote', async () => {
    const dao = await deploy()
    const { governor, proposer, outsider } = dao
    const { id } = await propose(dao)
    await expect(governor.connect(outsider)['cancel(uint256)'](id))
      .to.be.revertedWithCustomError(governor, 'GovernorUnableToCancel')
      .withArgs(id, outsider.address)
    await openVote(dao, id)
    await expect(governor.connect(proposer)['cancel(uint256)'](id))
      .to.be.revertedWithCustomError(governor, 'GovernorUnableToCancel')
      .withArgs(id, proposer.address)
    const { id: another } = await propose(dao, 'A mistake')
    await governor.connect(proposer)['cancel(uint256)'](another)
    expect(await governor.state(another)).to.equal(State.Canceled)
  })

  it('leaves the proposer the whole time if there is no guardian', async () => {
    const dao = await networkHelpers.loadFixture(deployWithoutGuardian)
    const { governor, proposer } = dao
    const { id } = await carry(dao)
    await governor.connect(proposer)['cancel(uint256)'](id)
    expect(await governor.state(id)).to.equal(State.Canceled)
  })
})
