import { expect } from 'chai'
import { Text } from 'ink'
import { useState } from 'react'
import { Dialog } from '../../../cli/ui/components/Dialog.tsx'
import { TextInput } from '../../../cli/ui/components/TextInput.tsx'
import {
  KeyLayer,
  useActionsBeneath,
  useIsTyping,
  useKeys,
  useShownActions,
} from '../../../cli/ui/hooks/useKeys.tsx'
import { useListCursor } from '../../../cli/ui/hooks/useListCursor.ts'
import { useTextField } from '../../../cli/ui/hooks/useTextField.ts'
import type { KeyActions } from '../../../cli/ui/keyRouter.ts'
import { openPart } from '../../support/part.tsx'
import type { TestTerminal } from '../../support/testTerminal.tsx'

/** Writes down what was done. */
const recorder = () => {
  const done: string[] = []
  const note = (what: string) => () => {
    done.push(what)
  }
  return { done, note }
}

function Keys({
  actions,
  isFirst = false,
}: {
  readonly actions: KeyActions
  readonly isFirst?: boolean
}) {
  useKeys(actions, { isFirst })
  return null
}

/** A field over a list, as a dialog over a screen. */
function Field({ onEnter = () => {} }: { readonly onEnter?: (text: string) => void }) {
  const field = useTextField('')
  useKeys({ open: () => onEnter(field.text) }, { text: field.target })
  return <TextInput state={field.state} width={40} />
}

function FieldThatOpens({ onEnter }: { readonly onEnter: (text: string) => void }) {
  const [isOpen, setOpen] = useState(false)
  useKeys({ palette: () => setOpen(true), publish: () => onEnter('published') })
  return isOpen ? (
    <Dialog title="Type" onClose={() => setOpen(false)}>
      <Field
        onEnter={(text) => {
          setOpen(false)
          onEnter(text)
        }}
      />
    </Dialog>
  ) : (
    <Text>closed</Text>
  )
}

function Counter() {
  const [count, setCount] = useState(0)
  useKeys({ down: () => setCount(count + 1), up: () => setCount(count - 1) })
  return <Text>{`count ${count}`}</Text>
}

function ShownKeys() {
  const shown = useShownActions()
  const isTyping = useIsTyping()
  return (
    <Text>{`${isTyping ? 'typing ' : ''}${shown.map(({ intent, key }) => `${intent}=${key}`).join(' ')}`}</Text>
  )
}

interface Noted {
  readonly note: (what: string) => () => void
}

function Parent({ note }: Noted) {
  useKeys({ refresh: note('parent') })
  return <Keys actions={{ refresh: note('child') }} />
}

function Inside({ note }: Noted) {
  const field = useTextField('')
  useKeys({ open: note(`enter ${field.text}`), nextPane: note('tab') }, { text: field.target })
  return <TextInput state={field.state} width={20} />
}

function List() {
  const { index, actions } = useListCursor(10, 5)
  useKeys(actions)
  return <Text>{`row ${index}`}</Text>
}

function Watcher({ onDraw }: { readonly onDraw: () => void }) {
  useShownActions()
  onDraw()
  return null
}

function Over() {
  const { actions, perform } = useActionsBeneath()
  useKeys({ open: () => perform('vote'), back: () => perform('queue') }, { isModal: true })
  return (
    <Text>{actions.map(({ intent, blocked }) => `${intent} ${blocked ?? 'now'}`).join(', ')}</Text>
  )
}

function Screen({ note }: Noted) {
  const [isOpen, setOpen] = useState(false)
  useKeys({
    vote: note('vote'),
    queue: { run: note('queue'), blocked: 'too early' },
    help: () => setOpen(true),
  })
  return isOpen ? (
    <KeyLayer isOverAll>
      <Over />
    </KeyLayer>
  ) : null
}

