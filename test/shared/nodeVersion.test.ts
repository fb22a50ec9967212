import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { oldestNode, requireNode } from '../../cli/shared/nodeVersion.ts'

describe('requireNode', () => {
  for (const version of ['22.13.0', '22.20.1', '23.0.0', '24.4.0', '100.0.0']) {
    it(`takes ${version}`, () => {
      expect(() => requireNode(version)).not.to.throw()
    })
  }

  for (const version of ['8.17.0', '18.20.8', '20.20.2', '22.12.9']) {
    it(`refuses ${version} with a next step, as wrong usage`, () => {
      expect(() => requireNode(version))
        .to.throw(`Ballast needs Node 22.13 or newer; this is Node ${version}.`)
        .that.includes({ name: 'UsageError', exitCode: 2 })
        .and.has.property('nextStep')
        .that.matches(/^Install a newer one/)
    })
  }

  it('asks for what package.json promises', () => {
    const url = new URL('../../package.json', import.meta.url)
    const { engines } = JSON.parse(readFileSync(url, 'utf8')) as { engines: { node: string } }
    expect(engines.node).to.equal(`>=${oldestNode}`)
  })
})
