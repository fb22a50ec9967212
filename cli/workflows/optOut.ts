import { optOutAction, readSplit } from '../chain/splitRegistry.ts'
import type { Deed, Shown } from './act.ts'
import type { Acting } from './protocol.ts'
import { NotAsSentError } from './refusals.ts'
import { doubtsThatItCounts, requireRegistry } from './snapshotRegistry.ts'

/**
 * Says in the registry of split delegations that the account wants to be nobody's delegate, or that it may be one again.
 *
 * @throws NoRegistryError
 */
export async function optingOut(acting: Acting, isOut: boolean): Promise<Deed> {
  const { protocol, sender } = acting
  const { chain } = protocol
  const { address } = sender.account
  const { place, registry } = await requireRegistry(protocol, 'split')
  const { space } = place
  const action = optOutAction(registry, space, isOut)
  const isSo = async () =>
    (await readSplit(chain, { registry, account: address, space })).isOptedOut === isOut
  const shown: Shown = {
    headline: isOut
      ? `${address} wants to be nobody\u2019s delegate in ${space}.`
      : `${address} may be a delegate in ${space}.`,
    facts: [['registry', registry]],
    details: { space, registry, isOptedOut: isOut },
    next: { command: 'power' },
  }
  return {
    verb: 'delegate',
    done: async () => ((await isSo()) ? { ...shown, action } : undefined),
    prepare: async () => ({
      action,
      words: [isOut ? `refuse to be a delegate in ${space}` : `be a delegate in ${space} again`],
      facts: shown.facts,
      warnings: await doubtsThatItCounts(place, 'split', chain.chainId),
      handles: [],
      async readBack({ transactionHash }) {
        if (await isSo()) return shown
        throw new NotAsSentError(transactionHash, 'the registry says otherwise')
      },
    }),
  }
}
