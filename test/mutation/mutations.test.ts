import { expect } from 'chai'
import { Compiler } from './compiler.ts'
import { applied, functionNames, keyOf, mutationsOf } from './mutations.ts'

const SOURCE = 'project/Sample.sol'

/** The parts of a contract that a mutant can break; the umlaut makes places in bytes and in characters differ. */
const sample = `// SPDX-License-Identifier: MIT
pragma solidity 0.8.35;
import { Math } from "Math.sol";
// Größe
contract Sample is Base {
    constructor(uint256 a) Base(a) {}
    function guarded(uint256 a) external restricted nonReentrant {
        if (a < 1) revert Bad();
        if (a == 2) { revert Bad(); }
        if (a > 3) a = 4;
        else if (a != 5) revert Bad();
        if (a >= 6) _requireMore(a);
        _requireMore(
            a
        );
        require(a <= 7, "x");
    }
    function rounded(uint256 a) external pure returns (uint256) {
        a = Math.mulDiv(a, 2, 3);
        a = Math.mulDiv(a, 2, 3, Math.Rounding.Ceil);
        a = Math.ceilDiv(a + 1, 4);
        a = Math.min(a, 5) / 6;
        a = toDebtUp(a) + onlyUp(a) + Shares.toDebtDown(a);
        return a;
    }
    function toDebtUp(uint256 a) private pure returns (uint256) {}
    function toDebtDown(uint256 a) private pure returns (uint256) {}
    function onlyUp(uint256 a) private pure returns (uint256) {}
}
`

describe('mutations of a contract', () => {
  const text = Buffer.from(sample)
  const sources = { [SOURCE]: { content: sample }, 'Math.sol': { content: '' } }
  let all: ReturnType<typeof mutationsOf>
  before(function () {
    this.timeout(60_000)
    const tree = new Compiler({ settings: {}, sources }).parse([SOURCE]).get(SOURCE)!
    all = mutationsOf({ file: 'Sample.sol', text, tree, functions: new Set(functionNames(tree)) })
  })
  const shown = (kind: string, first: number, last = first) =>
    all
      .filter((one) => one.kind === kind && one.line >= first && one.line <= last)
      .map(({ original, replacement }) => `${original} => ${replacement}`)

  it('never take a guard, with and without a block, alone or after an else', () => {
    expect(shown('guard', 8, 11)).to.deep.equal([
      'a < 1 => false',
      'a == 2 => false',
      'a != 5 => false',
    ])
  })

  it('drop checks that are calls, whole statements with their semicolons', () => {
    expect(shown('guard', 12, 16)).to.deep.equal([
      '_requireMore(a); => {}',
      '_requireMore( a ); => {}',
      'require(a <= 7, "x"); => {}',
    ])
  })

  it('drop each modifier of a function, and no parent of a constructor', () => {
    expect(all.filter(({ kind }) => kind === 'modifier').map((one) => one.original)).to.deep.equal([
      'restricted',
      'nonReentrant',
    ])
  })

  it('turn a comparison into its neighbour and its opposite', () => {
    expect(shown('comparison', 8, 10)).to.deep.equal([
      ...['< => <=', '< => >='],
      '== => !=',
      ...['> => >=', '> => <='],
    ])
  })

  it('round the other way, by argument, by function and by name', () => {
    expect(shown('rounding', 19, 23)).to.deep.equal([
      '3 => 3, Math.Rounding.Ceil',
      'Ceil => Floor',
      'Math.ceilDiv(a + 1, 4) => ((a + 1) / (4))',
      'Math.min(a, 5) / 6 => Math.ceilDiv(Math.min(a, 5), 6)',
      'toDebtUp => toDebtDown',
      'toDebtDown => toDebtUp',
    ])
    expect(shown('clamp', 22)).to.deep.equal(['min => max'])
  })

  it('replace exactly their place, in bytes', () => {
    const [first] = all.filter(({ kind, line }) => kind === 'guard' && line === 8)
    const mutant = applied(text, first!).toString('utf8')
    expect(mutant).to.equal(sample.replace('if (a < 1)', 'if (false)'))
  })

  it('have keys of their own, that change with the source', () => {
    const keys = all.map((one) => keyOf(text, one))
    expect(new Set(keys).size).to.equal(all.length)
    expect(keyOf(Buffer.from(`${sample} `), all[0]!)).not.to.equal(keys[0])
  })
})
