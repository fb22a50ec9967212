import { expect } from 'chai'
import { projectFolder } from '../support/projectFolder.ts'
import { runCli } from '../support/runCli.ts'

const asData = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`

/** What of node:module is there in Node 20, to everybody but this file. */
const olderModule = asData(`
  import whole, { createRequire, register } from 'node:module'
  export { createRequire, register }
  export default { ...whole, enableCompileCache: undefined }
`)

/** Makes of this Node one that says it is 20, and lacks what was not there then. */
const older = asData(`
  import { registerHooks } from 'node:module'
  Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })
  registerHooks({
    resolve: (name, context, next) =>
      name === 'node:module' && !context.parentURL?.startsWith('data:')
        ? { url: ${JSON.stringify(olderModule)}, shortCircuit: true }
        : next(name, context),
  })
`)

describe('the built command line under an older Node', () => {
  for (const args of [[], ['--help'], ['status']]) {
    it(`says that it needs a newer one, with exit code 2: ballast ${args.join(' ')}`, async () => {
      const env = { NODE_OPTIONS: `--import=${older}` }
      const { exitCode, stdout, stderr } = await runCli(args, { cwd: projectFolder, env })
      expect(stderr).to.equal(
        'Ballast needs Node 22.13 or newer; this is Node 20.20.2.\n' +
          'Install a newer one, for example from nodejs.org, and start it again.\n',
      )
      expect([exitCode, stdout]).to.deep.equal([2, ''])
    })
  }
})
