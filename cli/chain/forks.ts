import type { BlockRef } from '../governance/parameter.ts'
import { BallastError, ExitCode } from '../shared/errors.ts'
import { type Fork, forkNetwork } from './fork.ts'
import type { NetworkAddress } from './network.ts'

/** The forks of a network that are open. */
export interface Forks {
  /** @param signal stops whatever is done on this one at its next step */
  readonly open: (block: BlockRef, signal?: AbortSignal) => Promise<Fork>
  /** Stops whatever is done on them at its next step, and puts them away. */
  readonly closeAll: () => Promise<void>
}

/**
 * Forks that can be put away while somebody works on them. The EVM is native code: a thread, or a process, that ends
 * while it is at work crashes, and leaves its folder behind.
 */
export function forksOf(network: NetworkAddress): Forks {
  const open = new Set<Fork>()
  let isStopped = false
  const gate = gateOf(() => isStopped)
  return {
    open: (block, signal) =>
      gate.pass(async () => {
        // A request that is on its way is waited for before its EVM is put away.
        const own = gateOf(() => isStopped || signal?.aborted === true)
        const inner = await forkNetwork(network, block, (work) => gate.pass(() => own.pass(work)))
        let closing: Promise<void> | undefined
        const fork: Fork = {
          chain: inner.chain,
          close() {
            closing ??= own
              .settled()
              .then(() => inner.close())
              .finally(() => open.delete(fork))
            return closing
          },
        }
        open.add(fork)
        return fork
      }),
    async closeAll() {
      isStopped = true
      await gate.settled()
      await Promise.all([...open].map((fork) => fork.close()))
    },
  }
}

/** Lets work through unless it is shut, and knows what is on its way. */
function gateOf(isShut: () => boolean) {
  const busy = new Set<Promise<unknown>>()
  return {
    async pass<T>(work: () => Promise<T>): Promise<T> {
      if (isShut()) throw new ForkStoppedError()
      const working = work()
      busy.add(working)
      try {
        return await working
      } finally {
        busy.delete(working)
      }
    },
    async settled(): Promise<void> {
      while (busy.size > 0) await Promise.allSettled(busy)
    },
  }
}

/** Somebody left while a fork was worked on, or wants no more of it. */
export class ForkStoppedError extends BallastError {
  override readonly exitCode = ExitCode.interrupted
  constructor() {
    super('The dry run was stopped. Nothing was sent.', 'Start it again.')
  }
}
