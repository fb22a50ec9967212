import { join } from 'node:path'

/** Where package.json lies. */
export const projectFolder = join(import.meta.dirname, '..', '..')
