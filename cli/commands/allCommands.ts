import { check } from './check.ts'
import type { Command } from './command.ts'
import { demo } from './demo.ts'
import { draft } from './draft.ts'
import { encode } from './encode.ts'
import { params } from './params.ts'
import { report } from './report.ts'
import { simulate } from './simulate.ts'
import { warp } from './warp.ts'

/** Every verb, in the order of help: the demonstration, then a proposal's way. */
export const allCommands = [
  demo,
  params,
  draft,
  check,
  encode,
  simulate,
  report,
  warp,
] as unknown as readonly Command[]
