import { MaxUint256 } from 'ethers'
import { ILedger__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedger__factory.js'
import { ChainlinkSource__factory } from '../../artifacts/typechain/factories/contracts/oracle/ChainlinkSource__factory.js'
import { TestToken__factory } from '../../artifacts/typechain/factories/contracts/test/TestToken__factory.js'
import { nodeAccounts, signerOf } from '../../cli/chain/client.ts'
import { deployProtocol } from '../../cli/chain/deployment.ts'
import { localDeployment } from '../../cli/chain/deploymentJournal.ts'
import { type EmbeddedChain, startEmbeddedChain } from '../../cli/chain/embedded.ts'
import { deployStandInFeed, deployStandInToken, setFeedPrices } from '../../cli/chain/standIns.ts'
import type { Address, AddressBook } from '../../cli/governance/addressBook.ts'
import {
  demoDerivative,
  demoFeedLimits,
  demoGovernor,
  demoMarkets,
} from '../../cli/workflows/demoSpec.ts'
import { usualMarket } from './deployments.ts'

export const options = {
  chainId: 31_337,
  initialDate: '2026-11-20T12:00:00Z',
  secondsPerBlock: 12,
} as const

/** One market of the demonstration on a chain of its own, without any vault. */
export interface SmallProtocol {
  readonly chain: EmbeddedChain
  readonly book: AddressBook
  readonly deployer: Address
  readonly other: Address
}

export async function openSmallProtocol(): Promise<SmallProtocol> {
  const chain = await startEmbeddedChain(options)
  const [deployer, other] = (await nodeAccounts(chain)) as [Address, Address]
  const [market] = demoMarkets
  const { label, feed, terms, token, price } = market!
  const collateral = await deployStandInToken(chain, deployer, token)
  const aggregators: Address[] = []
  for (const name of ['one', 'two', 'three'])
    aggregators.push(await deployStandInFeed(chain, deployer, name))
  const book = await deployProtocol(await localDeployment(chain, deployer), {
    token: { recipient: deployer, supply: 10n ** 24n },
    governor: { ...demoGovernor, proposalGuardian: other },
    derivative: demoDerivative,
    feeds: [{ label: feed, aggregators, ...demoFeedLimits }],
    ...usualMarket({ label, collateral, feed, terms }),
  })
  await setFeedPrices(
    chain,
    deployer,
    aggregators.map((aggregator) => ({ feed: aggregator, price })),
  )
  return { chain, book, deployer, other }
}

/** What each source of the only feed answers from now on. */
export async function setPrices(
  { chain, book, deployer }: SmallProtocol,
  ...prices: readonly number[]
): Promise<void> {
  const aggregators = await Promise.all(
    book.feeds[0]!.sources.map((source) =>
      ChainlinkSource__factory.connect(source, chain.provider).AGGREGATOR(),
    ),
  )
  const answers = prices.map((price, i) => ({ feed: aggregators[i]!, price }))
  await setFeedPrices(chain, deployer, answers)
}

/** The Ledger and its collateral as an account sees them. */
export const contractsOf = ({ chain, book }: SmallProtocol, account: Address) => ({
  ledger: ILedger__factory.connect(book.contracts.ledger, signerOf(chain, account)),
  token: TestToken__factory.connect(book.markets[0]!.collateral, signerOf(chain, account)),
})

/** Opens a vault of an account; amounts in whole tokens. */
export async function openVault(
  protocol: SmallProtocol,
  account: Address,
  amounts: { readonly collateral: bigint; readonly debt: bigint },
): Promise<string> {
  const { ledger, token } = contractsOf(protocol, account)
  const collateral = amounts.collateral * 10n ** 18n
  await (await token.mint(account, collateral)).wait()
  await (await token.approve(protocol.book.contracts.ledger, MaxUint256)).wait()
  const { id } = protocol.book.markets[0]!
  const sent = await ledger.adjust(id, account, collateral, amounts.debt * 10n ** 18n, account)
  await sent.wait()
  return sent.hash
}
