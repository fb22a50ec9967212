import { type Pace, usualPace } from '../../cli/ui/pace.ts'

/** Of hands and eyes as fast as a test's: nobody waits for `Enter sends it`. */
export const quickPace: Pace = { ...usualPace, read: 10, held: 30 }