describe('useKeys', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('does what a key says', async () => {
    const { done, note } = recorder()
    ui = await openPart(<Keys actions={{ vote: note('vote'), back: note('back') }} />)
    await ui.press('v', 'escape', 'z')
    expect(done).to.deep.equal(['vote', 'back'])
  })

  it('asks the innermost first, and of two that are drawn alike the later one', async () => {
    const { done, note } = recorder()
    ui = await openPart(
      <>
        <KeyLayer>
          <Keys actions={{ vote: note('inner') }} />
        </KeyLayer>
        <Keys actions={{ vote: note('outer'), queue: note('first') }} />
        <Keys actions={{ queue: note('second') }} />
      </>,
    )
    await ui.press('v', 'Q')
    expect(done).to.deep.equal(['inner', 'second'])
  })

  it('asks a child before its parent, from the first drawing on', async () => {
    const { done, note } = recorder()
    ui = await openPart(<Parent note={note} />)
    await ui.press('r')
    expect(done).to.deep.equal(['child'])
  })

  it('lets one of a layer come first', async () => {
    const { done, note } = recorder()
    ui = await openPart(
      <>
        <Keys actions={{ vote: note('first') }} isFirst />
        <Keys actions={{ vote: note('later') }} />
      </>,
    )
    await ui.press('v')
    expect(done).to.deep.equal(['first'])
  })

  it('gives each key of a burst what the one before it has left', async () => {
    ui = await openPart(<Counter />)
    await ui.burst('jjjk')
    expect(await ui.waitFor('count 2')).to.contain('count 2')
  })

  it('types the rest of a burst into the field that its first key opens', async () => {
    const { done } = recorder()
    ui = await openPart(<FieldThatOpens onEnter={(text) => done.push(text)} />)
    await ui.burst(':par 日本👍\r')
    await ui.waitFor('closed')
    expect(done).to.deep.equal(['par 日本👍'])
  })

  it('takes keys in the order of a chunk, special ones among letters', async () => {
    const { done } = recorder()
    ui = await openPart(<FieldThatOpens onEnter={(text) => done.push(text)} />)
    await ui.burst(':pr\u001b[Da\u001b[H>\u007f\u001b[F!\r')
    await ui.waitFor('closed')
    expect(done).to.deep.equal(['par!'])
  })

  it('pastes into the field that the key before it opens', async () => {
    const { done } = recorder()
    ui = await openPart(<FieldThatOpens onEnter={(text) => done.push(text)} />)
    await ui.burst(':\u001b[200~pasted p\u001b[201~!\r')
    await ui.waitFor('closed')
    expect(done).to.deep.equal(['pasted p!'])
  })

  it('pastes text that nothing marks after a key, and takes no letter of it for one', async () => {
    const { done, note } = recorder()
    ui = await openPart(<Keys actions={{ refresh: note('refresh'), vote: note('vote') }} />)
    const pressing = ui.burst('r')
    await ui.burst('vote and refresh, '.repeat(300))
    await pressing
    expect(done).to.deep.equal(['refresh'])
  })

  it('takes Esc and the letter right after it for two keys, where nobody types', async () => {
    const { done, note } = recorder()
    const actions = {
      back: note('back'),
      open: note('open'),
      vote: note('vote'),
      queue: note('queue'),
    }
    ui = await openPart(<Keys actions={actions} />)
    await ui.burst('\u001bv\u001bQ')
    await ui.burst('\u001b\r')
    await ui.burst('\u001b\u001b')
    expect(done.join(' ')).to.equal('back vote back queue back open back back')
  })

  it('cancels rather than confirms when Enter comes right after Esc', async () => {
    const { done } = recorder()
    ui = await openPart(<FieldThatOpens onEnter={(text) => done.push(text)} />)
    await ui.press(':', 'half')
    await ui.burst('\u001b\r')
    await ui.waitFor('closed')
    expect(done).to.deep.equal([])
  })

  it('says why a key cannot act', async () => {
    const { done, note } = recorder()
    const reasons: string[] = []
    ui = await openPart(
      <Keys actions={{ queue: { run: note('queue'), blocked: 'voting goes on' } }} />,
      {
        onBlocked: (reason) => reasons.push(reason),
      },
    )
    await ui.press('Q')
    expect([done, reasons]).to.deep.equal([[], ['voting goes on']])
  })

  it('rests the keys below a dialog; Esc, Enter and Tab reach it past its field', async () => {
    const { done, note } = recorder()
    ui = await openPart(
      <>
        <Keys actions={{ quit: note('quit'), vote: note('vote'), nextPane: note('outer tab') }} />
        <Dialog title="Slug" onClose={note('closed')}>
          <Inside note={note} />
        </Dialog>
      </>,
    )
    await ui.press('qv', 'tab', 'enter', 'escape')
    expect(done).to.deep.equal(['tab', 'enter qv', 'closed'])
    expect(ui.frame()).to.contain('qv')
  })

  it('ignores a paste where no field has the focus, also one that the terminal does not mark', async () => {
    const { done, note } = recorder()
    ui = await openPart(
      <Keys actions={{ quit: note('quit'), vote: note('vote'), execute: note('execute') }} />,
    )
    await ui.paste('q v X')
    await ui.burst('quit and vote and eXecute\n'.repeat(400))
    expect(done).to.deep.equal([])
  })

  it('takes a paste into the field, of ten thousand characters too', async () => {
    const { done } = recorder()
    ui = await openPart(<FieldThatOpens onEnter={(text) => done.push(text)} />)
    await ui.press(':')
    await ui.paste('ab\r\ncd\u001b]0;x\u0007')
    await ui.burst('x'.repeat(5_000) + 'y'.repeat(5_000))
    await ui.press('enter')
    expect(done).to.deep.equal([`ab cd]0;x${'x'.repeat(5_000)}${'y'.repeat(5_000)}`])
  })

  it('puts nothing into a field for Alt, Cmd, function keys and keys that are let go', async () => {
    const { done } = recorder()
    ui = await openPart(<FieldThatOpens onEnter={(text) => done.push(text)} />)
    await ui.press(':', 'a')
    for (const bytes of [
      '\u001bx',
      '\u001b[120;9u',
      '\u001b[120;1:3u',
      '\u001bOP',
      '\u001b[24~',
      '\u001b[2~',
      '\u001b[57358u',
      '\u001b[I',
    ]) {
      await ui.burst(bytes)
    }
    await ui.press('b', 'enter')
    expect(done).to.deep.equal(['ab'])
  })

  it('moves by words with Alt and Ctrl', async () => {
    const { done } = recorder()
    ui = await openPart(<FieldThatOpens onEnter={(text) => done.push(text)} />)
    await ui.press(':', 'one two')
    await ui.burst('\u001b[1;5D')
    await ui.press('x')
    await ui.burst('\u001bb\u001bb')
    await ui.press('y', 'enter')
    expect(done).to.deep.equal(['yone xtwo'])
  })

  it('keeps the newest position for keys of one burst', async () => {
    ui = await openPart(<List />)
    await ui.burst('jjjjjjjjk')
    await ui.waitFor('row 7')
  })
})

