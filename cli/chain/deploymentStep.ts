import { encodeBytes32String, getCreateAddress } from 'ethers'
import { AccessManager__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import {
  type Address,
  type ContractAddresses,
  type ContractName,
  contractNames,
  type Hex,
} from '../governance/addressBook.ts'
import { type RoleName, roles } from '../governance/roles.ts'
import type { Step } from './deploymentJournal.ts'

/** Where an earlier step put its contract. */
export type At = (step: string) => Address

/**
 * Where a contract of the deployment is. The Ledger makes its ExposureCaps itself, as its first contract; every other one
 * has a step of its own name.
 */
export const placeOf = (name: ContractName, at: At): Address =>
  name === 'exposureCaps' ? getCreateAddress({ from: at('ledger'), nonce: 1 }) : at(name)

/** Where all of them are, once each has been created. */
export const contractsAt = (at: At): Required<ContractAddresses> =>
  Object.fromEntries(contractNames.map((name) => [name, placeOf(name, at)])) as Record<
    ContractName,
    Address
  >

/** A step that creates a contract; its data is the bytecode with the constructor's arguments. */
export const creation = (
  name: string,
  deploy: (at: At) => Promise<{ readonly data?: string | null }>,
): Step => ({
  name,
  action: async (at) => ({ data: (await deploy(at)).data ?? '0x' }),
})

/** A step that calls the contract of an earlier one. */
export const call = (name: string, to: string, data: (at: At) => Hex): Step => ({
  name,
  action: (at) => ({ to: at(to), data: data(at) }),
})

export const manager = AccessManager__factory.createInterface()

export const grant = (name: string, role: RoleName, to: (at: At) => Address): Step =>
  call(`${role} for ${name}`, 'accessManager', (at) =>
    manager.encodeFunctionData('grantRole', [roles[role], to(at), 0]),
  )

/** The deployer gives up a role that it holds. */
export const renounce = (role: RoleName, deployer: Address): Step =>
  call(`deployer gives up ${role}`, 'accessManager', () =>
    manager.encodeFunctionData('renounceRole', [roles[role], deployer]),
  )

/** A label as the contracts keep it. */
export const bytes32 = (label: string): Hex => encodeBytes32String(label)
