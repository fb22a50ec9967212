import { createRequire } from 'node:module'
import type EthModule from '@ledgerhq/hw-app-eth'
import type TransportModule from '@ledgerhq/hw-transport'
import type * as NodeHid from 'node-hid'

/** The device's Ethereum app, as much of it as is used. */
export interface EthereumApp {
  readonly getAddress: (path: string) => Promise<{ readonly address: string }>
  readonly signTransaction: (path: string, unsigned: string) => Promise<Scalars>
  /** Every field goes to the device, which hashes them itself. */
  readonly signFields: (path: string, payload: object) => Promise<Scalars>
  readonly signHashes: (path: string, domain: string, message: string) => Promise<Scalars>
  /** An instruction that every app and the dashboard know; the answer with its status word. */
  readonly send: (cla: number, ins: number) => Promise<Uint8Array>
}

/** A signature without its parity, in hex without 0x. */
export interface Scalars {
  readonly r: string
  readonly s: string
}

/** Nothing of what is signed goes to Ledger's servers, and nothing of theirs is asked for. */
const nowhere = {
  nftExplorerBaseURL: null,
  pluginBaseURL: null,
  extraPlugins: null,
  cryptoassetsBaseURL: null,
  calServiceURL: null,
} as const

// Their form for `import` names its files without an extension, which Node does not find.
const load = createRequire(import.meta.url)

/**
 * The vendor's client of the Ethereum app. The only file that knows the vendor's packages; it is imported when a Ledger
 * signs, and not before.
 *
 * @param exchange carries an APDU to the device and its answer back
 */
export function ethereumApp(exchange: (apdu: Uint8Array) => Promise<Uint8Array>): EthereumApp {
  const { default: Transport } = load('@ledgerhq/hw-transport') as typeof TransportModule
  const { default: Eth } = load('@ledgerhq/hw-app-eth') as typeof EthModule
  const transport = Object.assign(new Transport(), {
    exchange: async (apdu: Uint8Array) => Buffer.from(await exchange(apdu)),
  })
  const eth = new Eth(transport, undefined, nowhere)
  return {
    getAddress: (path) => eth.getAddress(path),
    signTransaction: (path, unsigned) => eth.signTransaction(path, unsigned, null),
    signFields: (path, payload) =>
      eth.signEIP712Message(path, payload as Parameters<typeof eth.signEIP712Message>[1]),
    signHashes: (path, domain, message) => eth.signEIP712HashedMessage(path, domain, message),
    send: (cla, ins) => transport.send(cla, ins, 0, 0),
  }
}

/** The status word in what the packages throw; undefined for anything else. */
export function statusOf(error: unknown): number | undefined {
  const { name, statusCode } = (error ?? {}) as { name?: unknown; statusCode?: unknown }
  // The client gives this one status a name and drops its number.
  if (/PleaseEnableContractData$/.test(String(name))) return 0x6a80
  return typeof statusCode === 'number' ? statusCode : undefined
}

/** What talks to USB. On Linux through the kernel's own driver: the other one takes the device away from it. */
export function loadHid(): typeof NodeHid {
  const hid = load('node-hid') as typeof NodeHid
  hid.setDriverType('hidraw')
  // What is native in it is loaded by the first question; now is the time to find out whether it can be.
  hid.getHidapiVersion()
  return hid
}
