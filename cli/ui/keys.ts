/**
 * THE key table: the footer, the help screen, the palette and README's section come from it.
 *
 * A capital letter acts on the chain. A letter is the first one of its footer word wherever that is free.
 */
// biome-ignore format: a table is read by its rows
const keyTable = [
  // moving
  { intent: 'up', keys: ['up', 'k'], word: 'up', help: 'one row up', group: 'moving' },
  { intent: 'down', keys: ['down', 'j'], word: 'down', help: 'one row down', group: 'moving' },
  { intent: 'first', keys: ['g', 'home'], word: 'first', help: 'the first row', group: 'moving' },
  { intent: 'last', keys: ['G', 'end'], word: 'last', help: 'the last row', group: 'moving' },
  { intent: 'pageUp', keys: ['pageup', 'ctrl+u'], word: 'page up', help: 'one page up', group: 'moving' },
  { intent: 'pageDown', keys: ['pagedown', 'ctrl+d'], word: 'page down', help: 'one page down', group: 'moving' },
  { intent: 'left', keys: ['left'], word: 'left', help: 'to the left', group: 'moving' },
  { intent: 'right', keys: ['right'], word: 'right', help: 'to the right', group: 'moving' },
  { intent: 'nextPane', keys: ['tab'], word: 'next', help: 'the next pane or field', group: 'moving' },
  { intent: 'previousPane', keys: ['shift+tab'], word: 'previous', help: 'the previous pane or field', group: 'moving' },
  // working with what is selected
  { intent: 'open', keys: ['enter'], word: 'open', help: 'open or confirm', group: 'acting', rank: 1 },
  { intent: 'filter', keys: ['/'], word: 'filter', help: 'show only rows that contain a text', group: 'acting' },
  { intent: 'order', keys: ['o'], word: 'order', help: 'order by the next column', group: 'acting' },
  { intent: 'reverse', keys: ['O'], word: 'reverse order', help: 'turn the order around', group: 'acting' },
  { intent: 'market', keys: ['m'], word: 'market', help: 'show the next market, then all of them', group: 'acting' },
  { intent: 'details', keys: ['d'], word: 'details', help: 'say more about what is selected', group: 'acting' },
  { intent: 'copy', keys: ['y'], word: 'copy', help: 'copy the address, id or hash to the clipboard', group: 'acting' },
  { intent: 'new', keys: ['n'], word: 'new draft', help: 'begin a draft', group: 'acting', rank: 1 },
  { intent: 'file', keys: ['f'], word: 'file', help: 'open a proposal by the path of its file', group: 'acting' },
  { intent: 'edit', keys: ['e'], word: 'edit', help: 'draft a change of what is selected', group: 'acting', rank: 1 },
  { intent: 'add', keys: ['a'], word: 'add', help: 'add a parameter to the draft', group: 'acting', rank: 1 },
  { intent: 'remove', keys: ['x', 'delete'], word: 'remove', help: 'take the change out of the draft, put the draft away, or take what has ended off the list', group: 'acting' },
  { intent: 'undo', keys: ['u', 'ctrl+z'], word: 'undo', help: 'undo the last edit', group: 'acting' },
  { intent: 'redo', keys: ['U', 'ctrl+r', 'ctrl+y'], word: 'redo', help: 'do it again', group: 'acting' },
  { intent: 'write', keys: ['w', 'ctrl+s'], word: 'write', help: 'write the draft to its file', group: 'acting', rank: 1 },
  { intent: 'simulate', keys: ['s'], word: 'simulate', help: 'preview: dry run, checks and risk, before anyone votes', group: 'acting', rank: 1 },
  { intent: 'publish', keys: ['p'], word: 'publish report', help: 'write report.md and report.json', group: 'acting', rank: 1 },
  { intent: 'timeline', keys: ['t'], word: 'timeline', help: 'replay a crash as a timeline', group: 'acting' },
  { intent: 'impact', keys: ['i'], word: 'impact', help: 'what the draft does to one address', group: 'acting' },
  // on the chain
  { intent: 'submit', keys: ['S'], word: 'submit', help: 'hand the proposal to the Governor', group: 'chain' },
  { intent: 'vote', keys: ['v'], word: 'vote', help: 'vote for, against, abstain, or split', group: 'chain' },
  { intent: 'queue', keys: ['Q'], word: 'queue', help: 'queue a proposal that has won', group: 'chain' },
  { intent: 'execute', keys: ['X'], word: 'execute', help: 'execute a proposal that is due', group: 'chain' },
  { intent: 'cancel', keys: ['C'], word: 'cancel', help: 'cancel a proposal', group: 'chain' },
  { intent: 'step', keys: ['E'], word: 'step', help: 'move the parameter as a steward, within what governance has allowed', group: 'chain' },
  { intent: 'delegate', keys: ['D'], word: 'delegate', help: 'give the votes of the account to somebody', group: 'chain' },
  { intent: 'offerMore', keys: ['M'], word: 'offer more', help: 'offer more for a transaction that waits to be mined', group: 'chain' },
  { intent: 'takeBack', keys: ['B'], word: 'take back', help: 'let a transaction that does nothing take the place of one that waits', group: 'chain' },
  { intent: 'account', keys: ['A'], word: 'act as', help: 'act as another account', group: 'chain', rank: 2 },
  { intent: 'warp', keys: ['T'], word: 'clock', help: 'move the clock of a development chain to what comes next', group: 'chain' },
  // everywhere
  { intent: 'stop', keys: ['c'], word: 'stop', help: 'stop what runs', group: 'everywhere', rank: 1 },
  { intent: 'refresh', keys: ['r'], word: 'refresh', help: 'ask the chain again', group: 'everywhere' },
  { intent: 'screen', keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], word: 'screens', help: 'go to a screen', group: 'everywhere' },
  { intent: 'palette', keys: [':'], word: 'go to', help: 'find a screen or an action by its name', group: 'everywhere' },
  { intent: 'back', keys: ['escape'], word: 'back', help: 'back one step, close, cancel', group: 'everywhere', rank: 2 },
  { intent: 'quit', keys: ['q'], word: 'quit', help: 'leave; asks only if something is in flight or would be lost', group: 'everywhere' },
  { intent: 'help', keys: ['?'], word: 'help', help: 'all keys', group: 'everywhere' },
] as const satisfies readonly KeyBinding[]

/** What each group is called, in the order of the help screen. */
export const keyGroups = {
  acting: 'Working',
  chain: 'On the chain',
  everywhere: 'Everywhere',
  moving: 'Moving',
} as const

export interface KeyBinding {
  readonly intent: string
  /** Names as `keyName` gives them; the first is shown. */
  readonly keys: readonly string[]
  /** In the footer. */
  readonly word: string
  readonly help: string
  readonly group: keyof typeof keyGroups
  /** Where the footer has little room, 1 stays longest; without one, what acts on the chain is 1 and what is there everywhere 3. */
  readonly rank?: 1 | 2 | 3
}

/** The table as everybody reads it: each row may have a rank. */
export const keyBindings: readonly (KeyBinding & { readonly intent: Intent })[] = keyTable

export type Intent = (typeof keyTable)[number]['intent']
