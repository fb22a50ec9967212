import { expect } from 'chai'
import { Interface, type InterfaceAbi } from 'ethers'
import { AccessManager__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import { TimelockController__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/governance/TimelockController__factory.js'
import { ExposureCaps__factory } from '../../artifacts/typechain/factories/contracts/core/ExposureCaps__factory.js'
import { Ledger__factory } from '../../artifacts/typechain/factories/contracts/core/Ledger__factory.js'
import { OracleHub__factory } from '../../artifacts/typechain/factories/contracts/oracle/OracleHub__factory.js'
import { nodeAccounts } from '../../cli/chain/client.ts'
import { DeploymentUnsafeError } from '../../cli/chain/errors.ts'
import { assertHandedOver } from '../../cli/chain/handover.ts'
import { roleSelectors, roles } from '../../cli/governance/roles.ts'
import { silence } from '../../cli/shared/progress.ts'
import { openDemoProtocol } from '../../cli/workflows/demoProtocol.ts'
import type { DemoProtocol } from '../../cli/workflows/protocol.ts'

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

  it('leaves every capability, and the administration of them, to the timelock alone', async () => {
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
    const { timelock } = protocol.book.contracts
    expect(Object.fromEntries(holders)).to.deep.equal({
      ADMIN: [timelock],
      RELAX: [timelock],
      TIGHTEN: [timelock],
      FREEZE: [timelock],
      LIST: [timelock],
      ORACLE: [timelock],
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
      exposureCaps: ['count(bytes32,address,uint256,uint256,bool)'],
      oracleHub: ['noteDown(bytes32)', 'refresh(bytes32)'],
    }
    // The access manager itself calls this one; nobody else may.
    const authorityOnly = 'setAuthority(address)'
    const abis: Readonly<Record<string, InterfaceAbi>> = {
      ledger: Ledger__factory.abi,
      exposureCaps: ExposureCaps__factory.abi,
      oracleHub: OracleHub__factory.abi,
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
        const target = protocol.book.contracts[name as 'ledger']
        for (const row of roleSelectors.filter((one) => one.contract === name)) {
          for (const signature of row.signatures) {
            const { selector } = contract.getFunction(signature)!
            expect(await accessManager.getTargetFunctionRole(target, selector), signature).to.equal(
              roles[row.role],
            )
          }
        }
      })
    }
  })
})
