import {
  type BaseWallet,
  concat,
  getBytes,
  HDNodeWallet,
  keccak256,
  type Signature,
  Transaction,
  toBeHex,
} from 'ethers'
import type { ConnectLedger, LedgerLink } from '../../cli/chain/ledgerLink.ts'
import { isWhole, typedMessageFrom } from './ledgerTyped.ts'

/**
 * A stand-in for a Ledger: no device and nothing of one. It is written after the vendor's published description of the
 * Ethereum app's APDUs (LedgerHQ/app-ethereum, doc/ethapp.adoc) and signs with a wallet of ethers.
 */
export interface LedgerStandIn {
  readonly connect: ConnectLedger
  /** Every APDU that came, in hex. */
  readonly apdus: string[]
  /** Signatures that were given. */
  readonly signed: string[]
  /** How often it was opened, and let go of again. */
  readonly opened: { times: number; closed: number }
}

export interface StandInHabits {
  /** What signs, whatever the path; the usual development seed by its path if absent. */
  readonly wallet?: BaseWallet
  /** What answers instead of the app, by instruction: a status word for `sign`, `address` or everything. */
  readonly status?: { readonly at: 'everything' | 'address' | 'signature'; readonly word: number }
  /** What says its name: `BOLOS` is the dashboard. */
  readonly app?: string
  readonly version?: string
  readonly blindSigning?: boolean
  /** Whether the app takes the fields of a typed message. */
  readonly takesFields?: boolean
  /** The APDU after which it is gone, counted from 1. */
  readonly goneAt?: number
  /** Somebody looks at it until then. */
  readonly confirmed?: Promise<unknown>
  /** It takes everything and says nothing. */
  readonly isSilent?: boolean
  /** Changes what was to be signed, as a broken device would. */
  readonly spoils?: boolean
}

const SEED = 'test test test test test test test test test test test junk'

/** The wallet of a path, as the seed of development nodes has it. */
export const seedWallet = (path: string): BaseWallet =>
  HDNodeWallet.fromPhrase(SEED, '', `m/${path}`)

const OK = '9000'
const ascii = (text: string): string => Buffer.from(text, 'ascii').toString('hex')
const counted = (hex: string): string => toBeHex(hex.length / 2, 1).slice(2) + hex
const unlike = (hash: string): string => keccak256(hash)

/** Status words of the description, and of the system below the app. */
const status = {
  invalidData: '6a80',
  wrongParameter: '6b00',
  unknownInstruction: '6d00',
} as const

