import type { Address } from '../governance/addressBook.ts'
import { printable } from '../shared/format.ts'
import { readPower, readSpace } from '../snapshot/hub.ts'
import type { Envelope, ProposalMessage } from '../snapshot/messages.ts'
import { isAdmitted, isOpenToAll, leastScore } from '../snapshot/score.ts'
import type { SnapshotPlace } from '../snapshot/service.ts'
import { isMemberOf, refusalsOf, SpaceRefusesError } from '../snapshot/spaceRules.ts'
import type { Options, Space, VotingPower } from '../snapshot/stored.ts'
import { NotNowError } from './refusals.ts'
import { clockNow } from './snapshotAct.ts'
import { placeWords, powerWords } from './snapshotWords.ts'

/** A space with the limits of its hub. */
export interface KnownSpace {
  readonly space: Space
  readonly options: Options
}

/** @throws NotNowError if the hub does not know it */
export async function requireSpace(place: SnapshotPlace): Promise<KnownSpace> {
  const { space, options } = await readSpace(place)
  if (space !== undefined) return { space, options }
  throw new NotNowError(
    `There is no space ${placeWords(place)}.`,
    'Correct `snapshot` of the network in ballast.yaml: its space, and whether the hub is main or testnet.',
  )
}

/** A signature has 65 bytes: so long is an envelope before anybody has signed. */
const NO_SIGNATURE = `0x${'0'.repeat(130)}` as const

/**
 * Makes sure that the space would take a proposal, before anything is signed.
 *
 * @returns what the author's votes weigh
 * @throws SpaceRefusesError
 */
export async function requireAdmitted(
  place: SnapshotPlace,
  { space, options }: KnownSpace,
  { message, data }: { readonly message: ProposalMessage; readonly data: Envelope['data'] },
): Promise<VotingPower> {
  const { from } = message
  const envelope: Envelope = { address: from, sig: NO_SIGNATURE, data }
  const envelopeSize = JSON.stringify(envelope).length
  const refusals = [...refusalsOf({ space, options, message, now: clockNow(), envelopeSize })]
  const power = await readPower(place, from)
  if (!isMemberOf(space, from) && !isOpenToAll(space) && !(await isAdmitted(place, space, from))) {
    refusals.push({
      reason: notAdmittedWords(space, from, power),
      instead: 'Propose as a member of the space, or as an account that it admits: --account NAME.',
    })
  }
  if (refusals.length > 0) throw new SpaceRefusesError(place.space, refusals)
  return power
}

function notAdmittedWords(space: Space, from: Address, { vp }: VotingPower): string {
  const least = leastScore(space)
  const name = space.validation?.name ?? 'basic'
  return name === 'basic'
    ? `proposing takes a voting power of ${powerWords(least)}, and ${from} has ${powerWords(vp)}`
    : `its validation "${printable(name)}" does not admit ${from}`
}
