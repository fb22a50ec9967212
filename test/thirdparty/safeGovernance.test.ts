import { expect } from 'chai'
import type { FunctionFragment, ParamType } from 'ethers'
import { network } from 'hardhat'
import type { Address, Hex } from '../../cli/governance/addressBook.ts'
import { roleSelectors, roles } from '../../cli/governance/roles.ts'
import { DAY, Parameter, REPAY_ALL, wad } from '../support/ledgerFixture.ts'
import { type Call, deploySafeProtocol } from '../support/safeProtocol.ts'

const connection = await network.create()
const { ethers, networkHelpers } = connection
const { time } = networkHelpers

const State = { pending: 0n, canceled: 2n, succeeded: 4n, executed: 7n }

const deployAll = () => deploySafeProtocol(connection)
const deploy = () => networkHelpers.loadFixture(deployAll)
type World = Awaited<ReturnType<typeof deployAll>>

const threshold82 = ({ ledger, id, onLedger }: World): Call =>
  onLedger(
    ledger.interface.encodeFunctionData('relax', [
      id,
      [{ parameter: Parameter.liquidationThreshold, value: 8_200n }],
    ]),
  )

describe('a Safe 1.4.1 that proposes', function () {
  this.timeout(180_000)

  it('brings a change of a parameter through the Governor, with its own votes, to its execution', async () => {
    const f = await deploy()
    const proposal = await f.propose([threshold82(f)], 'Raise the threshold')
    expect(await f.governor.proposalProposer(proposal)).to.equal(f.proposer.address)
    await f.carry(proposal)
    expect(await f.governor.usedVotes(proposal, f.proposer.address)).to.equal(wad(300_000))
    expect(await f.governor.state(proposal)).to.equal(State.succeeded)
    await f.exec(
      f.proposer,
      f.onGovernor(f.governor.interface.encodeFunctionData('queue(uint256)', [proposal])),
    )
    await time.increaseTo(await f.governor.proposalEta(proposal))
    expect(await f.ledger.effectiveParameter(f.id, Parameter.liquidationThreshold)).to.equal(8_000n)
    await f.exec(
      f.proposer,
      f.onGovernor(f.governor.interface.encodeFunctionData('execute(uint256)', [proposal])),
    )
    expect(await f.governor.state(proposal)).to.equal(State.executed)
    expect(await f.ledger.effectiveParameter(f.id, Parameter.liquidationThreshold)).to.equal(8_200n)
  })

  it('proposes nothing by one owner of two, nor by an owner for itself', async () => {
    const f = await deploy()
    const { to, data } = threshold82(f)
    const propose = f.governor.interface.encodeFunctionData('propose', [[to], [0n], [data], 'One'])
    const [first] = f.signersOf.proposer
    await expect(f.exec(f.proposer, f.onGovernor(propose), [first!])).to.be.revertedWith('GS020')
    await expect(
      f.governor.connect(first!).propose([to], [0n], [data], 'One'),
    ).to.be.revertedWithCustomError(f.governor, 'GovernorInsufficientProposerVotes')
    expect(await f.governor.proposalCount()).to.equal(0n)
  })
})

describe('a Safe 1.4.1 that is the proposal guardian', function () {
  this.timeout(180_000)
  const cancelOf = ({ governor }: World, proposal: bigint) =>
    governor.interface.encodeFunctionData('cancel(uint256)', [proposal])

  it('cancels before the vote', async () => {
    const f = await deploy()
    const proposal = await f.propose([threshold82(f)], 'Raise the threshold')
    await f.exec(f.guardian, f.onGovernor(cancelOf(f, proposal)))
    expect(await f.governor.state(proposal)).to.equal(State.canceled)
  })

  it('cancels what is queued, in the timelock too: it is never executed', async () => {
    const f = await deploy()
    const proposal = await f.propose([threshold82(f)], 'Raise the threshold')
    await f.carry(proposal)
    await f.governor['queue(uint256)'](proposal)
    const eta = await f.governor.proposalEta(proposal)
    await expect(f.exec(f.guardian, f.onGovernor(cancelOf(f, proposal)))).to.emit(
      f.timelock,
      'Cancelled',
    )
    await time.increaseTo(eta + 1n)
    await expect(f.governor['execute(uint256)'](proposal)).to.be.revertedWithCustomError(
      f.governor,
      'GovernorUnexpectedProposalState',
    )
    expect(await f.ledger.storedParameter(f.id, Parameter.liquidationThreshold)).to.equal(8_000n)
  })

  it('cancels nothing by one owner of two, nor by an owner for itself', async () => {
    const f = await deploy()
    const proposal = await f.propose([threshold82(f)], 'Raise the threshold')
    const [first] = f.signersOf.guardian
    const cancel = f.onGovernor(cancelOf(f, proposal))
    await expect(f.exec(f.guardian, cancel, [first!])).to.be.revertedWith('GS020')
    await expect(f.governor.connect(first!)['cancel(uint256)'](proposal))
      .to.be.revertedWithCustomError(f.governor, 'GovernorUnableToCancel')
      .withArgs(proposal, first!.address)
    expect(await f.governor.state(proposal)).to.equal(State.pending)
  })
})

