import type { GlobalFlags } from './output.ts'

/** What the interface takes from the command line: where to work, and as whom. */
export interface InterfaceFlags extends Pick<GlobalFlags, 'network' | 'config' | 'timeout'> {
  /** A name of ballast.yaml, or a reference such as `node:2`. */
  readonly account?: string
}

const FLAG = /^--(network|config|timeout|account|verbose)$/

/** The flags of a command line without a verb; undefined if it has anything else, which then needs one. */
export function interfaceFlags(args: readonly string[]): InterfaceFlags | undefined {
  const words = args.flatMap((word) => /^(--\w+)=(.*)$/.exec(word)?.slice(1) ?? [word])
  const given = new Map<string, string>()
  while (words.length > 0) {
    const name = FLAG.exec(words.shift() ?? '')?.[1]
    if (name === undefined || given.has(name)) return undefined
    const value = name === 'verbose' ? 'yes' : words.shift()
    if (value === undefined || value.startsWith('--')) return undefined
    given.set(name, value)
  }
  const { network, config, timeout, account } = Object.fromEntries(given)
  return {
    ...(network === undefined ? {} : { network }),
    ...(config === undefined ? {} : { config }),
    ...(timeout === undefined ? {} : { timeout: Number(timeout) }),
    ...(account === undefined ? {} : { account }),
  }
}
