import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { verifyTypedData } from 'ethers'
import fc from 'fast-check'
import { typesOf } from '../../cli/governance/typedData.ts'
import { type VotingType, votingTypes } from '../../cli/shared/votingTypes.ts'
import { isValidChoice, parseChoice, signedChoice } from '../../cli/snapshot/choices.ts'
import { type MessageKind, structs, typedMessage } from '../../cli/snapshot/messages.ts'
import { sendEnvelope } from '../../cli/snapshot/sequencer.ts'
import { ForeignSignatureError, NotAsShownError, signMessage } from '../../cli/snapshot/sign.ts'
import { tally } from '../../cli/snapshot/tally.ts'
import { hashedTypes, snapshotJs } from '../support/snapshotJs.ts'
import { SnapshotStandIn } from '../support/snapshotStandIn.ts'
import { author, idOf, proposalSample, samples, signer, wallet } from './samples.ts'

const kinds = Object.keys(structs) as MessageKind[]
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** What the sequencer calls a message of each kind. */
const names: Readonly<Record<MessageKind, string>> = {
  proposal: 'proposal',
  updateProposal: 'update-proposal',
  flagProposal: 'flag-proposal',
  cancelProposal: 'delete-proposal',
  vote: 'vote',
  voteArray: 'vote-array',
  voteString: 'vote-string',
  follow: 'follow',
  unfollow: 'unfollow',
  subscribe: 'subscribe',
  unsubscribe: 'unsubscribe',
  profile: 'profile',
  statement: 'statement',
  alias: 'alias',
  space: 'settings',
  deleteSpace: 'delete-space',
}

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner)
    Object.freeze(value)
  }
  return value
}

describe('messages of Snapshot, measured by the npm package', () => {
  for (const kind of kinds) {
    const typed = typedMessage(kind, samples[kind])

    it(`${kind}: the sequencer knows its types`, () => {
      expect(hashedTypes[sha256(JSON.stringify(typed.types))]).to.equal(names[kind])
    })

    it(`${kind}: its id is its EIP-712 hash`, () => {
      const { domain, types, message } = typed
      expect(snapshotJs.utils.getHash({ domain, types, message }, author)).to.equal(idOf(typed))
    })

    it(`${kind}: snapshot.js has exactly this signed, and changes nothing of ours`, async () => {
      const before = JSON.stringify(typed)
      const envelope = await signMessage(signer, kind, deepFreeze(structuredClone(typed)))
      expect(JSON.stringify(typed)).to.equal(before)
      expect(envelope.data).to.deep.equal({
        domain: { name: 'snapshot', version: '0.1.4' },
        types: typed.types,
        message: typed.message,
      })
      expect(verifyTypedData(typed.domain, typesOf(typed), typed.message, envelope.sig)).to.equal(
        author,
      )
    })
  }

  it('there are no other kinds in its client than those of the table', () => {
    const methods = Object.getOwnPropertyNames(snapshotJs.Client712.prototype)
    const own = methods.filter((name) => !['constructor', 'sign', 'send'].includes(name))
    expect(own.toSorted()).to.deep.equal(
      kinds.filter((kind) => !['voteArray', 'voteString'].includes(kind)).toSorted(),
    )
  })

  it('its client cannot vote by copeland, for which it is told another type that is signed alike', async () => {
    const client = new snapshotJs.Client712('http://nowhere.invalid')
    client.send = async (envelope) => envelope
    const adapter = {
      _signTypedData: (...[domain, types, message]: Parameters<typeof wallet.signTypedData>) =>
        wallet.signTypedData(domain, types, message),
    }
    const message = { ...structuredClone(samples.voteArray), type: 'copeland' }
    const failed = await client['vote']?.(adapter, author, message).catch((error: Error) => error)
    expect(failed).to.be.instanceOf(Error)
    const { kind } = signedChoice(
      parseChoice('2,1,3', { type: 'copeland', choices: ['a', 'b', 'c'] }),
    )
    expect(kind).to.equal('voteArray')
  })
})

