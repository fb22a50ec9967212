import { expect } from 'chai'
import { readBlock, signerOf } from '../../cli/chain/client.ts'
import {
  readRegistered,
  readRegisteredDelegators,
  registerAction,
  registryId,
} from '../../cli/chain/delegateRegistry.ts'
import { optOutAction, readSplit, splitAction } from '../../cli/chain/splitRegistry.ts'
import type { Action } from '../../cli/chain/transaction.ts'
import { NOBODY } from '../../cli/chain/votingPower.ts'
import type { Services } from '../../cli/commands/command.ts'
import { delegate as command } from '../../cli/commands/delegate.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { silence } from '../../cli/shared/progress.ts'
import type { SnapshotPlace } from '../../cli/snapshot/service.ts'
import type { Acted } from '../../cli/workflows/act.ts'
import { planText, renderActed } from '../../cli/workflows/answersOfActs.ts'
import {
  delegateOnSnapshot,
  type SnapshotDelegateRequest,
} from '../../cli/workflows/delegateOnSnapshot.ts'
import { renderPower } from '../../cli/workflows/powerAnswer.ts'
import type { Acting } from '../../cli/workflows/protocol.ts'
import { readPower } from '../../cli/workflows/readPower.ts'
import { safeCallWords } from '../../cli/workflows/safeCallWords.ts'
import { NoRegistryError } from '../../cli/workflows/snapshotRegistry.ts'
import { actingAs, agreeing, failureOf, peopleOf, untouched } from '../support/acting.ts'
import { deployRegistries } from '../support/delegateRegistries.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { SnapshotStandIn } from '../support/snapshotStandIn.ts'
import { SPACE } from '../support/snapshotWorkspace.ts'

const config = { accounts: { second: 'node:3', third: 'node:4' } }

/** Contracts that answer every question: with nothing, and with a word that is no address. */
const OTHERS = { nothing: '0x60016000f3', ones: '0x6a60001960005260206000f3600052600b6015f3' }

