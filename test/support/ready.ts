import { buildCli } from './builtCli.ts'
import { thirdParty } from './thirdParty.ts'

// What the test processes share is made before they start, for they run at the same time.
await Promise.all([buildCli(), thirdParty()])
