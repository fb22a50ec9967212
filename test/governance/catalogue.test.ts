import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { AbiCoder, Interface, id } from 'ethers'
import { auctionParameters } from '../../cli/governance/auctionParameters.ts'
import {
  catalogue,
  governedValues,
  specByKey,
  specsOf,
  subjectCalled,
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
import { addressesAt, isOfGovernance, type Scope, subjectsOf } from '../../cli/governance/scopes.ts'
import { setters } from '../../cli/governance/setters.ts'
import { book, earlierBook, ratedBook } from './demo.ts'

const source = (name: string) =>
  readFileSync(new URL(`../../contracts/interfaces/${name}.sol`, import.meta.url), 'utf8')

describe('the catalogue', () => {
  /** The enums of the interfaces and the tuples that write their members. */
  const tuples = [
    {
      ...{ name: 'IRiskParameters', member: 'Parameter', specs: marketParameters },
      prefixes: [],
    },
    {
      ...{ name: 'IAuctionParameters', member: 'AuctionParameter', specs: auctionParameters },
      prefixes: ['Buffer', 'Cut', 'Step', 'Tail', 'Floor'],
    },
    {
      ...{ name: 'IBackstop', member: 'BackstopParameter' },
      specs: specsOf('derivative').filter(({ write }) => write.contract === 'backstop'),
      prefixes: [],
    },
  ] as const
  const keyOf = (name: string, prefixes: readonly string[]): string =>
    prefixes.includes(name) ? `auction${name}` : name[0]!.toLowerCase() + name.slice(1)

  it('has of every rise that waits the delay that its contract states', () => {
    const daysOf = (file: string, constant: string) => {
      const text = readFileSync(new URL(`../../contracts/${file}.sol`, import.meta.url), 'utf8')
      return BigInt(new RegExp(`\\b${constant} = (\\d+) days;`).exec(text)![1]!) * 86_400n
    }
    const ceiling = daysOf('libraries/ParameterChanges', 'CEILING_RAISE_DELAY')
    const cap = daysOf('core/ExposureCaps', 'RAISE_DELAY')
    const delayed = catalogue.filter(({ raiseDelay }) => raiseDelay !== undefined)
    expect(delayed.map(({ key, raiseDelay }) => [key, raiseDelay])).to.deep.equal([
      ['debtCeiling', ceiling],
      ['derivativeCap', cap],
      ['exposureCap', cap],
    ])
    expect(delayed).to.deep.equal(catalogue.filter(({ settles }) => settles === 'delay'))
  })

  for (const { name, member, specs, prefixes } of tuples) {
    it(`has the members of ${name} in the order of its enum`, () => {
      const members = new RegExp(`enum ${member} \\{([^}]*)\\}`).exec(source(name))![1]!
      const names = members.split(',').map((one) => one.trim())
      expect(specs.map((spec) => spec.key)).to.deep.equal(names.map((one) => keyOf(one, prefixes)))
      specs.forEach((spec, index) => {
        expect(spec.write.kind === 'tuple' && spec.write.member).to.equal(BigInt(index))
      })
    })

    it(`has the bounds that ${name} states`, () => {
      const rows = [
        ...source(name).matchAll(
          /^\/\/\/ - (\w+): [^[]*\[([^,]+), ([^\]]+)\](?:; (up|down|neither))?/gm,
        ),
      ]
      expect(rows).to.have.length(specs.length)
      for (const [, one, min, max, tightens] of rows) {
        const spec = specs.find(({ key }) => key === keyOf(one!, prefixes))!
        expect([spec.min, spec.max], spec.key).to.deep.equal([number(min!), number(max!)])
        if (tightens !== undefined) expect(spec.tightens, spec.key).to.equal(tightens)
      }
    })
  }

  const number = (text: string): bigint => {
    const time = /^(\d+) (days|hours)$/.exec(text)
    if (time) return BigInt(time[1]!) * (time[2] === 'days' ? 86_400n : 3_600n)
    const power = /^2\^(\d+)( - 1)?$/.exec(text)
    if (power) return 2n ** BigInt(power[1]!) - (power[2] === undefined ? 0n : 1n)
    const [digits, exponent = '0'] = text.replaceAll('_', '').split('e')
    const [whole, fraction = ''] = digits!.split('.')
    return BigInt(whole! + fraction) * 10n ** (BigInt(exponent) - BigInt(fraction.length))
  }

  it('has the bounds that the interfaces state beside single setters', () => {
    const stated = [
      ['IPatientVault', 'setCooldown', 'cooldown'],
      ['IPatientVault', 'setVesting', 'vesting'],
      ['IStabilityPool', 'setAbsorbReward', 'absorbReward'],
      ['IExposureCaps', 'setExposureCap', 'exposureCap'],
      ['IExposureCaps', 'setRelativeCap', 'relativeCap'],
      ['IAuctionParameters', 'setMaxInAuction', 'maxInAuctionTotal'],
    ] as const
    for (const [name, setter, key] of stated) {
      const text = source(name)
      const before = text.slice(0, text.indexOf(`function ${setter}(`))
      const [, min, max] = [...before.matchAll(/\[([^,\]]+), ([^\]]+)\]/g)].at(-1)!
      const spec = catalogue.find((one) => one.key === key)!
      expect([spec.min, spec.max], key).to.deep.equal([number(min!), number(max!)])
    }
  })

  it('names every parameter once in its scope, with bounds in order', () => {
    const names = catalogue.map((spec) => `${spec.scope}.${spec.key}`)
    expect(new Set(names).size).to.equal(names.length)
    expect(catalogue.every((spec) => spec.min < spec.max)).to.equal(true)
    expect(names).to.have.length(45)
    expect(new Set(catalogue.map(({ key }) => key)).size).to.equal(names.length)
  })

  it('knows the subjects of a deployment', () => {
    expect(subjectsOf('market', book)).to.deep.equal(['WETH-A', 'WSTETH-A', 'WBTC-A'])
    expect(subjectsOf('pool', book).at(-1)).to.equal('insurance')
    expect(governedValues(book)).to.have.length(20 * 3 + 5 * 3 + 3 * 3 + 2 + 7 + 2 * 3 + 5 + 1)
    const rated = governedValues(ratedBook).filter(({ spec }) => spec.only === 'rated')
    expect(rated.map(({ id: name }) => name)).to.deep.equal([
      'WSTETH/USD.growthCap',
      'WSTETH/USD.yieldDecay',
    ])
    expect(subjectCalled('feed', 'WETH/USD', book).key).to.equal(book.feeds[0]!.key)
    expect(subjectCalled('timelock', 'timelock', book).key).to.equal(undefined)
    expect(() => subjectCalled('market', 'NOPE', book)).to.throw(UnknownSubjectError)
    expect(() => subjectCalled('risk', 'asset:ETH', earlierBook)).to.throw(
      /There is no risk asset:ETH/,
    )
  })

  it('has what the contracts of a deployment govern, and nothing of those it lacks', () => {
    const keys = (scope: Scope) => [
      ...new Set(
        governedValues(earlierBook)
          .filter(({ spec }) => spec.scope === scope)
          .map(({ spec }) => spec.key),
      ),
    ]
    expect(keys('market')).to.deep.equal(marketParameters.map(({ key }) => key))
    expect(keys('derivative')).to.deep.equal(['derivativeCap'])
    expect([...keys('pool'), ...keys('risk')]).to.deep.equal([])
  })
})

