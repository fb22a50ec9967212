import { readSource } from '../workspace/proposalFiles.ts'

/** @throws UsageError with what to do if the file of a proposal cannot be read */
export async function requireDraftFile(path: string): Promise<void> {
  await readSource(path)
}
