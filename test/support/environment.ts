import process from 'node:process'

/** Remembers variables of the environment. @returns how to have them as they were, whatever a test made of them */
export function rememberEnvironment(...names: readonly string[]): () => void {
  const before = names.map((name) => [name, process.env[name]] as const)
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}
