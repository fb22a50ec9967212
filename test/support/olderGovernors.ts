import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import {
  Contract,
  ContractFactory,
  type InterfaceAbi,
  parseEther,
  type Signer,
  toBeHex,
} from 'ethers'
import { type Chain, signerOf } from '../../cli/chain/client.ts'
import type { Address, Hex } from '../../cli/governance/addressBook.ts'
import { thirdParty } from './thirdParty.ts'

/** A Governor of somebody else's making with one proposal whose vote is open. */
export interface OlderGovernor {
  readonly contract: Contract
  readonly address: Address
  readonly proposalId: bigint
}

/** The smallest Governor of OpenZeppelin 4 with one of its countings: everything that ballots meet is theirs. */
const olderSource = (
  folder: string,
  counting: string,
  more = '',
): string => `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;
import "@openzeppelin/contracts/governance/${folder}/${counting}.sol";
contract Older is ${counting} {
    constructor() Governor("Older") {}${more}
    function clock() public view override returns (uint48) { return uint48(block.number); }
    function CLOCK_MODE() public pure override returns (string memory) { return "mode=blocknumber&from=default"; }
    function votingDelay() public pure override returns (uint256) { return 0; }
    function votingPeriod() public pure override returns (uint256) { return 1000; }
    function quorum(uint256) public pure override returns (uint256) { return 1; }
    function _getVotes(address, uint256, bytes memory) internal pure override returns (uint256) { return 1 ether; }
}`

interface Build {
  readonly abi: InterfaceAbi
  readonly bytecode: Hex
}

const builds = new Map<string, Promise<Build>>()

interface Compiler {
  compile(
    input: string,
    options: { readonly import: (path: string) => { readonly contents: string } },
  ): string
}

const simple = olderSource('extensions', 'GovernorCountingSimple')

/** OpenZeppelin's answers to who knows Bravo alone: tallies and receipts as it has them, and only votes for make the quorum. */
const compatible = olderSource(
  'compatibility',
  'GovernorCompatibilityBravo',
  `
    function timelock() public view override returns (address) { return address(this); }
    function proposalEta(uint256) public pure override returns (uint256) { return 0; }
    function queue(address[] memory, uint256[] memory, bytes[] memory, bytes32) public pure override returns (uint256) { return 0; }`,
)

/** OpenZeppelin 4.9.6, compiled here from its package, with a vote that is open. */
export const deployOpenZeppelin4 = (chain: Chain, from: Address): Promise<OlderGovernor> =>
  deployOlder(chain, from, simple)

/** The same as GovernorCompatibilityBravo. */
export const deployCompatible = (chain: Chain, from: Address): Promise<OlderGovernor> =>
  deployOlder(chain, from, compatible)

async function deployOlder(chain: Chain, from: Address, source: string): Promise<OlderGovernor> {
  const contract = await deployed(chain, from, await compiled(source))
  const propose = contract.getFunction('propose(address[],uint256[],bytes[],string)')
  return opened(chain, contract, propose.populateTransaction([from], [0], ['0x'], 'One'), {
    proposalId: await propose.staticCall([from], [0], ['0x'], 'One'),
  })
}

/** A token of OpenZeppelin 4 as it was before ERC-5267: its version is 1, and nothing tells it. */
const tokenSource = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;
import "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
contract Older is ERC20Votes {
    constructor() ERC20("Older", "OLD") ERC20Permit("Older") {}
    function eip712Domain() public pure override returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory) { revert(); }
}`

/** A token with votes of OpenZeppelin 4.9.6, which does not publish its domain. */
export async function deployOlderToken(chain: Chain, from: Address): Promise<Contract> {
  return deployed(chain, from, await compiled(tokenSource))
}

/** OpenZeppelin 5's Governor whose voters take their votes back from who casts them, over a token that remembers delegates; by seconds. */
const overridable = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {VotesExtended} from "@openzeppelin/contracts/governance/utils/VotesExtended.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {GovernorCountingOverridable} from "@openzeppelin/contracts/governance/extensions/GovernorCountingOverridable.sol";
import {GovernorStorage} from "@openzeppelin/contracts/governance/extensions/GovernorStorage.sol";
contract Token is ERC20, VotesExtended {
    constructor(address holder, address delegatee) ERC20("Token", "TKN") EIP712("Token", "1") {
        _mint(holder, 1 ether);
        _delegate(holder, delegatee);
    }
    function clock() public view override returns (uint48) { return uint48(block.timestamp); }
    function CLOCK_MODE() public pure override returns (string memory) { return "mode=timestamp"; }
    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        _transferVotingUnits(from, to, value);
    }
    function _getVotingUnits(address account) internal view override returns (uint256) { return balanceOf(account); }
}
contract Older is GovernorCountingOverridable, GovernorStorage {
    constructor(address holder, address delegatee) Governor("Overridable") GovernorVotes(new Token(holder, delegatee)) {}
    function votingDelay() public pure override returns (uint256) { return 0; }
    function votingPeriod() public pure override returns (uint256) { return 1000; }
    function quorum(uint256) public pure override returns (uint256) { return 1; }
    function _propose(address[] memory t, uint256[] memory v, bytes[] memory c, string memory d, address p)
        internal override(Governor, GovernorStorage) returns (uint256) { return super._propose(t, v, c, d, p); }
}`

