import { join } from 'node:path'
import { expect } from 'chai'
import { projectFolder } from '../support/projectFolder.ts'
import { runCli } from '../support/runCli.ts'

const fixtures = join(projectFolder, 'test', 'governance', 'fixtures')

/** What each proposal hides behind one declared threshold change, and the words that must name it. */
const smuggled = {
  'grants-role': { kind: 'permission', names: /grants role .+ to 0x/ },
  'touches-other-market': { kind: 'parameter', names: /changes WBTC-A \w+ .+ → / },
  'swaps-price-source': { kind: 'priceSource', names: /replaces the price sources of WETH\/USD/ },
  'changes-quorum': { kind: 'governance', names: /changes quorumNumerator 10 % → / },
} as const

describe('a proposal that does more than it declares', () => {
  for (const [name, { kind, names }] of Object.entries(smuggled)) {
    it(`is refused by name when it ${name.replaceAll('-', ' ')}`, async () => {
      const run = await runCli(['check', join(fixtures, 'smuggling', name), '--json'])
      expect(run.exitCode, run.stderr).to.equal(3)
      const answer = JSON.parse(run.stdout)
      expect(answer.decision).to.equal('fail')
      const finding = answer.findings.find(
        (one: { check: string }) => one.check === 'declared-only',
      )
      expect(finding.status).to.equal('fail')
      expect(answer.undeclared.map((effect: { kind: string }) => effect.kind)).to.include(kind)
      expect(finding.facts.join('\n')).to.match(names)
    })

    it(`passes clean in its benign twin (${name})`, async () => {
      const run = await runCli(['check', join(fixtures, 'benign', name), '--json'])
      expect(run.exitCode, `${run.stderr}${run.stdout}`).to.equal(0)
      const answer = JSON.parse(run.stdout)
      expect(answer.undeclared).to.deep.equal([])
      expect(answer.decision).to.equal('pass')
    })
  }
})
