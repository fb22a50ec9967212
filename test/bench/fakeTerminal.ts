import { PassThrough } from 'node:stream'

/** A terminal without a screen: what Ink takes for one, with what it writes handed on. */
export interface FakeTerminal {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly type: (bytes: string) => void
}

/** @param onWrite each piece as it is written, escape codes included */
export function fakeTerminal(
  size: { readonly columns: number; readonly rows: number },
  onWrite: (text: string) => void,
): FakeTerminal {
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    isRaw: true,
    setRawMode() {
      return stdin
    },
    ref() {
      return stdin
    },
    unref() {
      return stdin
    },
  })
  const stdout = Object.assign(new PassThrough(), { isTTY: true, ...size })
  stdout.setEncoding('utf8').on('data', onWrite)
  return {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    type: (bytes) => stdin.write(bytes),
  }
}
