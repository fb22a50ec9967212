import { Contract, TypedDataEncoder } from 'ethers'
import type { Address, Hex } from '../governance/addressBook.ts'
import { type Ballot, type BallotForm, ballotTypeHash, formOf } from '../governance/ballots.ts'
import { recoveredSigner } from '../governance/recoveredSigner.ts'
import { hashesOf, type TypedData, type TypedDomain } from '../governance/typedData.ts'
import { UnexpectedContractError, UsageError } from '../shared/errors.ts'
import type { Chain } from './client.ts'
import { isRevert } from './revert.ts'

/** A contract that wants signatures made out to somebody else, or in a way that Ballast does not know. */
export class ForeignDomainError extends UsageError {
  constructor(contract: Address, difference: string) {
    super(
      `${contract} takes signatures ${difference}; nothing was signed.`,
      'Find out which contract this is: what is signed for another one could be used there.',
    )
  }
}

const abi = [
  'function eip712Domain() view returns (bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)',
  'function name() view returns (string)',
  'function version() view returns (string)',
  'function DOMAIN_SEPARATOR() view returns (bytes32)',
  'function nonces(address owner) view returns (uint256)',
  'function BALLOT_TYPEHASH() view returns (bytes32)',
  'function EXTENDED_BALLOT_TYPEHASH() view returns (bytes32)',
  'function DOMAIN_TYPEHASH() view returns (bytes32)',
  'function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)',
] as const

/** Asks a contract; undefined where it has no such function. */
async function asked<T>(
  chain: Chain,
  contract: Address,
  { name, args = [] }: { readonly name: string; readonly args?: readonly unknown[] },
): Promise<T | undefined> {
  const question = new Contract(contract, abi, chain.provider).getFunction(name)
  try {
    return await question.staticCall(...args)
  } catch (error) {
    // An answer of another shape is as good as none.
    if (isRevert(error) || (error as { code?: unknown }).code === 'BAD_DATA') return undefined
    throw error
  }
}

interface PublishedDomain {
  readonly fields: Hex
  readonly name: string
  readonly version: string
  readonly chainId: bigint
  readonly verifyingContract: Address
}

/** name, version, chainId and verifyingContract, and nothing else. */
const USUAL_FIELDS = '0x0f'

/**
 * The domain in which a contract takes signatures: as it publishes it (ERC-5267), or by its name and version, proved by its
 * separator where it tells that. It must be its own: a signature for any other could be used there.
 *
 * @throws ForeignDomainError
 */
export async function readDomain(chain: Chain, contract: Address): Promise<TypedDomain> {
  const own = { chainId: chain.chainId, verifyingContract: contract }
  const published = await asked<PublishedDomain>(chain, contract, { name: 'eip712Domain' })
  if (published === undefined) return readNamedDomain(chain, contract, own)
  const { fields, name, version, chainId, verifyingContract } = published
  if (fields !== USUAL_FIELDS) {
    throw new ForeignDomainError(contract, `in a domain of other members (${fields})`)
  }
  if (chainId !== BigInt(chain.chainId)) {
    throw new ForeignDomainError(contract, `for chain ${chainId}, not for ${chain.chainId}`)
  }
  if (verifyingContract !== contract) {
    throw new ForeignDomainError(contract, `made out to ${verifyingContract}`)
  }
  return { name, version, ...own }
}

/** What tokens of OpenZeppelin 4 sign with before ERC-5267, and do not tell. */
const UNTOLD_VERSION = '1'

/** Bravo has a name and no version. @throws ForeignDomainError */
async function readNamedDomain(
  chain: Chain,
  contract: Address,
  own: Pick<TypedDomain, 'chainId' | 'verifyingContract'>,
): Promise<TypedDomain> {
  const [name, version, separator] = await Promise.all(
    ['name', 'version', 'DOMAIN_SEPARATOR'].map((question) =>
      asked<string>(chain, contract, { name: question }),
    ),
  )
  if (name === undefined) {
    throw new ForeignDomainError(contract, 'in a domain that it does not tell')
  }
  const told = { name, ...(version === undefined ? {} : { version }), ...own }
  if (separator === undefined) return told
  const found = [told, { name, version: UNTOLD_VERSION, ...own }, { name, ...own }].find(
    (domain) => TypedDataEncoder.hashDomain(domain) === separator,
  )
  if (found !== undefined) return found
  throw new ForeignDomainError(contract, `in a domain that it does not tell (${separator})`)
}

/** Which ballots a Governor takes. @throws ForeignDomainError for one whose ballots nobody knows */
export async function readBallotForm(chain: Chain, governor: Address): Promise<BallotForm> {
  const [ballot, domain] = await Promise.all(
    ['BALLOT_TYPEHASH', 'DOMAIN_TYPEHASH'].map((name) => asked<Hex>(chain, governor, { name })),
  )
  const form = ballot === undefined ? undefined : formOf(ballot, domain !== undefined)
  if (form !== undefined) return form
  throw new ForeignDomainError(governor, 'of a form that Ballast does not know')
}

/**
 * Makes sure that a Governor takes a ballot with a reason or a split: the oldest of OpenZeppelin 4 do not, and what a
 * Governor calls the same may be something else.
 *
 * @throws UsageError
 */
export async function requireBallotKind(
  chain: Chain,
  governor: Address,
  { form, kind }: Pick<Ballot, 'form' | 'kind'>,
): Promise<void> {
  if (kind !== 'extended') return
  const published = await asked<Hex>(chain, governor, { name: 'EXTENDED_BALLOT_TYPEHASH' })
  if (published === ballotTypeHash({ form, kind })) return
  throw new UsageError(
    `The Governor at ${governor} takes no reason by signature, as far as it tells.`,
    'Sign one side without a reason, or send the vote: leave --by-signature out.',
  )
}

/** The number that a signer's next message to the contract must have. */
export async function readSignerNonce(
  chain: Chain,
  contract: Address,
  signer: Address,
): Promise<bigint> {
  const nonce = await asked<bigint>(chain, contract, { name: 'nonces', args: [signer] })
  if (nonce !== undefined) return nonce
  throw new UnexpectedContractError(contract, new Error('It does not answer nonces(address).'))
}

/** Whether the signer is a contract, which decides itself what counts as its signature (ERC-1271). */
export const isContract = async (chain: Chain, signer: Address): Promise<boolean> =>
  (await chain.provider.getCode(signer)) !== '0x'

/** Whether an account with a key has lent itself the code of a contract (EIP-7702). */
export const hasLentCode = async (chain: Chain, signer: Address): Promise<boolean> =>
  (await chain.provider.getCode(signer)).startsWith('0xef0100')

const ERC1271_MAGIC = '0x1626ba7e'

/** Whether a message is signed by the key of somebody, which is all that older contracts ask. */
export const isSignedByKey = (signer: Address, typed: TypedData, signature: Hex): boolean =>
  recoveredSigner(hashesOf(typed).digest, signature) === signer

/** Whether a message is signed by somebody, judged as contracts judge it: a contract is asked, a key is recovered here. */
export async function isSignedBy(
  chain: Chain,
  signer: Address,
  typed: TypedData,
  signature: Hex,
): Promise<boolean> {
  if (!(await isContract(chain, signer))) return isSignedByKey(signer, typed, signature)
  const args = [hashesOf(typed).digest, signature]
  return (await asked<Hex>(chain, signer, { name: 'isValidSignature', args })) === ERC1271_MAGIC
}
