import type { ActServices } from './services/acts.ts'
import type { DraftServices } from './services/drafts.ts'
import type { PreviewServices } from './services/previews.ts'
import type { ReadingServices } from './services/reading.ts'
import type { SessionServices } from './services/session.ts'
import type { VaultServices } from './services/vaults.ts'

/** Everything that the interface may ask for. Answers are plain data: they come from another thread. */
export interface Services
  extends SessionServices,
    ReadingServices,
    DraftServices,
    PreviewServices,
    VaultServices,
    ActServices {}
