import { useQueries } from '@tanstack/react-query'
import { bindingOf, shownKey } from '../bindings.ts'
import type { Choice } from '../choices.ts'
import type { ShownAction } from '../keyRouter.ts'
import type { Intent } from '../keys.ts'
import { listedScreens, screens } from '../screens/registry.ts'
import type { Place } from '../screens/screen.ts'
import { useTheme } from '../theme.ts'
import { useActionsBeneath } from './useKeys.tsx'
import { type Navigation, useNavigation } from './useNavigation.tsx'
import { useServices } from './useServices.ts'

/** Everything that the palette finds: screens, what can be done here, and what has a screen of its own. */
export function useChoices(): readonly Choice[] {
  const { isAscii } = useTheme()
  const { go } = useNavigation()
  const { actions, perform } = useActionsBeneath()
  return [
    ...screenChoices(go),
    ...actions.filter(isWorthFinding).map((action) => actionChoice(action, perform, isAscii)),
    ...usePlaces().map((place) => placeChoice(place, go)),
  ]
}

const screenChoices = (go: Navigation['go']): readonly Choice[] =>
  listedScreens.map(({ id, title, summary }, index) => ({
    id: `screen ${id}`,
    title,
    summary,
    key: `${index + 1}`,
    run: () => go(id),
  }))

/**
 * Moving about is no help in a palette, and screens are there by their names. What acts on the chain is found wherever
 * it acts, also where the footer does not speak of it.
 */
const isWorthFinding = ({ intent, isQuiet }: ShownAction): boolean =>
  (!isQuiet || bindingOf(intent).group === 'chain') &&
  !['palette', 'screen', 'back'].includes(intent)

function actionChoice(
  { intent, key, word, blocked }: ShownAction,
  perform: (intent: Intent) => void,
  isAscii: boolean,
): Choice {
  const binding = bindingOf(intent)
  return {
    id: `action ${intent}`,
    title: word ?? binding.word,
    summary: blocked ?? binding.help,
    key: shownKey(key, isAscii),
    ...(blocked === undefined ? {} : { blocked }),
    run: () => perform(intent),
  }
}

/** What cannot be read is not found: whoever looks for a screen is not to hear of a node that is gone. */
function usePlaces(): readonly Place[] {
  const services = useServices()
  const answers = useQueries({
    queries: screens.flatMap(({ id, places }) =>
      places === undefined
        ? []
        : [{ queryKey: ['chain', 'places', id], queryFn: () => places(services) }],
    ),
  })
  return answers.flatMap(({ data }) => data ?? [])
}

const placeChoice = ({ title, summary, screen, params }: Place, go: Navigation['go']): Choice => ({
  id: `place ${screen} ${JSON.stringify(params)}`,
  title,
  summary,
  key: '',
  run: () => go(screen, params),
})
