import { setTimeout } from 'node:timers/promises'
import { render } from 'ink'
import { createElement } from 'react'
import { startThread } from '../../cli/backstage/callThread.ts'
import { CounterRandom } from '../../cli/risk/random.ts'
import { App } from '../../cli/ui/App.tsx'
import { liveClient } from '../../cli/ui/hooks/useLive.ts'
import { rendering } from '../../cli/ui/rendering.ts'
import type { Connection } from '../../cli/ui/services/session.ts'
import type { Services } from '../../cli/ui/services.ts'
import { themeOf } from '../../cli/ui/theme.ts'
import { fakeServices } from '../support/fakeServices.ts'
import { fakeTerminal } from './fakeTerminal.ts'
import { screenOf } from './screen.ts'

const KEYS = { down: '\u001b[B', up: '\u001b[A', pageDown: '\u001b[6~', first: 'g', last: 'G' }

/** Milliseconds from a key's bytes to the frame that shows what it did. */
export interface KeyTimes {
  /** Keys that move the cursor: the interface answers them by itself. */
  readonly moving: readonly number[]
  /** Keys that ask for another order of all rows, until the screen says that it is on its way, or has it. */
  readonly asking: readonly number[]
  /** The same keys until the rows are there in that order: the office sorts them. */
  readonly ordering: readonly number[]
}

/** How often each kind of key is pressed. */
const MOVES = 300
const ORDERS = 40
/** Keys come when people press them, not when the last frame is drawn; milliseconds between two. */
const [SHORTEST, LONGEST] = [30, 130]
/** A key that nothing follows is no figure: the bench fails. Milliseconds. */
const GIVE_UP = 10_000

/** Presses keys in the real interface, on the screen of vaults; real Ink, a book that is newer every second. */
export async function measureKeys(): Promise<KeyTimes> {
  const office = startThread(new URL('./vaultsThread.ts', import.meta.url), { flags: {} })
  const screen = watchedScreen()
  const app = render(
    createElement(App, {
      services: servicesOn(office.call),
      theme: themeOf({ colour: true, unicode: true, animation: true }),
      client: liveClient(),
      start: { screen: 'vaults', params: {} },
      leave() {},
      leaveBehind() {},
    }),
    {
      stdin: screen.terminal.stdin,
      stdout: screen.terminal.stdout,
      ...rendering,
      exitOnCtrlC: false,
      patchConsole: false,
    },
  )
  try {
    await screen.until(({ owner }) => owner !== undefined, 60_000)
    await setTimeout(3_000)
    return await pressAll(screen)
  } finally {
    app.unmount()
    await office.terminate()
  }
}

type Screen = ReturnType<typeof watchedScreen>

async function pressAll(screen: Screen): Promise<KeyTimes> {
  const random = new CounterRandom(1)
  const pause = (i: number, kind: number) =>
    setTimeout(SHORTEST + (LONGEST - SHORTEST) * random.uniform(i, kind, 0))
  const moves = [
    ...Array(8).fill(KEYS.down),
    KEYS.pageDown,
    KEYS.up,
    KEYS.last,
    KEYS.up,
    KEYS.first,
  ]
  const moving: number[] = []
  for (let i = 0; i < MOVES; i += 1) {
    await pause(i, 0)
    moving.push(
      await screen.press(
        moves[i % moves.length],
        (now, before) => now.owner !== undefined && now.owner !== before.owner,
      ),
    )
  }
  const asking: number[] = []
  const ordering: number[] = []
  for (let i = 0; i < ORDERS; i += 1) {
    await pause(i, 1)
    const pressedAt = performance.now()
    asking.push(await screen.press('o', (now, before) => now.title !== before.title))
    await screen.until(({ title }) => title !== undefined && !title.endsWith('…'))
    ordering.push(performance.now() - pressedAt)
  }
  return { moving, asking, ordering }
}

/** What is to be seen of the table: the selected owner, and the title that tells of the order. */
interface Seen {
  readonly owner?: string | undefined
  readonly title?: string | undefined
}

const SIZE = { columns: 120, rows: 40 }

/** A terminal, and what it shows. */
function watchedScreen() {
  const screen = screenOf(SIZE.rows)
  let seen: Seen = {}
  let listener: (seen: Seen) => void = () => {}
  const terminal = fakeTerminal(SIZE, (text) => {
    screen.write(text)
    const lines = screen.lines()
    const all = lines.join('\n')
    const titles = `${lines.find((line) => line.includes('owner')) ?? ''} `
    seen = {
      owner: /▸ \S+\s+(0x\S+)/.exec(all)?.[1],
      title: /\w+ …(?= )/.exec(titles)?.[0] ?? /\w+ [↑↓](?= )/.exec(titles)?.[0],
    }
    listener(seen)
  })
  const until = (isThere: (seen: Seen) => boolean, milliseconds = GIVE_UP) => {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    const timer = globalThis.setTimeout(
      () => reject(new Error(`Nothing followed a key; the screen shows ${JSON.stringify(seen)}.`)),
      milliseconds,
    )
    const check = (now: Seen) => {
      if (!isThere(now)) return
      clearTimeout(timer)
      listener = () => {}
      resolve(performance.now())
    }
    listener = check
    check(seen)
    return promise
  }
  return {
    terminal,
    until,
    async press(key: string, isDone: (now: Seen, before: Seen) => boolean): Promise<number> {
      const before = seen
      const done = until((now) => isDone(now, before))
      const pressedAt = performance.now()
      terminal.type(key)
      return (await done) - pressedAt
    },
  }
}

/** The services of the product's office, on the bench's own thread. */
function servicesOn(call: (name: string, args: readonly unknown[]) => Promise<unknown>): Services {
  const ask = (name: string) =>
    ((...args: readonly unknown[]) => call(name, args)) as unknown as () => Promise<never>
  return fakeServices({
    now: () => Math.floor(Date.now() / 1_000),
    findVaults: ask('findVaults'),
    readVaultPage: ask('readVaultPage'),
    readImpact: ask('readImpact'),
    watch(listener: (connection: Connection) => void) {
      void call('watch', [listener])
      return () => {}
    },
  })
}