describe('readCalls', () => {
  it('takes a cap that is still to come for what is stored', () => {
    const { stored, effective } = readCalls(specByKey('risk', 'exposureCap')!, 'asset:ETH', book)
    const exposure = (next: bigint, at: bigint) =>
      AbiCoder.defaultAbiCoder().encode(
        ['uint256', 'uint256', 'uint256', 'uint256', 'uint256'],
        [1n, 100n, 10_000n, next, at],
      )
    const both = (answer: string) => [stored.decode(answer), effective.decode(answer)]
    expect(both(exposure(0n, 0n))).to.deep.equal([100n, 100n])
    expect(both(exposure(200n, 5n))).to.deep.equal([200n, 100n])
    expect(stored.calldata).to.equal(effective.calldata)
  })

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
      expect(addressesAt(governed.spec.effective.contract, book)).to.include(effective.target)
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
    for (const { contract, selector, fragment, specs } of setters()) {
      if (specs.some(({ scope }) => isOfGovernance(scope))) continue
      const kinds = contract === 'pools' ? ['stabilityPool', 'insurancePool'] : [contract]
      const onlySome = specs.some(({ only }) => only !== undefined)
      for (const kind of onlySome ? kinds.slice(0, 1) : kinds) {
        expect(opened.has(`${kind}.${selector}`), `${kind} ${fragment}`).to.equal(true)
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
