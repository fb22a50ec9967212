import type { VaultQuestion } from '../../../workflows/readVaults.ts'
import type { VaultOrder } from '../../../workflows/vaultOrders.ts'
import { useDesk } from '../../hooks/useDesk.tsx'
import type { Filter } from '../../hooks/useFilter.ts'
import { useMemory, useNavigation } from '../../hooks/useNavigation.tsx'

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
  const { market, show } = useMarket(choice.market, (next) =>
    choose((before) => ({ ...before, market: next })),
  )
  const hasDraft = draft !== undefined
  const order = choice.order === 'after' && !hasDraft ? 'health' : choice.order
  const question: VaultQuestion = {
    ...choice,
    market,
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
      show(markets[market === undefined ? 0 : markets.indexOf(market) + 1]),
    allMarkets: () => show(undefined),
  }
}

/**
 * The market that is shown; undefined for all. Whoever opens the vaults of one market finds that one each time: there
 * the place says which, and another market is another place. Elsewhere it is what was chosen last.
 */
function useMarket(chosen: string | undefined, choose: (market: string | undefined) => void) {
  const { location, replace } = useNavigation()
  const { market: opened } = location.params
  if (opened === undefined) return { market: chosen, show: choose }
  return {
    market: opened === '' ? undefined : opened,
    show: (market: string | undefined) => replace(location.screen, { market: market ?? '' }),
  }
}

/** Whether two questions order and find alike: then a row that is followed stays under the cursor. */
export const isAlike = (a: VaultQuestion, b: VaultQuestion): boolean =>
  a.order === b.order &&
  a.isReversed === b.isReversed &&
  a.market === b.market &&
  a.filter.trim() === b.filter.trim()
