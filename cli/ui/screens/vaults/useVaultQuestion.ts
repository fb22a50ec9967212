import type { VaultQuestion } from '../../../workflows/readVaults.ts'
import type { VaultOrder } from '../../../workflows/vaultOrders.ts'
import { useDesk } from '../../hooks/useDesk.tsx'
import type { Filter } from '../../hooks/useFilter.ts'
import { useMemory } from '../../hooks/useNavigation.tsx'

interface Choice {
  readonly order: VaultOrder
  readonly isReversed: boolean
  readonly market: string | undefined
}

const START: Choice = { order: 'health', isReversed: false, market: undefined }

/** In the order of the columns; the draft's has a place only while there is a draft. */
const orders: readonly VaultOrder[] = ['health', 'after', 'debt', 'collateral', 'owner']

/** What is asked of the vaults, and how keys change it; found as it was when somebody comes back. */
export function useVaultQuestion(filter: Filter) {
  const { draft } = useDesk()
  const [choice, choose] = useMemory('question', START)
  const hasDraft = draft !== undefined
  const order = choice.order === 'after' && !hasDraft ? 'health' : choice.order
  const question: VaultQuestion = {
    ...choice,
    order,
    filter: filter.text,
    ...(hasDraft ? { draft: draft.text } : {}),
  }
  return {
    question,
    nextOrder: () => {
      const all = orders.filter((one) => one !== 'after' || hasDraft)
      const next = all[(all.indexOf(order) + 1) % all.length] ?? 'health'
      choose((before) => ({ ...before, order: next, isReversed: false }))
    },
    reverse: () => choose((before) => ({ ...before, isReversed: !before.isReversed })),
    /** After the last market come all of them again. */
    nextMarket: (markets: readonly string[]) =>
      choose((before) => ({
        ...before,
        market: markets[before.market === undefined ? 0 : markets.indexOf(before.market) + 1],
      })),
  }
}

/** Whether two questions order and find alike: then a row that is followed stays under the cursor. */
export const isAlike = (a: VaultQuestion, b: VaultQuestion): boolean =>
  a.order === b.order &&
  a.isReversed === b.isReversed &&
  a.market === b.market &&
  a.filter.trim() === b.filter.trim()
