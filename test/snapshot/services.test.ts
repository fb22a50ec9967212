import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { readProposal, readSpace, searchProposals } from '../../cli/snapshot/hub.ts'
import { typedMessage } from '../../cli/snapshot/messages.ts'
import { isAdmitted } from '../../cli/snapshot/score.ts'
import { sendEnvelope } from '../../cli/snapshot/sequencer.ts'
import { signMessage } from '../../cli/snapshot/sign.ts'
import {
  DuplicateMessageError,
  LimitReachedError,
  NotAdmittedError,
  NotSnapshotError,
  NoVotingPowerError,
  RefusedForAnotherReasonError,
  refusalFrom,
  SignatureRefusedError,
  SnapshotBusyError,
  SnapshotTimeoutError,
  SnapshotUnreachableError,
  UnknownVotingTypeError,
  WrongTimeError,
} from '../../cli/snapshot/snapshotErrors.ts'
import { SnapshotStandIn } from '../support/snapshotStandIn.ts'
import { author, idOf, proposalSample, samples, signer } from './samples.ts'

const space = 'ballast-tests.eth'

describe('hub and sequencer over HTTP', () => {
  let standIn: SnapshotStandIn
  beforeEach(async () => {
    standIn = await SnapshotStandIn.start({ id: space, network: '1' })
    standIn.sequencer.give(author, 5)
  })
  afterEach(() => standIn.stop())

  const place = (timeoutSeconds = 5) => ({
    space,
    network: 's',
    timeoutSeconds,
    ...standIn.addresses,
  })
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => expect.fail('It did not fail.'),
      (error: unknown) => error,
    )
  const send = async (kind: keyof typeof samples, change: object = {}) => {
    const typed = typedMessage(kind, { ...samples[kind], ...change })
    return sendEnvelope(place(), await signMessage(signer, kind, typed))
  }

  it('a key goes with each question to the hub and the score service, and not to the sequencer', async () => {
    const withKey = { ...place(), apiKey: () => 'a-key-of-the-hub' }
    const { space: found } = await readSpace(withKey)
    await isAdmitted(withKey, found!, author)
    const typed = typedMessage('follow', samples['follow'])
    await sendEnvelope(withKey, await signMessage(signer, 'follow', typed))
    expect(standIn.keys).to.deep.equal({
      hub: new Set(['a-key-of-the-hub']),
      score: new Set(['a-key-of-the-hub']),
      sequencer: new Set([undefined]),
    })
    standIn.keys.hub.clear()
    await readSpace({ ...place(), apiKey: () => undefined })
    expect(standIn.keys.hub).to.deep.equal(new Set([undefined]))
    standIn.keys.score.clear()
    const apiKey = (service: string) => (service === 'hub' ? 'a-key-of-the-hub' : undefined)
    await isAdmitted({ ...place(), apiKey }, found!, author)
    expect(standIn.keys.score).to.deep.equal(new Set([undefined]))
  })

  it('a key follows nobody to another address, and no failure repeats it', async () => {
    const other = await SnapshotStandIn.start({ id: space, network: '1' })
    const door = createServer((_, response) =>
      response.writeHead(307, { location: other.addresses.hub }).end(),
    )
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
    const { port } = door.address() as AddressInfo
    const hub = `http://127.0.0.1:${port}/graphql`
    try {
      const moved = await failure(readSpace({ ...place(), hub, apiKey: () => 'a-key-of-the-hub' }))
      expect(moved).to.be.instanceOf(SnapshotUnreachableError)
      expect(JSON.stringify(moved) + String(moved)).not.to.contain('a-key')
      expect(other.requests.hub).to.equal(0)
    } finally {
      door.close()
      await other.stop()
    }
  })

  it('what the sequencer refuses has a name', async () => {
    const { sequencer } = standIn
    const { id } = await send('proposal')
    expect(await failure(send('proposal'))).to.be.instanceOf(DuplicateMessageError)
    const later = { timestamp: Math.floor(Date.now() / 1_000) + 1_000 }
    expect(await failure(send('proposal', later))).to.be.instanceOf(WrongTimeError)
    sequencer.options.set('space.default.proposal_limit_per_day', '1')
    expect(await failure(send('proposal', { title: 'Another' }))).to.be.instanceOf(
      LimitReachedError,
    )
    const start = Math.floor(Date.now() / 1_000) + 100
    const early = { start, end: start + 86_400, title: 'Later' }
    sequencer.options.set('space.default.proposal_limit_per_day', '9')
    const pending = await send('proposal', early)
    expect(await failure(send('vote', { proposal: pending.id }))).to.be.instanceOf(WrongTimeError)
    sequencer.give(author, 0)
    expect(await failure(send('vote', { proposal: id }))).to.be.instanceOf(NoVotingPowerError)
    sequencer.space = { ...sequencer.space, filters: { minScore: 1 } }
    sequencer.admitted = []
    expect(await failure(send('proposal', { title: 'Third' }))).to.be.instanceOf(NotAdmittedError)
    expect(await failure(send('vote', { proposal: '0x00' }))).to.be.instanceOf(
      RefusedForAnotherReasonError,
    )
    const typed = typedMessage('follow', samples.follow)
    const { data } = await signMessage(signer, 'follow', typed)
    const { sig } = await signMessage(
      signer,
      'unfollow',
      typedMessage('unfollow', samples.unfollow),
    )
    const forged = sendEnvelope(place(), { address: author, sig, data })
    expect(await failure(forged)).to.be.instanceOf(SignatureRefusedError)
  })

  it('every refusal that the sequencer is known for has a next step of its own', () => {
    const known = {
      'proposal limit reached': LimitReachedError,
      'active proposal limit reached for author': LimitReachedError,
      'you can join max 25 spaces': LimitReachedError,
      'duplicate message': DuplicateMessageError,
      'already voted at later time': DuplicateMessageError,
      'not in voting window': WrongTimeError,
      'wrong timestamp': WrongTimeError,
      'no voting power': NoVotingPowerError,
      'validation failed': NotAdmittedError,
      'failed vote validation': NotAdmittedError,
      'only space authors can propose': NotAdmittedError,
      'not authorized to archive proposal': NotAdmittedError,
      'signature validation failed': SignatureRefusedError,
      'wrong envelope format': RefusedForAnotherReasonError,
    }
    for (const [reason, type] of Object.entries(known)) {
      const error = refusalFrom(reason)
      expect(error, reason).to.be.instanceOf(type)
      expect(error.message).to.contain(reason)
      expect(error.exitCode).to.equal(5)
      expect(error.nextStep).not.to.equal('')
    }
  })

  it('a question is repeated, a message is not', async () => {
    standIn.inject({ at: 'hub', kind: 'gateway', times: 3 })
    expect((await readSpace(place())).space?.id).to.equal(space)
    expect(standIn.requests.hub).to.equal(4)
    for (const [kind, type] of [
      ['gateway', SnapshotUnreachableError],
      ['broken', SnapshotUnreachableError],
      ['busy', SnapshotBusyError],
      ['web page', NotSnapshotError],
    ] as const) {
      const before = standIn.requests.sequencer
      standIn.inject({ at: 'sequencer', kind })
      expect(await failure(send('follow')), kind).to.be.instanceOf(type)
      expect(standIn.requests.sequencer, kind).to.equal(before + 1)
    }
    standIn.inject({ at: 'hub', kind: 'silent', times: 9 })
    expect(await failure(readSpace(place(0.2)))).to.be.instanceOf(SnapshotTimeoutError)
  })

  it('a failure names the service, and nothing of its address that may be a key', async () => {
    standIn.inject({ at: 'hub', kind: 'busy', retryAfter: 999 })
    const { hub } = standIn.addresses
    const secret = { ...place(), hub: `${hub}?key=s3cr3tk3y` }
    const error = await failure(readSpace(secret))
    expect(String(error)).to.contain(new URL(hub).origin)
    expect(String(error)).to.contain('999 s')
    expect(String(error)).not.to.contain('s3cr3tk3y')
  })

  it('an unknown field, or a sixth question, is told as the hub tells it', async () => {
    const { hub } = standIn.addresses
    const ask = async (query: string) => {
      const body = JSON.stringify({ query, variables: {} })
      return (await fetch(hub, { method: 'POST', body })).text()
    }
    expect(await ask('{ options { name colour } }')).to.contain('Cannot query field')
    expect(await ask(`{ ${'options { name } '.repeat(6)} }`)).to.contain('maximum of 5')
  })

  it('finds proposals page by page', async () => {
    const { sequencer } = standIn
    await send('proposal')
    const [one] = sequencer.proposals
    for (let i = 0; i < 250; i += 1)
      sequencer.proposals.push({ ...one!, id: `0x${i}`, title: `${i}` })
    const found = await searchProposals(place(), ({ title }) => title === '3' || title === '249')
    expect(found.map(({ title }) => title)).to.deep.equal(['249', '3'])
    expect(standIn.requests.hub).to.equal(3)
  })

  it('somebody\u2019s proposal of a type unknown here hides no other, and is named where it is meant', async () => {
    const { sequencer } = standIn
    const { id } = await send('proposal')
    const [one] = sequencer.proposals
    const other = `0x${'0c'.repeat(32)}`
    sequencer.proposals.push({ ...one!, id: other, type: 'custom' })
    const found = await searchProposals(place(), ({ title }) => title === proposalSample.title)
    expect(found.map((proposal) => proposal.id)).to.deep.equal([id])
    const error = await failure(readProposal(place(), other))
    expect(error).to.be.instanceOf(UnknownVotingTypeError)
    expect(String(error)).to.contain('"custom"')
    // What is of a known type and cannot be read says something about the service, not about the proposal.
    sequencer.proposals.push({ ...one!, choices: 'For' as never })
    expect(await failure(searchProposals(place(), () => true))).to.be.instanceOf(NotSnapshotError)
  })

  it('a proposal that is not there is none', async () => {
    expect(await readProposal(place(), `0x${'00'.repeat(32)}`)).to.equal(undefined)
    const { id } = await send('proposal')
    expect(id).to.equal(idOf(typedMessage('proposal', proposalSample)))
    expect((await readProposal(place(), id))?.author).to.equal(author)
  })
})
