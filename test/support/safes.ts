import { Contract, ContractFactory, Interface, type InterfaceAbi, ZeroAddress } from 'ethers'
import { type Chain, nodeAccounts, signerOf } from '../../cli/chain/client.ts'
import type { Address, Hex } from '../../cli/governance/addressBook.ts'
import { thirdParty } from './thirdParty.ts'

/** A contract as its authors compiled it. */
export interface Artifact {
  readonly abi: InterfaceAbi
  readonly bytecode: Hex
  readonly deployedBytecode: Hex
}

/** The contracts of Safe 1.4.1, by what they are for. */
const artifacts = {
  singleton: 'Safe.sol/Safe',
  factory: 'proxies/SafeProxyFactory.sol/SafeProxyFactory',
  fallbackHandler: 'handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler',
  signMessageLib: 'libraries/SignMessageLib.sol/SignMessageLib',
} as const

/** One of them, from npm. */
export async function safeArtifact(name: keyof typeof artifacts): Promise<Artifact> {
  const theirs = await thirdParty()
  return theirs(`@safe-global/safe-contracts/build/artifacts/contracts/${artifacts[name]}.json`)
}

/** A Safe on a test's chain, and what it is made of. */
export interface TestSafe {
  readonly address: Address
  readonly owners: readonly Address[]
  readonly threshold: number
  /** To ask and, through `connect`, to tell. */
  readonly contract: Contract
  /** Answers ERC-1271 for it: `isValidSignature` of its own messages, and of what `signMessage` marked. */
  readonly fallbackHandler: Address
  /** To be delegate-called by the Safe: `signMessage(bytes)`. */
  readonly signMessageLib: Address
}

/**
 * Deploys a Safe 1.4.1 with its fallback handler by the node's first account: a proxy from the factory, as the Safe app does.
 *
 * @param owners 2 of 3 unless `threshold` says otherwise
 */
export async function deploySafe(
  chain: Chain,
  { owners, threshold = 2 }: { readonly owners: readonly Address[]; readonly threshold?: number },
): Promise<TestSafe> {
  const [deployer] = await nodeAccounts(chain)
  if (deployer === undefined) throw new Error('The chain has no accounts.')
  const signer = signerOf(chain, deployer)
  const put = async (name: keyof typeof artifacts): Promise<Address> => {
    const { abi, bytecode } = await safeArtifact(name)
    const contract = await new ContractFactory(abi, bytecode, signer).deploy()
    await contract.waitForDeployment()
    return (await contract.getAddress()) as Address
  }
  const singleton = await put('singleton')
  const fallbackHandler = await put('fallbackHandler')
  const factory = new Contract(await put('factory'), (await safeArtifact('factory')).abi, signer)
  const { abi } = await safeArtifact('singleton')
  const setup = new Interface(abi).encodeFunctionData('setup', [
    owners,
    threshold,
    ZeroAddress,
    '0x',
    fallbackHandler,
    ZeroAddress,
    0,
    ZeroAddress,
  ])
  const created = factory.getFunction('createProxyWithNonce')
  const address: Address = await created.staticCall(singleton, setup, 0)
  await (await created.send(singleton, setup, 0)).wait()
  return {
    address,
    owners,
    threshold,
    contract: new Contract(address, abi, chain.provider),
    fallbackHandler,
    signMessageLib: await put('signMessageLib'),
  }
}
