import { expect } from 'chai'
import type { Evidence, Finding, Status } from '../../../cli/governance/checks/check.ts'
import { checks, runChecks, verdictOf } from '../../../cli/governance/checks/runChecks.ts'
import { evidenceOf } from './evidence.ts'

const { chain, proposals, dryRun, risk, ...calls } = evidenceOf()
const value = <T>(item: T) => ({ kind: 'value' as const, value: item })
const gone = { kind: 'unreachable', why: 'the node is down' } as const

const whole: Evidence = {
  ...calls,
  chain: value(chain),
  proposals: value(proposals),
  dryRun: value(dryRun),
  risk: value(risk),
}

const statuses = (evidence: Evidence) =>
  Object.fromEntries(runChecks(evidence).findings.map(({ check, status }) => [check, status]))

const namesThatNeed = (need: string) =>
  checks.filter(({ needs }) => (needs as readonly string[]).includes(need)).map(({ name }) => name)

describe('runChecks', () => {
  it('asks every check, in order, when all evidence is there', () => {
    const { findings, notRun } = runChecks(whole)
    expect(findings.map(({ check }) => check)).to.deep.equal([
      'declared-only',
      'lifecycle',
      'newly-liquidatable',
      'bad-debt',
      'price-state',
      'caps-in-use',
      'magnitude',
      'known-targets',
      'gas-limit',
      'open-proposals',
    ])
    expect(new Set(findings.map(({ status }) => status))).to.deep.equal(new Set(['pass']))
    expect(notRun).to.deep.equal([])
  })

  it('gives every check a name and a title of its own', () => {
    expect(new Set(checks.map(({ name }) => name)).size).to.equal(checks.length)
    expect(new Set(checks.map(({ title }) => title)).size).to.equal(checks.length)
  })

  it('lists what was not asked for as not run, with what it needs', () => {
    const { findings, notRun } = runChecks(calls)
    expect(findings.map(({ check }) => check)).to.deep.equal(['magnitude', 'known-targets'])
    expect(notRun.map(({ check, needs }) => [check, needs])).to.deep.equal([
      ['declared-only', ['dryRun']],
      ['lifecycle', ['dryRun']],
      ['newly-liquidatable', ['risk']],
      ['bad-debt', ['risk']],
      ['price-state', ['chain']],
      ['caps-in-use', ['chain']],
      ['gas-limit', ['dryRun']],
      ['open-proposals', ['proposals']],
    ])
  })

  for (const need of ['chain', 'proposals', 'dryRun', 'risk'] as const) {
    it(`makes every check on ${need} inconclusive, never green, when it is unreachable`, () => {
      const { findings, notRun } = runChecks({ ...whole, [need]: gone })
      expect(notRun).to.deep.equal([])
      const hit = findings.filter(({ status }) => status === 'inconclusive')
      expect(hit.map(({ check }) => check)).to.deep.equal(namesThatNeed(need))
      expect(hit.length).to.be.above(0)
      for (const { summary } of hit) {
        expect(summary).to.equal('Could not be checked: the node is down')
      }
    })
  }

  it('hands each check the evidence it was given', () => {
    const doubtful = value({
      prices: [{ market: 'M', feed: 'F', state: 'DOWN' as const }],
      uses: [],
    })
    expect(statuses({ ...whole, chain: doubtful })).to.include({
      'price-state': 'inconclusive',
      'declared-only': 'pass',
    })
  })
})

describe('verdictOf', () => {
  const found = (...all: readonly Status[]): readonly Finding[] =>
    all.map((status, i) => ({ check: `c${i}`, title: '', status, summary: '', facts: [] }))

  const cases: readonly (readonly [readonly Status[], Status])[] = [
    [[], 'pass'],
    [['pass', 'pass'], 'pass'],
    [['pass', 'warn'], 'warn'],
    [['warn', 'inconclusive', 'pass'], 'inconclusive'],
    [['inconclusive', 'fail', 'warn'], 'fail'],
  ]
  for (const [all, verdict] of cases) {
    it(`is ${verdict} for ${all.length === 0 ? 'no finding' : all.join(', ')}`, () => {
      expect(verdictOf(found(...all), [])).to.equal(verdict)
    })
  }

  it('counts an accepted inconclusive check as a warning', () => {
    expect(verdictOf(found('pass', 'inconclusive'), ['c1'])).to.equal('warn')
  })

  it('accepts by name: another inconclusive check still counts', () => {
    expect(verdictOf(found('inconclusive', 'inconclusive'), ['c1'])).to.equal('inconclusive')
  })

  it('accepts no failure', () => {
    expect(verdictOf(found('fail'), ['c0'])).to.equal('fail')
  })
})
