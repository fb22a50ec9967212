import { Contract, ContractFactory, type InterfaceAbi, MaxUint256, ZeroAddress } from 'ethers'
import { signerOf } from '../../../cli/chain/client.ts'
import { type DevChain, rewinding, sendAs } from '../../../cli/chain/devChain.ts'
import type { Address, Hex } from '../../../cli/governance/addressBook.ts'
import { type LinkReferences, librariesOf, linked } from './linking.ts'
import { callOf, gasOf } from './measure.ts'
import { PRICE, type Protocol, WAD } from './protocol.ts'
import { HEALTH_IN_CRASH, ISSUED, ISSUED_AT_MOST, LOCKED } from './vaults.ts'

const ARTIFACTS = '@aave/core-v3/artifacts'
const LOGIC = 'contracts/protocol'
const MOCKS = 'contracts/mocks'

const RAY = 10n ** 27n
const PRICE_UNIT = 10n ** 8n
const VARIABLE = 2
const LTV_BPS = 8_000
const THRESHOLD_BPS = 8_250
const BONUS_BPS = 10_500
const RESERVE_FACTOR_BPS = 1_000

/** What Aave's users pay for what a vault's owner and a liquidator do. */
export interface AaveCosts {
  readonly supplyAndBorrow: number
  readonly liquidationCall: number
}

type Put = (path: string, ...values: readonly unknown[]) => Promise<Contract>

interface Artifact {
  readonly abi: InterfaceAbi
  readonly bytecode: Hex
  readonly linkReferences: LinkReferences
}

interface AaveMarket {
  readonly pool: Contract
  readonly oracle: Contract
  readonly put: Put
  readonly collateral: Contract
  readonly debt: Contract
}

/** Measures Aave v3, as its authors compiled it, on the chain of our own protocol with the same accounts and amounts. */
export async function measureAave(protocol: Protocol, theirs: NodeJS.Require): Promise<AaveCosts> {
  const { chain } = protocol
  const market = await deployAave(protocol, theirs)
  await equip(protocol, market)
  return {
    supplyAndBorrow: await rewinding(chain, () => enter(protocol, market, ISSUED)),
    liquidationCall: await rewinding(chain, () => measureLiquidating(protocol, market)),
  }
}

/** Puts Aave's contracts onto the chain, libraries first and each library once. */
function putting(chain: DevChain, deployer: Address, theirs: NodeJS.Require): Put {
  const libraries = new Map<string, Address>()
  const put: Put = async (path, ...values) => {
    const artifact: Artifact = theirs(`${ARTIFACTS}/${path}.json`)
    for (const library of librariesOf(artifact.linkReferences)) {
      if (libraries.has(library)) continue
      libraries.set(library, (await put(library)).target as Address)
    }
    const code = linked(artifact.bytecode, artifact.linkReferences, libraries)
    const signer = signerOf(chain, deployer)
    const contract = await new ContractFactory(artifact.abi, code, signer).deploy(...values)
    await contract.waitForDeployment()
    return new Contract(contract.target, artifact.abi, signer)
  }
  return put
}

/** One market of two reserves without incentives, fee on liquidations or any other extra: the least that Aave costs. */
async function deployAave(
  { chain, deployer }: Protocol,
  theirs: NodeJS.Require,
): Promise<AaveMarket> {
  const put = putting(chain, deployer, theirs)
  const call = (contract: Contract, method: string, ...values: readonly unknown[]) =>
    sendAs(chain, callOf(deployer, contract, method, ...values))
  const at = async (contract: Contract, address: string) =>
    new Contract(address, contract.interface, signerOf(chain, deployer))

  const provider = await put(
    `${LOGIC}/configuration/PoolAddressesProvider.sol/PoolAddressesProvider`,
    ...['bench', deployer],
  )
  await call(provider, 'setACLAdmin', deployer)
  const acl = await put(`${LOGIC}/configuration/ACLManager.sol/ACLManager`, provider.target)
  await call(provider, 'setACLManager', acl.target)
  await call(acl, 'addPoolAdmin', deployer)
  const poolCode = await put(`${LOGIC}/pool/Pool.sol/Pool`, provider.target)
  await call(provider, 'setPoolImpl', poolCode.target)
  const pool = await at(poolCode, await provider.getFunction('getPool')())
  const configuratorCode = await put(`${LOGIC}/pool/PoolConfigurator.sol/PoolConfigurator`)
  await call(provider, 'setPoolConfiguratorImpl', configuratorCode.target)
  const configurator = await at(
    configuratorCode,
    await provider.getFunction('getPoolConfigurator')(),
  )

  const [collateral, debt] = [await putToken(put, 'WETH'), await putToken(put, 'DAI')]
  const prices = [await putPrice(put, PRICE), await putPrice(put, 1)]
  const oracle = await put(
    'contracts/misc/AaveOracle.sol/AaveOracle',
    ...[
      provider.target,
      [collateral.target, debt.target],
      prices.map(({ target }) => target),
      ...[ZeroAddress, ZeroAddress, PRICE_UNIT],
    ],
  )
  await call(provider, 'setPriceOracle', oracle.target)

  const reserves = await reservesOf(put, { pool, provider, treasury: deployer }, [collateral, debt])
  await call(configurator, 'initReserves', reserves)
  await call(
    configurator,
    'configureReserveAsCollateral',
    ...[collateral.target, LTV_BPS, THRESHOLD_BPS, BONUS_BPS],
  )
  await call(configurator, 'setReserveBorrowing', debt.target, true)
  await call(configurator, 'setReserveFactor', debt.target, RESERVE_FACTOR_BPS)
  return { pool, oracle, put, collateral, debt }
}

