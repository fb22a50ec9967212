import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { adviceByCheck, adviceOf } from '../../../cli/governance/checks/advice.ts'
import { checks } from '../../../cli/governance/checks/runChecks.ts'

const finding = (check: string, status: 'pass' | 'warn' | 'fail' | 'inconclusive') => ({
  check,
  status,
  title: '',
  summary: '',
  facts: [],
})

/** The file of each check, whose judgements are written out in it. */
const files: Readonly<Record<string, string>> = {
  'declared-only': 'declaredOnly',
  lifecycle: 'lifecycle',
  'newly-liquidatable': 'newlyLiquidatable',
  'bad-debt': 'badDebt',
  'price-state': 'priceState',
  'caps-in-use': 'capsInUse',
  magnitude: 'magnitude',
  'known-targets': 'knownTargets',
  'gas-limit': 'gasLimit',
  'open-proposals': 'openProposals',
}

describe('the advice beside a finding', () => {
  it('knows every check and no other', () => {
    expect(Object.keys(adviceByCheck)).to.have.members(checks.map(({ name }) => name))
  })

  for (const { name, needs } of checks) {
    it(`has a word for every answer of ${name} but a pass`, async () => {
      const folder = join(import.meta.dirname, '../../../cli/governance/checks')
      const text = await readFile(join(folder, `${files[name]}.ts`), 'utf8')
      const given = (['warn', 'fail', 'inconclusive'] as const).filter(
        (status) =>
          new RegExp(`\\b${status}\\(`).test(text) ||
          (status === 'inconclusive' && canBeMissing(needs)),
      )
      for (const status of given) expect(adviceOf(finding(name, status)), status).to.be.a('string')
    })
  }

  it('says nothing about what passes', () => {
    expect(adviceOf(finding('lifecycle', 'pass'))).to.equal(undefined)
  })
})

/** Evidence that may be out of reach makes a check inconclusive whatever it would judge. */
const canBeMissing = (needs: readonly string[]): boolean =>
  needs.some((need) => need === 'proposals' || need === 'risk')