/** GovernorCountingOverridable with a vote that is open; the votes of the holder are delegated to who deploys. */
export async function deployOverridable(
  chain: Chain,
  from: Address,
  holder: Address,
): Promise<OlderGovernor> {
  const contract = await deployed(chain, from, await compiled(overridable, 5), [holder, from])
  const args = [[from], [0], ['0x'], 'One']
  const propose = contract.getFunction('propose(address[],uint256[],bytes[],string)')
  return opened(chain, contract, propose.populateTransaction(...args), {
    proposalId: await propose.staticCall(...args),
  })
}

/** What Compound's token answers about votes, and nothing else: a stand-in with the same numbers for everybody. */
const compoundToken = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;
contract Older {
    function balanceOf(address) external pure returns (uint256) { return 2 ether; }
    function delegates(address account) external pure returns (address) { return account; }
    function getCurrentVotes(address) external pure returns (uint96) { return 7 ether; }
    function getPriorVotes(address, uint256) external pure returns (uint96) { return 3 ether; }
}`

export const deployCompoundToken = async (chain: Chain, from: Address): Promise<Contract> =>
  deployed(chain, from, await compiled(compoundToken))

/** Compiled here, with the package's contracts, each once. */
function compiled(content: string, version: 4 | 5 = 4): Promise<Build> {
  const known = builds.get(content) ?? compile(content, version)
  builds.set(content, known)
  return known
}

async function compile(content: string, version: 4 | 5): Promise<Build> {
  const theirs = version === 4 ? await thirdParty() : undefined
  const own = createRequire(import.meta.url)
  const compiler = own('solc') as Compiler
  const input = {
    language: 'Solidity',
    sources: { 'Older.sol': { content } },
    settings: {
      evmVersion: 'cancun',
      optimizer: { enabled: true },
      outputSelection: { '*': { Older: ['abi', 'evm.bytecode.object'] } },
    },
  }
  const read = (path: string) => {
    const older = path.replace('@openzeppelin/contracts/', '@openzeppelin/contracts-v4/')
    const at = theirs === undefined ? own.resolve(path) : theirs.resolve(older)
    return { contents: readFileSync(at, 'utf8') }
  }
  const output = JSON.parse(compiler.compile(JSON.stringify(input), { import: read }))
  const { abi, evm } = output.contracts['Older.sol'].Older
  return { abi, bytecode: `0x${evm.bytecode.object}` }
}

/** Governor Bravo as Venus runs it (Compound's with other limits), as its authors compiled it. */
export async function deployBravo(chain: Chain, from: Address): Promise<OlderGovernor> {
  const theirs = await thirdParty()
  const artifact = theirs(
    '@venusprotocol/governance-contracts/artifacts/contracts/legacy/GovernorBravoDelegateV1.sol/GovernorBravoDelegateV1.json',
  )
  const contract = await deployed(chain, from, artifact)
  const address = (await contract.getAddress()) as Address
  const oracle = await putAnswering(chain, parseEther('1000000'))
  // Behind its proxy the admin is set by that; here, where the storage begins.
  await chain.rpc.request({
    method: 'hardhat_setStorageAt',
    params: [address, '0x0', toBeHex(from, 32)],
  })
  const ask = (name: string) => contract.getFunction(name)()
  const limits = await Promise.all(
    ['MIN_VOTING_PERIOD', 'MIN_VOTING_DELAY', 'MIN_PROPOSAL_THRESHOLD'].map(ask),
  )
  const tell = async (name: string, ...args: readonly unknown[]) =>
    (await contract.getFunction(name).send(...args)).wait()
  await tell('initialize', oracle, oracle, ...limits, from)
  await tell('_initiate', oracle)
  const args = [[from], [0], [''], ['0x'], 'One']
  const propose = contract.getFunction('propose')
  return opened(chain, contract, propose.populateTransaction(...args), {
    proposalId: await propose.staticCall(...args),
  })
}

/** A stand-in for a token, a timelock and an older Governor: it answers every question with the same number. */
async function putAnswering(chain: Chain, number: bigint): Promise<Address> {
  const address = `0x${'a5'.repeat(20)}`
  const code = `0x7f${toBeHex(number, 32).slice(2)}5f5260205ff3`
  await chain.rpc.request({ method: 'hardhat_setCode', params: [address, code] })
  return address
}

async function deployed(
  chain: Chain,
  from: Address,
  { abi, bytecode }: Build,
  args: readonly unknown[] = [],
): Promise<Contract> {
  const signer = signerOf(chain, from)
  const contract = await new ContractFactory(abi, bytecode, signer).deploy(...args)
  await contract.waitForDeployment()
  return new Contract(await contract.getAddress(), abi, signer)
}

/** Proposes, and lets the vote open. */
async function opened(
  chain: Chain,
  contract: Contract,
  proposing: Promise<{ readonly to: string; readonly data: string }>,
  { proposalId }: { readonly proposalId: bigint },
): Promise<OlderGovernor> {
  const { to, data } = await proposing
  await (await (contract.runner as Signer).sendTransaction({ to, data })).wait()
  await chain.rpc.request({ method: 'hardhat_mine', params: ['0x5'] })
  return { contract, address: (await contract.getAddress()) as Address, proposalId }
}
