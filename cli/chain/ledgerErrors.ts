import type { Address } from '../governance/addressBook.ts'
import { BallastError, ExitCode, UsageError } from '../shared/errors.ts'
import { printable } from '../shared/format.ts'

const REPEAT = 'then repeat the command.'

/** What talks to USB could not be loaded. */
export class UsbUnavailableError extends UsageError {
  constructor(cause: unknown) {
    super(
      `A Ledger cannot be reached from here: ${reasonOf(cause)}.`,
      `On Linux: sudo apt install libusb-1.0-0 libudev1; elsewhere: npm install in Ballast's folder; ${REPEAT}`,
      { cause },
    )
  }
}

const reasonOf = (cause: unknown): string =>
  printable((cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? '')

/** Nothing is plugged in. */
export class LedgerNotFoundError extends UsageError {
  constructor() {
    super(
      'No Ledger was found.',
      `Plug it in by USB, unlock it and open its Ethereum app; ${REPEAT} Bluetooth is not used.`,
    )
  }
}

/** Which one is meant cannot be told. */
export class SeveralLedgersError extends UsageError {
  constructor(count: number) {
    super(
      `${count} Ledgers are plugged in.`,
      `Leave the one that is to sign, unplug the others; ${REPEAT}`,
    )
  }
}

/** Linux gives new devices to the administrator alone. */
export class LedgerPermissionError extends UsageError {
  constructor(path: string) {
    super(
      `You may not use the Ledger (${printable(path)}).`,
      `Allow it once: echo 'KERNEL=="hidraw*", ATTRS{idVendor}=="2c97", TAG+="uaccess"' | sudo tee /etc/udev/rules.d/70-ledger.rules; sudo udevadm control --reload-rules; plug it in again, ${REPEAT}`,
    )
  }
}

/** Another program holds it, or the system does. */
export class LedgerBusyError extends UsageError {
  constructor(cause: unknown) {
    super(
      `The Ledger cannot be opened: ${reasonOf(cause)}.`,
      `Close Ledger's own program and wallets that use it, plug it in again; ${REPEAT}`,
      { cause },
    )
  }
}

/** Nobody has typed its PIN. */
export class LedgerLockedError extends UsageError {
  constructor() {
    super('The Ledger is locked.', `Unlock it and open its Ethereum app; ${REPEAT}`)
  }
}

/** Something else is open on it, or an app that cannot do this. @param open its name, as far as it says it */
export class LedgerAppError extends UsageError {
  constructor(open = DASHBOARD) {
    super(
      openWords(open),
      `${open === ETHEREUM ? 'Update' : 'Open'} the Ethereum app on it; ${REPEAT}`,
    )
  }
}

/** What devices call themselves where no app is open. */
const DASHBOARD = 'BOLOS'
const ETHEREUM = 'Ethereum'

function openWords(open: string): string {
  if (open === DASHBOARD) return 'The Ethereum app is not open on the Ledger.'
  return open === ETHEREUM
    ? 'The Ethereum app on the Ledger is too old for this.'
    : `On the Ledger the app ${printable(open)} is open, and not Ethereum.`
}

/** Somebody looked at it and said no. */
export class LedgerRefusedError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor() {
    super(
      'It was refused on the Ledger; nothing was sent.',
      'If it showed something else than the plan, find out why. If it was a mistake, repeat the command.',
    )
  }
}

/** The app signs nothing that it cannot explain, unless it is told to. */
export class BlindSigningOffError extends UsageError {
  constructor() {
    super(
      'The Ledger does not sign what it cannot explain, such as a call of a contract: blind signing is switched off. Nothing was sent.',
      `In its Ethereum app: Settings, Blind signing (older apps: Contract data), enable it; ${REPEAT} Then compare the hash that it shows with the one shown here.`,
    )
  }
}

/** Another device, another seed, or another path than meant. */
export class WrongLedgerError extends UsageError {
  constructor(path: string, found: Address, meant: Address) {
    super(
      `At ${path} this Ledger has the address ${found}, and ${meant} is meant; nothing was signed.`,
      `Plug in the Ledger of ${meant} (with a passphrase: unlock it with that PIN), or correct path or address in ballast.yaml.`,
    )
  }
}

/** What came back does not fit what was to be signed. */
export class LedgerSignatureError extends BallastError {
  override readonly exitCode = ExitCode.reverted
  constructor(address: Address) {
    super(
      `What the Ledger answered is no signature of ${address} over what was shown; nothing was sent.`,
      'Update its Ethereum app, and repeat the command. If it happens again, do not use this device.',
    )
  }
}

/** It is not there any more. */
export class LedgerGoneError extends BallastError {
  override readonly exitCode = ExitCode.unreachable
  constructor(cause: unknown) {
    super(
      'The Ledger went away in the middle: it was unplugged, or its app was opened or closed. Nothing was sent.',
      `Plug it in, open its Ethereum app; ${REPEAT}`,
      { cause },
    )
  }
}

/** It says nothing, to a question that needs nobody. */
export class LedgerSilentError extends BallastError {
  override readonly exitCode = ExitCode.unreachable
  constructor() {
    super(
      'The Ledger does not answer. Nothing was sent.',
      `Close other programs that use it, plug it in again and open its Ethereum app; ${REPEAT}`,
    )
  }
}

/** It says something that nobody expects. */
export class LedgerAnswerError extends BallastError {
  override readonly exitCode = ExitCode.unreachable
  constructor(what: string, cause?: unknown) {
    super(
      `The Ledger answered what Ballast does not understand: ${printable(what)}. Nothing was sent.`,
      'Update its Ethereum app, plug it in again, and repeat the command.',
      { cause },
    )
  }
}