describe('delegate --snapshot', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  let registries: Required<Pick<SnapshotPlace, 'registry' | 'splitRegistry'>>
  let standIn: SnapshotStandIn
  let place: SnapshotPlace
  before(async () => {
    node = await seeded(await startHardhat())
    people = await peopleOf(node)
    registries = await deployRegistries(node.chain)
    standIn = await SnapshotStandIn.start({ id: SPACE, network: String(node.chainId) })
    place = {
      space: SPACE,
      network: 's',
      timeoutSeconds: 5,
      ...standIn.addresses,
      ...registries,
    }
  })
  after(async () => {
    await standIn.stop()
    await node.stop()
  })
  untouched(() => node)
  beforeEach(() => {
    standIn.sequencer.space.strategies = [
      { name: 'delegation', params: { strategies: [{ name: 'erc20-balance-of' }] } },
      { name: 'split-delegation' },
    ]
  })

  const acting = async (from: Address, at: SnapshotPlace = place): Promise<Acting> => {
    const found = await actingAs(node, from)
    return { ...found, protocol: { ...found.protocol, snapshot: at } }
  }
  type Wish = Omit<SnapshotDelegateRequest, 'config'>
  const delegate = async (from: Address, wish: Wish) =>
    delegateOnSnapshot(await acting(from), { ...wish, config }, agreeing().options)
  const planned = async (from: Address, wish: Wish, at = place) => {
    const { options, plans } = agreeing()
    await delegateOnSnapshot(await acting(from, at), { ...wish, config }, options)
    return planText(plans[0]!)
  }
  const refused = async (from: Address, wish: Wish, at = place) =>
    failureOf(delegateOnSnapshot(await acting(from, at), { ...wish, config }, agreeing().options))
  const registered = (account: Address) =>
    readRegistered(node.chain, { registry: registries.registry, account, space: SPACE })
  const split = (account: Address) =>
    readSplit(node.chain, { registry: registries.splitRegistry, account, space: SPACE })

  it('is an entry for the space, and shows who has the votes before and after', async () => {
    const text = await planned(people.first, { to: 'second' })
    expect(text).to.contain(`delegate the votes in ${SPACE} on Snapshot to ${people.second}`)
    expect(text).to.contain(`in ${SPACE}  to nobody \u2192 to ${people.second}`)
    expect(text).to.contain('delegate now, propose in the next block')
    expect(text).to.contain('setDelegate(bytes32,address) = 0xbd86e508, 68 bytes')
    expect(text).not.to.contain('!')
    expect(await registered(people.first)).to.deep.equal({
      inSpace: people.second,
      everywhere: NOBODY,
    })
  })

  it('goes before the one for every space, which counts again when it is taken back', async () => {
    await delegate(people.first, { to: 'third', allSpaces: true })
    const text = await planned(people.first, { to: 'second' })
    expect(text).to.contain(
      `in every space        to ${people.third}, behind the one of this space`,
    )
    expect(text).to.contain(`to ${people.third} \u2192 to ${people.second}`)
    const back = await delegate(people.first, { to: 'nobody' })
    const { shown } = back as Extract<Acted, { how: 'sent' }>
    expect(Object.fromEntries(shown.facts)['votes there']).to.equal(
      `to ${people.second} \u2192 to ${people.third}`,
    )
    expect(await registered(people.first)).to.deep.equal({
      inSpace: NOBODY,
      everywhere: people.third,
    })
  })

  it('that is taken back leaves the one for every space, and says who has the votes then', async () => {
    await delegate(people.first, { to: 'third', allSpaces: true })
    const headline = `${people.first} has no delegation of its own in ${SPACE}; the one for every space, to ${people.third}, counts there.`
    const already = await delegate(people.first, { to: 'nobody' })
    const headlineIn = (acted: Acted) => ('shown' in acted ? acted.shown.headline : undefined)
    expect([already.how, headlineIn(already)]).to.deep.equal(['already', headline])
    await delegate(people.first, { to: 'second' })
    const { options, plans } = agreeing()
    const wish = { to: 'nobody', config }
    const back = await delegateOnSnapshot(await acting(people.first), wish, options)
    expect(headlineIn(back)).to.equal(headline)
    expect(plans[0]!.warnings.join()).to.contain(
      `${people.third} keeps the votes in ${SPACE}, by the delegation for every space`,
    )
    expect(plans[0]!.warnings.join()).to.contain('nobody --snapshot --all-spaces')
    const all = await delegate(people.first, { to: 'nobody', allSpaces: true })
    expect(headlineIn(all)).to.equal(
      `${people.first} delegates to nobody in every space of Snapshot.`,
    )
    expect(headlineIn(await delegate(people.first, { to: 'nobody' }))).to.equal(
      `${people.first} delegates to nobody in ${SPACE}.`,
    )
  })

  it('is done already when the registry says so; what it would refuse is never sent', async () => {
    await delegate(people.first, { to: 'second' })
    expect((await delegate(people.first, { to: 'second' })).how).to.equal('already')
    expect((await delegate(people.second, { to: 'nobody' })).how).to.equal('already')
    for (const [to, words] of [
      ['self', 'no delegation to oneself'],
      [NOBODY, 'no delegation to the zero address'],
      ['second=60%,third=40%', 'one delegate for a space'],
    ] as const) {
      const failure = await refused(people.first, { to })
      expect([failure.exitCode, failure.message]).to.satisfy(
        ([code, message]: [number, string]) => code === 2 && message.includes(words),
        to,
      )
    }
    const long = { ...place, space: `${'a'.repeat(28)}.eth` }
    expect((await refused(people.first, { to: 'second' }, long)).nextStep).to.contain(
      '--all-spaces',
    )
  })

  it('says when it would not count, and when nobody knows', async () => {
    standIn.sequencer.space.strategies = [{ name: 'erc20-votes' }, { name: 'split-delegation' }]
    expect(await planned(people.first, { to: 'second' })).to.contain(
      'do not follow this registry, as far as the names of its strategies tell (erc20-votes and split-delegation)',
    )
    standIn.sequencer.space.strategies = [{ name: 'with-delegation', network: '10' }]
    expect(await planned(people.first, { to: 'third' })).to.contain(
      'counts delegations on chain 10; this one is on chain 31337 and counts nowhere',
    )
    standIn.inject({ at: 'hub', kind: 'web page' })
    expect(await planned(people.first, { to: 'second' })).to.contain(
      `Whether the space counts it is not known. ${new URL(place.hub).origin} does not answer as Snapshot does`,
    )
  })

  const put = async (data: string) => {
    const sent = await signerOf(node.chain, people.first).sendTransaction({ data })
    return (await sent.wait())?.contractAddress as Address
  }

  const power = async (account: Address, at = place) => {
    const { protocol } = await acting(people.first, at)
    return renderPower(await readPower(protocol, { asked: account }), protocol)
  }

  it('is told by power: who delegates in the space, and to whom, as far as events go back', async () => {
    standIn.sequencer.give(people.second, 1_200)
    await delegate(people.first, { to: 'second' })
    await delegate(people.third, { to: 'second', allSpaces: true })
    await delegate(people.stranger, { to: 'second', allSpaces: true })
    await delegate(people.stranger, { to: 'third' })
    await delegate(people.guardian, { to: 'second=75%,third=25%', split: true })
    const { text } = await power(people.second)
    expect(text).to.contain(`On Snapshot, ${SPACE} at ${new URL(place.hub).origin}:`)
    expect(text).to.contain('votes now       1,200, by delegation and split-delegation')
    expect(text).to.contain(`from            ${people.first}  in this space`)
    expect(text).to.contain(`                ${people.third}  in every space`)
    expect(text).to.contain(`from            ${people.guardian}  75%`)
    expect(text).not.to.contain(people.stranger)
    const { text: theirs } = await power(people.stranger)
    expect(theirs).to.contain(`delegated       to ${people.third}\n`)
    expect(theirs).to.contain('nobody, as far as events since block')
    expect((await power(people.third)).text).to.contain(
      `delegated       to ${people.second}, as in every space`,
    )
  })

  it('that came after a vote counts from the next one on, and power says so', async () => {
    const { sequencer } = standIn
    sequencer.give(people.second, 1_200)
    const now = Math.floor(Date.now() / 1_000)
    const texts = { ipfs: '', body: '', discussion: '', labels: [], privacy: '', app: '' }
    const id = `0x${'ab'.repeat(32)}`
    const times = { created: now, start: now - 10, end: now + 3_600, snapshot: 7 }
    const ballot = { type: 'basic', choices: ['For', 'Against'], title: 'Later' }
    sequencer.proposals.push({ id, author: people.first, ...texts, ...times, ...ballot })
    const open = await power(people.second)
    expect(open.text).to.contain('1,200, counted at block 7; not voted yet, until')
    sequencer.powersAt.set(id, new Map())
    const late = await power(people.second)
    expect(late.text).to.contain(
      'no votes, counted at block 7: what was delegated later counts from the next one on',
    )
    expect(late.text).to.contain('delegate now, propose in the next block')
    sequencer.proposals.pop()
  })

  it('is not known to power where no space is named or the hub is away, and never 0', async () => {
    const protocol = (await actingAs(node, people.first)).protocol
    const without = renderPower(await readPower(protocol, { asked: people.first }), protocol)
    expect(without.text).to.contain('On Snapshot: not known, the network names no space')
    expect(without.document['snapshot']).to.deep.equal({
      inconclusive: 'The network names no space.',
    })
    standIn.inject({ at: 'hub', kind: 'web page', times: 9 })
    const away = await power(people.second)
    standIn.clear()
    const { origin } = new URL(place.hub)
    expect(away.text).to.contain(`votes now       not known: ${origin} does not answer`)
    expect(away.text).to.contain(`open votes      not known: ${origin} does not answer`)
    expect(away.text).to.contain('delegated       to nobody')
    expect(away.text).to.contain('in shares       to nobody')
    const details = away.document['snapshot'] as { readonly power: object }
    expect(details.power).to.have.keys('inconclusive')
  })

  it('needs a space and a registry, and names what is missing', async () => {
    const found = await actingAs(node, people.first)
    const options = agreeing().options
    const without = delegateOnSnapshot(found, { to: 'second', config }, options)
    expect((await failureOf(without)).message).to.contain('names no space of Snapshot')
    const { registry: _, ...unnamed } = place
    const unknown = await refused(people.first, { to: 'second' }, unnamed)
    expect(unknown.message).to.contain('publishes no delegate registry on chain 31337')
    const empty = { ...place, registry: people.third }
    const nothing = await refused(people.first, { to: 'second' }, empty)
    expect(nothing.message).to.contain(`There is no contract at ${people.third}`)
  })

  it('in a space whose name the registry cannot hold is the one for every space', async () => {
    const long = { ...place, space: `${'a'.repeat(36)}.eth` }
    const wish = { to: 'second', allSpaces: true }
    expect(await planned(people.first, wish, long)).to.contain(`votes there`)
    const entry = { registry: registries.registry, account: people.first, space: long.space }
    expect(await readRegistered(node.chain, entry)).to.deep.equal({
      inSpace: NOBODY,
      everywhere: people.second,
    })
    const at = await readBlock(node.chain)
    const asked = { ...entry, account: people.second }
    expect(await readRegisteredDelegators(node.chain, asked, { fromBlock: 0, at })).to.deep.equal([
      { address: people.first, isForSpace: false },
    ])
  })

  it('is refused where another contract is named as a registry, and power tells the rest', async () => {
    const { token, governor } = node.book.contracts
    const wrong = { ...place, registry: token, splitRegistry: governor }
    const single = await refused(people.first, { to: 'second' }, wrong)
    expect(single).to.be.instanceOf(NoRegistryError)
    expect(single.message).to.equal(`What is at ${token} does not answer as a delegate registry.`)
    expect(single.nextStep).to.contain('registry: "0x…"')
    const shares = await refused(people.first, { to: 'second', split: true }, wrong)
    expect(shares.message).to.contain(`${governor} does not answer as a registry of split`)
    expect(shares.nextStep).to.contain('splitRegistry: "0x…"')
    for (const code of Object.values(OTHERS)) {
      const registry = await put(code)
      const failure = await refused(people.first, { to: 'second' }, { ...place, registry })
      expect(failure.message).to.contain(`What is at ${registry} does not answer as a`)
    }
    standIn.sequencer.give(people.first, 70)
    const { text } = await power(people.first, wrong)
    expect(text).to.contain('votes now       70')
    expect(text).to.contain(`delegated       not known: What is at ${token} does not answer`)
    expect(text).to.contain(`not known: What is at ${governor} does not answer`)
  })

  it('splits the votes by shares, in the order that the registry wants, until a date', async () => {
    const wish = { to: 'second=60%,third=40%', split: true, expires: '90 days' }
    const text = await planned(people.first, wish)
    expect(text).to.contain(`60% to ${people.second}, 40% to ${people.third}`)
    const { parts, expires } = await split(people.first)
    expect(parts).to.have.deep.members([
      { delegate: people.second, ratio: 60n },
      { delegate: people.third, ratio: 40n },
    ])
    expect(expires % 86_400n).to.equal(0n)
    const again = await delegate(people.first, wish)
    expect(again.how).to.equal('already')
    expect(renderActed(again, await acting(people.first)).text).to.contain('until')
    const back = await delegate(people.first, { to: 'nobody', split: true })
    expect(back.how).to.equal('sent')
    expect(await split(people.first)).to.deep.equal({ parts: [], expires: 0n, isOptedOut: false })
  })

  it('of shares refuses what the registry would, what adds up to less, and an end that is over', async () => {
    for (const [to, words] of [
      ['second=50%,node:3=50%', 'names 0x'],
      ['second=60%,third=30%', 'add up to 90%'],
      ['second=60,third=40', 'is no part of a split'],
      ['self=50%,third=50%', 'the account itself'],
      [`${NOBODY}=50%,third=50%`, 'zero address'],
    ] as const) {
      const failure = await refused(people.first, { to, split: true })
      expect(failure.exitCode, to).to.equal(2)
      expect(failure.message).to.contain(words)
    }
    const over = { to: 'second', split: true, expires: '2020-01-31' }
    expect((await refused(people.first, over)).message).to.contain('which is over')
    const unclear = { to: 'second', split: true, expires: '2027-1-1' }
    expect((await refused(people.first, unclear)).message).to.contain('is no date')
  })

  it('is a flag of ballast delegate, and an end is of what ends by itself', async () => {
    const services = {
      progress: silence,
      openActing: () => acting(people.first),
      openWorkspace: async () => ({ config }),
    } as unknown as Services
    const common = { to: 'second', yes: true, quiet: true }
    const { answer } = await command.run({ ...common, snapshot: true }, services)
    expect(answer.document).to.include({ schema: 'ballast.delegate/1', outcome: 'sent' })
    expect((await registered(people.first)).inSpace).to.equal(people.second)
    const ended = { ...common, snapshot: true, expires: '2 days' }
    const refusal = await failureOf(command.run(ended, services))
    expect([refusal.exitCode, refusal.nextStep]).to.deep.equal([
      2,
      'Leave --expires out; or add --by-signature, or --snapshot --split.',
    ])
  })

  it('of a Safe is told in words to the owners who sign it later', () => {
    const words = ({ to = '', data }: Action, snapshot = registries) =>
      safeCallWords({ to, value: 0n, data }, { book: node.book, snapshot })
    const { registry, splitRegistry } = registries
    const [second, third] = [people.second, people.third]
    const id = registryId(SPACE)
    expect(words(registerAction(registry, id, second))).to.deep.equal([
      `delegate the Safe\u2019s votes in ${SPACE} on Snapshot to ${second}`,
    ])
    expect(words(registerAction(registry, registryId(undefined), undefined))).to.deep.equal([
      'take back the delegation of the Safe\u2019s votes in every space of Snapshot',
    ])
    const parts = [
      { delegate: second, ratio: 3n },
      { delegate: third, ratio: 1n },
    ]
    const expires = BigInt(Date.UTC(2027, 0, 31)) / 1_000n
    const [told] = words(splitAction(splitRegistry, SPACE, { parts, expires }))
    expect(told).to.contain(`75% to ${second}`).and.to.contain(`25% to ${third}`)
    expect(told).to.contain(`split the Safe\u2019s votes in ${SPACE} on Snapshot`)
    expect(told).to.contain('until 2027-01-31 00:00 UTC')
    expect(words(splitAction(splitRegistry, SPACE, { parts: [], expires: 0n }))[0]).to.contain(
      'take back every delegation',
    )
    expect(words(optOutAction(splitRegistry, SPACE, true))[0]).to.contain('refuse to be a delegate')
    const elsewhere = { registry: third, splitRegistry: third }
    expect(words(registerAction(registry, id, second), elsewhere)[0]).not.to.contain('votes in')
  })

  it('may be unwanted: who opted out is named to whoever delegates all the same', async () => {
    const out = { to: 'opt-out', split: true }
    expect((await delegate(people.second, out)).how).to.equal('sent')
    expect((await delegate(people.second, out)).how).to.equal('already')
    expect(await planned(people.first, { to: 'second', split: true })).to.contain(
      `${people.second} said that it wants to be nobody\u2019s delegate here`,
    )
    await delegate(people.second, { to: 'opt-in', split: true })
    expect((await split(people.second)).isOptedOut).to.equal(false)
  })
})
