import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeAccounts, readBlock } from '../../cli/chain/client.ts'
import { advanceTo } from '../../cli/chain/devChain.ts'
import { localSender, transact } from '../../cli/chain/transaction.ts'
import { delegateAction } from '../../cli/chain/votingPower.ts'
import { writeAddressBook } from '../../cli/workspace/addressBookFiles.ts'
import { knownKeys, peopleOf } from './acting.ts'
import type { SeededNode } from './nodes.ts'
import { deploySafe, type TestSafe } from './safes.ts'
import { temporaryFolder } from './temporaryFolder.ts'

/** A key of the second owner, in the environment of commands that have it at hand. */
export const bobsKey = { BOB_KEY: knownKeys.third } as const

/** A Safe with the votes of the first delegate: alice, bob (by key) and carol own it, two of them sign. */
export async function safeWithVotes(node: SeededNode): Promise<TestSafe> {
  const people = await peopleOf(node)
  const [, , , , bob, alice, carol] = await nodeAccounts(node.chain)
  const owners = [alice!, bob!, carol!]
  const safe = await deploySafe(node.chain, { owners })
  const delegate = delegateAction(node.book, safe.address)
  await transact(localSender(node.chain, people.first), delegate)
  // Votes count from the next second.
  await advanceTo(node.chain, (await readBlock(node.chain)).timestamp + 2)
  return safe
}

/** A workspace that knows the Safe by different sets of owners at hand. */
export async function safeWorkspaceOn(
  node: SeededNode,
  safe: TestSafe,
  proposal?: string,
): Promise<string> {
  const folder = await temporaryFolder()
  const { address } = safe
  const yaml = `network: local
networks:
  local: { url: ${node.url}, chainId: ${node.chainId}, addresses: addresses.json, account: treasury }
accounts:
  first: node:2
  second: node:3
  bob: env:BOB_KEY
  alice: node:5
  carol: node:6
  stranger: node:7
  treasury: { safe: ${address}, owners: [alice, bob] }
  backwards: { safe: ${address}, owners: [carol, alice] }
  short: { safe: ${address}, owners: [alice] }
  empty: safe:${address}
  wrong: { safe: ${address}, owners: [stranger] }
  nosafe: safe:${node.book.contracts.governor}
  nothing: safe:${safe.owners[0]}
`
  await writeFile(join(folder, 'ballast.yaml'), yaml)
  await writeAddressBook(join(folder, 'addresses.json'), node.book)
  if (proposal !== undefined) await writeFile(join(folder, 'ceiling.yaml'), proposal)
  return folder
}
