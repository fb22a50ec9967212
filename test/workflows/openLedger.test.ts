import { expect } from 'chai'
import { Transaction } from 'ethers'
import type { Account } from '../../cli/chain/account.ts'
import {
  LedgerLockedError,
  LedgerNotFoundError,
  LedgerRefusedError,
  WrongLedgerError,
} from '../../cli/chain/ledgerErrors.ts'
import type { ConnectLedger } from '../../cli/chain/ledgerLink.ts'
import { memoryOutbox } from '../../cli/chain/outbox.ts'
import { readHolder } from '../../cli/chain/votingPower.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { defaultRisk } from '../../cli/governance/draftRisk.ts'
import { UsageError } from '../../cli/shared/errors.ts'
import { type Progress, silence } from '../../cli/shared/progress.ts'
import type { Acted } from '../../cli/workflows/act.ts'
import { renderAccount, renderAccounts } from '../../cli/workflows/answersOfAccounts.ts'
import { planText } from '../../cli/workflows/answersOfActs.ts'
import { delegateVotes } from '../../cli/workflows/delegateVotes.ts'
import { listAccounts, showAccount } from '../../cli/workflows/listAccounts.ts'
import type { Acting } from '../../cli/workflows/protocol.ts'
import { resolveAccount, resolveAddress } from '../../cli/workflows/resolveAccount.ts'
import type { Config } from '../../cli/workspace/config.ts'
import { openSmallProtocol, type SmallProtocol } from '../chain/chains.ts'
import { agreeing, failureOf, untouched } from '../support/acting.ts'
import { ledgerStandIn, type StandInHabits } from '../support/ledgerStandIn.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'
import { until } from '../support/until.ts'

/** Of the seed that development chains have: the device is the deployer, who has all tokens. */
const PATH = "44'/60'/0'/0/0"
const nobody: ConnectLedger = () => Promise.reject(new LedgerNotFoundError())

