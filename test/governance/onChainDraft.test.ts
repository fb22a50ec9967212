import { expect } from 'chai'
import { Interface, id } from 'ethers'
import type { PlainCall } from '../../cli/governance/callRow.ts'
import { defaultRisk } from '../../cli/governance/draftRisk.ts'
import {
  asSubmitted,
  type OnChainProposal,
  readOnChain,
} from '../../cli/governance/onChainDraft.ts'
import { attacker, book, head, parameters, prepare } from './demo.ts'

const market = new Interface([
  'function tighten(bytes32 id, (uint8 parameter, uint256 value)[] settings)',
  'function relax(bytes32 id, (uint8 parameter, uint256 value)[] settings)',
])
const governor = new Interface(['function updateQuorumNumerator(uint256 newQuorumNumerator)'])
const access = new Interface(['function grantRole(uint64, address, uint32)'])
const [weth, , wbtc] = book.markets
const { ledger, accessManager } = book.contracts

const to = (target: string, calldata: string, value = 0n): PlainCall => ({
  target,
  calldata,
  value,
})
const relax = (of: string, ...settings: readonly (readonly [number, bigint])[]) =>
  to(ledger, market.encodeFunctionData('relax', [of, settings]))
const quorum = (percent: bigint) =>
  to(book.contracts.governor, governor.encodeFunctionData('updateQuorumNumerator', [percent]))

const onChain = (
  calls: readonly PlainCall[],
  description: string | undefined = '# A title\n\nWhy.',
): OnChainProposal => ({
  id: 7n,
  handle: '0x00000007',
  calls,
  descriptionHash: id(description ?? ''),
  description,
})
const read = (calls: readonly PlainCall[], description?: string) =>
  readOnChain(onChain(calls, description), parameters(), { book, risk: defaultRisk })
const changesOf = (calls: readonly PlainCall[]) =>
  read(calls).changes.map(({ subject, spec, before, after, direction }) => [
    `${subject} ${spec.key}`,
    before.stored,
    after,
    direction,
  ])
/** What is not a change must be a raw call that declares nothing. */
const isRaw = (call: PlainCall) => {
  const { draft, changes, proposal } = read([call])
  expect(changes).to.deep.equal([])
  expect(draft.calls.map(({ declares }) => declares)).to.deep.equal([[]])
  return proposal.calls[0]!.origin.kind === 'raw'
}

