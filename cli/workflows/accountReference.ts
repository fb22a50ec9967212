import process from 'node:process'
import { UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'
import { type AccountEntry, entryFrom } from '../workspace/accountSchema.ts'
import type { Config } from '../workspace/config.ts'

/** The accounts of a workspace, by reference. */
export type Accounts = Pick<Config, 'accounts'>

/** What a name stands for; a reference for itself, its path from the working directory. @throws UsageError if there is no such name, without asking the chain */
export function referenceOf(config: Accounts, name: string): AccountEntry {
  refuseSecret(name)
  const entry = name.includes(':') ? entryFrom(name, process.cwd()) : config.accounts[name]
  if (entry === undefined) throw unknownName(config, name)
  return entry
}

/** More hex digits than an address, or several words: whoever types a key there must not read it again on the screen. */
export function refuseSecret(text: string): void {
  if (!/[0-9a-f]{41}|\s/i.test(text)) return
  throw new UsageError(
    'That may be a private key or its words. They do not belong on a command line or into a file.',
    'Put it into an environment variable and name that: --account env:NAME. Do not use a key that was shown.',
  )
}

const unknownName = ({ accounts }: Accounts, name: string): UsageError =>
  new UsageError(
    `There is no account "${printable(name)}" in ballast.yaml.`,
    `Use one of: ${Object.keys(accounts).join(', ') || '(none)'}, or a reference such as node:0, env:NAME, keystore:<file> or ledger:<path>.`,
  )
