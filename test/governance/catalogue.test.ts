import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { AbiCoder, Interface, id } from 'ethers'
import {
  catalogue,
  governedValues,
  specByKey,
  specsOf,
  subjectKey,
  subjectsOf,
  UnknownSubjectError,
} from '../../cli/governance/catalogue.ts'
import { marketParameters } from '../../cli/governance/marketParameters.ts'
import { readCalls } from '../../cli/governance/readCalls.ts'
import {
  governanceRoles,
  grantedRoles,
  roleSelectors,
  roles,
  roleWords,
} from '../../cli/governance/roles.ts'
import { book, ratedBook } from './demo.ts'

const source = (name: string) =>
  readFileSync(new URL(`../../contracts/interfaces/${name}.sol`, import.meta.url), 'utf8')

describe('the catalogue', () => {
  it('has the ten parameters of a market in the order of the contract\u2019s enum', () => {
    const members = /enum Parameter \{([^}]*)\}/.exec(source('IRiskParameters'))![1]!
    const names = members.split(',').map((name) => name.trim())
    expect(specsOf('market').map((spec) => spec.key)).to.deep.equal(
      names.map((name) => name[0]!.toLowerCase() + name.slice(1)),
    )
    marketParameters.forEach((spec, index) => {
      expect(spec.write.kind === 'tuple' && spec.write.member).to.equal(BigInt(index))
    })
  })

  it('has the bounds and directions that the interface states', () => {
    const number = (text: string): bigint => {
      const time = /^(\d+) (days|hours)$/.exec(text)
      if (time) return BigInt(time[1]!) * (time[2] === 'days' ? 86_400n : 3_600n)
      if (text === '2^120') return 2n ** 120n
      const [digits, exponent = '0'] = text.replaceAll('_', '').split('e')
      const [whole, fraction = ''] = digits!.split('.')
      return BigInt(whole! + fraction) * 10n ** (BigInt(exponent) - BigInt(fraction.length))
    }
    const rows = [
      ...source('IRiskParameters').matchAll(
        /^\/\/\/ - (\w+): [^[]*\[([^,]+), ([^\]]+)\]; (up|down|neither)/gm,
      ),
    ]
    expect(rows).to.have.length(12)
    for (const [, name, min, max, tightens] of rows) {
      const spec = specByKey('market', name![0]!.toLowerCase() + name!.slice(1))!
      expect([spec.key, spec.min, spec.max, spec.tightens]).to.deep.equal([
        spec.key,
        number(min!),
        number(max!),
        tightens,
      ])
    }
  })

  it('names every parameter once in its scope, with bounds in order', () => {
    const names = catalogue.map((spec) => `${spec.scope}.${spec.key}`)
    expect(new Set(names).size).to.equal(names.length)
    expect(catalogue.every((spec) => spec.min < spec.max)).to.equal(true)
    expect(names).to.have.length(25)
  })

  it('knows the subjects of a deployment', () => {
    expect(subjectsOf('market', book)).to.deep.equal(['WETH-A', 'WSTETH-A', 'WBTC-A'])
    expect(governedValues(book)).to.have.length(12 * 3 + 5 * 3 + 5 + 1)
    const rated = governedValues(ratedBook).filter(({ spec }) => spec.onlyRated)
    expect(rated.map(({ id: name }) => name)).to.deep.equal([
      'WSTETH/USD.growthCap',
      'WSTETH/USD.yieldDecay',
    ])
    expect(subjectKey('feed', 'WETH/USD', book)).to.equal(book.feeds[0]!.key)
    expect(subjectKey('timelock', 'timelock', book)).to.equal(undefined)
    expect(() => subjectKey('market', 'NOPE', book)).to.throw(UnknownSubjectError)
  })
})

describe('readCalls', () => {
  const spec = (scope: 'market' | 'feed' | 'governor', key: string) => specByKey(scope, key)!

  it('asks the ledger for stored and effective values by market and member', () => {
    const { stored, effective } = readCalls(spec('market', 'liquidationThreshold'), 'WETH-A', book)
    const abi = new Interface([
      'function storedParameter(bytes32,uint8) view returns (uint256)',
      'function effectiveParameter(bytes32,uint8) view returns (uint256)',
    ])
    expect(stored.target).to.equal(book.contracts.ledger)
    expect(stored.calldata).to.equal(
      abi.encodeFunctionData('storedParameter', [book.markets[0]!.id, 1]),
    )
    expect(effective.calldata).to.equal(
      abi.encodeFunctionData('effectiveParameter', [book.markets[0]!.id, 1]),
    )
    expect(stored.decode(AbiCoder.defaultAbiCoder().encode(['uint256'], [8_000]))).to.equal(8_000n)
  })

  it('picks its own limit out of those of a feed', () => {
    const words = (values: readonly bigint[]) =>
      AbiCoder.defaultAbiCoder().encode(
        values.map(() => 'uint256'),
        values,
      )
    const answer = words([3_600n, 200n, 2n, 2_500n, 300n])
    const read = (key: string) =>
      readCalls(spec('feed', key), 'WETH/USD', book).stored.decode(answer)
    expect(
      ['maxAge', 'maxDeviation', 'minSources', 'maxJump', 'maxSwitchDeviation'].map(read),
    ).to.deep.equal([3_600n, 200n, 2n, 2_500n, 300n])
    const rate = (key: string) =>
      readCalls(spec('feed', key), 'WSTETH/USD', ratedBook).stored.decode(words([1n, 8n, 25n]))
    expect(['growthCap', 'yieldDecay'].map(rate)).to.deep.equal([8n, 25n])
  })

  it('has a call for every parameter of every subject', () => {
    for (const governed of governedValues(book)) {
      const { stored, effective } = readCalls(governed.spec, governed.subject, book)
      expect(stored.calldata).to.match(/^0x[0-9a-f]{8}/)
      expect(effective.target).to.equal(book.contracts[governed.spec.effective.contract])
    }
    expect(
      readCalls(spec('governor', 'quorumNumerator'), 'governor', book).stored.calldata,
    ).to.equal(id('quorumNumerator()').slice(0, 10))
  })
})

describe('roles', () => {
  it('open selectors that the catalogue writes with', () => {
    const opened = new Set(
      roleSelectors.flatMap(({ contract, signatures }) =>
        signatures.map((signature) => `${contract}.${id(signature).slice(0, 10)}`),
      ),
    )
    for (const { write, scope } of catalogue) {
      if (scope !== 'market' && scope !== 'feed') continue
      const fragments = write.kind === 'tuple' ? [write.tighten, write.relax] : [write.fragment]
      for (const fragment of fragments) {
        const { selector } = new Interface([fragment]).getFunction(fragment)!
        expect(opened.has(`${write.contract}.${selector}`), fragment).to.equal(true)
      }
    }
  })

  it('are granted only where they open something', () => {
    expect(grantedRoles).to.deep.equal([
      ...['RELAX', 'TIGHTEN', 'FREEZE', 'LIST', 'ORACLE', 'MODULE', 'STEWARD'],
    ])
    expect(governanceRoles).to.deep.equal([
      ...['RELAX', 'TIGHTEN', 'FREEZE', 'LIST', 'ORACLE', 'STEWARD'],
    ])
    expect(roles.BRIDGE).to.equal(8n)
    expect([roleWords(0n), roleWords(77n)]).to.deep.equal(['ADMIN (0)', '77'])
  })
})
