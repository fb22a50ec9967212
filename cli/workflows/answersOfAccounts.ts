import { plainTable } from '../report/table.ts'
import { listOf, printable } from '../shared/format.ts'
import type { NamedAccount } from './listAccounts.ts'
import type { NewAccount } from './newAccount.ts'
import type { Rendered } from './rendered.ts'

const SCHEMA = 'ballast.account/1'

const addressText = ({ address, kind }: NamedAccount): string =>
  address ?? `not known until it is ${kind === 'ledger' ? 'asked' : 'opened'}`

const columns = ['Name', 'Signs with', 'Address', 'State'].map((title) => ({ title }))

/** Every named account, and below what is wrong with some. */
export function renderAccounts(accounts: readonly NamedAccount[]): Rendered {
  const rows = accounts.map((account) => [
    account.name,
    printable(wayWords(account)),
    account.state === 'unusable' && account.address === undefined ? '–' : addressText(account),
    account.state,
  ])
  const troubles = [...troublesOf(accounts)].flatMap(([{ message, nextStep }, names]) => [
    `  ! ${listOf(names)}: ${printable(message)}`,
    `    → ${printable(nextStep)}`,
  ])
  const text =
    accounts.length === 0
      ? 'ballast.yaml names no accounts.'
      : [plainTable(columns, rows), ...troubles].join('\n')
  return {
    text: `${text}\n\nNext: ballast account new <name> makes a key; ballast help signing explains the choice.`,
    document: { schema: SCHEMA, what: 'list', accounts: accounts.map(documentOf) },
  }
}

type Trouble = NonNullable<NamedAccount['trouble']>

/** What several accounts suffer from alike, such as a node that is not there, is said once. */
function troublesOf(accounts: readonly NamedAccount[]): ReadonlyMap<Trouble, readonly string[]> {
  const known = new Map<string, Trouble>()
  const names = new Map<Trouble, readonly string[]>()
  for (const { name, trouble } of accounts) {
    if (trouble === undefined) continue
    const first = known.get(trouble.message) ?? trouble
    known.set(trouble.message, first)
    names.set(first, [...(names.get(first) ?? []), name])
  }
  return names
}

const documentOf = ({ address, trouble, ...account }: NamedAccount) => ({
  ...account,
  address: address ?? null,
  trouble: trouble === undefined ? null : `${trouble.message} ${trouble.nextStep}`,
})

function wayWords({ kind, signsWith }: NamedAccount): string {
  if (kind === 'node') return `the node, ${signsWith}`
  if (kind === 'safe') return signsWith === '' ? 'a Safe, by files' : `a Safe, by ${signsWith}`
  if (kind === 'ledger') return `a Ledger, ${signsWith}`
  return kind === 'environment' ? `key in ${signsWith}` : `keystore ${signsWith}`
}

/** One account. */
export function renderAccount(account: NamedAccount): Rendered {
  const { name, state, derivation, passphrase, trouble } = account
  const lines = [
    `${printable(name)}: ${state}`,
    `  address     ${account.address ?? (state === 'unusable' ? '–' : addressText(account))}`,
    `  signs with  ${printable(wayWords(account))}`,
    ...(derivation === undefined ? [] : [`  encrypted   ${derivation}`]),
    ...(passphrase === undefined ? [] : [`  passphrase  ${passphrase}`]),
    ...(trouble === undefined
      ? []
      : [`  ! ${printable(trouble.message)}`, `    → ${printable(trouble.nextStep)}`]),
  ]
  return {
    text: `${lines.join('\n')}\n\nNext: ${nextOf(account)}`,
    document: { schema: SCHEMA, what: 'show', account: documentOf(account) },
  }
}

function nextOf({ name, kind, signsWith, state, address }: NamedAccount): string {
  if (state === 'locked') return `ballast account show ${name} --unlock tries its passphrase`
  return kind === 'ledger' && address !== undefined
    ? `with { ledger: "${signsWith}", address: "${address}" } in ballast.yaml plans need no device, and no other is taken for it`
    : 'ballast status shows what it can do now'
}

/** A key that was written. */
export function renderNewAccount(what: 'new' | 'import', made: NewAccount): Rendered {
  const { name, address, file, line, isAdded, config } = made
  const named = isAdded
    ? `  ${config}  has it as: ${line}`
    : `  ! Add under accounts: in ${config}: ${line}`
  const after =
    what === 'import'
      ? ['Remove the key from wherever else it is: shells remember variables and what was typed.']
      : []
  return {
    text: [
      `\u2714 ${name} is ${address}.`,
      `  ${file}  holds the key, encrypted`,
      printable(named),
      'Keep a copy of the file and the passphrase apart: nobody can restore either.',
      ...after,
      '',
      `Next: ballast account show ${name}`,
    ].join('\n'),
    document: { schema: SCHEMA, what, name, address, file, line, isAdded },
  }
}
