import type { Pane } from '../components/Panes.tsx'
import { useLayout } from '../layout.ts'
import { useKeys } from './useKeys.tsx'
import { useMemory } from './useNavigation.tsx'

/**
 * Which of two panes has the keys, where the detail can be gone into: Tab goes to the other one, Esc back to the list.
 * Found as it was by somebody who comes back. Without room for both there is the list alone.
 */
export function usePaneFocus(): Pane {
  const { fit } = useLayout()
  const [kept, keep] = useMemory<Pane>('pane', 'list')
  const isSplit = fit === 'wide'
  const focused = isSplit ? kept : 'list'
  const turn = () => keep((before) => (before === 'list' ? 'detail' : 'list'))
  useKeys({
    nextPane: isSplit ? { run: turn, word: 'other pane' } : undefined,
    previousPane: isSplit ? { run: turn, isQuiet: true } : undefined,
    back: focused === 'detail' ? { run: () => keep(() => 'list'), word: 'list' } : undefined,
  })
  return focused
}
