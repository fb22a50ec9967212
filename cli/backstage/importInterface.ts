import nodeModule from 'node:module'
import process from 'node:process'

/** Of this Ink takes one function, and gets some five hundred files: a fifth of the time to the first frame. */
const WHOLE = /\/es-toolkit\/dist\/compat\/index\.mjs$/
const NEEDED = '/es-toolkit/dist/compat/function/throttle.mjs'

/** The interface's own half, with React as it is built for use. */
export async function importInterface(): Promise<typeof import('../ui/start.tsx')> {
  // React asks when it is loaded, and its other half is slower by far.
  process.env['NODE_ENV'] ??= 'production'
  // Older versions of Node 22 do not have them: it only takes a little longer there.
  const { registerHooks }: Partial<typeof nodeModule> = nodeModule
  const hooks = registerHooks?.({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      return { ...found, url: found.url.replace(WHOLE, NEEDED) }
    },
  })
  try {
    return await import('../ui/start.tsx')
  } finally {
    hooks?.deregister()
  }
}
