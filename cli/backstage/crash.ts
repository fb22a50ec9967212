import { BallastError, ExitCode } from '../shared/errors.ts'
import { noteCrash } from '../workflows/noteCrash.ts'

/** The interface met a bug of ours, and has ended. */
export class InterfaceCrashedError extends BallastError {
  override readonly exitCode = ExitCode.bug
  constructor(cause: unknown, note: string | undefined) {
    const [first = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n')
    super(
      `This is a bug of Ballast: ${first}`,
      note === undefined
        ? 'Report it with what --verbose shows. Drafts are kept, and what was sent is on the chain or is found again.'
        : `Report it with ${note}. Drafts are kept, and what was sent is on the chain or is found again.`,
      { cause },
    )
    if (cause instanceof Error && cause.stack !== undefined) this.stack = cause.stack
  }
}

/** A crash as something that can be told, its details in a file below the folder. */
export async function crashed(cause: unknown, folder: string): Promise<InterfaceCrashedError> {
  return new InterfaceCrashedError(cause, await noteCrash(folder, cause, new Date().toISOString()))
}
