import { setImmediate, setTimeout } from 'node:timers/promises'

/** More than the links of any chain of answer, drawing and effect: a link takes at most one round. */
const STILL_ROUNDS = 5

/** A theme that moves by itself is never still; a burst of keys draws for this long at most. */
const MOST_ROUNDS = 500

/** Between two drawings of a burst: React's work and the key after it are immediates. */
const TURNS = 4

/**
 * Waits until what was set off is drawn: for turns of the event loop, not for a time. A machine that is busy takes longer
 * for each of them, and what is due in them is the same.
 *
 * @param frameCount how many frames were drawn so far, where they can be counted
 */
export async function drawn(frameCount: () => number = () => 0): Promise<void> {
  let still = 0
  for (let round = 0; still < STILL_ROUNDS && round < MOST_ROUNDS; round += 1) {
    const before = frameCount()
    // What waits for a timer of none at all, like answers that are told together, comes before this one.
    await setTimeout(1)
    for (let turn = 0; turn < TURNS; turn += 1) await setImmediate()
    still = frameCount() === before ? still + 1 : 0
  }
}
