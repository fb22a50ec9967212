import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { verifyTypedData } from 'ethers'
import { nodeAccount } from '../../cli/chain/account.ts'
import { readStanding } from '../../cli/chain/proposals.ts'
import { readSignerNonce } from '../../cli/chain/signatures.ts'
import type { Address } from '../../cli/governance/addressBook.ts'
import { hashesOf, type TypedData, typesOf } from '../../cli/governance/typedData.ts'
import { UsageError } from '../../cli/shared/errors.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import { relaySigned } from '../../cli/workflows/relaySigned.ts'
import { signBallot } from '../../cli/workflows/signBallot.ts'
import { type BallotFile, readSigned } from '../../cli/workspace/signedFiles.ts'
import {
  actingAs,
  agreeing,
  byKey,
  failureOf,
  knownKeys,
  pass,
  peopleOf,
  proposed,
  untouched,
} from '../support/acting.ts'
import { contractVoter, signing } from '../support/ballots.ts'
import { type SeededNode, seeded, startHardhat } from '../support/nodes.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const thousand = 1_000n * 10n ** 18n

describe('ballots', () => {
  let node: SeededNode
  let people: Awaited<ReturnType<typeof peopleOf>>
  let id: bigint
  let folder: string
  before(async () => {
    node = await seeded(await startHardhat())
    people = await peopleOf(node)
    id = await proposed(node)
    await pass(node, id, 'snapshot')
  })
  after(() => node.stop())
  untouched(() => node)
  beforeEach(async () => {
    folder = await temporaryFolder()
  })

  const { options } = agreeing()
  type Request = Omit<Parameters<typeof signBallot>[1], 'proposal' | 'config'>

  async function sign(voter: string, request: Request, proposal = id) {
    const { confirm, plans } = signing()
    const acting = await actingAs(node, voter, { folder })
    const about = { proposal: shortId(proposal), config: { accounts: {} } }
    const signed = await signBallot(acting, { ...about, ...request }, confirm)
    if (signed.how === 'planned') throw new Error('It was only planned.')
    const warnings = plans[0]?.warnings ?? []
    return { ...signed, file: signed.file as BallotFile, warnings }
  }

  async function relay(...paths: readonly string[]) {
    const acting = await actingAs(node, people.stranger, { folder })
    return relaySigned(acting, paths, options)
  }

  const tally = async (of = id) => {
    const {
      for: inFavour,
      against,
      abstain,
    } = (await readStanding(node.chain, node.book, of)).tally
    return [inFavour / thousand, against / thousand, abstain / thousand]
  }

  const nonceOf = (voter: Address) =>
    readSignerNonce(node.chain, node.book.contracts.governor, voter)

  async function edited(path: string, change: (file: Record<string, unknown>) => void) {
    const file = JSON.parse(await readFile(path, 'utf8'))
    change(file)
    const other = join(folder, 'other', 'ballot.json')
    await mkdir(dirname(other), { recursive: true })
    await writeFile(other, JSON.stringify(file))
    return other
  }

  const hows = (relayed: Awaited<ReturnType<typeof relay>>) =>
    relayed.map(({ acted }) => acted?.how ?? 'waits')

  describe('signed', () => {
    it('send nothing, and show every field and hash before they ask', async () => {
      const { confirm, plans } = signing()
      const acting = await actingAs(node, byKey(node, knownKeys.first), { folder })
      const request = { proposal: shortId(id), support: 'for', config: { accounts: {} } } as const
      const signed = await signBallot(acting, request, confirm)
      expect(signed.how).to.equal('signed')
      expect(await tally()).to.deep.equal([0n, 0n, 0n])
      expect(await nonceOf(people.first)).to.equal(0n)
      const { path } = signed as { path: string }
      const file = (await readSigned(path)) as BallotFile
      // As files were before there were overrides.
      expect(file).not.to.have.property('override')
      const { domain, message, primaryType, ...data } = file.typedData as unknown as TypedData
      const { EIP712Domain: _, ...types } = data.types
      const hashes = hashesOf({ domain, types, primaryType, message })
      expect(Object.fromEntries(plans[0]!.facts)).to.include({
        signs: 'Ballot for BallastGovernor 1, chain 31337',
        contract: node.book.contracts.governor,
        proposalId: `${id}`,
        support: '1',
        voter: people.first,
        nonce: '0',
        'domain hash': hashes.domain,
        'message hash': hashes.message,
        'what is signed': hashes.digest,
        'your votes': '800,000 BLST, fixed at the snapshot',
      })
      // Another library's check of what was written, from the file alone.
      expect(verifyTypedData(domain, typesOf({ types }), message, file.signature)).to.equal(
        people.first,
      )
    })

    it('are not written in a dry run', async () => {
      const acting = await actingAs(node, people.first, { folder })
      const request = { proposal: shortId(id), support: 'for', config: { accounts: {} } } as const
      const signed = await signBallot(acting, request, async () => 'dry run')
      expect(signed.how).to.equal('planned')
      expect((await sign(people.first, { support: 'against' })).file.nonce).to.equal('0')
    })

    it('are found again instead of being signed twice', async () => {
      const first = await sign(people.first, { support: 'for' })
      const again = await sign(people.first, { support: 'for' })
      expect(again.how).to.equal('already')
      expect(again.path).to.equal(first.path)
    })

    it('do not give the same votes twice', async () => {
      const { path } = await sign(people.first, { support: 'for' })
      const refused = await failureOf(sign(people.first, { support: 'against' }))
      expect(refused.message).to.contain(`A ballot that waits gives what is left`)
      expect(refused.message).to.contain(path)
      expect(refused.nextStep).to.contain('--nonce 0')
      const other = await sign(people.first, { support: 'against', nonce: '0' })
      expect(other.path).to.equal(path)
      await relay(path)
      expect(await tally()).to.deep.equal([0n, 800n, 0n])
    })

    it('take parts of what other ballots leave', async () => {
      await sign(people.first, { split: 'for=50%' })
      const second = await sign(people.first, { split: 'against=50%' })
      expect(second.file.nonce).to.equal('1')
      expect(second.file.split!.against).to.equal(`${200n * thousand}`)
      const third = await sign(people.first, { support: 'abstain' })
      expect(hows(await relay(...third.relay.paths))).to.deep.equal(['sent', 'sent', 'sent'])
      expect(await tally()).to.deep.equal([400n, 200n, 200n])
    })

    it('wait for a vote that is not open yet, unless they share what nobody knows', async () => {
      const later = await proposed(node, 91)
      const ballot = await sign(people.second, { support: 'for', reason: 'soon' }, later)
      expect(ballot.relay.when).to.contain('from ')
      const refused = await failureOf(sign(people.first, { split: 'for=60%' }, later))
      expect(refused.message).to.contain('nobody can tell now what a share of them is')
      const split = await sign(people.first, { split: 'for=100_000 BLST' }, later)
      const early = await failureOf(relay(ballot.path))
      expect(early.exitCode).to.equal(5)
      expect(early.message).to.contain('its vote opens at')
      await pass(node, later, 'snapshot')
      await relay(ballot.path, split.path)
      expect(await tally(later)).to.deep.equal([800n, 0n, 0n])
    })

    it('are refused to who had no votes, has none left, or names a used nonce', async () => {
      const nobody = await failureOf(sign(people.stranger, { support: 'for' }))
      expect(nobody.message).to.contain('had no votes when they were counted')
      const { path } = await sign(people.first, { support: 'for' })
      await relay(path)
      const again = await failureOf(sign(people.first, { support: 'against' }))
      expect(again.message).to.contain('has cast all its votes')
      const used = await failureOf(sign(people.first, { support: 'for', nonce: '0' }))
      expect(used.message).to.contain('The nonce 0 was used already')
      const odd = await failureOf(sign(people.first, { support: 'for', nonce: 'one' }))
      expect(odd.exitCode).to.equal(2)
    })

    it('by a signer that answers something else are not written', async () => {
      const account = nodeAccount(node.chain, people.first)
      const wrong = { ...account, signTyped: nodeAccount(node.chain, people.second).signTyped }
      const acting = await actingAs(node, wrong, { folder })
      const request = { proposal: shortId(id), support: 'for', config: { accounts: {} } } as const
      const refused = await failureOf(signBallot(acting, request, signing().confirm))
      expect(refused.message).to.contain('is no signature of')
      expect(refused.exitCode).to.equal(5)
    })
  })

  describe('relayed', () => {
    it('by somebody else count for the voter, with reason and split', async () => {
      const plain = await sign(people.first, { support: 'for' })
      const split = { split: 'for=60%,against=40%', reason: 'for those behind me' }
      const extended = await sign(people.second, split)
      const relayed = await relay(plain.path, extended.path)
      expect(hows(relayed)).to.deep.equal(['sent', 'sent'])
      expect(await tally()).to.deep.equal([1_220n, 280n, 0n])
      const { acted } = relayed[1]!
      const { shown, plan } = acted as Extract<typeof acted, { how: 'sent' }>
      expect(plan.account.address).to.equal(people.stranger)
      expect(plan.words.join('\n')).to.contain(`relay the ballot of ${people.second}`)
      expect(shown.headline).to.contain(
        `${people.second} has cast 420,000 BLST for and 280,000 BLST`,
      )
      expect(shown.facts).to.deep.include(['reason', 'for those behind me'])
    })

    it('a second time are done already, whoever relayed them', async () => {
      const { path } = await sign(people.first, { split: 'for=10%', reason: 'a part' })
      await relay(path)
      expect(hows(await relay(path))).to.deep.equal(['already'])
      const acting = await actingAs(node, people.third, { folder })
      const [again] = await relaySigned(acting, [path], options)
      expect(again!.acted!.how).to.equal('already')
      expect(await tally()).to.deep.equal([80n, 0n, 0n])
    })

    it('twice with the same split are two votes', async () => {
      const first = await sign(people.first, { split: 'for=100_000 BLST' })
      const second = await sign(people.first, { split: 'for=100_000 BLST', again: true })
      expect(second.file.nonce).to.equal('1')
      expect(hows(await relay(first.path))).to.deep.equal(['sent'])
      expect(hows(await relay(second.path))).to.deep.equal(['sent'])
      expect(await tally()).to.deep.equal([200n, 0n, 0n])
    })

    it('out of order say what comes first, and go in order when named together', async () => {
      const other = await proposed(node, 92)
      await pass(node, other, 'snapshot')
      const first = await sign(people.first, { support: 'for' })
      const second = await sign(people.first, { support: 'against' }, other)
      expect(second.facts).to.deep.include([
        'to relay',
        `after nonce 0 (${first.path}): the nonces of a signer are taken one after the other`,
      ])
      const early = await failureOf(relay(second.path))
      expect(early.exitCode).to.equal(5)
      expect(early.message).to.contain(`the next one of ${people.first} is 0`)
      expect(early.nextStep).to.contain(`ballast relay ${first.path} ${second.path}`)
      expect(hows(await relay(second.path, first.path))).to.deep.equal(['sent', 'sent'])
      expect(await tally()).to.deep.equal([800n, 0n, 0n])
      expect(await tally(other)).to.deep.equal([0n, 800n, 0n])
    })

    it('have one order in a workspace, whatever folders they lie in', async () => {
      const other = await proposed(node, 94)
      await pass(node, other, 'snapshot')
      const out = (name: string) => join(folder, 'proposals', name, 'ballot.json')
      const first = await sign(people.first, { support: 'for', out: out('one') })
      const second = await sign(people.first, { support: 'for', out: out('two') }, other)
      const third = await sign(people.second, { support: 'for' }, other)
      expect([first, second, third].map(({ file }) => file.nonce)).to.deep.equal(['0', '1', '0'])
      const early = await failureOf(relay(second.path))
      expect(early.nextStep).to.contain(`ballast relay ${first.path} ${second.path}`)
    })

    it('have one order also when one is signed by the id, or put outside of the workspace', async () => {
      const other = await proposed(node, 95)
      const third = await proposed(node, 96)
      await pass(node, third, 'snapshot')
      const elsewhere = join(await temporaryFolder(), 'ballot.json')
      const next = join(folder, 'proposals', 'next', 'ballot.json')
      const first = await sign(people.first, { support: 'for', out: next })
      const byId = await sign(people.first, { support: 'for' }, other)
      const outside = await sign(people.first, { support: 'for', out: elsewhere }, third)
      const nonces = [first, byId, outside].map(({ file }) => file.nonce)
      expect(nonces).to.deep.equal(['0', '1', '2'])
      expect(byId.path).to.contain(`${folder.split('/').at(-1)}/ballots/`)
      expect(byId.warnings.join()).not.to.contain('apart')
      expect(outside.warnings.at(-1)).to.contain('lies apart').and.to.contain('--nonce 3')
      const files = [first.path, byId.path, outside.path]
      expect(outside.relay.paths).to.deep.equal(files)
      expect(hows(await relay(...files))).to.deep.equal(['sent', 'sent', 'sent'])
      expect(await tally(third)).to.deep.equal([800n, 0n, 0n])
    })

    it('on a vote that has ended hold no place in it', async () => {
      const ended = await sign(people.first, { support: 'for' })
      await pass(node, id, 'deadline')
      const next = await proposed(node, 97)
      await pass(node, next, 'snapshot')
      const ballot = await sign(people.first, { support: 'for' }, next)
      expect([ended, ballot].map(({ file }) => file.nonce)).to.deep.equal(['0', '0'])
      expect(ballot.warnings.join()).not.to.contain('same nonce')
      expect(hows(await relay(...ballot.relay.paths))).to.deep.equal(['sent'])
    })

    it('that were copied are one', async () => {
      const first = await sign(people.first, { split: 'for=60%' })
      const copy = join(folder, 'proposals', 'next', 'copy.json')
      await mkdir(dirname(copy), { recursive: true })
      await writeFile(copy, await readFile(first.path, 'utf8'))
      const second = await sign(people.first, { split: 'for=50%' })
      expect(second.file.split!.for).to.equal(`${160n * thousand}`)
      expect(second.relay.paths).to.deep.equal([first.path, second.path])
    })

    it('in a dry run show the first, and name what waits for it', async () => {
      const one = await sign(people.first, { split: 'for=10%' })
      const two = await sign(people.first, { split: 'for=20%' })
      const acting = await actingAs(node, people.stranger, { folder })
      const relayed = await relaySigned(acting, [two.path, one.path], {
        ...options,
        confirm: async () => 'dry run',
      })
      expect(hows(relayed)).to.deep.equal(['planned', 'waits'])
      expect(relayed[1]).to.deep.include({ path: two.path, after: one.path })
      expect(await tally()).to.deep.equal([0n, 0n, 0n])
    })

    it('until somebody stops say which were', async () => {
      const one = await sign(people.first, { support: 'for' })
      const two = await sign(people.second, { support: 'for' })
      const acting = await actingAs(node, people.stranger, { folder })
      const refusal = new UsageError('You did not agree; nothing was sent.', 'Say yes.')
      const plans: unknown[] = []
      const confirm: typeof options.confirm = async (plan) => {
        if (plans.push(plan) > 1) throw refusal
        return 'send'
      }
      const stopped = await failureOf(
        relaySigned(acting, [one.path, two.path], { ...options, confirm }),
      )
      const [of, before, first, ...more] = stopped.message.split('\n')
      expect(of).to.equal(`${two.path}: ${refusal.message}`)
      expect(before).to.equal('1 file relayed before that:')
      expect(first)
        .to.match(/transaction 0x[0-9a-f]{64}$/)
        .and.to.contain(`  ${one.path}  `)
      expect(more).to.deep.equal([])
      expect([stopped.exitCode, stopped.nextStep]).to.deep.equal([2, 'Say yes.'])
      expect(await tally()).to.deep.equal([800n, 0n, 0n])
      // Where none was sent, the refusal says all.
      const again = { ...options, confirm: async () => Promise.reject(refusal) }
      expect(await failureOf(relaySigned(acting, [one.path, two.path], again))).to.equal(refusal)
    })

    it('after the voter has voted the same itself are done, otherwise refused', async () => {
      const { path } = await sign(people.first, { support: 'for' })
      const other = await sign(people.first, {
        support: 'against',
        nonce: '0',
        out: `${folder}/x.json`,
      })
      const { voteOnProposal } = await import('../../cli/workflows/voteOnProposal.ts')
      const voter = await actingAs(node, people.first)
      await voteOnProposal(voter, { proposal: shortId(id), support: 'for' }, options)
      expect(hows(await relay(path))).to.deep.equal(['already'])
      const refused = await failureOf(relay(other.path))
      expect(refused.message).to.contain('has cast all its votes')
    })

    it('whose nonce went to another ballot can never be', async () => {
      const { path } = await sign(people.first, { split: 'for=10%' })
      const out = join(folder, 'replacement.json')
      const other = await sign(people.first, { split: 'for=20%', nonce: '0', out })
      await relay(other.path)
      const refused = await failureOf(relay(path))
      expect(refused.message).to.contain('is used, and the chain does not show')
      expect(refused.exitCode).to.equal(5)
    })
  })

  describe('that were tampered with are refused before anything is sent', () => {
    let path: string
    beforeEach(async () => {
      path = (await sign(people.first, { split: 'for=60%,against=40%', reason: 'mine' })).path
    })

    for (const [what, change, words] of [
      [
        'with another support',
        (file: Record<string, unknown>) => {
          file['split'] = null
          file['support'] = 'for'
        },
        'is not what was signed',
      ],
      [
        'with another reason',
        (file: Record<string, unknown>) => {
          file['reason'] = 'yours'
        },
        'is not what was signed',
      ],
      [
        'with another nonce',
        (file: Record<string, unknown>) => {
          file['nonce'] = '1'
        },
        'is not what was signed',
      ],
      [
        'for another chain',
        (file: Record<string, unknown>) => {
          file['chainId'] = 1
        },
        'is for chain 1',
      ],
      [
        'for another governor',
        (file: Record<string, unknown>) => {
          file['governor'] = file['voter']
        },
        'is for the Governor',
      ],
      [
        'of another form',
        (file: Record<string, unknown>) => {
          file['form'] = 'bravo'
        },
        'of the form bravo',
      ],
      [
        'signed by somebody else',
        (file: Record<string, unknown>) => {
          file['signature'] = `0x${'11'.repeat(64)}1b`
        },
        'is not that of',
      ],
      [
        'with a signature of another length',
        (file: Record<string, unknown>) => {
          file['signature'] = '0x1234'
        },
        'is not that of',
      ],
      [
        'with a member more',
        (file: Record<string, unknown>) => {
          file['extra'] = 1
        },
        'is no ballot',
      ],
      [
        'without a signature',
        (file: Record<string, unknown>) => {
          delete file['signature']
        },
        'signature is missing or wrong',
      ],
    ] as const) {
      it(what, async () => {
        const refused = await failureOf(relay(await edited(path, change)))
        expect(refused.message).to.contain(words)
        expect(refused.exitCode).to.equal(2)
        expect(await tally()).to.deep.equal([0n, 0n, 0n])
      })
    }

    it('with another voter and everything rewritten to fit', async () => {
      const other = await edited(path, (file) => {
        file['voter'] = people.second
        const data = file['typedData'] as { message: Record<string, unknown> }
        data.message['voter'] = people.second.toLowerCase()
      })
      const refused = await failureOf(relay(other))
      expect(refused.message).to.contain(`is not that of ${people.second}`)
    })

    it('while the good ones beside them are not sent either', async () => {
      const good = await sign(people.second, { support: 'for' })
      const bad = await edited(path, (file) => {
        file['reason'] = 'yours'
      })
      await failureOf(relay(good.path, bad))
      expect(await tally()).to.deep.equal([0n, 0n, 0n])
    })
  })

  it('of another chain, unchanged, are refused with where they belong', async () => {
    const { path } = await sign(people.second, { support: 'for' })
    const acting = await actingAs(node, people.guardian, { folder })
    const book = { ...acting.protocol.book, chainId: 1 }
    const elsewhere = { ...acting, protocol: { ...acting.protocol, network: 'mainnet', book } }
    const failure = await failureOf(relaySigned(elsewhere, [path], options))
    expect(failure.exitCode).to.equal(2)
    expect(failure.message).to.contain('is for chain 31337; the network mainnet is chain 1.')
    expect(failure.nextStep).to.contain('--network; it was written for "local"')
  })

  it('that do not exist, or are something else, are named', async () => {
    expect((await failureOf(relay(join(folder, 'none.json')))).message).to.contain(
      'There is no file',
    )
    const other = join(folder, 'other.json')
    await writeFile(other, '{"schema":"ballast.report/1"}')
    expect((await failureOf(relay(other))).message).to.contain('is no ballot and no delegation')
  })

  describe('of a contract wallet', () => {
    // The wallet is a stand-in: one owner, whose signature it accepts.
    let wallet: Address
    let vote: bigint
    beforeEach(async () => {
      const tokens = 5n * thousand
      wallet = await contractVoter(node, people.third, { from: people.deployer, tokens })
      vote = await proposed(node, 93)
      await pass(node, vote, 'snapshot')
    })

    it('are signed by its owner and accepted by the wallet itself', async () => {
      const signed = await sign(people.third, { support: 'against', voter: wallet }, vote)
      expect(signed.file.voter).to.equal(wallet)
      const [relayed] = await relay(signed.path)
      const { acted } = relayed!
      const { plan } = acted as Extract<typeof acted, { how: 'sent' }>
      expect(plan.facts).to.deep.include(['signature', 'the contract accepts it (ERC-1271)'])
      expect(await tally(vote)).to.deep.equal([0n, 5n, 0n])
    })

    it('are refused to everybody else', async () => {
      const refused = await failureOf(sign(people.second, { support: 'for', voter: wallet }, vote))
      expect(refused.message).to.contain(`The contract ${wallet} does not accept the signature`)
      const noContract = { support: 'for', voter: people.first } as const
      expect((await failureOf(sign(people.second, noContract, vote))).message).to.contain(
        'is no contract, so nobody else can sign for it',
      )
    })
  })
})
