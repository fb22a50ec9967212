/** A proposal's id as explorers write it: `0x` and its 64 digits. */
export const fullId = (id: bigint): string => `0x${id.toString(16).padStart(64, '0')}`

/** No hash is as small as that; what counts its proposals never gets there. */
const COUNTED = 2n ** 128n

/** `0xbbc1eb0a`, or `412` where proposals are counted: enough of an id to name it, and to type it. */
export const shortId = (id: bigint): string =>
  id < COUNTED ? id.toString() : fullId(id).slice(0, 10)