describe('useShownActions', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it('has the keys that can be reached', async () => {
    ui = await openPart(
      <>
        <Keys actions={{ vote: () => {}, write: () => {} }} />
        <ShownKeys />
      </>,
    )
    expect(ui.frame()).to.contain('vote=v').and.to.contain('write=w')
  })

  it('leaves out letters while somebody types, and finds another key for them', async () => {
    ui = await openPart(
      <>
        <Keys actions={{ vote: () => {}, write: () => {}, last: () => {} }} />
        <Field />
        <ShownKeys />
      </>,
    )
    expect(ui.frame()).to.contain('typing').and.to.contain('write=ctrl+s')
    expect(ui.frame()).not.to.contain('vote')
    expect(ui.frame(), 'End moves in the field').not.to.contain('last')
  })

  it('is told only when what is shown changes', async () => {
    let drawn = 0
    ui = await openPart(
      <>
        <Counter />
        <Watcher
          onDraw={() => {
            drawn += 1
          }}
        />
      </>,
    )
    const before = drawn
    await ui.press('jjjjj')
    await ui.waitFor('count 5')
    expect(drawn).to.equal(before)
  })
})

describe('useActionsBeneath', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())

  it("shows and does what lies under the frame's own layer", async () => {
    const { done, note } = recorder()
    const reasons: string[] = []
    ui = await openPart(<Screen note={note} />, { onBlocked: (reason) => reasons.push(reason) })
    await ui.press('?')
    expect(ui.frame()).to.contain('vote now, queue too early')
    await ui.press('enter', 'escape')
    expect([done, reasons]).to.deep.equal([['vote'], ['too early']])
  })
})
