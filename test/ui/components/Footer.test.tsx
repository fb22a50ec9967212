import { expect } from 'chai'
import { Box } from 'ink'
import { Footer } from '../../../cli/ui/components/Footer.tsx'
import { TextInput } from '../../../cli/ui/components/TextInput.tsx'
import { useKeys } from '../../../cli/ui/hooks/useKeys.tsx'
import { useNotices } from '../../../cli/ui/hooks/useNotices.tsx'
import { useTextField } from '../../../cli/ui/hooks/useTextField.ts'
import type { KeyActions } from '../../../cli/ui/keyRouter.ts'
import { openPart } from '../../support/part.tsx'
import { stoppedClock } from '../../support/stoppedClock.ts'
import type { TestTerminal } from '../../support/testTerminal.tsx'

function Under({
  actions,
  isTyping = false,
}: {
  readonly actions: KeyActions
  readonly isTyping?: boolean
}) {
  const { say } = useNotices()
  const field = useTextField('')
  useKeys(
    { ...actions, copy: { run: () => say('copied\u001b[2J', 'good'), isQuiet: true } },
    { text: isTyping ? field.target : undefined },
  )
  return (
    <Box flexDirection="column">
      <TextInput state={field.state} width={10} />
      <Footer />
    </Box>
  )
}

const last = (ui: TestTerminal) => ui.frame().trimEnd().split('\n').at(-1) ?? ''

describe('the footer', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('has the keys that are valid now, and always ends in help', async () => {
    ui = await openPart(<Under actions={{ vote: () => {}, quit: () => {} }} />)
    expect(last(ui)).to.equal('v vote  q quit  ? help')
  })

  it('uses the word that a screen has for a key', async () => {
    ui = await openPart(<Under actions={{ open: { run: () => {}, word: 'read it' } }} />)
    expect(last(ui)).to.equal('Enter read it  ? help')
  })

  it('puts a reason and brackets around a key that cannot act', async () => {
    ui = await openPart(
      <Under actions={{ queue: { run: () => {}, blocked: 'voting ends in 2 days' } }} />,
    )
    expect(last(ui)).to.equal('(Q queue: voting ends in 2 days)  ? help')
  })

  it('is cut with an ellipsis before help, and keeps what acts', async () => {
    const run = () => {}
    ui = await openPart(
      <Under
        actions={{
          refresh: run,
          screen: run,
          palette: run,
          quit: run,
          filter: run,
          vote: run,
          queue: { run, blocked: 'voting ends in 2 days, and then some' },
          execute: { run, blocked: 'it is not queued yet, of course' },
          cancel: run,
          delegate: run,
        }}
      />,
      { columns: 80, rows: 24 },
    )
    expect(last(ui)).to.match(/… \? help$/)
    for (const word of ['v vote', 'Q queue', 'X execute', 'C cancel', 'D delegate']) {
      expect(last(ui)).to.contain(word)
    }
  })

  it('names no letter as a key while somebody types', async () => {
    ui = await openPart(
      <Under actions={{ vote: () => {}, open: () => {}, write: () => {} }} isTyping />,
    )
    expect(last(ui)).to.equal('Enter open  Ctrl-S write  (? help: typing)')
  })

  it('says what just happened, with a sign and without foreign codes', async () => {
    ui = await openPart(<Under actions={{}} />)
    await ui.press('y')
    expect(ui.frame()).to.contain('✔ copied\\u{1b}[2J')
  })
})

describe('a notice', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('goes by itself after some seconds', async () => {
    ui = await openPart(<Under actions={{}} />)
    const clock = stoppedClock()
    try {
      await ui.press('y')
      await ui.waitFor('copied')
      clock.tick(7_999)
      await ui.press('z')
      expect(ui.frame()).to.contain('copied')
      clock.tick(1)
      await ui.press('z')
      expect(ui.frame()).not.to.contain('copied')
    } finally {
      clock.goOn()
    }
  })
})
