import { activityScreen } from './activity/ActivityLog.tsx'
import { delegatesScreen } from './delegates/Delegates.tsx'
import { draftScreen } from './drafts/Draft.tsx'
import { draftsScreen } from './drafts/Drafts.tsx'
import { overviewScreen } from './overview/Overview.tsx'
import { parameterScreen } from './parameters/Parameter.tsx'
import { parametersScreen } from './parameters/Parameters.tsx'
import { previewScreen } from './preview/Preview.tsx'
import { proposalScreen } from './proposals/Proposal.tsx'
import { proposalsScreen } from './proposals/Proposals.tsx'
import { safetyScreen } from './safety/Safety.tsx'
import type { Screen } from './screen.ts'
import { stewardsScreen } from './stewards/Stewards.tsx'
import { impactScreen } from './vaults/Impact.tsx'
import { vaultsScreen } from './vaults/Vaults.tsx'

/** Every screen; those that are listed have the numbers 1, 2, 3 … in this order. A new screen is one line here. */
export const screens: readonly Screen[] = [
  overviewScreen,
  parametersScreen,
  draftsScreen,
  draftScreen,
  proposalsScreen,
  proposalScreen,
  vaultsScreen,
  impactScreen,
  delegatesScreen,
  activityScreen,
  stewardsScreen,
  safetyScreen,
  previewScreen,
  parameterScreen,
]

/** The screens with a number, in the order of their numbers. */
export const listedScreens = screens.filter(({ isListed }) => isListed)

export const screenOf = (id: string): Screen => {
  const found = screens.find((screen) => screen.id === id)
  if (found === undefined) throw new Error(`There is no screen ${id}.`)
  return found
}