const putToken = (put: Put, symbol: string) =>
  put(`${MOCKS}/tokens/MintableERC20.sol/MintableERC20`, ...[symbol, symbol, 18])

const putPrice = (put: Put, price: number) =>
  put(
    `${MOCKS}/oracle/CLAggregators/MockAggregator.sol/MockAggregator`,
    BigInt(Math.round(price * Number(PRICE_UNIT))),
  )

async function reservesOf(
  put: Put,
  around: { readonly pool: Contract; readonly provider: Contract; readonly treasury: Address },
  assets: readonly Contract[],
) {
  const { pool, provider, treasury } = around
  const [aToken, stable, variable] = [
    await put(`${LOGIC}/tokenization/AToken.sol/AToken`, pool.target),
    await put(`${LOGIC}/tokenization/StableDebtToken.sol/StableDebtToken`, pool.target),
    await put(`${LOGIC}/tokenization/VariableDebtToken.sol/VariableDebtToken`, pool.target),
  ]
  const strategy = await put(
    `${LOGIC}/pool/DefaultReserveInterestRateStrategy.sol/DefaultReserveInterestRateStrategy`,
    ...[provider.target, (RAY * 8n) / 10n, 0n, (RAY * 4n) / 100n, (RAY * 60n) / 100n],
    ...[0n, 0n, 0n, 0n, 0n],
  )
  return assets.map(({ target }) => ({
    aTokenImpl: aToken.target,
    stableDebtTokenImpl: stable.target,
    variableDebtTokenImpl: variable.target,
    underlyingAssetDecimals: 18,
    interestRateStrategyAddress: strategy.target,
    underlyingAsset: target,
    treasury,
    incentivesController: ZeroAddress,
    ...{ aTokenName: 'a', aTokenSymbol: 'a', params: '0x10' },
    ...{ variableDebtTokenName: 'v', variableDebtTokenSymbol: 'v' },
    ...{ stableDebtTokenName: 's', stableDebtTokenSymbol: 's' },
  }))
}

/** Somebody lends, somebody else owes already; the owner has collateral in its wallet, the keeper what is owed. */
async function equip(protocol: Protocol, market: AaveMarket): Promise<void> {
  const { chain, deployer, guardian, owner, keeper } = protocol
  const { pool, collateral, debt } = market
  const mint = async (token: Contract, account: Address, amount: bigint) => {
    const data = token.interface.encodeFunctionData('mint(address,uint256)', [account, amount])
    await sendAs(chain, { from: account, to: token.target as Address, data: data as Hex })
    await sendAs(chain, callOf(account, token, 'approve', pool.target, MaxUint256))
  }
  await mint(debt, deployer, 10_000_000n * WAD)
  await sendAs(
    chain,
    callOf(deployer, pool, 'supply', ...[debt.target, 10_000_000n * WAD, deployer, 0]),
  )
  await mint(collateral, guardian, 1_000n * WAD)
  await sendAs(
    chain,
    callOf(guardian, pool, 'supply', ...[collateral.target, 1_000n * WAD, guardian, 0]),
  )
  await sendAs(
    chain,
    callOf(guardian, pool, 'borrow', ...[debt.target, 1_000_000n * WAD, VARIABLE, 0, guardian]),
  )
  await mint(collateral, owner, 1_000n * WAD)
  await mint(debt, keeper, 1_000_000n * WAD)
}

async function enter(
  { chain, owner }: Protocol,
  { pool, collateral, debt }: AaveMarket,
  amount: bigint,
): Promise<number> {
  const supply = callOf(owner, pool, 'supply', ...[collateral.target, LOCKED, owner, 0])
  const borrow = callOf(owner, pool, 'borrow', ...[debt.target, amount, VARIABLE, 0, owner])
  return (await gasOf(chain, supply)) + (await gasOf(chain, borrow))
}

async function measureLiquidating(protocol: Protocol, market: AaveMarket): Promise<number> {
  const { chain, deployer, owner, keeper } = protocol
  const { pool, oracle, put, collateral, debt } = market
  await enter(protocol, market, ISSUED_AT_MOST)
  const price =
    (HEALTH_IN_CRASH * Number(ISSUED_AT_MOST)) / Number(LOCKED) / (THRESHOLD_BPS / 10_000)
  const source = await putPrice(put, price)
  await sendAs(
    chain,
    callOf(deployer, oracle, 'setAssetSources', [collateral.target], [source.target]),
  )
  return gasOf(
    chain,
    callOf(
      keeper,
      pool,
      'liquidationCall',
      ...[collateral.target, debt.target, owner, MaxUint256, false],
    ),
  )
}