describe('what is shown is what is signed', () => {
  it('refuses to sign where snapshot.js would sign another struct', async () => {
    let signatures = 0
    const counting = {
      ...signer,
      signTyped: async () => {
        signatures += 1
        return '0x' as const
      },
    }
    const typed = typedMessage('voteString', samples.voteString)
    for (const kind of ['vote', 'voteArray'] as const) {
      const failed = await signMessage(counting, kind, typed).catch((error: unknown) => error)
      expect(failed, kind).to.be.instanceOf(Error)
    }
    const statement = typedMessage('statement', samples.statement)
    const failed = await signMessage(counting, 'follow', statement).catch((error: unknown) => error)
    expect(failed).to.be.instanceOf(NotAsShownError)
    expect(signatures).to.equal(0)
  })

  it('refuses to sign where snapshot.js would change a field', async () => {
    // An empty list of labels is what it makes of a missing one.
    const { labels: _, ...without } = proposalSample
    const typed = typedMessage('proposal', without as typeof proposalSample)
    const failed = await signMessage(signer, 'proposal', typed).catch((error: unknown) => error)
    expect(failed).to.be.instanceOf(NotAsShownError)
    expect(String(failed)).to.contain('other fields')
  })

  it('refuses a signature of somebody else', async () => {
    const typed = typedMessage('follow', samples.follow)
    const forged = {
      ...signer,
      signTyped: async () => signer.signTyped(typedMessage('unfollow', samples.unfollow)),
    }
    const failed = await signMessage(forged, 'follow', typed).catch((error: unknown) => error)
    expect(failed).to.be.instanceOf(ForeignSignatureError)
  })
})

describe('payloads of Snapshot, by its JSON schemas', () => {
  const validate = (name: string, payload: object) =>
    snapshotJs.utils.validateSchema(snapshotJs.schemas[name], payload)

  it('a proposal of every type is valid', () => {
    for (const type of votingTypes) {
      const { title, body, discussion, choices, privacy, labels, start, end, snapshot, app } =
        proposalSample
      const payload = {
        name: title,
        body,
        discussion,
        choices,
        privacy,
        labels,
        start,
        end,
        snapshot,
        metadata: { plugins: {} },
        type,
        app,
      }
      expect(validate('proposal', payload), type).to.equal(true)
    }
  })

  it('a vote of every type is valid', () => {
    const choices = ['a', 'b', 'c']
    const written: Readonly<Record<VotingType, string>> = {
      basic: 'b',
      'single-choice': '2',
      approval: '1,3',
      'ranked-choice': '3,1,2',
      copeland: '3,1,2',
      weighted: '1=60%,2=40%',
      quadratic: 'a=3,c=1',
    }
    for (const type of votingTypes) {
      const choice = parseChoice(written[type], { type, choices })
      const payload = { proposal: '0x', choice, reason: '', app: 'ballast', metadata: {} }
      expect(validate('vote', payload), type).to.equal(true)
      expect(snapshotJs.utils.voting[type]?.isValidChoice(choice, choices), type).to.equal(true)
    }
  })

  it('a statement, an alias and a profile are valid', () => {
    const { about, statement, discourse, status, network } = samples.statement as unknown as Record<
      string,
      string
    >
    expect(validate('statement', { about, statement, discourse, status, network })).to.equal(true)
    expect(validate('alias', { alias: '0x000000000000000000000000000000000000dEaD' })).to.equal(
      true,
    )
    expect(validate('profile', { name: 'A delegate' })).to.equal(true)
  })
})

/** Any vote on up to five choices, valid or not, as it may come over the wire: a uint32[] holds no lists. */
const place = fc.integer({ min: -1, max: 7 })
const anyChoice = fc.oneof(
  place,
  fc.double({ min: 0, max: 6, noNaN: true }),
  fc.array(place, { maxLength: 6 }),
  fc.dictionary(place.map(String), fc.oneof(fc.nat(100), fc.integer({ min: -2, max: 2 }))),
  fc.constantFrom<unknown>(null, '', '1', 'for', true, {}, []),
)
const anyBallot = fc.record({
  type: fc.constantFrom(...votingTypes),
  choices: fc.integer({ min: 1, max: 5 }).map((count) => ['a', 'b', 'c', 'd', 'e'].slice(0, count)),
})

/** A vote that the ballot takes. */
const validChoice = (type: VotingType, count: number): fc.Arbitrary<unknown> => {
  const places = Array.from({ length: count }, (_, i) => i + 1)
  switch (type) {
    case 'basic':
    case 'single-choice':
      return fc.constantFrom(...places)
    case 'approval':
      return fc.subarray(places)
    case 'ranked-choice':
    case 'copeland':
      return fc.shuffledSubarray(places, { minLength: count })
    case 'weighted':
    case 'quadratic':
      return fc
        .array(fc.nat(50), { minLength: count, maxLength: count })
        .filter((weights) => weights.some((weight) => weight > 0))
        .map((weights) => Object.fromEntries(weights.map((weight, i) => [String(i + 1), weight])))
  }
}

