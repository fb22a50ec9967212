import { UsageError } from './errors.ts'

/** As `engines` in package.json says, which npm only warns about. */
export const oldestNode = '22.13'

/**
 * What is used of Node is there from one version on; an older one would end with a complaint about a function of its own.
 *
 * @param version of the running Node, `22.13.1`
 * @throws UsageError
 */
export function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode.split('.').map(Number)
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  throw new UsageError(
    `Ballast needs Node ${oldestNode} or newer; this is Node ${version}.`,
    'Install a newer one, for example from nodejs.org, and start it again.',
  )
}
