import { expect } from 'chai'
import { assertOnly } from '../../cli/governance/assertOnly.ts'
import type { AccountDiff, TracedCall, TracedEvent } from '../../cli/governance/proposal.ts'
import { attacker, book, head, prepare } from './demo.ts'
import { diff, dryRunOf, event, type Happening } from './execution.ts'

const { accessManager, governor, ledger, timelock } = book.contracts
const short = `0x1234\u2026${attacker.slice(-4)}`

const unknown = event(attacker, 'Surprise()', [])
const nameless: TracedEvent = { address: attacker, topics: [], data: '0x' }
const moved = event(attacker, 'Transfer(address indexed from, address indexed to, uint256 value)', [
  timelock,
  attacker,
  1,
])
const slots = diff(attacker).slots

/** One raw call of a target for each list of declarations. */
const rawCalls = (target: string, ...declarations: readonly string[]) =>
  prepare(
    `${head}calls:\n${declarations
      .map(
        (kinds) =>
          `  - { target: "${target}", signature: f(), because: x, declares: [${kinds}] }\n`,
      )
      .join('')}`,
  )

/** What is undeclared when these raw calls do that and leave this account changed. */
function found(
  prepared: ReturnType<typeof prepare>,
  happenings: readonly Happening[],
  changed: AccountDiff,
): readonly string[] {
  const { proposal, changes } = prepared
  const dry = dryRunOf(prepared, happenings)
  const diffs = [...dry.diffs.filter(({ address }) => address !== changed.address), changed]
  const verdict = assertOnly({ dryRun: { ...dry, diffs }, proposal, changes, book })
  return verdict.undeclared.map(({ kind, words }) => `${kind}: ${words}`)
}

const silentWrite = `storage: writes 1 slot of ${short} without telling what`

describe('a raw call that hides what it writes', () => {
  describe('behind an event that nobody knows', () => {
    for (const [name, log] of [
      ['one without a name', nameless],
      ['one with a name', unknown],
    ] as const) {
      it(`must declare a permission for the storage: ${name}`, () => {
        const happenings = [{ events: [log] }]
        expect(found(rawCalls(attacker, ''), happenings, diff(attacker))).to.deep.equal([
          silentWrite,
        ])
        expect(found(rawCalls(attacker, 'permission'), happenings, diff(attacker))).to.deep.equal(
          [],
        )
      })
    }

    it('is explained by no declaration of another kind', () => {
      const happenings = [{ events: [unknown] }]
      expect(
        found(rawCalls(attacker, 'tokenMovement, code'), happenings, diff(attacker)),
      ).to.deep.equal([silentWrite])
    })

    it('has both named when the contract is one of ours, whose events all have a row', () => {
      const log = event(accessManager, 'Surprise()', [])
      const words = found(rawCalls('accessManager', ''), [{ events: [log] }], diff(accessManager))
      expect(words).to.have.length(2)
      expect(words[0]).to.match(/^event: writes the event .+ on accessManager$/)
      expect(words[1]).to.equal('storage: writes 1 slot of accessManager without telling what')
    })

    it('writes nothing: then it may tell about itself', () => {
      const untouched = diff(attacker, {})
      expect(found(rawCalls(attacker, ''), [{ events: [unknown] }], untouched)).to.deep.equal([])
    })
  })

  describe('behind another call of the same contract', () => {
    it('must declare the permission itself', () => {
      expect(found(rawCalls(attacker, 'permission', ''), [{}, {}], diff(attacker))).to.deep.equal([
        silentWrite,
      ])
      expect(
        found(rawCalls(attacker, 'permission', 'permission'), [{}, {}], diff(attacker)),
      ).to.deep.equal([])
    })

    it('is not covered by what the other call tells openly', () => {
      const happenings = [{ events: [moved] }, {}]
      expect(
        found(rawCalls(attacker, 'tokenMovement', ''), happenings, diff(attacker)),
      ).to.deep.equal([silentWrite])
      expect(
        found(rawCalls(attacker, 'tokenMovement', 'permission'), happenings, diff(attacker)),
      ).to.deep.equal([])
    })

    it('must declare the code itself', () => {
      const changed = diff(attacker, { codeChanged: true })
      const words = `code: changes the code of ${short}`
      expect(found(rawCalls(attacker, 'code', ''), [{}, {}], changed)).to.deep.equal([words])
      expect(found(rawCalls(attacker, 'code', 'code'), [{}, {}], changed)).to.deep.equal([])
    })

    it('must declare the ETH itself', () => {
      const spend: TracedCall = {
        kind: 'CALL',
        depth: 0,
        from: attacker,
        to: attacker,
        value: 10n ** 18n,
        input: '0x',
      }
      const happenings = [{ calls: [spend] }, {}]
      const untouched = diff(attacker, {})
      expect(found(rawCalls(attacker, 'tokenMovement', ''), happenings, untouched)).to.deep.equal([
        `tokenMovement: sends 1 ETH from ${short} to ${short}`,
      ])
      expect(
        found(rawCalls(attacker, 'tokenMovement', 'tokenMovement'), happenings, untouched),
      ).to.deep.equal([])
    })
  })

  describe('in a contract that it creates', () => {
    const created = diff(attacker, { nonceChanged: true })

    it('is betrayed by the nonce of the creator', () => {
      expect(found(rawCalls(attacker, ''), [{}], created)).to.deep.equal([
        `code: creates a contract from ${short}`,
      ])
      expect(found(rawCalls(attacker, 'code'), [{}], created)).to.deep.equal([])
    })

    it('counts once where the code of the account itself is new', () => {
      const both = diff(attacker, { nonceChanged: true, codeChanged: true })
      expect(found(rawCalls(attacker, ''), [{}], both)).to.deep.equal([
        `code: changes the code of ${short}`,
      ])
    })

    it('is named for our own contracts too', () => {
      const grown = diff(governor, { nonceChanged: true, slots })
      expect(found(rawCalls('ledger', ''), [{}], grown)).to.deep.equal([
        'code: creates a contract from governor',
      ])
    })
  })

  it('is told openly by a known event of our own contract that it declares', () => {
    const label = event(accessManager, 'RoleLabel(uint64 indexed roleId, string label)', [1, 'x'])
    expect(
      found(rawCalls('accessManager', 'permission'), [{ events: [label] }], diff(accessManager)),
    ).to.deep.equal([])
    expect(found(rawCalls('ledger', ''), [{}], diff(ledger))).to.have.length(1)
  })
})
