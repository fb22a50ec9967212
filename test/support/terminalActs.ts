import type { Terminal } from './terminal.ts'

/*
 * What somebody does in a real terminal to act on the chain: each presses a key, agrees, waits until the screen shows
 * what came of it, and closes that.
 */

/** Where the plan is sent by Enter. */
export async function act(terminal: Terminal, key: string, came: string): Promise<string> {
  await terminal.keys(key)
  await terminal.waitFor('Enter sends it')
  return send(terminal, came)
}

/** Where the plan wants its slug or id typed. */
export async function actTyping(terminal: Terminal, key: string, came: string): Promise<string> {
  await terminal.keys(key)
  const plan = await terminal.waitFor(/Type \S+ and press Enter/, 60)
  await terminal.text(/Type (\S+) and press Enter/.exec(plan)?.[1] ?? '')
  return send(terminal, came)
}

/** Moves the clock to what comes next. */
export async function warp(terminal: Terminal): Promise<void> {
  await terminal.keys('T')
  await terminal.waitFor('Enter moves the clock')
  await send(terminal, 'The clock moved by', 60)
}

/** @returns the screen that shows what came of it */
async function send(terminal: Terminal, came: string, seconds?: number): Promise<string> {
  await terminal.keys('Enter')
  const shown = await terminal.waitFor(came, seconds)
  await terminal.keys('Enter')
  await terminal.waitForEnd('closes this')
  return shown
}
