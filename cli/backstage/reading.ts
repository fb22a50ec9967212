import type { ReadingServices } from '../ui/services/reading.ts'
import { listParameters } from '../workflows/listParameters.ts'
import { readProposal } from '../workflows/showProposal.ts'
import type { Opened } from './open.ts'

/** Questions to the chain. */
export function readingServices({ protocol }: Opened): Partial<ReadingServices> {
  return {
    readProposal: async (id) =>
      readProposal(await protocol(), id, { wallClock: Math.floor(Date.now() / 1_000) }),
    readParameters: async () => (await listParameters(await protocol())).document,
    readHistory: async (subject, parameter) =>
      (await listParameters(await protocol(), { subject, parameter })).document,
  }
}
