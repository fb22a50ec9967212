import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { projectFolder } from '../support/projectFolder.ts'
import { importersOf, targetsOf } from './importers.ts'
import type { SyntaxNode } from './syntax.ts'
import { testsOf } from './testTable.ts'

const inProject = (folder: string, pattern: RegExp): readonly string[] =>
  readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => pattern.test(name))
    .sort()

const files = [
  ...inProject('test/contracts', /\.(?:sol|test\.ts)$/),
  ...inProject('test/thirdparty', /^[^/]*\.test\.ts$/).map((name) => `../thirdparty/${name}`),
]

describe('the tests that may kill a mutant', () => {
  for (const room of ['core', 'oracle', 'liquidation', 'libraries']) {
    for (const name of inProject(`contracts/${room}`, /\.sol$/)) {
      it(`are known for ${room}/${name}`, () => {
        const { mocha, solidity } = testsOf(`contracts/${room}/${name}`, files)
        expect(mocha.length).to.be.greaterThan(0)
        for (const [test] of solidity) expect(test).to.match(/\.t\.sol$/)
      })
    }
  }

  it('begin with those that are called like the contract', () => {
    const { mocha, solidity } = testsOf('contracts/core/Ledger.sol', files)
    expect(mocha.slice(0, 5).every((file) => file.startsWith('core/ledger'))).to.equal(true)
    expect(new Set(mocha).size).to.equal(mocha.length)
    const walks = solidity.find(([test]) => test === 'core/LedgerHandler.t.sol')
    expect(walks).to.include.members(['core/LedgerWorld.sol', 'support/FuzzBase.sol'])
  })
})

describe('what a changed source makes of others', () => {
  const source = (name: string, imports: readonly string[], kind = 'contract'): SyntaxNode => ({
    nodeType: 'SourceUnit',
    src: '0:0:0',
    nodes: [
      ...imports.map((absolutePath) => ({
        ...{ nodeType: 'ImportDirective', src: '0:0:0', absolutePath },
      })),
      { nodeType: 'ContractDefinition', src: '0:0:0', name, contractKind: kind, abstract: false },
    ],
  })
  const trees = new Map([
    ['a', source('A', ['b'])],
    ['b', source('B', ['c'], 'interface')],
    ['c', source('C', [])],
    ['d', source('D', [])],
  ])

  it('is everything that imports it, directly or not, and has bytecode', () => {
    const importers = importersOf('c', trees)
    expect([...importers].sort()).to.deep.equal(['a', 'b', 'c'])
    expect(targetsOf(importers, trees).map(({ contracts }) => contracts)).to.have.deep.members([
      ['A'],
      ['C'],
    ])
  })
})
