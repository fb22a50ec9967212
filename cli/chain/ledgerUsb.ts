import { access, constants } from 'node:fs/promises'
import process from 'node:process'
import {
  LedgerBusyError,
  LedgerNotFoundError,
  LedgerPermissionError,
  SeveralLedgersError,
  UsbUnavailableError,
} from './ledgerErrors.ts'
import type { LedgerLink } from './ledgerLink.ts'

const VENDOR = 0x2c97

/** The interface for programs; a device has others, which act as a keyboard or a security key. */
const USAGE_PAGE = 0xffa0

/** As much of what is plugged in as matters. */
export interface HidInterface {
  readonly path?: string | undefined
  readonly interface: number
  readonly usagePage?: number | undefined
}

/** The way to the only Ledger among all interfaces of its vendor. @throws LedgerNotFoundError, SeveralLedgersError */
export function onlyLedger(interfaces: readonly HidInterface[]): string {
  // Not every system tells usage pages; there the first interface is the one.
  const found = interfaces.filter(({ interface: number, usagePage }) =>
    usagePage ? usagePage === USAGE_PAGE : number <= 0,
  )
  const [path, ...others] = new Set(found.flatMap((one) => one.path ?? []))
  if (path === undefined) throw new LedgerNotFoundError()
  if (others.length > 0) throw new SeveralLedgersError(1 + others.length)
  return path
}

/** As much of USB as is used. */
export interface Usb {
  readonly devicesAsync: (vendor: number, product: number) => Promise<readonly HidInterface[]>
  readonly HIDAsync: { readonly open: (path: string) => Promise<HidDevice> }
}

interface HidDevice {
  readonly write: (bytes: number[]) => Promise<number>
  readonly read: (milliseconds: number) => Promise<Uint8Array | undefined>
  readonly close: () => Promise<void>
}

/**
 * Opens the Ledger that is plugged in.
 *
 * @throws UsbUnavailableError, LedgerNotFoundError, SeveralLedgersError, LedgerPermissionError, LedgerBusyError
 */
export async function connectUsb(): Promise<LedgerLink> {
  return connectBy(await loaded())
}

/** @throws what `connectUsb` throws, but for UsbUnavailableError */
export async function connectBy(hid: Usb): Promise<LedgerLink> {
  const path = onlyLedger(await hid.devicesAsync(VENDOR, 0))
  await requirePermission(path)
  const device = await hid.HIDAsync.open(path).catch((error: unknown) => {
    throw new LedgerBusyError(error)
  })
  return {
    // The first byte is the report's number, of which there is only one.
    write: async (packet) => void (await device.write([0, ...packet])),
    read: async (milliseconds) => {
      const packet = await device.read(milliseconds)
      return packet === undefined || packet.length === 0 ? undefined : packet
    },
    close: () => device.close(),
  }
}

async function loaded(): Promise<Usb> {
  try {
    const { loadHid } = await import('./ledgerPackages.ts')
    return loadHid()
  } catch (error) {
    throw new UsbUnavailableError(error)
  }
}

/** @throws LedgerPermissionError */
export async function requirePermission(path: string): Promise<void> {
  if (process.platform !== 'linux') return
  try {
    await access(path, constants.R_OK | constants.W_OK)
  } catch {
    throw new LedgerPermissionError(path)
  }
}
