import { expect } from 'chai'
import yargs from 'yargs'
import { snapshot } from '../../cli/commands/snapshot.ts'
import type { ProposalMessage } from '../../cli/snapshot/messages.ts'
import { refusalsOf, type Submission } from '../../cli/snapshot/spaceRules.ts'
import { type Space, spaceSchema } from '../../cli/snapshot/stored.ts'
import { author, proposalSample } from './samples.ts'

const now = proposalSample.timestamp
const space = (given: object = {}): Space =>
  spaceSchema.parse({ id: 'ballast-tests.eth', network: '1', ...given })

const submission = (
  message: Partial<ProposalMessage> = {},
  given: Partial<Omit<Submission, 'message'>> = {},
): Submission => ({
  space: space(),
  options: new Map(),
  now,
  envelopeSize: 2_000,
  ...given,
  message: { ...proposalSample, ...message },
})

const reasonsOf = (
  message: Partial<ProposalMessage>,
  given?: Partial<Omit<Submission, 'message'>>,
): readonly string[] => refusalsOf(submission(message, given)).map(({ reason }) => reason)

describe('what a space refuses', () => {
  it('and every flag that it advises is one of the verb', async () => {
    const advice = refusalsOf(
      submission(
        { type: 'weighted', choices: [], start: now + 5, end: now + 6, privacy: 'shutter' },
        { space: space({ voting: { delay: 9, period: 9, type: 'basic', privacy: '' } }) },
      ),
    ).map(({ instead }) => instead)
    const named = advice.join(' ').match(/--[a-z-]+/g) ?? []
    expect(named).to.include('--secret')
    const help = await snapshot.flags(yargs([])).getHelp()
    const flags = help.match(/--[a-z-]+/g)
    for (const flag of named) expect(flags, flag).to.include(flag)
  })

  it('nothing of a sound proposal', () => {
    expect(reasonsOf({})).to.deep.equal([])
  })

  const edges: readonly (readonly [string, Partial<ProposalMessage>, Partial<ProposalMessage>])[] =
    [
      ['a title of 257 characters', { title: 'x'.repeat(256) }, { title: 'x'.repeat(257) }],
      ['an empty title', { title: 'x' }, { title: '' }],
      [
        'a choice of 257 characters',
        { choices: ['a', 'x'.repeat(256)] },
        { choices: ['a', 'x'.repeat(257)] },
      ],
      ['an empty choice', { choices: ['a', 'b'] }, { choices: ['a', ''] }],
      ['no choices', { type: 'approval', choices: ['a'] }, { type: 'approval', choices: [] }],
      [
        'four choices of a basic vote',
        { choices: ['a', 'b', 'c'] },
        { choices: ['a', 'b', 'c', 'd'] },
      ],
      ['one choice of a basic vote', { choices: ['a', 'b'] }, { choices: ['a'] }],
      ['a label of 9 characters', { labels: ['abcd1234'] }, { labels: ['abcd12345'] }],
      ['a label with a hyphen', { labels: ['ab'] }, { labels: ['a-b'] }],
      ['a label twice', { labels: ['a', 'b'] }, { labels: ['a', 'a'] }],
      ['eleven labels', { labels: [...'abcdefghij'] }, { labels: [...'abcdefghijk'] }],
      ['a discussion that is no address', { discussion: '' }, { discussion: 'the forum' }],
      [
        'an end before the start',
        { start: now + 5, end: now + 6 },
        { start: now + 5, end: now + 5 },
      ],
      ['an end in the past', { start: now - 5, end: now + 1 }, { start: now - 5, end: now }],
      ['a time after May 2033', { end: 2_000_000_000 }, { end: 2_000_000_001 }],
      [
        'a message more than five minutes ahead',
        { timestamp: now + 300 },
        { timestamp: now + 301 },
      ],
      [
        'a message older than six days',
        { timestamp: now - 6 * 86_400 },
        { timestamp: now - 6 * 86_400 - 1 },
      ],
      ['a name that is not normal', { space: 'ballast-tests.eth' }, { space: 'Ballast-tests.eth' }],
    ]
  for (const [what, taken, refused] of edges) {
    it(what, () => {
      expect(reasonsOf(taken)).to.deep.equal([])
      expect(reasonsOf(refused)).to.have.length(1)
    })
  }

  it('an envelope of more than 100,000 characters', () => {
    expect(reasonsOf({}, { envelopeSize: 100_000 })).to.deep.equal([])
    expect(reasonsOf({}, { envelopeSize: 100_001 })).to.have.length(1)
  })

  it('another delay or period than its own, to the second', () => {
    const voting = { delay: 60, period: 3_600 }
    const start = now + 60
    const own = { space: space({ voting }) }
    expect(reasonsOf({ start, end: start + 3_600 }, own)).to.deep.equal([])
    expect(reasonsOf({ start: start + 1, end: start + 3_601 }, own)).to.deep.equal([
      'the vote has to open exactly 1 min after it is proposed',
    ])
    expect(reasonsOf({ start, end: start + 3_599 }, own)).to.deep.equal([
      'the vote has to be open for exactly 1 h',
    ])
  })

  it('another type or secrecy than its own', () => {
    const voting = { type: 'weighted', privacy: 'shutter' }
    const reasons = reasonsOf({}, { space: space({ voting }) })
    expect(reasons).to.deep.equal([
      'it votes by weighted only, not by basic',
      'it wants secret votes (shutter)',
    ])
    const custom = submission({}, { space: space({ voting: { type: 'custom' } }) })
    expect(
      refusalsOf(custom)
        .map(({ instead }) => instead)
        .join(),
    ).to.match(/web application/)
    const open = { space: space({ voting: { privacy: '' } }) }
    expect(reasonsOf({ privacy: 'shutter' }, open)).to.deep.equal(['it allows no secret votes'])
    const insteadOf = (privacy: string, wanted: string) =>
      refusalsOf(submission({ privacy }, { space: space({ voting: { privacy: wanted } }) })).map(
        ({ instead }) => instead,
      )
    expect(insteadOf('', 'shutter')).to.deep.equal(['Give --secret.'])
    expect(insteadOf('shutter', '')[0]).to.contain('Leave out --secret')
    expect(insteadOf('', 'other')[0]).to.contain('Ballast knows shutter only')
    expect(reasonsOf({ privacy: '' }, open)).to.deep.equal([])
    const any = { space: space({ voting: { privacy: 'any' } }) }
    expect(reasonsOf({ privacy: 'shutter' }, any)).to.deep.equal([])
  })

  it('whoever is no member, in whatever letters its address is written', () => {
    const filters = { onlyMembers: true }
    expect(reasonsOf({}, { space: space({ filters }) })).to.have.length(1)
    for (const role of ['members', 'admins', 'moderators']) {
      const own = space({ filters, [role]: [author.toLowerCase()] })
      expect(reasonsOf({}, { space: own }), role).to.deep.equal([])
    }
  })

  it('anything while it is hibernated', () => {
    expect(reasonsOf({}, { space: space({ hibernated: true }) })).to.have.length(1)
  })

  it('what is over the limits of its kind', () => {
    const options = new Map([
      ['space.default.body_limit', '10'],
      ['space.verified.body_limit', '20'],
      ['space.turbo.body_limit', '30'],
      ['space.default.choices_limit', '2'],
      ['space.default.proposal_limit_per_day', '1'],
      ['space.default.proposal_limit_per_month', '1'],
    ])
    const body = (length: number, given: object) =>
      reasonsOf({ body: 'x'.repeat(length), choices: ['a', 'b'] }, { options, space: space(given) })
    expect(body(10, {})).to.deep.equal([])
    expect(body(11, {})).to.deep.equal(['the body has 11 characters, and 10 are allowed'])
    expect(body(20, { verified: true })).to.deep.equal([])
    expect(body(21, { verified: true })).to.have.length(1)
    expect(body(30, { verified: true, turbo: true })).to.deep.equal([])
    expect(body(1, { proposalsCount1d: 1, proposalsCount30d: 1 })).to.have.length(2)
    expect(reasonsOf({ body: '' }, { options })).to.deep.equal([
      'there are 3 choices, and 2 are allowed',
    ])
  })
})
