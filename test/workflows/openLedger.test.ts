import { expect } from 'chai'
import { Transaction } from 'ethers'
import {
  LedgerLockedError,
  LedgerNotFoundError,
  LedgerRefusedError,
  WrongLedgerError,
} from '../../cli/chain/ledgerErrors.ts'
import type { ConnectLedger } from '../../cli/chain/ledgerLink.ts'
import { memoryOutbox } from '../../cli/chain/outbox.ts'
import { readHolder } from '../../cli/chain/votingPower.ts'
import { UsageError } from '../../cli/shared/errors.ts'
import { type Progress, silence } from '../../cli/shared/progress.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import type { Acted } from '../../cli/workflows/act.ts'
import { renderAccount, renderAccounts } from '../../cli/workflows/answersOfAccounts.ts'
import { planText } from '../../cli/workflows/answersOfActs.ts'
import { delegateVotes } from '../../cli/workflows/delegateVotes.ts'
import { listAccounts, showAccount } from '../../cli/workflows/listAccounts.ts'
import { resolveAccount, resolveAddress } from '../../cli/workflows/resolveAccount.ts'
import { voteOnProposal } from '../../cli/workflows/voteOnProposal.ts'
import type { Config } from '../../cli/workspace/config.ts'
import {
  actingAs,
  agreeing,
  failureOf,
  pass,
  peopleOf,
  proposed,
  untouched,
} from '../support/acting.ts'
import { ledgerStandIn, type StandInHabits } from '../support/ledgerStandIn.ts'
import { type SeededNode, seeded, startAnvil } from '../support/nodes.ts'

/** Of the seed that development nodes have: the device is the first delegate. */
const PATH = "44'/60'/0'/0/2"
const nobody: ConnectLedger = () => Promise.reject(new LedgerNotFoundError())

