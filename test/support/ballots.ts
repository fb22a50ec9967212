import { join, resolve } from 'node:path'
import { ContractFactory } from 'ethers'
import { BallastToken__factory } from '../../artifacts/typechain/factories/contracts/governance/BallastToken__factory.js'
import { TestWallet__factory } from '../../artifacts/typechain/factories/contracts/test/TestWallet__factory.js'
import { signerOf } from '../../cli/chain/client.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import { signBallot } from '../../cli/workflows/signBallot.ts'
import type { ConfirmSigning, SigningPlan } from '../../cli/workflows/signMessage.ts'
import { actingAs, peopleOf } from './acting.ts'
import type { SeededNode } from './nodes.ts'

/** Agrees to sign, and keeps the plans. */
export function signing(): { readonly confirm: ConfirmSigning; readonly plans: SigningPlan[] } {
  const plans: SigningPlan[] = []
  return {
    plans,
    confirm: async (plan) => {
      plans.push(plan)
      return 'sign'
    },
  }
}

/** A stand-in for a contract wallet of an owner, with tokens that are delegated to itself. */
export async function contractVoter(
  node: SeededNode,
  owner: Address,
  { from, tokens }: { readonly from: Address; readonly tokens: bigint },
): Promise<Address> {
  const { chain, book } = node
  const { abi, bytecode } = TestWallet__factory
  const wallet = await new ContractFactory(abi, bytecode, signerOf(chain, owner)).deploy(owner)
  await wallet.waitForDeployment()
  const address = await wallet.getAddress()
  const token = BallastToken__factory.connect(book.contracts.token, signerOf(chain, from))
  await (await token.transfer(address, tokens)).wait()
  const data = token.interface.encodeFunctionData('delegate', [address])
  const act = TestWallet__factory.connect(address, signerOf(chain, owner)).act
  await (await act(book.contracts.token, data)).wait()
  return address
}

/** A ballot that the second delegate has signed, in a folder of its own; its path. */
export async function ballotOfSecond(node: SeededNode, id: bigint): Promise<string> {
  const { second } = await peopleOf(node)
  const acting = await actingAs(node, second)
  const signed = await signBallot(
    acting,
    {
      proposal: shortId(id),
      support: 'for',
      out: join(acting.folder, 'ballot.json'),
      config: { accounts: {} },
    },
    signing().confirm,
  )
  if (signed.how === 'planned') throw new Error('It was only planned.')
  return resolve(signed.path)
}
