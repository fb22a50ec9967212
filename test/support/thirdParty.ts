import { join } from 'node:path'
import { packagesOf } from './ownPackages.ts'
import { projectFolder } from './projectFolder.ts'

/**
 * Packages with the contracts of third parties, as their authors compiled them. They have a package of their own, because
 * they drag old dependencies along.
 *
 * @returns what loads a file of theirs, as `require` does
 */
export const thirdParty = (): Promise<NodeJS.Require> =>
  packagesOf(join(projectFolder, 'test', 'thirdparty'))
