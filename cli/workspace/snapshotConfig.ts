import type { ConfigFile } from './configSchema.ts'

/** A space and the services that keep it, by their addresses. */
export interface SnapshotConfig {
  readonly space: string
  readonly hub: string
  readonly sequencer: string
  readonly score: string
  /** What Snapshot calls itself in messages that name it. */
  readonly network: 's' | 's-tn'
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
export function snapshotConfig({ space, hub, sequencer, score, network }: Written): SnapshotConfig {
  const word = [hub, sequencer].find(isWord) ?? 'main'
  const of = (service: keyof typeof addresses, written: string = word): string =>
    isWord(written) ? addresses[service][written] : written
  return {
    space,
    hub: of('hub', hub),
    sequencer: of('sequencer', sequencer),
    score: of('score', score),
    network: network ?? (word === 'testnet' ? 's-tn' : 's'),
  }
}

const isWord = (text: string | undefined): text is 'main' | 'testnet' =>
  text === 'main' || text === 'testnet'
