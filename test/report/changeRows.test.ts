import { expect } from 'chai'
import { changeColumns, changeRows } from '../../cli/report/changeRows.ts'
import { book, head, parameters, prepare } from '../governance/demo.ts'

const rows = (changes: string, current = parameters()) =>
  changeRows(prepare(`${head}changes:\n${changes}`, current).changes, book)
const one = (parameter: string, to: string, current = parameters()) =>
  rows(`  - { market: WETH-A, parameter: ${parameter}, to: ${to} }\n`, current)[0]!

describe('changeRows', () => {
  it('shows both values with their units, and fills every column', () => {
    const row = one('liquidationThreshold', '82%')
    expect(row).to.deep.equal([
      'WETH-A',
      'Liquidation threshold',
      '80 %',
      '82 %',
      'relaxes',
      'at execution',
    ])
    expect(row).to.have.length(changeColumns.length)
  })

  it('says that a threshold is cut along a ramp and a ceiling raised after a delay', () => {
    expect(one('liquidationThreshold', '75%').slice(4)).to.deep.equal(['tightens', 'along a ramp'])
    expect(one('debtCeiling', '120_000_000 bUSD').slice(4)).to.deep.equal([
      'relaxes',
      'after a delay',
    ])
  })

  it('says that a ceiling falls at once, and so does whatever neither ramps nor waits', () => {
    expect(one('debtCeiling', '90_000_000 bUSD').slice(4)).to.deep.equal([
      'tightens',
      'at execution',
    ])
    expect(one('stabilityFee', '6%').at(-1)).to.equal('at execution')
  })

  it('shows the stored value, not the one that counts while a ramp runs', () => {
    const onRamp = parameters({
      'WETH-A.liquidationThreshold': { stored: 7_800n, effective: 7_900n },
    })
    expect(one('liquidationThreshold', '77%', onRamp)[2]).to.equal('78 %')
  })

  it('keeps the order of the file', () => {
    const subjects = rows(
      '  - { market: WBTC-A, parameter: stabilityFee, to: 6% }\n' +
        '  - { market: WETH-A, parameter: stabilityFee, to: 6% }\n',
    ).map(([subject]) => subject)
    expect(subjects).to.deep.equal(['WBTC-A', 'WETH-A'])
  })
})
