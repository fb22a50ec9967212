import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { expect } from 'chai'
import { actServices } from '../../cli/backstage/acts.ts'
import { openFrom } from '../../cli/backstage/open.ts'
import { readingServices } from '../../cli/backstage/reading.ts'
import { readHolder } from '../../cli/chain/votingPower.ts'
import type { BallastError } from '../../cli/shared/errors.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import type { ActHooks, ActRequest } from '../../cli/ui/services/acts.ts'
import type { StageNews } from '../../cli/ui/services/stages.ts'
import type { Plan } from '../../cli/workflows/act.ts'
import {
  ceiling,
  knownKeys,
  pass,
  peopleOf,
  proposed,
  untouched,
  workspaceOn,
} from '../support/acting.ts'
import { lightKeystore } from '../support/keystores.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'

describe('acts from the screens', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  before(async () => {
    node = await seeded(await startHardhat())
    people = await peopleOf(node)
  })
  after(() => node.stop())
  untouched(() => node)

  /** What the thread behind the screens answers, and what it said meanwhile. */
  const office = async (proposal?: string, hear: (one: StageNews) => void = () => {}) => {
    const folder = await workspaceOn(node, proposal)
    const opened = openFrom({ flags: { config: `${folder}/ballast.yaml` } })
    const plans: Plan[] = []
    const news: StageNews[] = []
    const hooks = (isYes = true, signal?: AbortSignal): ActHooks => ({
      ...(signal === undefined ? {} : { signal }),
      askSecret: async () => undefined,
      onStage: (one) => {
        news.push(one)
        hear(one)
      },
      confirm: async (plan) => {
        plans.push(plan)
        return isYes
      },
    })
    const services = { ...actServices(opened), ...readingServices(opened) }
    const act = (request: ActRequest, isYes?: boolean, signal?: AbortSignal) =>
      services.act(request, hooks(isYes, signal))
    return { folder, plans, news, ...services, act }
  }
  const ownVotes = async (reading: Awaited<ReturnType<typeof office>>, id: bigint) => {
    const status = await reading.readProposals?.()
    return status?.proposals.find((line) => line.id === id)?.own
  }

  it('shows a plan, and sends it once somebody agrees', async () => {
    const id = await proposed(node)
    await pass(node, id, 'snapshot')
    const { act, plans, news, ...reading } = await office()
    const reference = shortId(id)
    const end = await act({ verb: 'vote', reference, split: 'for=25%', reason: 'a part' })
    expect(end.how).to.equal('sent')
    expect(structuredClone(end)).to.deep.equal(end)
    expect(plans.map(({ account }) => account.address)).to.deep.equal([people.first])
    expect(news.map((one) => one.kind)).to.deep.equal(['stage', 'finish', 'stage', 'finish'])
    const view = await reading.readProposal?.(id)
    expect(view?.votes.map(({ reason }) => reason)).to.deep.equal(['a part'])
    expect(structuredClone(view)).to.deep.equal(view)
  })

  it('steps as a steward, and the windows and the safety of the protocol can be read', async () => {
    const { act, chooseAccount, ...reading } = await office()
    expect((await reading.readStewards()).own?.mayStep).to.equal(false)
    await chooseAccount('node:5')
    const before = await reading.readStewards()
    expect(before.own).to.deep.equal({ address: people.steward, mayStep: true })
    const settings = ['liquidationThreshold=79.5%']
    const end = await act({ verb: 'steward', market: 'WETH-A', settings })
    expect(end.how).to.equal('sent')
    expect(structuredClone(end)).to.deep.equal(end)
    const after = await reading.readStewards()
    expect(structuredClone(after)).to.deep.equal(after)
    const row = after.windows.find((one) => one.parameter === 'liquidationThreshold')
    expect(row).to.deep.include({ market: 'WETH-A' })
    expect(row?.settling?.kind).to.equal('ramp')
    const safety = await reading.readSafety()
    expect(structuredClone(safety)).to.deep.equal(safety)
    expect(safety.feeds.map(({ state }) => state)).to.deep.equal(['OK', 'OK', 'OK'])
  })

  it('sends nothing where nobody agrees, and that is no error', async () => {
    const id = await proposed(node)
    await pass(node, id, 'snapshot')
    const { act, plans, ...reading } = await office()
    const request = { verb: 'vote', reference: shortId(id), support: 'for' } as const
    expect(await act(request, false)).to.deep.equal({ how: 'declined' })
    expect(plans).to.have.length(1)
    expect((await ownVotes({ act, plans, ...reading }, id))?.cast).to.equal(0n)
  })

  it('carries a proposal from its vote to its execution', async () => {
    const id = await proposed(node)
    const reference = shortId(id)
    const { act, chooseAccount, warp, plans } = await office()
    const opened = await warp('next', reference, () => {})
    expect(opened.proposals.map(({ before, state }) => [before, state])).to.deep.equal([
      ['Pending', 'Active'],
    ])
    await act({ verb: 'vote', reference, support: 'for' })
    await chooseAccount('node:3')
    await act({ verb: 'vote', reference, support: 'for' })
    await warp('next', reference, () => {})
    const queued = await act({ verb: 'queue', reference })
    await warp('next', reference, () => {})
    const executed = await act({ verb: 'execute', reference })
    expect([queued.how, executed.how]).to.deep.equal(['sent', 'sent'])
    expect(structuredClone(executed)).to.deep.equal(executed)
    // Severe acts are asked for by their name, mild ones are not.
    expect(plans.map(({ verb, handles }) => [verb, handles.length > 0])).to.deep.equal([
      ['vote', false],
      ['vote', false],
      ['queue', false],
      ['execute', true],
    ])
  })

  it('acts as whoever was chosen, whose part is shown from then on', async () => {
    const id = await proposed(node)
    await pass(node, id, 'snapshot')
    const { act, chooseAccount, plans, ...reading } = await office()
    const parts = () => ownVotes({ act, chooseAccount, plans, ...reading }, id)
    expect((await parts())?.mayCancel).to.equal(false)
    expect(await chooseAccount('guardian')).to.deep.equal({ account: 'guardian' })
    expect((await parts())?.mayCancel).to.equal(true)
    const end = await act({ verb: 'cancel', reference: shortId(id) })
    expect(end.how).to.equal('sent')
    expect(plans[0]?.account.address).to.equal(people.guardian)
  })

  it('is read-only once nobody was chosen', async () => {
    const id = await proposed(node)
    const { act, chooseAccount, readProposals } = await office()
    expect(await chooseAccount(undefined)).to.deep.equal({})
    const status = await readProposals?.()
    expect(status).not.to.have.property('account')
    expect(status?.proposals[0]).not.to.have.property('own')
    const failure = await failureOf(act({ verb: 'cancel', reference: shortId(id) }))
    expect(failure.name).to.equal('UsageError')
    expect(failure.nextStep).to.contain('with A')
  })

  it('does not choose an account that cannot sign', async () => {
    const { chooseAccount, readAccounts } = await office()
    const failure = await failureOf(chooseAccount('second'))
    expect(failure.message).to.contain('$SECOND_KEY is not set')
    expect((await readAccounts()).map(({ name }) => name)).to.include('first')
  })

  describe('of an account whose key is in a keystore', () => {
    const passphrase = 'Correct-Horse/Battery+Staple 7'
    /** Answers with each of them in turn, then not at all; the plans that were agreed to stand between the questions. */
    const locked = async (typed: readonly string[], namesAddress = true) => {
      const folder = await workspaceOn(node)
      const text = lightKeystore(knownKeys.first, passphrase, { namesAddress })
      await writeFile(join(folder, 'alice.json'), text, { mode: 0o600 })
      const yaml = join(folder, 'ballast.yaml')
      const before = await readFile(yaml, 'utf8')
      await writeFile(yaml, `${before}  alice: { keystore: alice.json }\n`)
      const opened = openFrom({ flags: { config: yaml }, account: 'alice' })
      const happened: string[] = []
      const left = [...typed]
      const named = (text: string) => text.replace(/ of \S*alice\.json/, '')
      const hooks: ActHooks = {
        onStage: (one) => one.kind === 'say' && happened.push(named(one.sentence)),
        confirm: async ({ verb }) => happened.push(verb) > 0,
        askSecret: async (question) => {
          happened.push(named(question))
          return left.shift()
        },
      }
      const { act, chooseAccount } = actServices(opened)
      const delegate = () => act({ verb: 'delegate', to: people.guardian }, hooks)
      return { delegate, chooseAccount, happened }
    }
    const delegate = async () => (await readHolder(node.chain, node.book, people.first)).delegate

    it('is unlocked after the plan, by what is asked for until it fits', async () => {
      const { delegate: act, happened } = await locked(['wrong', passphrase])
      expect((await act()).how).to.equal('sent')
      expect(happened).to.deep.equal([
        'delegate',
        'Passphrase: ',
        'That is not the passphrase.',
        'Passphrase (2 of 3): ',
      ])
      expect(await delegate()).to.equal(people.guardian)
    })

    it('is declined where nobody unlocks it, and nothing leaves', async () => {
      const before = await delegate()
      const { delegate: act } = await locked(['wrong'])
      expect(await act()).to.deep.equal({ how: 'declined' })
      expect(await delegate()).to.equal(before)
    })

    it('fails after three passphrases that do not fit', async () => {
      const { delegate: act } = await locked(['a', 'b', 'c', passphrase])
      const failure = await failureOf(act())
      expect(failure.name).to.equal('WrongPassphraseError')
      expect(failure.nextStep).not.to.contain('command')
    })

    it('is unlocked before the plan where nothing else says whose key it is', async () => {
      const { delegate: act, happened } = await locked([passphrase], false)
      expect((await act()).how).to.equal('sent')
      expect(happened).to.deep.equal(['Passphrase: ', 'delegate'])
    })

    it('is chosen without its passphrase, unless nothing else says whose key it is', async () => {
      const { chooseAccount, happened } = await locked([])
      expect(await chooseAccount('alice')).to.deep.equal({ account: 'alice' })
      expect(happened).to.deep.equal([])
      const nameless = await locked([], false)
      const failure = await failureOf(nameless.chooseAccount('alice'))
      expect(failure.nextStep).to.contain('Write its address')
    })
  })

  it('says why the chain is not ready, before anybody is asked', async () => {
    const id = await proposed(node)
    const { act, plans } = await office()
    const failure = await failureOf(act({ verb: 'queue', reference: shortId(id) }))
    expect(failure.name).to.equal('NotNowError')
    expect(plans).to.deep.equal([])
  })

  it('delegates', async () => {
    const { act } = await office()
    const end = await act({ verb: 'delegate', to: people.second })
    expect(end).to.include({ how: 'sent', verb: 'delegate' })
  })

  it('tells what signing takes while it takes it', async () => {
    const { act, chooseAccount, folder, news } = await office()
    const keystore = lightKeystore(knownKeys.first, 'a passphrase')
    const mode = { mode: 0o600 }
    await writeFile(join(folder, 'first.json'), keystore, mode)
    await writeFile(join(folder, 'passphrase'), 'a passphrase', mode)
    process.env['BALLAST_PASSWORD_FILE'] = join(folder, 'passphrase')
    try {
      await chooseAccount(`keystore:${join(folder, 'first.json')}`)
      await act({ verb: 'delegate', to: people.second })
    } finally {
      delete process.env['BALLAST_PASSWORD_FILE']
    }
    expect(news.flatMap((one) => (one.kind === 'stage' ? [one.name] : []))).to.deep.equal([
      'rehearse',
      'unlock',
      'send',
    ])
  })

  it('submits what the checks let pass, and names what they refuse', async () => {
    const { act, folder, plans, news } = await office(ceiling(90))
    const path = `${folder}/ceiling.yaml`
    const request = { verb: 'submit', path, acceptInconclusive: [] } as const
    expect((await act(request)).how).to.equal('sent')
    expect(plans[0]?.handles).to.include('ceiling')
    expect(news).to.deep.include({ kind: 'stage', name: 'dry run' })
    // The same text again is on the chain already: nobody is asked.
    expect((await act(request)).how).to.equal('already')
    expect(plans).to.have.length(1)
  }).timeout(120_000)

  it('hands over what nobody could find out, and submits it once people accept that by name', async () => {
    const { act, folder, plans } = await office(ceiling(90).replace('paths: 1000', 'paths: 100'))
    const path = `${folder}/ceiling.yaml`
    const end = await act({ verb: 'submit', path, acceptInconclusive: [] })
    if (end.how !== 'refused') throw new Error(`It was ${end.how}.`)
    expect(end.decision).to.equal('inconclusive')
    expect(structuredClone(end)).to.deep.equal(end)
    expect(plans).to.deep.equal([])
    const acceptInconclusive = end.checks.findings
      .filter(({ status }) => status === 'inconclusive')
      .map(({ check }) => check)
    expect((await act({ verb: 'submit', path, acceptInconclusive })).how).to.equal('sent')
  }).timeout(120_000)

  for (const stage of ['read parameters', 'dry run', 'assess']) {
    it(`is stopped in the middle of the judgement by whoever wants it no longer: ${stage}`, async () => {
      const stop = new AbortController()
      const { act, folder, news, plans } = await office(
        ceiling(91).replace('paths: 1000', 'paths: 100000'),
        (one) => {
          if (one.kind === 'stage' && one.name === stage) setImmediate(() => stop.abort())
        },
      )
      const request = {
        verb: 'submit',
        path: `${folder}/ceiling.yaml`,
        acceptInconclusive: [],
      } as const
      expect(await act(request, true, stop.signal)).to.deep.equal({ how: 'declined' })
      // A long one is not waited for to its end, and after none the next one begins.
      if (stage !== 'read parameters') expect(news.at(-1)?.kind).not.to.equal('finish')
      const begun = news.flatMap((one) => (one.kind === 'stage' ? one.name : []))
      expect(begun.at(-1), 'what began last').to.equal(stage)
      expect(plans).to.deep.equal([])
    }).timeout(60_000)
  }

  it('knows that the clock of a development chain can be moved', async () => {
    expect(await (await office()).canWarp()).to.equal(true)
  })

  it('says what is wrong with a duration', async () => {
    const { warp } = await office()
    expect((await failureOf(warp('soon', undefined, () => {}))).message).to.contain('"soon"')
  })
})

/** What is loaded when it is first asked for has classes of its own here: they are told by their names. */
const failureOf = (work: Promise<unknown>): Promise<BallastError> =>
  work.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error) => error,
  )
