import type { z } from 'zod'

/** What is left of an entry without its unsound fields, so that one mistake does not hide the next. */
export interface SoundPart<T> {
  readonly fields: Partial<T>
  readonly isWhole: boolean
}

/** The sound fields of an entry. What is wrong with the others is told by `shapeProblems`. */
export function soundPart<T extends z.ZodType>(schema: T, raw: unknown): SoundPart<z.infer<T>> {
  const result = schema.safeParse(raw)
  if (result.success) return { fields: result.data as Partial<z.infer<T>>, isWhole: true }
  if (typeof raw !== 'object' || raw === null) return { fields: {}, isWhole: false }
  const unsound = new Set(
    result.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys : issue.path.slice(0, 1).map(String),
    ),
  )
  const sound = Object.entries(raw).filter(([key]) => !unsound.has(key))
  return { fields: Object.fromEntries(sound) as Partial<z.infer<T>>, isWhole: false }
}