export function ledgerStandIn(habits: StandInHabits = {}): LedgerStandIn {
  const { blindSigning = true, takesFields = true, app = 'Ethereum', version = '1.12.0' } = habits
  const apdus: string[] = []
  const signed: string[] = []
  const opened = { times: 0, closed: 0 }
  let transaction: { path: string; bytes: string } | undefined
  const definitions: string[][] = []

  let isConfirmed = habits.confirmed === undefined
  void habits.confirmed?.then(() => {
    isConfirmed = true
  })

  const walletAt = (path: string) => habits.wallet ?? seedWallet(path)
  const sign = (path: string, hash: string): Signature => {
    const signature = walletAt(path).signingKey.sign(habits.spoils ? unlike(hash) : hash)
    signed.push(signature.serialized)
    return signature
  }
  const answer = (v: number, { r, s }: Signature): string =>
    concat([toBeHex(v, 1), r, s]).slice(2) + OK

  const addressAt = (data: string): string => {
    const { publicKey } = walletAt(pathFrom(data).path).signingKey
    const { address } = walletAt(pathFrom(data).path)
    return counted(publicKey.slice(2)) + counted(ascii(address.slice(2))) + OK
  }

  const signTransaction = (isFirst: boolean, data: string): string => {
    if (isFirst) {
      const { path, rest } = pathFrom(data)
      transaction = { path, bytes: rest }
    } else if (transaction === undefined) return status.wrongParameter
    else transaction.bytes += data
    const { path, bytes } = transaction
    if (bytes.length / 2 < lengthOf(bytes)) return OK
    const unsigned = Transaction.from(`0x${bytes}`)
    if (unsigned.data !== '0x' && !blindSigning) return status.invalidData
    const signature = sign(path, unsigned.unsignedHash)
    const { yParity } = signature
    if (unsigned.type === 2) return answer(yParity, signature)
    // EIP-155, in the one byte that there is for it.
    return answer(Number((unsigned.chainId * 2n + 35n + BigInt(yParity)) % 256n), signature)
  }

  const signTyped = (how: string, data: string): string => {
    const { path, rest } = pathFrom(data)
    if (how === '01') {
      const signature = sign(path, typedMessageFrom(definitions.splice(0)))
      return answer(signature.v, signature)
    }
    if (!blindSigning) return status.invalidData
    const hash = keccak256(`0x1901${rest.slice(0, 128)}`)
    const signature = sign(path, hash)
    return answer(signature.v, signature)
  }

  const takeField = (instruction: string[]): string => {
    if (!takesFields) return status.unknownInstruction
    definitions.push(instruction)
    if (isWhole(definitions)) return OK
    definitions.length = 0
    return status.invalidData
  }

  const answerTo = (apdu: string): string => {
    const [cla = '', ins = '', p1 = '', p2 = ''] = apdu.match(/../g) ?? []
    const data = apdu.slice(10)
    if (habits.status !== undefined && concerns(habits.status.at, `${cla}${ins}`)) {
      return toBeHex(habits.status.word, 2).slice(2)
    }
    if (cla === 'b0')
      return `01${counted(ascii(app))}${counted(ascii(version))}${counted('00')}${OK}`
    if (app !== 'Ethereum') return app === 'BOLOS' ? '6e01' : '6e00'
    const answers: Record<string, () => string> = {
      '02': () => addressAt(data),
      '04': () => signTransaction(p1 === '00', data),
      '0c': () => signTyped(p2, data),
      '1a': () => takeField([ins, p1, p2, data]),
      '1c': () => takeField([ins, p1, p2, data]),
    }
    return answers[ins]?.() ?? status.unknownInstruction
  }

  const open = (): LedgerLink => {
    let incoming = ''
    let answers: Uint8Array[] = []
    const requireThere = () => {
      if (apdus.length >= (habits.goneAt ?? Number.POSITIVE_INFINITY)) {
        throw new Error('could not read from HID device')
      }
    }
    return {
      async write(packet) {
        requireThere()
        incoming += Buffer.from(
          packet.subarray(packet[3] === 0 && packet[4] === 0 ? 7 : 5),
        ).toString('hex')
        const length = 2 * (5 + Number.parseInt(incoming.slice(8, 10), 16))
        if (incoming.length < length) return
        const apdu = incoming.slice(0, length)
        incoming = ''
        apdus.push(apdu)
        requireThere()
        if (habits.isSilent !== true) answers = packetsWith(answerTo(apdu))
      },
      async read(milliseconds) {
        requireThere()
        const isAsking = /^e00[4c]/.test(apdus.at(-1) ?? '')
        const isLooking = isAsking && !isConfirmed
        const next = isLooking ? undefined : answers.shift()
        if (next === undefined) await new Promise((go) => setTimeout(go, Math.min(milliseconds, 5)))
        return next
      },
      async close() {
        opened.closed += 1
      },
    }
  }
  return {
    apdus,
    signed,
    opened,
    async connect() {
      opened.times += 1
      return open()
    },
  }
}

function concerns(at: 'everything' | 'address' | 'signature', instruction: string): boolean {
  if (at === 'everything') return true
  const [address, ...signature] = ['e002', 'e004', 'e00c', 'e01a', 'e01c']
  return at === 'address' ? instruction === address : signature.includes(instruction)
}

/** The number of steps, then each in four bytes; what is behind it. */
function pathFrom(data: string): { readonly path: string; readonly rest: string } {
  const count = Number.parseInt(data.slice(0, 2), 16)
  const steps = Array.from({ length: count }, (_, i) => {
    const index = Number.parseInt(data.slice(2 + 8 * i, 10 + 8 * i), 16)
    return index >= 0x80000000 ? `${index - 0x80000000}'` : `${index}`
  })
  return { path: steps.join('/'), rest: data.slice(2 + 8 * count) }
}

/** How many bytes a transaction has, by the head of its list. */
function lengthOf(bytes: string): number {
  const typed = bytes.startsWith('02') ? 1 : 0
  const head = Number.parseInt(bytes.slice(2 * typed, 2 * typed + 2), 16)
  if (head <= 0xf7) return typed + 1 + head - 0xc0
  const sizeBytes = head - 0xf7
  const start = 2 * (typed + 1)
  return typed + 1 + sizeBytes + Number.parseInt(bytes.slice(start, start + 2 * sizeBytes), 16)
}

/** An answer in packets of 64 bytes: channel, tag, number, and in the first one the length. */
function packetsWith(answer: string): Uint8Array[] {
  const whole = toBeHex(answer.length / 2, 2).slice(2) + answer
  const parts = whole.match(/.{1,118}/g) ?? []
  return parts.map((part, i) =>
    getBytes(`0x010105${toBeHex(i, 2).slice(2)}${part.padEnd(118, '0')}`),
  )
}
