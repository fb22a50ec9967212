import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

// Ink colours with chalk, which has looked for a terminal and found none. The terminal of the tests has all colours:
// which of them are drawn is what themes decide and tests look at.
const ofInk = createRequire(import.meta.resolve('ink'))
const { default: chalk }: { default: { level: number } } = await import(
  pathToFileURL(ofInk.resolve('chalk')).href
)
chalk.level = 3