describe('a Safe 1.4.1 that holds FREEZE', function () {
  this.timeout(180_000)

  it('restrains a market at once', async () => {
    const f = await deploy()
    const settings = [
      { parameter: Parameter.collateralizationRatio, value: 20_000n },
      { parameter: Parameter.debtCeiling, value: 0n },
    ]
    await f.exec(
      f.guardian,
      f.onLedger(f.ledger.interface.encodeFunctionData('restrain', [f.id, settings])),
    )
    for (const { parameter, value } of settings) {
      expect(await f.ledger.effectiveParameter(f.id, parameter)).to.equal(value)
    }
    await expect(f.open(5_000)).to.be.revertedWithCustomError(f.ledger, 'LedgerDebtCeilingExceeded')
  })

  it('freezes issuing for a day, once a week, and keeps nobody in', async () => {
    const f = await deploy()
    await f.open(5_000)
    const freeze = f.onLedger(f.ledger.interface.encodeFunctionData('freeze', [f.id]))
    await f.open(5_000, f.deployer)
    await f.exec(f.guardian, freeze)
    await expect(f.open(5_000)).to.be.revertedWithCustomError(f.ledger, 'LedgerFrozen')
    // The fee of these seconds is bought from somebody.
    await f.derivative.connect(f.deployer).transfer(f.owner, wad(1))
    await f.ledger.connect(f.owner).adjust(f.id, f.owner, -wad(10), REPAY_ALL, f.owner)
    await time.increase(DAY)
    await f.refresh()
    await f.open(5_000)
    // GS013: what the Safe called reverted, and it was given no gas of its own.
    await expect(f.exec(f.guardian, freeze)).to.be.revertedWith('GS013')
  })

  /** The least that the ABI accepts: zeros, empty lists. */
  const least = (type: ParamType): unknown => {
    if (type.isArray()) {
      const length = Math.max(type.arrayLength ?? 0, 0)
      return Array.from({ length }, () => least(type.arrayChildren!))
    }
    if (type.isTuple()) return type.components!.map(least)
    if (type.baseType === 'bool') return false
    if (type.baseType.startsWith('bytes')) return ethers.ZeroHash
    return type.baseType === 'address' ? ethers.ZeroAddress : 0
  }
  const governed = roleSelectors.flatMap(({ contract, role, signatures }) =>
    signatures.map((signature) => ({ contract, role, signature })),
  )

  it('can call nothing else that is governed', async () => {
    const f = await deploy()
    let refused = 0
    for (const { contract, role, signature } of governed) {
      const address =
        contract === 'stabilityPool' ? f.book.pools?.[0]?.address : f.book.contracts[contract]
      if (role === 'FREEZE' || address === undefined) continue
      const name = `${contract[0]?.toUpperCase()}${contract.slice(1)}`
      const target = await ethers.getContractAt(name as 'Ledger', address)
      const fragment = target.interface.fragments.find(
        (one) => one.type === 'function' && one.format('sighash') === signature,
      ) as FunctionFragment
      const data = target.interface.encodeFunctionData(
        fragment as unknown as 'relax',
        fragment.inputs.map(least) as unknown as [Hex, []],
      )
      const call = { to: address, data }
      await expect(f.exec(f.guardian, call), signature).to.be.revertedWith('GS013')
      await expect(ethers.provider.call({ ...call, from: f.guardian.address }), signature)
        .to.be.revertedWithCustomError(target, 'AccessManagedUnauthorized')
        .withArgs(f.guardian.address)
      refused += 1
    }
    expect(refused).to.be.at.least(23)
  })

  it('can neither lower a ratio, nor touch a threshold, nor make a cap higher', async () => {
    const f = await deploy()
    const caps = await ethers.getContractAt('ExposureCaps', f.book.contracts.exposureCaps)
    const restrain = (parameter: number, value: bigint) =>
      f.onLedger(f.ledger.interface.encodeFunctionData('restrain', [f.id, [{ parameter, value }]]))
    const cut = (cap: bigint) => ({
      to: caps.target as Address,
      data: caps.interface.encodeFunctionData('cutExposureCap', [
        ...[f.derivative.target as Address, ethers.ZeroHash, cap],
      ] as [Address, Hex, bigint]),
    })
    await f.exec(f.guardian, cut(wad(1_000)))
    for (const [call, on, error] of [
      [restrain(Parameter.collateralizationRatio, 14_000n), f.ledger, 'RiskParametersNotTighter'],
      [restrain(Parameter.debtCeiling, wad(200_000_000)), f.ledger, 'RiskParametersNotTighter'],
      [restrain(Parameter.liquidationThreshold, 7_900n), f.ledger, 'RiskParametersNotRestraining'],
      [restrain(Parameter.stabilityFee, 0n), f.ledger, 'RiskParametersNotRestraining'],
      [cut(wad(1_001)), caps, 'ExposureCapsNotLower'],
    ] as const) {
      await expect(f.exec(f.guardian, call)).to.be.revertedWith('GS013')
      await expect(
        ethers.provider.call({ ...call, from: f.guardian.address }),
      ).to.be.revertedWithCustomError(on, error)
    }
  })

  it('can neither mint, nor take from a vault, nor give rights, nor pass by the timelock', async () => {
    const f = await deploy()
    await f.open(5_000)
    const { ledger, derivative, manager, timelock, governor, guardian } = f
    const safe = guardian.address
    const [none, zero] = ['0x', ethers.ZeroHash]
    for (const [contract, name, args, error] of [
      [derivative, 'mint', [safe, 1n], 'DerivativeOnlyLedger'],
      [ledger, 'adjust', [f.id, f.owner.address, -1n, 0n, safe], 'LedgerNotOperator'],
      [ledger, 'adjust', [f.id, f.owner.address, 0n, 1n, safe], 'LedgerNotOperator'],
      [manager, 'grantRole', [roles.RELAX, safe, 0], 'AccessManagerUnauthorizedAccount'],
      [timelock, 'schedule', [safe, 0n, none, zero, zero, 0n], 'AccessControlUnauthorizedAccount'],
      [governor, 'propose', [[safe], [0n], [none], ''], 'GovernorInsufficientProposerVotes'],
      [governor, 'setProposalGuardian', [safe], 'GovernorOnlyExecutor'],
    ] as const) {
      const on = contract as unknown as typeof ledger
      const data = on.interface.encodeFunctionData(name as 'accrue', args as unknown as [Hex])
      const call = { to: on.target as Address, data }
      await expect(f.exec(guardian, call), name).to.be.revertedWith('GS013')
      await expect(
        ethers.provider.call({ ...call, from: safe }),
        name,
      ).to.be.revertedWithCustomError(on, error)
    }
  })

  it('loses both of its powers by one proposal of the other Safe', async () => {
    const f = await deploy()
    const { governor, manager, guardian, onGovernor } = f
    const revoke = manager.interface.encodeFunctionData('revokeRole', [
      roles.FREEZE,
      guardian.address,
    ])
    const proposal = await f.propose(
      [
        onGovernor(
          governor.interface.encodeFunctionData('setProposalGuardian', [f.proposer.address]),
        ),
        { to: manager.target as Address, data: revoke },
      ],
      'Another guardian',
    )
    await f.carry(proposal)
    await governor['queue(uint256)'](proposal)
    await time.increaseTo(await governor.proposalEta(proposal))
    await governor['execute(uint256)'](proposal)
    const freeze = f.onLedger(f.ledger.interface.encodeFunctionData('freeze', [f.id]))
    await expect(f.exec(guardian, freeze)).to.be.revertedWith('GS013')
    const next = await f.propose([threshold82(f)], 'Raise the threshold')
    const cancel = onGovernor(governor.interface.encodeFunctionData('cancel(uint256)', [next]))
    await expect(f.exec(guardian, cancel)).to.be.revertedWith('GS013')
    await f.exec(f.proposer, cancel)
    expect(await governor.state(next)).to.equal(State.canceled)
  })
})
