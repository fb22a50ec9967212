import { setTimeout } from 'node:timers/promises'

/** Waits until it is so. @throws if it never is */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  milliseconds = 20_000,
): Promise<void> {
  const end = Date.now() + milliseconds
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Not so within ${milliseconds} ms: ${isSo}`)
    await setTimeout(20)
  }
}