describe('a Ledger that acts (a stand-in answers)', () => {
  let small: SmallProtocol
  let own: Address
  let other: Address
  before(async () => {
    small = await openSmallProtocol()
    own = small.deployer
    other = small.other
  })
  after(() => small.chain.close())
  untouched(() => small)

  const accounts = () => ({
    hw: `ledger:${PATH}`,
    written: `ledger:${PATH}:${own}`,
    bare: 'ledger',
    safe: `safe:${other}:hw`,
  })

  async function actingOn(
    { chain, book }: SmallProtocol,
    account: Account,
    outbox = memoryOutbox(),
  ): Promise<Acting> {
    const fork = () => Promise.reject(new Error('Nothing is tried out here.'))
    const protocol = {
      network: 'small',
      chain,
      book,
      risk: defaultRisk,
      fork,
      close: async () => {},
    }
    const sender = { chain, account, outbox, receiptSeconds: 10 }
    return { protocol, sender, folder: await temporaryFolder() }
  }

  async function open(name: string, connectLedger: ConnectLedger) {
    const said: string[] = []
    const progress: Progress = { ...silence, say: (sentence) => said.push(sentence) }
    const config = { accounts: accounts() }
    const account = await resolveAccount(small.chain, config, name, { progress, connectLedger })
    return { account, said }
  }

  async function delegating(name: string, habits: StandInHabits = {}) {
    const device = ledgerStandIn(habits)
    const { account, said } = await open(name, device.connect)
    const outbox = memoryOutbox()
    const { options, plans } = agreeing()
    const acting = await actingOn(small, account, outbox)
    const work = delegateVotes(acting, { to: other, config: { accounts: {} } }, options)
    return { device, said, outbox, plans, work }
  }

  it('delegates, and the node mines what it signed', async () => {
    const { work, device, said, plans } = await delegating('hw')
    const acted = (await work) as Extract<Acted, { how: 'sent' }>
    const { delegate } = await readHolder(small.chain, small.book, own)
    expect(delegate).to.equal(other)
    const mined = await small.chain.provider.getTransaction(acted.sent.transactionHash)
    expect(mined?.from).to.equal(own)
    expect(device.signed).to.have.length(1)
    expect(device.opened.closed).to.equal(device.opened.times)
    // What was said before it was confirmed is what was mined.
    const { unsignedHash } = Transaction.from(mined!)
    expect(said).to.deep.equal([
      `Confirm on the Ledger. Its hash of the transaction: ${unsignedHash}`,
      'Signed on the Ledger, and it is what was shown.',
    ])
    const [plan] = plans
    expect(planText(plan!)).to.contain(`(Ledger, ${PATH})`).and.contain('! The Ledger shows a call')
  })

  it('makes a plan without the device where ballast.yaml has its address', async () => {
    const { account } = await open('written', nobody)
    const acting = await actingOn(small, account)
    const options = { confirm: async () => 'dry run' as const, progress: silence }
    const wish = { to: other, config: { accounts: {} } }
    expect((await delegateVotes(acting, wish, options)).how).to.equal('planned')
    const failure = await failureOf(delegateVotes(acting, wish, agreeing().options))
    expect(failure).to.be.instanceOf(LedgerNotFoundError)
  })

  for (const [what, habits, kind] of [
    ['is locked', { status: { at: 'everything', word: 0x5515 } }, LedgerLockedError],
    ['is refused on it', { status: { at: 'signature', word: 0x6985 } }, LedgerRefusedError],
  ] as const) {
    it(`sends nothing and leaves nothing behind when it ${what}; repeated, it is done`, async () => {
      const before = await small.chain.provider.getTransactionCount(own)
      const { work, outbox } = await delegating('written', habits)
      expect(await failureOf(work)).to.be.instanceOf(kind)
      expect(await outbox.list?.()).to.deep.equal([])
      expect(await small.chain.provider.getTransactionCount(own)).to.equal(before)
      const again = await delegating('written')
      expect((await again.work).how).to.equal('sent')
    })
  }

  it('has nothing written down while somebody looks at it: a process may end there', async () => {
    let confirm: (value?: unknown) => void = () => {}
    const confirmed = new Promise((resolve) => {
      confirm = resolve
    })
    const { work, outbox, said } = await delegating('written', { confirmed })
    await until(() => said.length > 0)
    expect(await outbox.list?.()).to.deep.equal([])
    expect(await small.chain.provider.getTransactionCount(own, 'pending')).to.equal(
      await small.chain.provider.getTransactionCount(own, 'latest'),
    )
    confirm()
    expect((await work).how).to.equal('sent')
  })

  it('is not another device than ballast.yaml says', async () => {
    const device = ledgerStandIn()
    const elsewhere = `ledger:44'/60'/0'/0/1:${own}`
    const config = { accounts: { hw: elsewhere } }
    const { connect: connectLedger } = device
    const account = await resolveAccount(small.chain, config, 'hw', {
      progress: silence,
      connectLedger,
    })
    const acting = await actingOn(small, account)
    const wish = { to: other, config: { accounts: {} } }
    const failure = await failureOf(delegateVotes(acting, wish, agreeing().options))
    expect(failure).to.be.instanceOf(WrongLedgerError)
    expect(failure.message).to.contain(own).and.contain(other)
    expect(device.signed).to.deep.equal([])
  })

  it('is nobody that others need to ask, where only its address matters', async () => {
    const config = { accounts: accounts() }
    expect(await resolveAddress(small.chain, config, 'written')).to.equal(own)
    const failure = await failureOf(resolveAddress(small.chain, config, 'hw'))
    expect(failure.nextStep).to.contain('ballast account show')
  })

  for (const wrong of ['ledger:44/60/0', "ledger:44'/60'/0'/0/0:0x12", `ledger:${PATH}:0x:1`]) {
    it(`is not ${wrong}`, async () => {
      const failure = await failureOf(resolveAccount(small.chain, { accounts: {} }, wrong))
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
          address: own,
        },
        { name: 'bare', kind: 'ledger', signsWith: "44'/60'/0'/0/0", state: 'on device' },
      ])
      expect(renderAccounts(listed).text).to.match(
        /hw +a Ledger, 44'\/60'\/0'\/0\/0 +not known until it is asked +on device/,
      )
    })

    it('is shown with the address that it says', async () => {
      const { connect: connectLedger } = ledgerStandIn()
      for (const name of ['hw', 'written', `ledger:${PATH}`]) {
        const shown = await showAccount(config(), name, { network, connectLedger })
        expect([shown.address, shown.state]).to.deep.equal([own, 'ready'])
        expect(renderAccount(shown).text).to.contain(`address: "${own}"`)
      }
    })

    it('is unusable while it cannot be asked, and why is said', async () => {
      const shown = await showAccount(config(), 'hw', { network, connectLedger: nobody })
      expect(shown.state).to.equal('unusable')
      expect(renderAccount(shown).text).to.contain('No Ledger was found').and.contain('Plug it in')
    })
  })
})
