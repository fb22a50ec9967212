import { ContractFactory } from 'ethers'
import { TestDelegateRegistry__factory } from '../../artifacts/typechain/factories/contracts/test/TestDelegateRegistry__factory.js'
import { TestSplitRegistry__factory } from '../../artifacts/typechain/factories/contracts/test/TestSplitRegistry__factory.js'
import { type Chain, nodeAccounts, signerOf } from '../../cli/chain/client.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import type { SnapshotPlace } from '../../cli/snapshot/service.ts'

/** Stand-ins of Snapshot's registries on a test's chain, as ballast.yaml names them. */
export async function deployRegistries(
  chain: Chain,
): Promise<Required<Pick<SnapshotPlace, 'registry' | 'splitRegistry'>>> {
  const [deployer] = await nodeAccounts(chain)
  if (deployer === undefined) throw new Error('The chain has no accounts.')
  const put = async ({ abi, bytecode }: { abi: readonly object[]; bytecode: string }) => {
    const factory = new ContractFactory([...abi] as never, bytecode, signerOf(chain, deployer))
    const contract = await factory.deploy()
    await contract.waitForDeployment()
    return (await contract.getAddress()) as Address
  }
  return {
    registry: await put(TestDelegateRegistry__factory),
    splitRegistry: await put(TestSplitRegistry__factory),
  }
}
