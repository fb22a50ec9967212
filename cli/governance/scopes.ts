import type { Address, AddressBook, ContractKind, ContractName, Hex } from './addressBook.ts'

/** What a parameter belongs to. */
export type Scope = 'market' | 'feed' | 'pool' | 'derivative' | 'risk' | 'governor' | 'timelock'

/** What only some subjects of a scope are: a feed whose token bears yield, a pool that liquidates. */
export type Trait = 'rated' | 'absorbing'

/** Something that has parameters. */
export interface Subject {
  readonly name: string
  /** What stands for it in the arguments of calls: an id, a key, or the address of a derivative. */
  readonly key?: Hex
  /** Where it is, if it is a contract of its own. */
  readonly address?: Address
  readonly traits?: readonly Trait[]
}

/** The fields with which a change of a file names its subject. */
export const subjectFields = ['market', 'feed', 'pool', 'derivative', 'risk', 'governance'] as const
export type SubjectField = (typeof subjectFields)[number]

interface ScopeRow {
  readonly field: SubjectField
  /** `a market`. */
  readonly words: string
  /** Its contract announces the value that a subject is created with as if it had been set from 0. */
  readonly announcesCreation: boolean
  readonly subjects: (book: AddressBook) => readonly Subject[]
}

/** Everything that has parameters: the one table of it. */
const table: Readonly<Record<Scope, ScopeRow>> = {
  market: {
    field: 'market',
    words: 'a market',
    announcesCreation: false,
    subjects: ({ markets }) => markets.map(({ label, id }) => ({ name: label, key: id })),
  },
  feed: {
    field: 'feed',
    words: 'a feed',
    announcesCreation: true,
    subjects: ({ feeds }) =>
      feeds.map(({ label, key, rateSource }) => ({
        ...{ name: label, key },
        ...(rateSource === undefined ? {} : { traits: ['rated'] }),
      })),
  },
  pool: {
    field: 'pool',
    words: 'a pool',
    announcesCreation: false,
    subjects: ({ pools = [], contracts: { insurancePool } }) => [
      ...pools.map(
        ({ label, address }): Subject => ({ name: label, address, traits: ['absorbing'] }),
      ),
      ...(insurancePool === undefined ? [] : [{ name: 'insurance', address: insurancePool }]),
    ],
  },
  derivative: {
    field: 'derivative',
    words: 'the derivative',
    announcesCreation: false,
    subjects: ({ derivativeSymbol, contracts: { derivative } }) => [
      { name: derivativeSymbol, key: derivative },
    ],
  },
  risk: {
    field: 'risk',
    words: 'a risk',
    announcesCreation: false,
    subjects: ({ risks = [] }) => risks.map(({ label, key }) => ({ name: label, key })),
  },
  governor: {
    field: 'governance',
    words: 'the governor',
    announcesCreation: true,
    subjects: () => [{ name: 'governor' }],
  },
  timelock: {
    field: 'governance',
    words: 'the timelock',
    announcesCreation: true,
    subjects: () => [{ name: 'timelock' }],
  },
}

/** Every scope, in the order in which subjects are shown. */
export const scopes = Object.keys(table) as readonly Scope[]

/** Everything that has parameters of this scope. */
export const subjectsIn = (scope: Scope, book: AddressBook): readonly Subject[] =>
  table[scope].subjects(book)

/** The names of everything that has parameters of this scope. */
export const subjectsOf = (scope: Scope, book: AddressBook): readonly string[] =>
  subjectsIn(scope, book).map(({ name }) => name)

/** Which field of a change names a subject of this scope. */
export const fieldOf = (scope: Scope): SubjectField => table[scope].field

/** The scopes whose subjects are named with this field. */
export const scopesOfField = (field: SubjectField): readonly Scope[] =>
  scopes.filter((scope) => fieldOf(scope) === field)

/** `a market`, `the governor`. */
export const scopeWords = (scope: Scope): string => table[scope].words

/** Whether the parameter is of governance itself. */
export const isOfGovernance = (scope: Scope): boolean => fieldOf(scope) === 'governance'

/** Whether an event may tell of a creation instead of a change. */
export const announcesCreation = (scope: Scope): boolean => table[scope].announcesCreation

/** `WETH-A debtCeiling`, `votingPeriod`: a parameter of a contract that there is only one of needs no subject. */
export const nameWords = (scope: Scope, subject: string, key: string): string =>
  isOfGovernance(scope) ? key : `${subject} ${key}`

/** A contract by what it is, or every pool: the stability pools and the insurance pool. */
export type ContractPlace = ContractKind | 'pools'

/** Where contracts of that place are; nowhere in a deployment that lacks them. */
export function addressesAt(place: ContractPlace, book: AddressBook): readonly Address[] {
  if (place === 'stabilityPool') return (book.pools ?? []).map(({ address }) => address)
  if (place === 'pools') return subjectsIn('pool', book).flatMap(({ address }) => address ?? [])
  return contractAt(place, book)
}

const contractAt = (name: ContractName, { contracts }: AddressBook): readonly Address[] => {
  const address = contracts[name]
  return address === undefined ? [] : [address]
}

/** Where the contract is that keeps a subject's parameters; undefined in a deployment that lacks it. */
export const addressFor = (
  place: ContractPlace,
  subject: Subject,
  book: Pick<AddressBook, 'contracts'>,
): Address | undefined =>
  place === 'pools' || place === 'stabilityPool' ? subject.address : book.contracts[place]
