/** The deployment.yaml that `ballast init --deployment` writes. The numbers are those of the demonstration. */
export const deploymentTemplate = `# What \`ballast deploy deployment.yaml --network <name>\` puts on a chain. Once it is there, every number below belongs
# to governance and changes through proposals only. Values carry their unit; parameters are those of \`ballast params\`.

# The votes: a fixed supply, minted once. Recipient, guardian and steward are addresses, or names of accounts in ballast.yaml.
token:
  recipient: deployer
  supply: 10_000_000 BLST

# The token that the protocol issues.
derivative:
  name: Ballast USD
  symbol: bUSD
# derivativeCap: 150_000_000 bUSD     # at most so much in all markets together; without it their ceilings count
# maxInAuctionTotal: 18_000_000 bUSD  # debt in all auctions together; without it what the markets' may hold

governor:
  votingDelay: 1 day
  votingPeriod: 3 days
  proposalThreshold: 100_000 BLST
  quorumNumerator: 10%              # of the supply, for or abstaining
  lateQuorumVoteExtension: 1 day    # a vote that reaches its quorum late stays open so long
  guardian: guardian                # cancels proposals, freezes and tightens; a multisig of people you trust

# Who may move parameters in small steps without a vote, within ranges that only a vote leaves; \`ballast steward windows\`
# lists them. Without it nobody may, until a vote lets somebody.
# steward: steward

timelock:
  minDelay: 2 days                  # between the end of a vote and its execution

# Prices: Chainlink-style aggregators, up to five a feed. What is further than maxDeviation from their median, or older
# than maxAge, does not count; fewer than minSources, or a move of more than maxJump an hour, and the price is degraded.
# New sources may differ from the old by maxSwitchDeviation. These two are Ethereum's own. A token that bears yield has
# the aggregators of its underlying, and besides rateSource: (a contract), growthCap: 8% (a year) and yieldDecay: 25% (a day).
feeds:
  WETH/USD:
    aggregators:
      - "0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419"
    maxAge: 90 min
    maxDeviation: 2%
    minSources: 1
    maxJump: 25%
    maxSwitchDeviation: 3%
  WBTC/USD:
    aggregators:
      - "0xF4030086522a5bEEa4988F8cA5B36dbC97BeE88c"
    maxAge: 90 min
    maxDeviation: 2%
    minSources: 1
    maxJump: 25%
    maxSwitchDeviation: 3%

# Each market is one collateral token and its terms. What is about auctions may be left out; WETH-A shows what counts then. So
# may risks:, which are what several markets can fail by at once.
markets:
  WETH-A:
    collateral: "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"
    feed: WETH/USD
    collateralizationRatio: 150%
    liquidationThreshold: 80%
    liquidationPenalty: 8%
    penaltyFloor: 60%
    maxPenaltyHealth: 0.95
    targetHealth: 1.05
    debtCeiling: 100_000_000 bUSD
    minimumDebt: 2_000 bUSD
    stabilityFee: 5%
    thresholdRamp: 7 days
    ceilingGap: 100_000_000 bUSD
    ceilingDelay: 6 hours
    auctionBuffer: 110%             # of the price: where a lot starts
    auctionCut: 0.99                # what a step leaves of it
    auctionStep: 60 s
    auctionTail: 90 min             # then it waits to be started again,
    auctionFloor: 50%               # and below this part of its start as well
    auctionHealth: 1                # at and below this health factor a vault may be sent to auction
    maxInAuction: 10_000_000 bUSD   # debt at a time: a tenth of the ceiling
    kickReward: 0.1%                # of the collateral, for whoever sends it
    risks:
      asset: ETH                    # also protocol: and oracle:
  WBTC-A:
    collateral: "0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599"
    feed: WBTC/USD
    collateralizationRatio: 150%
    liquidationThreshold: 80%
    liquidationPenalty: 8%
    penaltyFloor: 60%
    maxPenaltyHealth: 0.95
    targetHealth: 1.05
    debtCeiling: 80_000_000 bUSD
    minimumDebt: 2_000 bUSD
    stabilityFee: 5.5%
    thresholdRamp: 7 days
    ceilingGap: 80_000_000 bUSD
    ceilingDelay: 6 hours
    risks:
      asset: BTC

# What may be left out as well, with the values that count then. Every collateral has a stability pool, whose depositors' money
# liquidates; the insurance pool's pays for bad debt that the surplus does not reach. The surplus above the buffer goes to the
# pools and to the treasury, which is the timelock. salePrice and saleSize: at most how many votes are sold for bad debt, and from
# which price on; nothing is sold at 0.
stabilityPools:
  cooldown: 1 day
  vesting: 8 hours
  absorbReward: 0.1%
insurancePool:
  cooldown: 1 day
  vesting: 8 hours
backstop:
  surplusBuffer: 360_000 bUSD       # a five-hundredth of the debt ceilings
  poolShare: 50%
  insuranceShare: 20%
  pool: WETH-A                      # of the first market, unless another is named
  salePrice: 0 bUSD
  saleSize: 0 BLST

# Caps on what may rest on a risk, beside the debt ceilings; without them there are none. A relativeCap is a share of the whole, so the
# first to issue cannot pass one below 100%.
# exposureCaps:
#   asset:ETH: { exposureCap: 100_000_000 bUSD, relativeCap: 60% }
`
