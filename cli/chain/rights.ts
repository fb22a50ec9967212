import { toBeHex, zeroPadValue } from 'ethers'
import { AccessManager__factory } from '../../artifacts/typechain/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.js'
import type { Address, AddressBook, Hex } from '../governance/addressBook.ts'
import type { BlockRef } from '../governance/parameter.ts'
import { askAll, viewsOf } from './askAll.ts'
import type { Chain } from './client.ts'
import { recallLogs } from './logMemory.ts'
import type { Action } from './transaction.ts'

const managerAbi = AccessManager__factory.createInterface()
const granted = managerAbi.getEvent('RoleGranted')

/** What the access manager says of an account and a call. */
export interface Right {
  /** At once; what has to be scheduled first is no right here. */
  readonly mayCall: boolean
  /** The role that opens the function. */
  readonly role: bigint
  readonly isMember: boolean
}

/** Whether an account may make a call of a contract that the access manager guards. */
export async function readRight(
  chain: Chain,
  { contracts }: AddressBook,
  {
    account,
    call,
    at,
  }: { readonly account: Address; readonly call: Action; readonly at: BlockRef },
): Promise<Right> {
  const ask = viewsOf(contracts.accessManager, managerAbi)
  const selector = call.data.slice(0, 10)
  const [may, role] = await askAll(
    chain,
    [ask('canCall', account, call.to, selector), ask('getTargetFunctionRole', call.to, selector)],
    at,
  )
  const id = role?.[0] as bigint
  const [held] = await askAll(chain, [ask('hasRole', id, account)], at)
  return { mayCall: may?.[0] === true, role: id, isMember: held?.[0] === true }
}

/** Who holds a role, in the order in which it was given; whoever was given it in events that the node has lost is missing. */
export async function readHolders(
  chain: Chain,
  { contracts, deployedAtBlock }: AddressBook,
  { role, at }: { readonly role: bigint; readonly at: BlockRef },
): Promise<readonly Address[]> {
  const logs = await recallLogs(chain, {
    address: contracts.accessManager,
    topics: [granted.topicHash, roleTopic(role)],
    fromBlock: deployedAtBlock,
    toBlock: at.number,
  })
  const accounts = new Set(
    logs.map(({ data, topics }) => managerAbi.decodeEventLog(granted, data, topics)['account']),
  )
  const everHeld: readonly Address[] = [...accounts]
  const ask = viewsOf(contracts.accessManager, managerAbi)
  const answers = await askAll(
    chain,
    everHeld.map((account) => ask('hasRole', role, account)),
    at,
  )
  return everHeld.filter((_, i) => answers[i]?.[0] === true)
}

const roleTopic = (role: bigint): Hex => zeroPadValue(toBeHex(role), 32)
