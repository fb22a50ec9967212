import type { GlobalFlags } from './output.ts'

/** What the interface takes from the command line: where to work, as whom, and on what. */
export interface InterfaceFlags extends Pick<GlobalFlags, 'network' | 'config' | 'timeout'> {
  /** A name of ballast.yaml, or a reference such as `node:2`. */
  readonly account?: string
  /** The path of a proposal's YAML file. */
  readonly draft?: string
}

const FLAG = /^--(network|config|timeout|account|verbose)$/

const isDraft = (word: string): boolean => /^[^-].*\.ya?ml$/.test(word)

/** The flags of a command line without a verb, and a file; undefined if it has anything else, which then needs one. */
export function interfaceFlags(args: readonly string[]): InterfaceFlags | undefined {
  const words = args.flatMap((word) => /^(--\w+)=(.*)$/.exec(word)?.slice(1) ?? [word])
  const given = new Map<string, string>()
  while (words.length > 0) {
    const word = words.shift() ?? ''
    const name = isDraft(word) ? 'draft' : FLAG.exec(word)?.[1]
    if (name === undefined || given.has(name)) return undefined
    const value = name === 'draft' ? word : name === 'verbose' ? 'yes' : words.shift()
    if (value === undefined || value.startsWith('--')) return undefined
    given.set(name, value)
  }
  const { network, config, timeout, account, draft } = Object.fromEntries(given)
  return {
    ...(network === undefined ? {} : { network }),
    ...(config === undefined ? {} : { config }),
    ...(timeout === undefined ? {} : { timeout: Number(timeout) }),
    ...(account === undefined ? {} : { account }),
    ...(draft === undefined ? {} : { draft }),
  }
}
