import { expect } from 'chai'
import { Interface, type InterfaceAbi } from 'ethers'
import { AccessManager__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import { ExposureCaps__factory } from '../../artifacts/typechain/factories/contracts/core/ExposureCaps__factory.js'
import { Ledger__factory } from '../../artifacts/typechain/factories/contracts/core/Ledger__factory.js'
import { RiskSteward__factory } from '../../artifacts/typechain/factories/contracts/governance/RiskSteward__factory.js'
import { AuctionHouse__factory } from '../../artifacts/typechain/factories/contracts/liquidation/AuctionHouse__factory.js'
import { Backstop__factory } from '../../artifacts/typechain/factories/contracts/liquidation/Backstop__factory.js'
import { InsurancePool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/InsurancePool__factory.js'
import { StabilityPool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/StabilityPool__factory.js'
import { OracleHub__factory } from '../../artifacts/typechain/factories/contracts/oracle/OracleHub__factory.js'
import { nodeAccounts } from '../../cli/chain/client.ts'
import { deployProtocol } from '../../cli/chain/deployment.ts'
import { localDeployment } from '../../cli/chain/deploymentJournal.ts'
import { startEmbeddedChain } from '../../cli/chain/embedded.ts'
import { DeploymentUnsafeError } from '../../cli/chain/errors.ts'
import { assertHandedOver } from '../../cli/chain/handover.ts'
import { auctionParameters } from '../../cli/governance/auctionParameters.ts'
import { type DeploymentSpec, startOf } from '../../cli/governance/deploymentSpec.ts'
import {
  backstopSpecs,
  sumOf,
  usualAuction,
  usualBackstop,
  usualInsurancePool,
  usualStabilityPool,
} from '../../cli/governance/liquidationTerms.ts'
import { type RoleName, roleSelectors, roles } from '../../cli/governance/roles.ts'
import { defaultAllowances } from '../../cli/governance/stewardAllowances.ts'
import { silence } from '../../cli/shared/progress.ts'
import { openDemoProtocol } from '../../cli/workflows/demoProtocol.ts'
import { demoMarkets } from '../../cli/workflows/demoSpec.ts'
import type { DemoProtocol } from '../../cli/workflows/protocol.ts'
import { options } from './chains.ts'
import { smallSpec } from './deployments.ts'

describe('deployProtocol', () => {
  let protocol: DemoProtocol
  before(async () => {
    protocol = await openDemoProtocol(silence)
  })
  after(() => protocol.close())

  const managed = () => {
    const { chain, book } = protocol
    return {
      accessManager: AccessManager__factory.connect(book.contracts.accessManager, chain.provider),
      timelock: TimelockController__factory.connect(book.contracts.timelock, chain.provider),
    }
  }

  it('leaves the deployer without any role', async () => {
    const [deployer] = await nodeAccounts(protocol.chain)
    await assertHandedOver(managed(), deployer!)
  })

  it('leaves every capability to the timelock, relaxing to the riskSteward too, stepping to the steward, freezing to the guardian, and the contracts’ own to no account', async () => {
    const { accessManager } = managed()
    const granted = await accessManager.queryFilter(accessManager.filters.RoleGranted(), 0)
    const everHeld = new Set(granted.map(({ args }) => args.account))
    const holders = new Map<string, string[]>()
    for (const [name, id] of Object.entries(roles)) {
      for (const account of everHeld) {
        const [isMember, delay] = await accessManager.hasRole(id, account)
        if (!isMember) continue
        expect(delay, `${name} has no execution delay`).to.equal(0n)
        holders.set(name, [...(holders.get(name) ?? []), account])
      }
    }
    const { timelock, riskSteward, auctionHouse, backstop } = protocol.book.contracts
    const accounts = await nodeAccounts(protocol.chain)
    const [guardian, steward] = [accounts[1], accounts[5]]
    for (const held of holders.values()) held.sort((a) => (a === timelock ? -1 : 1))
    expect(Object.fromEntries(holders)).to.deep.equal({
      ADMIN: [timelock],
      RELAX: [timelock, riskSteward],
      TIGHTEN: [timelock],
      FREEZE: [timelock, guardian],
      LIST: [timelock],
      ORACLE: [timelock],
      MODULE: [auctionHouse, backstop],
      STEWARD: [timelock, steward],
    })
  })

  it('lets only the Governor schedule and cancel, and anyone execute what has waited', async () => {
    const { timelock } = managed()
    const { governor } = protocol.book.contracts
    const anyone = `0x${'0'.repeat(40)}`
    const granted = await timelock.queryFilter(timelock.filters.RoleGranted(), 0)
    const accounts = [...new Set(granted.map(({ args }) => args.account))]
    const membersOf = async (role: string) => {
      const has = await Promise.all(accounts.map((account) => timelock.hasRole(role, account)))
      return accounts.filter((_, i) => has[i])
    }
    expect(await membersOf(await timelock.PROPOSER_ROLE())).to.deep.equal([governor])
    expect(await membersOf(await timelock.CANCELLER_ROLE())).to.deep.equal([governor])
    expect(await membersOf(await timelock.EXECUTOR_ROLE())).to.deep.equal([anyone])
    expect(await membersOf(await timelock.DEFAULT_ADMIN_ROLE())).to.deep.equal([
      protocol.book.contracts.timelock,
    ])
  })

  it('lets an account keep only what is named, should it be its own guardian', async () => {
    const [, guardian] = await nodeAccounts(protocol.chain)
    await assertHandedOver(managed(), guardian!, ['FREEZE'])
    const error = await assertHandedOver(managed(), guardian!).catch((reason: unknown) => reason)
    expect((error as Error).message).to.contain('FREEZE in the access manager')
  })

  it('leaves a deployer what the file names it for, and nothing else', async () => {
    const chain = await startEmbeddedChain(options)
    try {
      const spec = await smallSpec(chain)
      const [deployer] = (await nodeAccounts(chain)) as [string]
      const named: readonly (readonly [Partial<DeploymentSpec>, readonly RoleName[]])[] = [
        [{ steward: deployer }, ['STEWARD']],
        [{ governor: { ...spec.governor, proposalGuardian: deployer } }, ['FREEZE']],
        [
          { governor: { ...spec.governor, proposalGuardian: deployer }, steward: deployer },
          ['FREEZE', 'STEWARD'],
        ],
      ]
      for (const [people, kept] of named) {
        const deployment = await localDeployment(chain, deployer)
        const { contracts } = await deployProtocol(deployment, { ...spec, ...people })
        const accessManager = AccessManager__factory.connect(
          contracts.accessManager,
          chain.provider,
        )
        const held: string[] = []
        for (const [name, id] of Object.entries(roles)) {
          if ((await accessManager.hasRole(id, deployer))[0]) held.push(name)
        }
        expect(held).to.deep.equal(kept)
      }
    } finally {
      await chain.close()
    }
  })

  it('lets stewards do in each market what the table of allowances says', async () => {
    const { chain, book } = protocol
    const steward = RiskSteward__factory.connect(book.contracts.riskSteward!, chain.provider)
    for (const [index, market] of book.markets.entries()) {
      for (const allowance of defaultAllowances(startOf(demoMarkets[index]!.terms))) {
        const { parameter, relative, cooldown, min, max, maxStep } = allowance
        expect(await steward.allowanceOf(market.id, parameter)).to.deep.equal([
          ...[parameter, relative, cooldown, min, max, maxStep],
        ])
      }
    }
  })

  it('tells every auction, pool and share of the waterfall what the specification says', async () => {
    const { chain, book } = protocol
    const { derivative, insurancePool, backstop, token, timelock } = book.contracts
    const house = AuctionHouse__factory.connect(book.contracts.auctionHouse!, chain.provider)
    for (const [index, market] of book.markets.entries()) {
      const wanted = usualAuction(demoMarkets[index]!.terms.debtCeiling)
      for (const [place, { key }] of auctionParameters.entries()) {
        expect(await house.storedParameter(market.id, place), key).to.equal(
          wanted[key as keyof typeof wanted],
        )
      }
    }
    const together = demoMarkets.map(({ terms }) => terms.debtCeiling / 10n)
    expect(await house.maxInAuctionOf(derivative)).to.equal(sumOf(together))
    expect(await house.givenOf(derivative)).to.equal(sumOf(together))

    expect(book.pools!.map(({ label }) => label)).to.deep.equal([
      ...['pool-WETH', 'pool-wstETH', 'pool-WBTC'],
    ])
    for (const [index, { address, collateral }] of book.pools!.entries()) {
      const pool = StabilityPool__factory.connect(address, chain.provider)
      expect(await pool.COLLATERAL()).to.equal(collateral)
      expect(collateral).to.equal(book.markets[index]!.collateral)
      expect(await pool.asset()).to.equal(derivative)
      expect({
        cooldown: await pool.cooldown(),
        vesting: await pool.vesting(),
        absorbReward: await pool.absorbRewardBps(),
      }).to.deep.equal(usualStabilityPool)
    }
    const insurance = InsurancePool__factory.connect(insurancePool!, chain.provider)
    expect({
      cooldown: await insurance.cooldown(),
      vesting: await insurance.vesting(),
    }).to.deep.equal(usualInsurancePool)

    const waterfall = Backstop__factory.connect(backstop!, chain.provider)
    expect(await waterfall.poolsOf(derivative)).to.deep.equal([
      book.pools![0]!.address,
      insurancePool,
    ])
    expect(await waterfall.TREASURY()).to.equal(timelock)
    expect(await waterfall.TOKEN()).to.equal(token)
    expect(await waterfall.HOUSE()).to.equal(book.contracts.auctionHouse)
    const usual = usualBackstop(demoMarkets.map(({ terms }) => terms.debtCeiling))
    for (const [place, { key }] of backstopSpecs.entries()) {
      expect(await waterfall.storedParameter(derivative, place), key).to.equal(
        usual[key as keyof typeof usual],
      )
    }
  })

  it('names the risks behind each market', async () => {
    const { chain, book } = protocol
    const caps = ExposureCaps__factory.connect(book.contracts.exposureCaps, chain.provider)
    const labelOf = (key: string) => book.risks!.find((risk) => risk.key === key)?.label
    for (const [index, market] of book.markets.entries()) {
      const found = (await caps.risksOf(market.id)).map(labelOf)
      expect(found.filter((label) => label !== undefined)).to.deep.equal(demoMarkets[index]!.risks)
    }
  })

  it('names the roles that an account still holds', async () => {
    const { timelock } = protocol.book.contracts
    const proof = assertHandedOver(managed(), timelock)
    const error = await proof.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(error).to.be.instanceOf(DeploymentUnsafeError)
    expect((error as Error).message).to.contain('ADMIN in the access manager')
  })

  describe('every external function that changes state', () => {
    const erc20 = [
      'approve(address,uint256)',
      'transfer(address,uint256)',
      'transferFrom(address,address,uint256)',
    ]
    const patientVault = [
      ...erc20,
      'addYield(uint256)',
      'deposit(uint256,address)',
      'mint(uint256,address)',
      'redeem(uint256,address,address)',
      'requestWithdrawal(uint256)',
      'withdraw(uint256,address,address)',
    ]
    const openToUsers: Readonly<Record<string, readonly string[]>> = {
      ledger: [
        'accrue(bytes32)',
        'adjust(bytes32,address,int256,int256,address)',
        'coverDeficit(bytes32,uint256)',
        'coverFromSurplus(bytes32)',
        'liquidate(bytes32,address,uint256,uint256,address)',
        'redeemFrom(bytes32,address,uint256,uint256,address)',
        'setOperator(address,bool)',
        'shutdown(bytes32)',
        'writeOff(bytes32,address,address)',
      ],
      // Only the Ledger that made it may.
      exposureCaps: ['count(bytes32,address,uint256,uint256,uint256)'],
      oracleHub: ['noteDown(bytes32)', 'refresh(bytes32)'],
      riskSteward: [],
      auctionHouse: [
        // Only the seller itself.
        'cutSale(uint256,uint256)',
        'claim(address,address)',
        'kick(bytes32,address)',
        'redo(uint256)',
        'take(uint256,uint256,uint256,address,bytes)',
        'takeBatch((uint256,uint256,uint256)[],address,bytes)',
      ],
      stabilityPool: [...patientVault, 'absorb(bytes32,address,uint256)', 'claim(address)'],
      insurancePool: patientVault,
      backstop: ['cover(bytes32)', 'distribute(address)'],
    }
    // The access manager itself calls this one; nobody else may.
    const authorityOnly = 'setAuthority(address)'
    const abis: Readonly<Record<string, InterfaceAbi>> = {
      ledger: Ledger__factory.abi,
      exposureCaps: ExposureCaps__factory.abi,
      oracleHub: OracleHub__factory.abi,
      riskSteward: RiskSteward__factory.abi,
      auctionHouse: AuctionHouse__factory.abi,
      stabilityPool: StabilityPool__factory.abi,
      insurancePool: InsurancePool__factory.abi,
      backstop: Backstop__factory.abi,
    }
    const placesOf = (name: string): readonly string[] => {
      const { contracts, pools } = protocol.book
      return name === 'stabilityPool'
        ? pools!.map(({ address }) => address)
        : [contracts[name as 'ledger']]
    }
    for (const [name, abi] of Object.entries(abis)) {
      it(`of ${name} is open to users on purpose or bound to a capability`, async () => {
        const contract = new Interface(abi)
        const functions: string[] = []
        contract.forEachFunction((fragment) => {
          if (!fragment.constant) functions.push(fragment.format('sighash'))
        })
        const governed = roleSelectors
          .filter((row) => row.contract === name)
          .flatMap((row) => row.signatures)
        expect(functions.toSorted()).to.deep.equal(
          [...(openToUsers[name] ?? []), ...governed, authorityOnly].toSorted(),
        )
        const { accessManager } = managed()
        for (const target of placesOf(name)) {
          for (const row of roleSelectors.filter((one) => one.contract === name)) {
            for (const signature of row.signatures) {
              const { selector } = contract.getFunction(signature)!
              expect(
                await accessManager.getTargetFunctionRole(target, selector),
                signature,
              ).to.equal(roles[row.role])
            }
          }
        }
      })
    }
  })
})