describe('a Ledger that acts (a stand-in answers)', function () {
  this.timeout(60_000)
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  before(async () => {
    node = await seeded(await startAnvil())
    people = await peopleOf(node)
  })
  after(() => node.stop())
  untouched(() => node)

  const accounts = () => ({
    hw: `ledger:${PATH}`,
    written: `ledger:${PATH}:${people.first}`,
    bare: 'ledger',
    safe: `safe:${people.third}:hw`,
  })

  async function open(name: string, connectLedger: ConnectLedger) {
    const said: string[] = []
    const progress: Progress = { ...silence, say: (sentence) => said.push(sentence) }
    const config = { accounts: accounts() }
    const account = await resolveAccount(node.chain, config, name, { progress, connectLedger })
    return { account, said }
  }

  async function delegating(name: string, habits: StandInHabits = {}) {
    const device = ledgerStandIn(habits)
    const { account, said } = await open(name, device.connect)
    const outbox = memoryOutbox()
    const { options, plans } = agreeing()
    const acting = await actingAs(node, account, { outbox })
    const work = delegateVotes(acting, { to: people.third, config: { accounts: {} } }, options)
    return { device, said, outbox, plans, work }
  }

  it('delegates, and the node mines what it signed', async () => {
    const { work, device, said, plans } = await delegating('hw')
    const acted = (await work) as Extract<Acted, { how: 'sent' }>
    const { delegate } = await readHolder(node.chain, node.book, people.first)
    expect(delegate).to.equal(people.third)
    const mined = await node.chain.provider.getTransaction(acted.sent.transactionHash)
    expect(mined?.from).to.equal(people.first)
    expect(device.signed).to.have.length(1)
    expect(device.opened.closed).to.equal(device.opened.times)
    // What was said before it was confirmed is what was mined.
    const { unsignedHash } = Transaction.from(mined!)
    expect(said).to.deep.equal([
      `Confirm on the Ledger. The hash of the transaction that it shows: ${unsignedHash}`,
    ])
    const [plan] = plans
    expect(planText(plan!)).to.contain(`(Ledger, ${PATH})`).and.contain('! The Ledger shows a call')
  })

  it('votes with a reason that fills several packets', async () => {
    const id = await proposed(node)
    await pass(node, id, 'snapshot')
    const device = ledgerStandIn()
    const { account } = await open('written', device.connect)
    const reason = 'The report says so. '.repeat(30)
    const request = { proposal: shortId(id), support: 'for', reason } as const
    const acted = await voteOnProposal(await actingAs(node, account), request, agreeing().options)
    expect(acted.how).to.equal('sent')
    expect(device.apdus.filter((apdu) => apdu.startsWith('e00480')).length).to.be.greaterThan(1)
  })

  it('makes a plan without the device where ballast.yaml has its address', async () => {
    const { account } = await open('written', nobody)
    const acting = await actingAs(node, account)
    const options = { confirm: async () => 'dry run' as const, progress: silence }
    const wish = { to: people.third, config: { accounts: {} } }
    expect((await delegateVotes(acting, wish, options)).how).to.equal('planned')
    const failure = await failureOf(delegateVotes(acting, wish, agreeing().options))
    expect(failure).to.be.instanceOf(LedgerNotFoundError)
  })

  for (const [what, habits, kind] of [
    ['is locked', { status: { at: 'everything', word: 0x5515 } }, LedgerLockedError],
    ['is refused on it', { status: { at: 'signature', word: 0x6985 } }, LedgerRefusedError],
  ] as const) {
    it(`sends nothing and leaves nothing behind when it ${what}; repeated, it is done`, async () => {
      const before = await node.chain.provider.getTransactionCount(people.first)
      const { work, outbox } = await delegating('written', habits)
      expect(await failureOf(work)).to.be.instanceOf(kind)
      expect(await outbox.list?.()).to.deep.equal([])
      expect(await node.chain.provider.getTransactionCount(people.first)).to.equal(before)
      const again = await delegating('written')
      expect((await again.work).how).to.equal('sent')
    })
  }

  it('is not another device than ballast.yaml says', async () => {
    const device = ledgerStandIn()
    const elsewhere = `ledger:44'/60'/0'/0/1:${people.first}`
    const config = { accounts: { hw: elsewhere } }
    const { connect: connectLedger } = device
    const account = await resolveAccount(node.chain, config, 'hw', {
      progress: silence,
      connectLedger,
    })
    const acting = await actingAs(node, account)
    const wish = { to: people.third, config: { accounts: {} } }
    const failure = await failureOf(delegateVotes(acting, wish, agreeing().options))
    expect(failure).to.be.instanceOf(WrongLedgerError)
    expect(failure.message).to.contain(people.first).and.contain(people.guardian)
    expect(device.signed).to.deep.equal([])
  })

  it('is nobody that others need to ask, where only its address matters', async () => {
    const config = { accounts: accounts() }
    expect(await resolveAddress(node.chain, config, 'written')).to.equal(people.first)
    const failure = await failureOf(resolveAddress(node.chain, config, 'hw'))
    expect(failure.nextStep).to.contain('ballast account show')
  })

  for (const wrong of ['ledger:44/60/0', "ledger:44'/60'/0'/0/0:0x12", `ledger:${PATH}:0x:1`]) {
    it(`is not ${wrong}`, async () => {
      const failure = await failureOf(resolveAccount(node.chain, { accounts: {} }, wrong))
      expect(failure).to.be.instanceOf(UsageError)
      expect(failure.nextStep).to.contain("ledger:44'/60'/0'/0/0")
    })
  }

  describe('in the list of accounts', () => {
    const config = () => ({ accounts: accounts() }) as unknown as Config
    const network = () => undefined

    it('is listed without being asked', async () => {
      const listed = await listAccounts(config(), network)
      expect(listed.slice(0, 3)).to.deep.equal([
        { name: 'hw', kind: 'ledger', signsWith: PATH, state: 'on device' },
        {
          ...{ name: 'written', kind: 'ledger', signsWith: PATH, state: 'on device' },
          address: people.first,
        },
        { name: 'bare', kind: 'ledger', signsWith: "44'/60'/0'/0/0", state: 'on device' },
      ])
      expect(renderAccounts(listed).text).to.match(
        /hw +a Ledger, 44'\/60'\/0'\/0\/2 +not known until it is asked +on device/,
      )
    })

    it('is shown with the address that it says', async () => {
      const { connect: connectLedger } = ledgerStandIn()
      for (const name of ['hw', 'written', `ledger:${PATH}`]) {
        const shown = await showAccount(config(), name, { network, connectLedger })
        expect([shown.address, shown.state]).to.deep.equal([people.first, 'ready'])
        expect(renderAccount(shown).text).to.contain(`address: "${people.first}"`)
      }
    })

    it('is unusable while it cannot be asked, and why is said', async () => {
      const shown = await showAccount(config(), 'hw', { network, connectLedger: nobody })
      expect(shown.state).to.equal('unusable')
      expect(renderAccount(shown).text).to.contain('No Ledger was found').and.contain('Plug it in')
    })
  })
})
