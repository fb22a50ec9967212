/** What the interface is measured with. */
export const VAULTS = 100_000

/** The simulation that runs meanwhile. */
export const PATHS = 1_000
export const STEPS = 720
