import { account } from './account.ts'
import { cancel } from './cancel.ts'
import { check } from './check.ts'
import type { Command } from './command.ts'
import { delegate } from './delegate.ts'
import { demo } from './demo.ts'
import { deploy } from './deploy.ts'
import { devnet } from './devnet.ts'
import { draft } from './draft.ts'
import { encode } from './encode.ts'
import { execute } from './execute.ts'
import { guardian } from './guardian.ts'
import { hashes } from './hashes.ts'
import { init } from './init.ts'
import { keeper } from './keeper.ts'
import { params } from './params.ts'
import { pending } from './pending.ts'
import { power } from './power.ts'
import { queue } from './queue.ts'
import { relay } from './relay.ts'
import { report } from './report.ts'
import { safe } from './safe.ts'
import { show } from './show.ts'
import { simulate } from './simulate.ts'
import { snapshot } from './snapshot.ts'
import { status } from './status.ts'
import { steward } from './steward.ts'
import { submit } from './submit.ts'
import { vote } from './vote.ts'
import { warp } from './warp.ts'

/** Every verb, in the order of help: a workspace, then a proposal's way. */
export const allCommands = [
  demo,
  init,
  devnet,
  deploy,
  account,
  status,
  params,
  power,
  draft,
  check,
  encode,
  simulate,
  report,
  snapshot,
  submit,
  show,
  vote,
  relay,
  queue,
  execute,
  cancel,
  guardian,
  delegate,
  pending,
  safe,
  steward,
  keeper,
  hashes,
  warp,
] as unknown as readonly Command[]
