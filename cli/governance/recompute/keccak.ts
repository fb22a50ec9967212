// Everything in this folder computes hashes anew from the standards alone (Keccak's specification, the ABI's, EIP-712)
// and shares no line with what encodes and signs elsewhere: two programs that agree are worth more than one asked twice.

const LANES = 25
const ROUNDS = 24
/** Bytes that a block takes in with 256 bits of output. */
const RATE = 136
const MASK = (1n << 64n) - 1n

const rotated = (lane: bigint, by: bigint): bigint =>
  by === 0n ? lane : ((lane << by) | (lane >> (64n - by))) & MASK

/** The constants of the rounds, by the shift register that the specification gives. */
const roundConstants: readonly bigint[] = (() => {
  let register = 1
  const nextBit = (): boolean => {
    const bit = (register & 1) === 1
    register <<= 1
    if (register & 0x100) register ^= 0x171
    return bit
  }
  return Array.from({ length: ROUNDS }, () => {
    let constant = 0n
    for (let j = 0; j < 7; j += 1) if (nextBit()) constant |= 1n << ((1n << BigInt(j)) - 1n)
    return constant
  })
})()

/** Where each lane goes and how far it turns (the steps rho and pi), lanes being numbered x + 5·y. */
const turns: readonly (readonly [to: number, by: bigint])[] = (() => {
  const table: (readonly [number, bigint])[] = Array.from({ length: LANES }, () => [0, 0n])
  let [x, y] = [1, 0]
  for (let t = 0; t < ROUNDS; t += 1) {
    const next = (2 * x + 3 * y) % 5
    table[x + 5 * y] = [y + 5 * next, BigInt((((t + 1) * (t + 2)) / 2) % 64)]
    ;[x, y] = [y, next]
  }
  return table
})()

function permute(state: bigint[]): void {
  const at = (index: number): bigint => state[index] ?? 0n
  for (const constant of roundConstants) {
    const parities = [0, 1, 2, 3, 4].map(
      (x) => at(x) ^ at(x + 5) ^ at(x + 10) ^ at(x + 15) ^ at(x + 20),
    )
    const parity = (x: number): bigint => parities[x % 5] ?? 0n
    const moved: bigint[] = []
    turns.forEach(([to, by], from) => {
      const x = from % 5
      moved[to] = rotated(at(from) ^ parity(x + 4) ^ rotated(parity(x + 1), 1n), by)
    })
    for (let index = 0; index < LANES; index += 1) {
      const row = index - (index % 5)
      const right = (by: number) => moved[row + ((index + by) % 5)] ?? 0n
      state[index] = right(0) ^ (~right(1) & MASK & right(2))
    }
    state[0] = at(0) ^ constant
  }
}

/** Keccak-256 as Ethereum uses it. */
export function keccak(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(bytes.length + RATE - (bytes.length % RATE))
  padded.set(bytes)
  padded[bytes.length] = 0x01
  padded[padded.length - 1] = (padded.at(-1) ?? 0) | 0x80
  const state = new Array<bigint>(LANES).fill(0n)
  const view = new DataView(padded.buffer)
  for (let block = 0; block < padded.length; block += RATE) {
    for (let lane = 0; lane < RATE / 8; lane += 1) {
      state[lane] = (state[lane] ?? 0n) ^ view.getBigUint64(block + 8 * lane, true)
    }
    permute(state)
  }
  const answer = new DataView(new ArrayBuffer(32))
  for (let lane = 0; lane < 4; lane += 1) answer.setBigUint64(8 * lane, state[lane] ?? 0n, true)
  return new Uint8Array(answer.buffer)
}
