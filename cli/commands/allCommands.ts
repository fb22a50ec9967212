import { check } from './check.ts'
import type { Command } from './command.ts'
import { demo } from './demo.ts'
import { encode } from './encode.ts'
import { params } from './params.ts'
import { report } from './report.ts'
import { show } from './show.ts'
import { simulate } from './simulate.ts'
import { status } from './status.ts'

/** Every verb, in the order of help: the demonstration, then a proposal's way. */
export const allCommands = [
  demo,
  status,
  params,
  show,
  check,
  encode,
  simulate,
  report,
] as unknown as readonly Command[]
