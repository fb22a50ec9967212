/** Something that no single verb explains. */
export interface Topic {
  readonly name: string
  readonly summary: string
  readonly text: string
}

const signing = `Who signs stands in ballast.yaml under accounts:, by name. A verb that sends acts as the network's
account; --account NAME or $BALLAST_ACCOUNT names another one. ballast account lists them all, and says
which of them can sign now.

Which way to choose:

  node:0, node:0x…    The node signs. For development chains only: whoever reaches the node is that
                      account.
      accounts:
        alice: node:2

  env:NAME            A private key in an environment variable. For pipelines that keep secrets; every
                      program that the shell starts can read it.
      accounts:
        ci: env:BALLAST_KEY

  keystore:FILE       A key encrypted with a passphrase, as geth, foundry and ethers write it. For
                      people at their own computer. ballast account new NAME makes one, import NAME
                      takes a key over; a file that you have need only be named. It is opened after
                      you agreed to the plan.
      accounts:
        me: keystore:keys/me.json
        carol: { keystore: keys/carol.json, passwordFileEnv: CAROL_PASSWORD_FILE }
        # foundry does not write down whose key it is
        foundry: { keystore: keys/foundry, address: "0x…" }

  safe:0x…            A Safe, for what several people decide together: it proposes, votes and cancels.
                      The owners at hand sign; for the others files are written (ballast safe), one
                      of them for the Safe's own interface.
      accounts:
        council: { safe: "0x…", owners: [me, carol] }

  ledger:PATH         A key that stays in a Ledger, on USB. For keys that must not be on a
                      computer. PATH is what Ledger's own program shows for the account: Ledger Live
                      counts 44'/60'/1'/0/0, older ones 44'/60'/0'/1. With its address, plans need no
                      device, and no other device is taken for it; ballast account show NAME asks it.
                      Open its Ethereum app, and enable blind signing there: calls of contracts are
                      shown as recipient, fees and hash, messages as fields or two hashes. What it
                      answers is compared before anything is sent. Linux wants libusb-1.0 and a udev
                      rule. It was written after the vendor's description, and not tried on a device.
      accounts:
        hw: { ledger: "44'/60'/0'/0/0", address: "0x…" }

Who has votes and no ETH signs a ballot instead of a transaction: ballast vote <proposal> for
--by-signature writes a file, and ballast relay sends it from any account. Snapshot's votes are signed
messages in the same way, by any of the accounts above: for a Safe, by its owners at hand. So are
delegations (ballast delegate <to> --by-signature), but by keys only: the token asks no Safe. Neither
does a Governor that is older than OpenZeppelin 5: there a Safe sends its vote.
Delegations on Snapshot (ballast delegate <to> --snapshot) are transactions.

The passphrase is asked for in the terminal, and nothing of it is shown. Where nobody can be asked (in
a pipeline) it comes from a file: export BALLAST_PASSWORD_FILE=~/.ballast-passphrase, or
the variable that passwordFileEnv names. Files with keys and passphrases must be yours, and nobody
else's to read (chmod 600); others are refused.

No key and no passphrase is ever given in a flag: everybody on the machine can read flags. None is
written into a file of ours, an error or a report.

Before every signature the plan shows what is signed as a wallet or a device shows it: recipient, value,
chain, nonce, fees, the function and the hash of its data. Compare it there, and with somebody else's
--dry-run --json.
`

/** What help explains besides the verbs. */
export const topics: readonly Topic[] = [
  {
    name: 'signing',
    summary: 'Which way to sign to choose, with the lines of ballast.yaml',
    text: signing,
  },
]
