import { expect } from 'chai'
import { Text } from 'ink'
import { UsageError } from '../../../cli/shared/errors.ts'
import { Answer, Empty, Loading, Spinner, Trouble } from '../../../cli/ui/components/States.tsx'
import { useKeys } from '../../../cli/ui/hooks/useKeys.tsx'
import { useLive } from '../../../cli/ui/hooks/useLive.ts'
import { themeOf } from '../../../cli/ui/theme.ts'
import { fakeConnection, liveAt } from '../../support/fakeConnection.ts'
import { parameterList } from '../../support/fakeParameters.ts'
import { testNow } from '../../support/fakeServices.ts'
import { openPart } from '../../support/part.tsx'
import { type StoppedClock, stoppedClock } from '../../support/stoppedClock.ts'
import type { TestTerminal } from '../../support/testTerminal.tsx'
import { openUi } from '../../support/ui.tsx'
import { until } from '../../support/until.ts'

const moving = themeOf({ colour: true, unicode: true, animation: true })

function Reading({ read }: { readonly read: () => Promise<string> }) {
  const live = useLive(['chain', 'text'], read)
  useKeys({ refresh: live.reload })
  return (
    <Answer live={live} what="the text">
      {(text) => <Text>{text}</Text>}
    </Answer>
  )
}

describe('what is not there yet', () => {
  let ui: TestTerminal
  let clock: StoppedClock
  beforeEach(() => {
    clock = stoppedClock()
  })
  afterEach(() => {
    ui?.close()
    clock.goOn()
  })

  it('is named, and after three seconds with how long it takes', async () => {
    ui = await openPart(<Loading what="the vaults" />, { theme: moving })
    expect(ui.frame()).to.contain('reading the vaults').and.not.to.contain(' s')
    clock.tick(2_900)
    await ui.drawn()
    expect(ui.frame()).to.contain('reading the vaults').and.not.to.contain(' s')
    clock.tick(100)
    await ui.waitFor('reading the vaults, 3 s')
  })

  it('stands still where nothing may move', async () => {
    ui = await openPart(<Loading what="the vaults" />)
    expect(ui.frame()).to.contain('● reading the vaults')
    const before = ui.frameCount()
    clock.tick(400)
    await ui.drawn()
    expect(ui.frameCount()).to.equal(before)
  })

  it('has no spinner and no clock where it is read aloud', async () => {
    ui = await openPart(<Loading what="the vaults" />, { theme: moving, screenReader: true })
    expect(ui.frame().trim()).to.equal('reading the vaults')
    const before = ui.frameCount()
    clock.tick(1_200)
    await ui.drawn()
    expect(ui.frameCount()).to.equal(before)
  })

  it('spins where it may', async () => {
    ui = await openPart(<Spinner />, { theme: moving })
    const before = ui.frame()
    clock.tick(300)
    await ui.drawn()
    expect(ui.frame()).not.to.equal(before)
  })
})

describe('what went wrong', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('is said with what to do and the key that tries again', async () => {
    ui = await openPart(
      <Trouble error={new UsageError('The node is gone.\nIt was here.', 'Start it.')} />,
    )
    expect(ui.frame()).to.match(/✖ The node is gone\.\s+It was here\.\s+Start it\.\s+r tries again/)
  })

  it('shows foreign text as what it is', async () => {
    ui = await openPart(<Trouble error={new UsageError('a\u001b[2Jb', 'c\u202Ed')} />)
    expect(ui.frame()).to.contain('a\\u{1b}[2Jb').and.to.contain('c\\u{202e}d')
  })
})

describe('nothing', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('says what would be here and how it gets here', async () => {
    ui = await openPart(<Empty title="No drafts yet." hint="n begins one." />)
    expect(ui.frame()).to.contain('No drafts yet.').and.to.contain('n begins one.')
  })
})

describe('an answer', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('is drawn when it is there', async () => {
    ui = await openPart(<Reading read={async () => 'the answer'} />)
    await ui.waitFor('the answer')
  })

  it('stays, marked as the one before, when a newer one fails', async () => {
    let fails = false
    ui = await openPart(
      <Reading
        read={async () => {
          if (fails) throw new UsageError('The node is gone.', 'Start it.')
          return 'the answer'
        }}
      />,
    )
    await ui.waitFor('the answer')
    fails = true
    await ui.press('r')
    const frame = await ui.waitFor('The node is gone.')
    expect(frame).to.contain('the answer').and.to.contain('as it was before')
  })

  const turning = () => {
    const turn = { fails: false, failures: 0 }
    const readParameters = async () => {
      if (turn.fails) turn.failures += 1
      if (turn.fails) throw new UsageError(`The node says no. ${'Why not? '.repeat(20)}`, 'Wait.')
      return parameterList()
    }
    return { turn, readParameters }
  }

  it('says on one row, which no screen loses, why it is old and which key tries again', async () => {
    const { turn, readParameters } = turning()
    ui = await openUi({ screen: 'parameters', services: { readParameters }, columns: 80, rows: 24 })
    await ui.waitFor('everything')
    turn.fails = true
    await ui.press('r')
    const frame = await ui.waitFor('as it was before, r tries again: The node says no.')
    expect(frame)
      .to.contain('subject')
      .and.to.match(/▸ WETH-A/)
      .and.to.match(/1–\d+ of \d+/)
  })

  it('is not marked a second time while the header says that the node is lost', async () => {
    const { turn, readParameters } = turning()
    const { watch, tell } = fakeConnection()
    const services = { readParameters, watch }
    ui = await openUi({ screen: 'parameters', services, columns: 80, rows: 24 })
    await ui.waitFor('everything')
    tell({ kind: 'lost', since: testNow, why: 'Gone.', nextStep: 'Start it.' })
    turn.fails = true
    await ui.press('r')
    await until(() => turn.failures === 1)
    await ui.drawn()
    expect(ui.frame()).to.contain('Start it.').and.not.to.contain('as it was before')
    expect(ui.frame())
      .to.contain('subject')
      .and.to.match(/▸ WETH-A/)
    tell(liveAt(2))
    await ui.waitFor('as it was before')
  })

  it('is tried again by its key after it failed', async () => {
    let fails = true
    ui = await openPart(
      <Reading
        read={async () => {
          if (fails) throw new UsageError('The node is gone.', 'Start it.')
          return 'the answer'
        }}
      />,
    )
    await ui.waitFor('The node is gone.')
    fails = false
    await ui.press('r')
    await ui.waitFor('the answer')
  })
})
