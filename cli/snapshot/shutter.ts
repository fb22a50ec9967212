import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { getBytes, hexlify, toUtf8Bytes } from 'ethers'
import type { Hex } from '../governance/addressBook.ts'
import type { Choice } from './choices.ts'

/** The key of Shutter's keepers that votes on Snapshot are encrypted under, as Snapshot's own client carries it. */
const EON_KEY: Hex =
  '0x0e6493bbb4ee8b19aa9b70367685049ff01dc9382c46aed83f8bc07d2a5ba3e6030bd83b942c1fd3dff5b79bef3b40bf6b666e51e7f0be14ed62daaffad47435' +
  '265f5c9403b1a801921981f7d8659a9bd91fe92fb1cf9afdb16178a532adfaf51a237103874bb03afafe9cab2118dae1be5f08a0a28bf488c1581e9db4bc23ca'

/** As much of the package as is used; it has no typings of its own. */
interface ShutterCrypto {
  /** Loads the WebAssembly that lies beside it. */
  init(): Promise<void>
  encrypt(
    message: Uint8Array,
    eonPublicKey: Uint8Array,
    epochId: Uint8Array,
    sigma: Uint8Array,
  ): Promise<Uint8Array>
}

/** What it leaves in the global scope, where others look for what a browser lacks. */
const LEFT_BEHIND = ['require', 'fs', 'Go'] as const

const require = createRequire(import.meta.url)
let loading: Promise<ShutterCrypto> | undefined

/** Brings the library only when a secret vote is cast, and once. */
async function loadShutter(): Promise<ShutterCrypto> {
  const before = LEFT_BEHIND.filter((name) => name in globalThis)
  // As CommonJS: loaders disagree about what an import of it would be.
  const shutter: ShutterCrypto = require('@shutter-network/shutter-crypto')
  await shutter.init()
  for (const name of LEFT_BEHIND) {
    if (!before.includes(name)) Reflect.deleteProperty(globalThis, name)
  }
  return shutter
}

/**
 * Encrypts a vote for one proposal, as Snapshot's own client does it: nobody can read it before the keepers give out the
 * proposal's key, when the vote has ended.
 *
 * @param eonKey of other keepers, whose keys are known: for tests
 */
export async function encryptChoice(
  choice: Choice,
  proposal: Hex,
  eonKey: Hex = EON_KEY,
): Promise<Hex> {
  loading ??= loadShutter()
  const shutter = await loading
  const encrypted = await shutter.encrypt(
    toUtf8Bytes(JSON.stringify(choice)),
    getBytes(eonKey),
    getBytes(proposal),
    randomBytes(32),
  )
  return hexlify(encrypted)
}
