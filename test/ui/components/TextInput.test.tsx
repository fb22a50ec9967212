import { expect } from 'chai'
import stringWidth from 'string-width'
import { TextInput } from '../../../cli/ui/components/TextInput.tsx'
import { textState } from '../../../cli/ui/hooks/useTextField.ts'
import { themeFrom } from '../../../cli/ui/theme.ts'
import { openPart } from '../../support/part.tsx'
import type { TestTerminal } from '../../support/testTerminal.tsx'

const inverse = (text: string) => `\u001b[7m${text}\u001b[27m`

describe('a text field', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('shows the cursor in reverse video on its character', async () => {
    ui = await openPart(<TextInput state={{ ...textState('82.5 %'), cursor: 2 }} width={20} />)
    expect(ui.rawFrame()).to.contain(`82${inverse('.')}5 %`)
  })

  it('shows the cursor behind the text', async () => {
    ui = await openPart(<TextInput state={textState('82')} width={20} />)
    expect(ui.rawFrame()).to.contain(`82${inverse(' ')}`)
  })

  it('shows what to type while it is empty', async () => {
    ui = await openPart(<TextInput state={textState('')} width={20} placeholder="the slug" />)
    expect(ui.frame()).to.contain(' the slug')
  })

  it('shows no cursor without the focus', async () => {
    ui = await openPart(<TextInput state={textState('82')} width={20} isFocused={false} />)
    expect(ui.frame()).to.contain('82')
    expect(ui.rawFrame()).not.to.contain('\u001b[7m')
  })

  it('draws its cursor as a bar where nothing can be reversed', async () => {
    const theme = themeFrom({ TERM: 'dumb' })
    ui = await openPart(<TextInput state={{ ...textState('82.5'), cursor: 2 }} width={20} />, {
      theme,
    })
    expect(ui.frame()).to.contain('82|.5')
  })

  it('marks a text that is selected, with brackets where nothing can be reversed', async () => {
    const state = { ...textState('155%'), isSelected: true }
    ui = await openPart(<TextInput state={state} width={20} />)
    expect(ui.rawFrame()).to.contain(inverse('155%'))
    ui.close()
    ui = await openPart(<TextInput state={state} width={20} />, {
      theme: themeFrom({ TERM: 'dumb' }),
    })
    expect(ui.frame()).to.contain('[155%]')
  })

  it('stays within its width with wide characters', async () => {
    for (const width of [5, 8, 13]) {
      ui = await openPart(<TextInput state={textState('日本語👍🏽 と漢字')} width={width} />)
      expect(stringWidth(ui.frame().trimEnd())).to.be.at.most(width)
      ui.close()
    }
  })

  it('is its text where it is read aloud', async () => {
    ui = await openPart(<TextInput state={textState('82')} width={20} />, { screenReader: true })
    expect(ui.frame()).to.equal('82')
  })
})