const anyVotes = anyBallot.chain((ballot) =>
  fc.record({
    ballot: fc.constant(ballot),
    votes: fc.array(
      fc.record({
        choice: fc.oneof(
          { weight: 4, arbitrary: validChoice(ballot.type, ballot.choices.length) },
          { weight: 1, arbitrary: anyChoice },
        ),
        // Sums of these are exact. Of others it depends on the order of adding whether two choices tie.
        power: fc.oneof(
          fc.nat(1_000),
          fc.nat(2 ** 30).map((part) => part / 1_024),
        ),
      }),
      { maxLength: 12 },
    ),
  }),
)

describe('votes of Snapshot, measured by the npm package', () => {
  it('the same are valid', () => {
    fc.assert(
      fc.property(anyBallot, anyChoice, (ballot, choice) => {
        const theirs = snapshotJs.utils.voting[ballot.type]?.isValidChoice(choice, ballot.choices)
        expect(isValidChoice(choice, ballot)).to.equal(theirs)
      }),
      { numRuns: 3_000 },
    )
  })

  it('whatever we understand is valid', () => {
    const piece = fc.constantFrom('a', 'b', 'c', '1', '2', '3', 'a=1', '2=60%', 'c=40%', '3=0', 'x')
    fc.assert(
      fc.property(anyBallot, fc.array(piece, { minLength: 1, maxLength: 5 }), (ballot, pieces) => {
        let choice: unknown
        try {
          choice = parseChoice(pieces.join(','), ballot)
        } catch {
          return
        }
        const Voting = snapshotJs.utils.voting[ballot.type]
        expect(Voting?.isValidChoice(choice, ballot.choices)).to.equal(true)
      }),
      { numRuns: 3_000 },
    )
  })

  it('they add up to the same scores', () => {
    fc.assert(
      fc.property(anyVotes, ({ ballot, votes }) => {
        const Voting = snapshotJs.utils.voting[ballot.type]!
        const theirs = new Voting(
          ballot,
          votes.map(({ choice, power }) => ({ choice, balance: power, scores: [power] })),
          [{}],
          1,
        ).getScores()
        const ours = tally(ballot, votes)
        expect(ours).to.have.length(theirs.length)
        const total = votes.reduce((sum, { power }) => sum + power, 1)
        for (const [i, score] of theirs.entries())
          expect(ours[i]).to.be.closeTo(score, 1e-9 * total)
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('every kind of message at the sequencer', () => {
  let standIn: SnapshotStandIn
  before(async () => {
    standIn = await SnapshotStandIn.start({ id: 'ballast-tests.eth', network: '31337' })
    standIn.sequencer.give(author, 5)
  })
  after(() => standIn.stop())

  const place = () => ({
    space: 'ballast-tests.eth',
    network: 's',
    timeoutSeconds: 5,
    ...standIn.addresses,
  })

  it('is taken, under its EIP-712 hash', async () => {
    const proposal = typedMessage('proposal', { ...proposalSample, type: 'weighted' })
    const ranked = typedMessage('proposal', { ...proposalSample, type: 'copeland' })
    const [open, order] = [idOf(proposal), idOf(ranked)]
    const about: Partial<Record<MessageKind, object>> = {
      proposal: proposal.message,
      voteString: { proposal: open },
      voteArray: { proposal: order },
      cancelProposal: { proposal: open },
    }
    await sendEnvelope(place(), await signMessage(signer, 'proposal', ranked))
    const single = typedMessage('proposal', proposalSample)
    await sendEnvelope(place(), await signMessage(signer, 'proposal', single))
    about.vote = { proposal: idOf(single) }
    const last: MessageKind = 'cancelProposal'
    for (const kind of [...kinds.filter((one) => one !== last), last]) {
      const typed = typedMessage(kind, { ...samples[kind], ...about[kind] })
      const { id } = await sendEnvelope(place(), await signMessage(signer, kind, typed))
      expect(id, kind).to.equal(idOf(typed))
    }
  })
})
