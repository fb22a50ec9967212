import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import fc from 'fast-check'
import stringWidth from 'string-width'
import { asciiDoor, inAscii } from '../../cli/ui/asciiDoor.ts'

describe('inAscii', () => {
  it('leaves ASCII and escape codes as they are', () => {
    expect(inAscii('\u001b[1mDraft\u001b[0m\r\n')).to.equal('\u001b[1mDraft\u001b[0m\r\n')
  })

  it('has a stand-in for what we draw', () => {
    expect(inAscii('0x1234…abcd · −5 % → ±0')).to.equal('0x1234~abcd - -5 % > +0')
  })

  it('takes accents off, composed or not', () => {
    expect(inAscii('Zürich cafe\u0301')).to.equal('Zurich cafe')
  })

  it('puts a question mark in each cell of what has no stand-in', () => {
    expect(inAscii('日本 👍🏽!')).to.equal('???? ??!')
  })

  it('takes as many cells as before, and only ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        const seen = text.replace(/[\p{Cc}\p{Cf}]/gu, '')
        const spelled = inAscii(seen)
        expect(spelled).to.match(/^[\x20-\x7e]*$/)
        // A letter that several others are joined to may be measured otherwise than by itself.
        for (const character of seen.match(/[\p{L}\p{N}\p{Sm}]/gu) ?? []) {
          expect(inAscii(character)).to.have.length(stringWidth(character))
        }
      }),
    )
  })
})

describe('asciiDoor', () => {
  it('writes ASCII to the stream behind it, and is that stream otherwise', () => {
    const stream = new PassThrough() as unknown as NodeJS.WriteStream
    stream.columns = 80
    const door = asciiDoor(stream)
    let resized = 0
    door.on('resize', () => {
      resized += 1
    })
    stream.emit('resize')
    door.write('▸ Überblick…')
    expect(door.columns).to.equal(80)
    expect(resized).to.equal(1)
    expect(String(stream.read())).to.equal('> Uberblick~')
  })

  it('leaves the stream itself as it was', () => {
    const stream = new PassThrough() as unknown as NodeJS.WriteStream
    asciiDoor(stream)
    stream.write('→')
    expect(String(stream.read())).to.equal('→')
  })
})
