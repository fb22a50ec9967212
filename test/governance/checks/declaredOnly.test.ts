import { expect } from 'chai'
import { declaredOnly } from '../../../cli/governance/checks/declaredOnly.ts'
import type { Effect, EffectKind } from '../../../cli/governance/effects.ts'
import { head, type Prepared, prepare } from '../demo.ts'
import { dryRunOf } from '../execution.ts'
import { evidenceOf, reverted, sound, withDryRun } from './evidence.ts'

const effect = (kind: EffectKind, words: string, declared: boolean): Effect => ({
  kind,
  subject: 'ledger',
  words,
  declared,
})

const judge = (
  explained: readonly Effect[],
  undeclared: readonly Effect[] = [],
  prepared: Prepared = sound(),
) =>
  declaredOnly.judge(
    evidenceOf(
      { dryRun: { dryRun: dryRunOf(prepared, []), verdict: { explained, undeclared } } },
      prepared,
    ),
  )

const declaring = (kinds: string) =>
  prepare(
    `${head}calls:\n  - { target: ledger, signature: "accrue(bytes32)", args: ["0x${'11'.repeat(32)}"], because: x, declares: [${kinds}] }\n`,
  )

describe('the check declared-only', () => {
  const raises = effect('parameter', 'raises the threshold', true)
  const grants = effect('permission', 'grants a role', false)

  it('passes with the explained effects as facts when there is nothing else', () => {
    const { status, facts } = judge([raises])
    expect({ status, facts }).to.deep.equal({ status: 'pass', facts: ['raises the threshold'] })
  })

  it('fails on a single undeclared effect and names it alone', () => {
    expect(judge([raises], [grants])).to.deep.equal({
      status: 'fail',
      summary: '1 undeclared effect.',
      facts: ['grants a role'],
    })
  })

  it('fails although another effect of the same kind is openly declared', () => {
    const declared = effect('permission', 'grants another role', true)
    const { status, facts } = judge([declared], [grants], declaring('permission'))
    expect({ status, facts }).to.deep.equal({ status: 'fail', facts: ['grants a role'] })
  })

  it('warns of a sensitive effect that the file openly declares, and of that alone', () => {
    const granted = effect('permission', 'grants a role', true)
    const { status, facts } = judge([raises, granted], [], declaring('permission'))
    expect({ status, facts }).to.deep.equal({ status: 'warn', facts: ['grants a role'] })
  })

  it('passes when a declared kind of effect did not happen', () => {
    expect(judge([raises], [], declaring('permission, listing')).status).to.equal('pass')
  })

  it('fails when the execution reverts, whatever the verdict says', () => {
    const { status, facts } = declaredOnly.judge(reverted)
    expect({ status, facts }).to.deep.equal({ status: 'fail', facts: ['LedgerUnknownMarket(7)'] })
  })

  it('is inconclusive when it could not be run at all', () => {
    const { status, facts } = declaredOnly.judge(
      withDryRun({ outcome: { kind: 'notRun', reason: 'it calls the governor' } }),
    )
    expect({ status, facts }).to.deep.equal({
      status: 'inconclusive',
      facts: ['it calls the governor'],
    })
  })
})
