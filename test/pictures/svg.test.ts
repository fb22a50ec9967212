import { expect } from 'chai'
import { drawScreen } from './svg.ts'

const draw = (screen: string) => drawScreen(screen, { columns: 20, rows: 3, title: 'A <title>' })

describe('pictures of the interface', () => {
  it('have the size of the window, and a title', () => {
    expect(draw('')).to.contain('width="192" height="78"').and.contain('A &lt;title&gt;')
  })

  it('put every piece of text into its cells', () => {
    expect(draw('ab\u001b[1mcd\u001b[0m')).to.match(
      /x="12" y="25" textLength="16.8"[^>]*>ab<[\s\S]*x="28.8" y="25"[^>]*font-weight="bold">cd</,
    )
    expect(draw('漢x')).to.contain('textLength="25.2"')
  })

  it('have the sixteen colours, and go on with them across lines', () => {
    const [first, second] = draw('\u001b[33ma\nb\u001b[39mc').match(/fill="#e5c07b">./g) ?? []
    expect([first, second]).to.deep.equal(['fill="#e5c07b">a', 'fill="#e5c07b">b'])
  })

  it('turn inverse text around', () => {
    expect(draw('\u001b[7ma\u001b[27m')).to.match(
      /<rect [^>]*fill="#d7dae0"\/>\n<text [^>]*fill="#16181d">a/,
    )
  })

  it('escape what is text', () => {
    expect(draw('a<b & c')).to.contain('>a&lt;b &amp; c<')
  })

  it('refuse a look that they would draw wrong', () => {
    expect(() => draw('\u001b[38;5;120mx')).to.throw('SGR 38')
  })
})
