import { expect } from 'chai'
import { type Tone, themeFrom, themeOf } from '../../cli/ui/theme.ts'

const modern = { TERM: 'xterm-256color', LANG: 'en_US.UTF-8' }
const tones: readonly Tone[] = ['plain', 'good', 'caution', 'bad', 'muted', 'accent']

describe('themeFrom', () => {
  it('uses colours, Unicode and movement on a modern terminal', () => {
    expect(themeFrom(modern)).to.include({
      hasColour: true,
      isStyled: true,
      isAscii: false,
      isAnimated: true,
      isTicking: true,
    })
  })

  it('has no colour and no movement with NO_COLOR, and keeps reverse video', () => {
    expect(themeFrom({ ...modern, NO_COLOR: '1' })).to.include({
      hasColour: false,
      isAnimated: false,
      isStyled: true,
    })
  })

  it('takes an empty NO_COLOR for none', () => {
    expect(themeFrom({ ...modern, NO_COLOR: '' }).hasColour).to.equal(true)
  })

  it('has no colour with --no-color, whatever the environment says', () => {
    expect(themeFrom(modern, ['--no-color']).hasColour).to.equal(false)
    expect(themeFrom({ ...modern, FORCE_COLOR: '1' }, ['--no-color']).hasColour).to.equal(false)
  })

  it('honours FORCE_COLOR over NO_COLOR and a dumb terminal', () => {
    expect(themeFrom({ ...modern, FORCE_COLOR: '1', NO_COLOR: '1' }).hasColour).to.equal(true)
    expect(themeFrom({ ...modern, FORCE_COLOR: '', TERM: 'dumb' })).to.include({
      hasColour: true,
      isStyled: true,
    })
  })

  it('takes FORCE_COLOR=0 and =false for no colour', () => {
    for (const off of ['0', 'false']) {
      expect(themeFrom({ ...modern, FORCE_COLOR: off })).to.include({
        hasColour: false,
        isStyled: false,
      })
    }
  })

  it('draws plain characters that stand still on a dumb terminal', () => {
    expect(themeFrom({ ...modern, TERM: 'dumb' })).to.include({
      hasColour: false,
      isStyled: false,
      isAscii: true,
      isAnimated: false,
      isTicking: false,
    })
  })

  it('draws ASCII without a UTF-8 locale, on the console of Linux, and when told to', () => {
    expect(themeFrom({ TERM: 'xterm' }).isAscii).to.equal(true)
    expect(themeFrom({ ...modern, LC_ALL: 'C' }).isAscii).to.equal(true)
    expect(themeFrom({ ...modern, TERM: 'linux' }).isAscii).to.equal(true)
    expect(themeFrom({ ...modern, BALLAST_ASCII: '1' }).isAscii).to.equal(true)
    expect(themeFrom({ TERM: 'xterm', LC_ALL: 'C.utf8' }).isAscii).to.equal(false)
  })

  it('says nothing by itself to somebody who listens', () => {
    expect(themeFrom({ ...modern, INK_SCREEN_READER: 'true' })).to.include({
      isAnimated: false,
      isTicking: false,
    })
  })
})

describe('themeOf', () => {
  const coloured = themeOf({ colour: true, unicode: true, animation: true })
  const colourless = themeOf({ colour: false, unicode: true, animation: true })
  const ascii = themeOf({ colour: true, unicode: false, animation: true })

  it('colours with names of the sixteen that are seen on light and on dark', () => {
    const colours = tones
      .map((tone) => coloured.look(tone).color)
      .filter((colour) => colour !== undefined)
    expect(colours).to.have.length.above(3)
    for (const colour of colours) {
      expect(colour).to.match(/^(red|green|yellow|blue|magenta|cyan)(Bright)?$/)
    }
  })

  it('gives good and bad colours that are not told apart by red and green alone', () => {
    expect(coloured.look('good').color).not.to.match(/green/)
  })

  it('has no colour in any tone without colours', () => {
    for (const tone of tones)
      expect(colourless.look(tone)).not.to.have.any.keys('color', 'dimColor')
  })

  it('spells every symbol in ASCII', () => {
    const symbols = Object.values(ascii.symbols).flat().join('')
    expect(symbols).to.match(/^[\x20-\x7e]+$/)
  })

  it('has as many steps of a bar in ASCII', () => {
    expect(ascii.symbols.eighths).to.have.length(coloured.symbols.eighths.length)
    expect(ascii.symbols.heights).to.have.length(coloured.symbols.heights.length)
  })
})
