import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { expect } from 'chai'
import {
  LedgerBusyError,
  LedgerNotFoundError,
  LedgerPermissionError,
  SeveralLedgersError,
} from '../../cli/chain/ledgerErrors.ts'
import type { LedgerLink } from '../../cli/chain/ledgerLink.ts'
import {
  connectBy,
  connectUsb,
  onlyLedger,
  requirePermission,
  type Usb,
} from '../../cli/chain/ledgerUsb.ts'
import { UsageError } from '../../cli/shared/errors.ts'
import { failureOf } from '../support/acting.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

describe('the Ledger among what is plugged in', () => {
  const own = { path: '/dev/hidraw3', interface: 0, usagePage: 0xffa0 }
  const securityKey = { path: '/dev/hidraw4', interface: 1, usagePage: 0xf1d0 }

  it('is found by its usage page, whatever else it is as well', () => {
    expect(onlyLedger([securityKey, own])).to.equal(own.path)
  })

  it('is its first interface where the system tells no usage pages', () => {
    const untold = [
      { path: '/dev/hidraw4', interface: 1, usagePage: 0 },
      { path: '/dev/hidraw3', interface: 0 },
    ]
    expect(onlyLedger(untold)).to.equal('/dev/hidraw3')
  })

  it('is missed where there is none', () => {
    for (const found of [[], [securityKey], [{ interface: 0, usagePage: 0xffa0 }]]) {
      expect(() => onlyLedger(found)).to.throw(LedgerNotFoundError, 'No Ledger')
    }
  })

  it('is not guessed where there are several', () => {
    expect(() => onlyLedger([own, { ...own, path: '/dev/hidraw7' }])).to.throw(
      SeveralLedgersError,
      '2 Ledgers',
    )
    expect(onlyLedger([own, own])).to.equal(own.path)
  })

  it('has to be allowed on Linux, and how is said', async function () {
    // To the administrator everything is allowed, and others do not have this rule.
    if (process.platform !== 'linux') this.skip()
    const path = join(await temporaryFolder(), 'hidraw3')
    expect(await failureOf(requirePermission(path))).to.be.instanceOf(LedgerPermissionError)
    await writeFile(path, '')
    await chmod(path, 0o600)
    await requirePermission(path)
    const { nextStep } = new LedgerPermissionError(path)
    expect(nextStep).to.contain('ATTRS{idVendor}=="2c97"').and.contain('/etc/udev/rules.d/')
  })

  describe('once it was found', () => {
    const written: number[][] = []
    let isClosed = false
    const device = {
      write: async (bytes: number[]) => {
        written.push(bytes)
        return bytes.length
      },
      read: async (milliseconds: number) =>
        milliseconds === 0 ? new Uint8Array(0) : Uint8Array.of(1, 2),
      close: async () => {
        isClosed = true
      },
    }
    const usbAt = (path: string, open: () => Promise<typeof device>): Usb => ({
      devicesAsync: async (vendor) => (vendor === 0x2c97 ? [securityKey, { ...own, path }] : []),
      HIDAsync: { open },
    })
    const plugged = async () => {
      const path = join(await temporaryFolder(), 'hidraw3')
      await writeFile(path, '')
      return path
    }

    it('is written to behind the number of the only report, read and closed', async () => {
      const link = await connectBy(usbAt(await plugged(), async () => device))
      await link.write(Uint8Array.of(7, 8, 9))
      expect(written).to.deep.equal([[0, 7, 8, 9]])
      expect(await link.read(5)).to.deep.equal(Uint8Array.of(1, 2))
      expect(await link.read(0)).to.equal(undefined)
      await link.close()
      expect(isClosed).to.equal(true)
    })

    it('may be held by another program', async () => {
      const held = () => Promise.reject(new TypeError('cannot open device with path'))
      const failure = await failureOf(connectBy(usbAt(await plugged(), held)))
      expect(failure).to.be.instanceOf(LedgerBusyError)
      expect(failure.message).to.contain('cannot open device')
    })
  })

  it('is looked for through USB in earnest, and what stands in the way has a next step', async () => {
    const found = await connectUsb().catch((error: unknown) => error)
    // Most machines that run this have none; on one that has, it is let go of again.
    if (!(found instanceof UsageError)) return (found as LedgerLink).close()
    expect(found.nextStep).to.contain('repeat the command')
  })
})
