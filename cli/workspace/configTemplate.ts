/** The ballast.yaml that `ballast init` writes: a workspace for the devnet, with examples for real networks. */
export const configTemplate = `# The workspace of Ballast: this folder and everything below it. Nothing in here is secret.

# Where commands go unless --network or BALLAST_NETWORK says otherwise. \`demo\` needs no entry: it is a chain in the
# process of the command itself.
network: local

networks:
  # \`ballast devnet\` starts this node, with the protocol of the demonstration on it.
  local:
    url: http://127.0.0.1:8545
    # New blocks are told here as they come. Without it the interface asks for them.
    webSocket: ws://127.0.0.1:8545
    chainId: 31337
    # The address book: written by \`ballast devnet\` and \`ballast deploy\`, or handed over by the protocol team.
    addresses: deployments/local.json
    # Who acts unless --account or BALLAST_ACCOUNT says otherwise: a name from the list below.
    account: alice

  # A real network. Its url often holds a key, so it comes from the environment: export MAINNET_RPC_URL=https://…
  # mainnet:
  #   urlEnv: MAINNET_RPC_URL
  #   webSocketEnv: MAINNET_WS_URL   # may be missing: new blocks are asked for then
  #   chainId: 1
  #   addresses: deployments/mainnet.json
  #   # Pinned: a replaced address book is refused. Write the address of your Governor.
  #   governor: "0x0000000000000000000000000000000000000000"
  #   account: me
  #   timeout: 30               # seconds for one answer of the node
  #   maxFee: 50                # gwei: the most to pay for a unit of gas
  #   confirmations: 3          # blocks that must hold a transaction before it counts
  #   snapshot:                 # where votes are held off-chain: ballast snapshot
  #     space: your-dao.eth
  #     hub: main               # or testnet, or the address of your own: then sequencer has its own, too

# Accounts by reference, never by key: node:<number or address> signs in the node itself (development chains),
# env:<NAME> with the private key in that environment variable, keystore:<file> with an encrypted one (ballast account
# new <name>), ledger:<path> with one that stays in a Ledger. Which to choose: ballast help signing
accounts:
  deployer: node:0              # deploys, and holds the tokens that are left; no power afterwards
  guardian: node:1              # may cancel any proposal, freeze and tighten markets
  alice: node:2                 # delegates of the devnet
  bob: node:3
  carol: node:4
  steward: node:5               # may move parameters of the devnet in small steps
  # me: env:BALLAST_KEY

# What a proposal that says nothing about risk gets.
risk:
  paths: 2000                   # simulated price paths, 100 to 1000000
  horizonDays: 30
  seed: 1                       # the same seed gives the same figures
  prices: gbm                   # or gbm-with-jumps: bad debt needs prices that jump
`

/**
 * What git leaves alone: what Ballast remembers, and the devnet's address book, which changes with every start, and
 * deployments that are not finished. */
export const ignoreTemplate = `.ballast/
deployments/local.json
deployments/*.partial.json
deployments/*.lock
`
