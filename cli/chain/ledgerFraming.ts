import { LedgerAnswerError } from './ledgerErrors.ts'

/** How messages travel over USB: in packets of 64 bytes, each with channel, tag and number; the first one also has the length. */
const PACKET_BYTES = 64
const HEAD_BYTES = 5
const LENGTH_BYTES = 2
const ROOM = PACKET_BYTES - HEAD_BYTES

/** The channel that the protocol's description asks for; devices answer on the channel they are asked on. */
const CHANNEL = 0x0101
const TAG_APDU = 0x05

/** A message as the packets that carry it, the last one filled up with zeros. */
export function packetsOf(message: Uint8Array): readonly Uint8Array[] {
  const framed = new Uint8Array(LENGTH_BYTES + message.length)
  new DataView(framed.buffer).setUint16(0, message.length)
  framed.set(message, LENGTH_BYTES)
  return Array.from({ length: Math.ceil(framed.length / ROOM) }, (_, sequence) => {
    const packet = new Uint8Array(PACKET_BYTES)
    const head = new DataView(packet.buffer)
    head.setUint16(0, CHANNEL)
    head.setUint8(2, TAG_APDU)
    head.setUint16(3, sequence)
    packet.set(framed.subarray(sequence * ROOM, (sequence + 1) * ROOM), HEAD_BYTES)
    return packet
  })
}

/**
 * Puts packets together.
 *
 * @returns what takes the next packet, and answers the message once it is whole. Packets of other channels, which are
 * meant for other programs, are passed over.
 * @throws LedgerAnswerError where one is missing
 */
export function collecting(): (packet: Uint8Array) => Uint8Array | undefined {
  let expected: number | undefined
  let sequence = 0
  const parts: number[] = []
  return (packet) => {
    const head = new DataView(packet.buffer, packet.byteOffset, packet.byteLength)
    if (packet.length < HEAD_BYTES + LENGTH_BYTES) throw new LedgerAnswerError('a short packet')
    if (head.getUint16(0) !== CHANNEL || head.getUint8(2) !== TAG_APDU) return undefined
    if (head.getUint16(3) !== sequence) throw new LedgerAnswerError('packets out of their order')
    expected ??= head.getUint16(HEAD_BYTES)
    parts.push(...packet.subarray(HEAD_BYTES + (sequence === 0 ? LENGTH_BYTES : 0)))
    sequence += 1
    return parts.length < expected ? undefined : Uint8Array.from(parts.slice(0, expected))
  }
}
