/** A proposal's id as explorers write it: `0x` and its 64 digits. */
export const fullId = (id: bigint): string => `0x${id.toString(16).padStart(64, '0')}`

/** `0xbbc1eb0a`: enough of an id to name it, and to type it. */
export const shortId = (id: bigint): string => fullId(id).slice(0, 10)
