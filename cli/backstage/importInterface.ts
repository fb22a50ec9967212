import process from 'node:process'

/** The interface's own half, with React as it is built for use: from source it asks when it is loaded. */
export function importInterface(): Promise<typeof import('../ui/start.tsx')> {
  process.env['NODE_ENV'] ??= 'production'
  return import('../ui/start.tsx')
}