describe('readOnChain', () => {
  it('reads setters of the catalogue as declared changes beside the values of the chain', () => {
    expect(changesOf([relax(weth!.id, [1, 8_200n], [2, 900n]), quorum(8n)])).to.deep.equal([
      ['WETH-A liquidationThreshold', 8_000n, 8_200n, 'relaxes'],
      ['WETH-A liquidationPenalty', 800n, 900n, 'neutral'],
      ['governor quorumNumerator', 10n, 8n, 'relaxes'],
    ])
  })

  it('reads back what a file was encoded to', () => {
    const file = prepare(`${head}changes:
  - { market: WBTC-A, parameter: debtCeiling, to: 1_000_000 bUSD }
  - { feed: WETH/USD, parameter: maxAge, to: 30 min }
`)
    const back = read(file.proposal.calls)
    const plain = ({ place: _, ...change }: (typeof back.changes)[number]) => change
    expect(back.changes.map(plain)).to.deep.equal(file.changes.map(plain))
    expect(back.draft.calls).to.deep.equal([])
  })

  it('keeps calls, hash and id as the chain has them', () => {
    const calls = [relax(weth!.id, [1, 8_200n])]
    const { proposal } = read(calls)
    expect(proposal).to.include({
      id: 7n,
      slug: '0x00000007',
      descriptionHash: id('# A title\n\nWhy.'),
    })
    expect(proposal.calls[0]).to.deep.include(calls[0])
    expect(proposal.calls[0]!.words).to.equal('relax WETH-A: set liquidationThreshold 82 %')
  })

  it('takes a value that is already set for unchanged', () => {
    expect(changesOf([relax(weth!.id, [1, 8_000n])])).to.deep.equal([
      ['WETH-A liquidationThreshold', 8_000n, 8_000n, 'unchanged'],
    ])
  })

  it('ends at the last value of a parameter that is set twice', () => {
    const twice = [relax(wbtc!.id, [1, 8_100n]), relax(wbtc!.id, [1, 8_200n])]
    expect(changesOf(twice)).to.deep.equal([
      ['WBTC-A liquidationThreshold', 8_000n, 8_200n, 'relaxes'],
    ])
  })

  it('declares nothing on behalf of any other call', () => {
    const grant = to(accessManager, access.encodeFunctionData('grantRole', [0n, attacker, 0]))
    expect(isRaw(grant)).to.equal(true)
    expect(isRaw(to(attacker, '0xdeadbeef'))).to.equal(true)
    expect(isRaw(to(attacker, '0x', 10n ** 18n))).to.equal(true)
  })

  describe('takes no call for a change', () => {
    const good = relax(weth!.id, [1, 8_200n])
    const bad: Readonly<Record<string, PlainCall>> = {
      'that sends ETH along': { ...good, value: 1n },
      'with bytes behind the arguments': { ...good, calldata: `${good.calldata}00` },
      'on another contract': { ...good, target: attacker },
      'of a market that nobody knows': relax(id('no market'), [1, 8_200n]),
      'with a member that does not exist': relax(weth!.id, [1, 8_200n], [42, 1n]),
      'with a member twice': relax(weth!.id, [1, 8_100n], [1, 8_200n]),
      'with members out of order': relax(weth!.id, [2, 900n], [1, 8_200n]),
      'with an empty tuple': relax(weth!.id),
      'with a value that no file may write': quorum(0n),
    }
    for (const [name, call] of Object.entries(bad)) {
      it(name, () => {
        expect(isRaw(call)).to.equal(true)
      })
    }
  })

  describe('on the announced text', () => {
    const wordsOf = (description: string) => {
      const { title, summary } = read([quorum(8n)], description).draft
      return { title, summary }
    }

    it('takes the first heading for the title, and all the rest for the summary', () => {
      expect(wordsOf('Foreword\n# The title\r\nFirst.\n\nLast.')).to.deep.equal({
        title: 'The title',
        summary: 'Foreword\nFirst.\n\nLast.',
      })
    })

    it('takes the first line where there is no heading', () => {
      expect(wordsOf('\n#hashtag only\nmore').title).to.equal('#hashtag only')
    })

    it('keeps claims and suffixes in sight', () => {
      const claim = `ballast-source: ${id('x')}`
      expect(wordsOf(`# T\n\n${claim}\n\n#proposer=0x12`).summary).to.equal(
        `${claim}\n\n#proposer=0x12`,
      )
    })

    it('makes it printable: no cursor moves, nothing is reordered, a title has an end', () => {
      const { title, summary } = wordsOf(`# a\u001b[2Jb\u202e\n\nc\u0007\td`)
      expect(title).to.equal('a\\u{1b}[2Jb\\u{202e}')
      expect(summary).to.equal('c\\u{7}  d')
      expect(wordsOf(`# ${'x'.repeat(9_999)}`).title).to.have.length(120)
    })

    it('says so when the node does not have it, or when it is empty', () => {
      expect(wordsOf('').title).to.equal('Proposal 0x00000007')
      const { draft } = readOnChain(
        { ...onChain([quorum(8n)]), description: undefined },
        parameters(),
        {
          book,
          risk: defaultRisk,
        },
      )
      expect(draft.title).to.equal('Proposal 0x00000007')
      expect(draft.summary).to.contain('does not have the event')
    })
  })
})

describe('asSubmitted', () => {
  const file = prepare(
    `${head}changes:\n  - { market: WETH-A, parameter: liquidationThreshold, to: 82% }\n`,
  )

  it('has the bytes, text and id of the chain, and says what those bytes do', () => {
    const stored = to(ledger, market.encodeFunctionData('tighten', [weth!.id, [[1, 8_200n]]]))
    const submitted = asSubmitted(file.proposal, onChain([stored], 'text\n\n#proposer=0x1'), book)
    expect(submitted).to.include({ id: 7n, description: 'text\n\n#proposer=0x1', slug: 'demo' })
    expect(submitted.calls[0]!.calldata).to.equal(stored.calldata)
    expect(submitted.calls[0]!.words).to.equal('tighten WETH-A: set liquidationThreshold 82 %')
    expect(submitted.calls[0]!.origin).to.equal(file.proposal.calls[0]!.origin)
  })

  it('leaves calls that are the same as they are', () => {
    const submitted = asSubmitted(file.proposal, onChain(file.proposal.calls), book)
    expect(submitted.calls).to.deep.equal(file.proposal.calls)
  })
})
