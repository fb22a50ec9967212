import { expect } from 'chai'
import type { Terminal } from './terminal.ts'

/** The shell works as it did: one sees what one types, the cursor, the main screen, and pastes come without brackets. */
export async function expectRestored(terminal: Terminal): Promise<void> {
  expect(await terminal.modes()).to.deep.equal({ isAlternate: false, hasCursor: true })
  await terminal.command('stty -a')
  expect(await terminal.waitFor(/[ ;]-?icanon/)).to.match(/ icanon /)
  expect(await terminal.screen()).to.match(/ echo /)
  await terminal.command('clear; cat -v')
  await terminal.waitForEnd('stty')
  await terminal.paste('pasted')
  await terminal.keys('Enter')
  expect(await terminal.waitFor(/pasted\n+pasted/)).not.to.contain('[200~')
  await terminal.keys('C-c')
}
