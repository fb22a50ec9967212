import { expect } from 'chai'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { bar, heights } from '../../../cli/ui/charts/chart.ts'
import { themeOf } from '../../../cli/ui/theme.ts'

const { symbols } = themeOf({ colour: false, unicode: true, animation: false })
const { symbols: ascii } = themeOf({ colour: false, unicode: false, animation: false })

describe('a bar', () => {
  it('is drawn in eighths of a cell', () => {
    expect(bar(0.5, 4, symbols)).to.equal('██  ')
    expect(bar(1 / 32, 4, symbols)).to.equal('▏   ')
    expect(bar(1, 4, symbols)).to.equal('████')
    expect(bar(0, 4, symbols)).to.equal('    ')
  })

  it('shows that there is something, however little', () => {
    expect(bar(1e-9, 4, symbols)).to.equal('▏   ')
    expect(bar(1e-9, 4, ascii)).to.equal('.   ')
  })

  it('fills exactly its width, whatever the share', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 2, noNaN: true }),
        fc.integer({ min: 0, max: 80 }),
        fc.constantFrom(symbols, ascii),
        (share, width, set) => {
          expect(stringWidth(bar(share, width, set))).to.equal(width)
        },
      ),
    )
  })
})

describe('heights', () => {
  it('are relative to the highest; nothing is blank, and little is seen', () => {
    expect(heights([0, 1e-6, 5, 10], 10, symbols)).to.equal(' ▁▄█')
    expect(heights([0, 1e-6, 5, 10], 10, ascii)).to.equal(' .:#')
    expect(heights([0, 0], 0, symbols)).to.equal('  ')
  })
})
