import process from 'node:process'
import type { Services } from './commands/command.ts'
import type { GlobalFlags } from './commands/output.ts'
import { UsageError } from './shared/errors.ts'
import type { Progress } from './shared/progress.ts'
import type { DemoProtocol, Protocol, Workspace } from './workflows/protocol.ts'
import type { AskSecret } from './workflows/secrets.ts'

/** The network in this process: nothing to configure, gone when the command ends. */
const DEMO = 'demo'

/**
 * What a command may open. A network is chosen by flag, environment, ballast.yaml, in that order; without any of
 * them it is the demonstration.
 *
 * @param opened takes down how to close what was opened
 * @param askSecret absent where nobody can be asked
 */
export function servicesFor(
  flags: GlobalFlags,
  progress: Progress,
  opened: (() => Promise<void>)[],
  askSecret?: AskSecret,
): Services {
  requireTimeout(flags.timeout)
  const once = <T>(open: () => Promise<T>): (() => Promise<T>) => {
    let opening: Promise<T> | undefined
    return () => {
      opening ??= open()
      return opening
    }
  }
  const closeAtEnd = (it: { close(): Promise<void> }): void => {
    opened.push(() => it.close())
  }
  const closing = <T extends { readonly close: () => Promise<void> }>(protocol: T): T => {
    // Its own function, wrapped in nothing: a function of this place would hold everything that was opened here, and a
    // protocol that was forgotten would be held with the book that was read of it.
    opened.push(protocol.close)
    return protocol
  }

  const config = once(async () => {
    const { readConfig } = await import('./workspace/config.ts')
    return readConfig(flags.config ?? process.env['BALLAST_CONFIG'])
  })
  const named = flags.network ?? process.env['BALLAST_NETWORK']
  const chosen = async (): Promise<string | undefined> => named ?? (await config())?.defaultNetwork
  const findWorkspace = async () => {
    const found = await config()
    return {
      ...(found === undefined ? {} : { config: found }),
      ...(named === undefined ? {} : { named }),
    }
  }

  const openDemo = once(async (): Promise<DemoProtocol> => {
    const { openDemoProtocol } = await import('./workflows/demoProtocol.ts')
    return closing(await openDemoProtocol(progress))
  })
  const openWorkspace = once(async (): Promise<Workspace> => {
    const found = await config()
    if (found === undefined) {
      const { noWorkspace } = await import('./workspace/config.ts')
      throw noWorkspace()
    }
    const name = await chosen()
    if (name === undefined || name === DEMO) throw notHere(found.networkNames)
    const network = found.network(name)
    return {
      config: found,
      network:
        flags.timeout === undefined ? network : { ...network, timeoutSeconds: flags.timeout },
    }
  })
  const openProtocol = once(async (): Promise<Protocol> => {
    const name = await chosen()
    if (name === DEMO) return openDemo()
    if (name === undefined && (await config()) === undefined) {
      progress.say(
        'No ballast.yaml here: this is the demonstration, in this process (ballast init).',
      )
      return openDemo()
    }
    const { config: workspace, network } = await openWorkspace()
    const { openNetwork } = await import('./workflows/openNetwork.ts')
    return closing(await openNetwork(workspace, network))
  })
  const openActing: Services['openActing'] = async (account, { maxFee, unlocking } = {}) => {
    const { config: workspace, network } = await openWorkspace()
    const protocol = await openProtocol()
    const name = account ?? process.env['BALLAST_ACCOUNT'] ?? network.account
    const { openActing: open } = await import('./workflows/openNetwork.ts')
    return open(protocol, workspace, name, {
      ...network,
      ...(maxFee === undefined ? {} : { maxFee }),
      unlocking: unlocking ?? { ask: askSecret, progress },
    })
  }
  return {
    progress,
    openProtocol,
    openDemo,
    openActing,
    openWorkspace,
    findWorkspace,
    closeAtEnd,
    askSecret,
  }
}

const LONGEST_TIMEOUT_SECONDS = 600

/** @throws UsageError */
function requireTimeout(seconds: number | undefined): void {
  if (seconds === undefined || (seconds > 0 && seconds <= LONGEST_TIMEOUT_SECONDS)) return
  throw new UsageError(
    `--timeout is no number of seconds above 0, up to ${LONGEST_TIMEOUT_SECONDS}.`,
    'Write it as in --timeout 30.',
  )
}

const notHere = (names: readonly string[]): UsageError =>
  new UsageError(
    'This needs a network that outlives the command.',
    names.length === 0
      ? 'Add one to ballast.yaml.'
      : `Name one with --network: ${names.join(', ')}; or set \`network\` in ballast.yaml.`,
  )
