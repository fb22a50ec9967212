import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const ofInk = createRequire(import.meta.resolve('ink'))
const { default: chalk }: { default: { level: number } } = await import(
  pathToFileURL(ofInk.resolve('chalk')).href
)

/**
 * Ink colours with chalk, which has looked for a terminal and found none. The terminal of a test has all colours: which
 * of them are drawn is what themes decide and tests look at.
 *
 * @returns how to have it as it was
 */
export function allColours(): () => void {
  const before = chalk.level
  chalk.level = 3
  return () => {
    chalk.level = before
  }
}
