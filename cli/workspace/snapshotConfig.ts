import process from 'node:process'
import type { Address } from '../governance/addressBook.ts'
import { UsageError } from '../shared/errors.ts'
import type { ConfigFile } from './configSchema.ts'

/** A space and the services that keep it, by their addresses. */
export interface SnapshotConfig {
  readonly space: string
  readonly hub: string
  readonly sequencer: string
  readonly score: string
  /** What Snapshot calls itself in messages that name it. */
  readonly network: 's' | 's-tn'
  /**
   * What the hub gives to those who ask it often, and whether the score service is to have it too; read where it is needed,
   * so that nothing that is shown holds it.
   */
  readonly apiKey?: (service: 'hub' | 'score') => string | undefined
  /** Where delegations are registered, if elsewhere than on every chain. */
  readonly registry?: Address
  readonly splitRegistry?: Address
}

type Written = NonNullable<ConfigFile['networks'][string]['snapshot']>

const addresses = {
  hub: {
    main: 'https://hub.snapshot.org/graphql',
    testnet: 'https://testnet.hub.snapshot.org/graphql',
  },
  sequencer: { main: 'https://seq.snapshot.org', testnet: 'https://testnet.seq.snapshot.org' },
  // Voting power is read from the chains themselves: both services have one.
  score: { main: 'https://score.snapshot.org', testnet: 'https://score.snapshot.org' },
} as const

/** What a file says of a space, with the addresses that its short words stand for. */
export function snapshotConfig(written: Written): SnapshotConfig {
  const { space, hub, sequencer, score, network, apiKeyEnv, registry, splitRegistry } = written
  const word = [hub, sequencer].find(isWord) ?? 'main'
  const of = (service: keyof typeof addresses, asked: string = word): string =>
    isWord(asked) ? addresses[service][asked] : asked
  // The key of a hub of one's own is nothing for a score service of others that nobody named.
  const isForScore = score !== undefined || hub === undefined || isWord(hub)
  return {
    space,
    hub: of('hub', hub),
    sequencer: of('sequencer', sequencer),
    score: of('score', score),
    network: network ?? (word === 'testnet' ? 's-tn' : 's'),
    ...(apiKeyEnv === undefined
      ? {}
      : {
          apiKey: (service: 'hub' | 'score') =>
            service === 'hub' || isForScore ? keyFrom(apiKeyEnv) : undefined,
        }),
    ...(registry === undefined ? {} : { registry }),
    ...(splitRegistry === undefined ? {} : { splitRegistry }),
  }
}

/**
 * A variable that is not set is no failure: the services answer without a key, less often.
 *
 * @throws UsageError that repeats nothing of it
 */
function keyFrom(variable: string): string | undefined {
  const key = process.env[variable]
  if (key === undefined || key === '') return undefined
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key
  throw new UsageError(
    `$${variable} holds no key of Snapshot: a key has neither spaces nor line breaks.`,
    `Set it again, for example: export ${variable}="$(cat key-file)"; or unset it.`,
  )
}

const isWord = (text: string | undefined): text is 'main' | 'testnet' =>
  text === 'main' || text === 'testnet'
