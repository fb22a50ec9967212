import type { BlockRef } from '../governance/parameter.ts'
import { BallastError, ExitCode } from '../shared/errors.ts'
import { type Fork, forkNetwork } from './fork.ts'
import type { NetworkAddress } from './network.ts'

/** The forks of a network that are open. */
export interface Forks {
  readonly open: (block: BlockRef) => Promise<Fork>
  /** Stops whatever is done on them at its next step, and puts them away. */
  readonly closeAll: () => Promise<void>
}

/**
 * Forks that can be put away while somebody works on them. The EVM is native code: a thread, or a process, that ends
 * while it is at work crashes, and leaves its folder behind.
 */
export function forksOf(network: NetworkAddress): Forks {
  const busy = new Set<Promise<unknown>>()
  const open = new Set<Fork>()
  let isStopped = false
  const unlessStopped = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isStopped) throw new ForkStoppedError()
    const working = work()
    busy.add(working)
    try {
      return await working
    } finally {
      busy.delete(working)
    }
  }
  return {
    open: (block) =>
      unlessStopped(async () => {
        const fork = await forkNetwork(network, block, unlessStopped)
        let closing: Promise<void> | undefined
        const own: Fork = {
          chain: fork.chain,
          close() {
            closing ??= fork.close().finally(() => open.delete(own))
            return closing
          },
        }
        open.add(own)
        return own
      }),
    async closeAll() {
      isStopped = true
      while (busy.size > 0) await Promise.allSettled(busy)
      await Promise.all([...open].map((fork) => fork.close()))
    },
  }
}

/** Somebody left while a fork was worked on. */
export class ForkStoppedError extends BallastError {
  override readonly exitCode = ExitCode.interrupted
  constructor() {
    super('The dry run was stopped. Nothing was sent.', 'Start it again.')
  }
}
