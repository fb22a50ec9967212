import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { verifyTypedData } from 'ethers'
import { readBlock } from '../../cli/chain/client.ts'
import { advanceTo } from '../../cli/chain/devChain.ts'
import { readHolder } from '../../cli/chain/votingPower.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { relaySigned } from '../../cli/workflows/relaySigned.ts'
import { signDelegation } from '../../cli/workflows/signDelegation.ts'
import type { DelegationFile } from '../../cli/workspace/signedFiles.ts'
import {
  actingAs,
  agreeing,
  byKey,
  failureOf,
  knownKeys,
  peopleOf,
  untouched,
} from '../support/acting.ts'
import { contractVoter, signing } from '../support/ballots.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

describe('delegations by signature', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  let folder: string
  before(async () => {
    node = await seeded(await startHardhat())
    people = await peopleOf(node)
  })
  after(() => node.stop())
  untouched(() => node)
  beforeEach(async () => {
    folder = await temporaryFolder()
  })

  async function sign(
    own: string,
    to: Address,
    more: { expires?: string; nonce?: string; out?: string } = {},
  ) {
    const acting = await actingAs(node, byKey(node, own), { folder })
    const request = { to, config: { accounts: {} }, ...more }
    const signed = await signDelegation(acting, request, signing().confirm)
    if (signed.how === 'planned') throw new Error('It was only planned.')
    return { ...signed, file: signed.file as DelegationFile }
  }

  async function relay(...paths: readonly string[]) {
    const acting = await actingAs(node, people.stranger, { folder })
    return relaySigned(acting, paths, agreeing().options)
  }

  const delegateOf = async (own: Address) => (await readHolder(node.chain, node.book, own)).delegate

  it('send nothing, last seven days, and are carried out by anybody, once', async () => {
    const { path, file } = await sign(knownKeys.first, people.second)
    expect(await delegateOf(people.first)).to.equal(people.first)
    const now = (await readBlock(node.chain)).timestamp
    expect(Number(file.expiry) - now).to.equal(7 * 86_400)
    const [relayed] = await relay(path)
    expect(relayed!.acted!.how).to.equal('sent')
    expect(await delegateOf(people.first)).to.equal(people.second)
    expect((await relay(path))[0]!.acted!.how).to.equal('already')
  })

  it('can be checked by another library from the file alone', async () => {
    const { path } = await sign(knownKeys.first, people.second)
    const { typedData, signature } = JSON.parse(await readFile(path, 'utf8'))
    const { domain, message } = typedData
    const { EIP712Domain: _, ...types } = typedData.types
    expect(verifyTypedData(domain, types, message, signature)).to.equal(people.first)
    expect(domain.verifyingContract.toLowerCase()).to.equal(node.book.contracts.token.toLowerCase())
  })

  it('expire by the chain\u2019s clock', async () => {
    const { path, file } = await sign(knownKeys.first, people.second, { expires: '1 h' })
    await advanceTo(node.chain, Number(file.expiry) + 1)
    const refused = await failureOf(relay(path))
    expect(refused.message).to.contain('expired')
    expect(refused.exitCode).to.equal(5)
    // One that has expired is no reason not to sign the next.
    const next = await sign(knownKeys.first, people.second)
    expect([next.how, next.file.nonce]).to.deep.equal(['signed', '0'])
    await relay(next.path)
    expect(await delegateOf(people.first)).to.equal(people.second)
  })

  it('go in the order of their nonces, and are found again instead of being signed twice', async () => {
    const one = await sign(knownKeys.first, people.second)
    expect((await sign(knownKeys.first, people.second)).how).to.equal('already')
    const two = await sign(knownKeys.first, people.third)
    expect(two.relay.paths).to.deep.equal([one.path, two.path])
    expect((await failureOf(relay(two.path))).nextStep).to.contain(`${one.path} ${two.path}`)
    const relayed = await relay(two.path, one.path)
    expect(relayed.map(({ acted }) => acted!.how)).to.deep.equal(['sent', 'sent'])
    expect(await delegateOf(people.first)).to.equal(people.third)
    expect((await failureOf(relay(one.path))).message).to.contain('is used')
  })

  it('have one order also when one is put outside of the workspace', async () => {
    const one = await sign(knownKeys.first, people.second)
    const out = join(await temporaryFolder(), 'delegation.json')
    const two = await sign(knownKeys.first, people.third, { out })
    expect([one, two].map(({ file }) => file.nonce)).to.deep.equal(['0', '1'])
    expect(two.relay.paths).to.deep.equal([one.path, two.path])
  })

  it('are not taken from contracts, which the token does not ask', async () => {
    const from = people.deployer
    const wallet = await contractVoter(node, people.third, { from, tokens: 10n ** 18n })
    const own = byKey(node, knownKeys.third)
    const acting = await actingAs(node, { ...own, address: wallet }, { folder })
    const request = { to: people.first, config: { accounts: {} } }
    const refused = await failureOf(signDelegation(acting, request, signing().confirm))
    expect(refused.message).to.contain('takes delegations by signature from keys only')
  })
})
