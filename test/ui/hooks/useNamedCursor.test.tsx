import { Text } from 'ink'
import { useState } from 'react'
import { useKeys } from '../../../cli/ui/hooks/useKeys.tsx'
import { useNamedCursor } from '../../../cli/ui/hooks/useNamedCursor.ts'
import { openPart } from '../../support/part.tsx'
import type { TestTerminal } from '../../support/testTerminal.tsx'

/** What the chain answers, one after the other: `r` asks again. */
function List({ answers }: { readonly answers: readonly string[] }) {
  const [turn, setTurn] = useState(0)
  const names = [...(answers[turn] ?? '')]
  const { index, top, actions } = useNamedCursor(names, 3)
  useKeys({ ...actions, refresh: () => setTurn(turn + 1) })
  const shown = names
    .slice(top, top + 3)
    .map((name, i) => (i === index - top ? `<${name}>` : name))
    .join('')
  return <Text>{`shows ${shown}.`}</Text>
}

describe('useNamedCursor', () => {
  let ui: TestTerminal
  afterEach(() => ui?.close())
  const open = async (...answers: readonly string[]) => {
    ui = await openPart(<List answers={answers} />)
  }

  it('stays with its row when others come before it', async () => {
    await open('abc', 'xabc', 'yxabc')
    await ui.press('j')
    await ui.waitFor('a<b>c')
    await ui.press('r')
    await ui.waitFor('xa<b>')
    await ui.press('r')
    await ui.waitFor('xa<b>')
    await ui.press('j')
    await ui.waitFor('ab<c>')
  })

  it('stays with the first row too, which nobody had to choose', async () => {
    await open('abc', 'xabc')
    await ui.waitFor('<a>bc')
    await ui.press('r')
    await ui.waitFor('x<a>b')
  })

  it('follows a row that changes its place', async () => {
    await open('abcdef', 'fbcdea')
    await ui.press('r')
    await ui.waitFor('de<a>')
  })

  it('takes the row that stands there instead, and stays with that one', async () => {
    await open('abc', 'ac', 'xac', 'xabc')
    await ui.press('j', 'r')
    await ui.waitFor('a<c>')
    await ui.press('r')
    await ui.waitFor('xa<c>')
    // The row from before is back: nobody looks at it any more.
    await ui.press('r')
    await ui.waitFor('ab<c>')
  })

  it('remembers the row while there is none at all', async () => {
    await open('abc', '', 'xabc')
    await ui.press('j', 'r')
    await ui.waitFor('shows .')
    await ui.press('r')
    await ui.waitFor('xa<b>')
  })

  it('passes rows that have the same name', async () => {
    await open('aabb')
    await ui.press('jj')
    await ui.waitFor('aa<b>')
    await ui.press('j')
    await ui.waitFor('ab<b>')
  })

  it('goes to the ends and by pages', async () => {
    await open('abcdefg')
    await ui.press('G')
    await ui.waitFor('ef<g>')
    await ui.press('pageup')
    await ui.waitFor('<e>fg')
    await ui.press('g', 'pagedown')
    await ui.waitFor('ab<c>')
  })
})
