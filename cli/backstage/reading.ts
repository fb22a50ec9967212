import type { ReadingServices } from '../ui/services/reading.ts'
import { listParameters } from '../workflows/listParameters.ts'
import type { Opened } from './open.ts'

/** Questions to the chain. */
export function readingServices({ protocol }: Opened): Partial<ReadingServices> {
  return {
    readParameters: async () => (await listParameters(await protocol())).document,
    readHistory: async (subject, parameter) =>
      (await listParameters(await protocol(), { subject, parameter })).document,
  }
}
