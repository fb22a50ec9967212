import type { ComponentType } from 'react'

/** A screen of the interface: one folder, and one line in the registry. */
export interface Screen {
  /** As `go` names it. */
  readonly id: string
  /** In the header and the palette. */
  readonly title: string
  /** What it is for, for palette and help. */
  readonly summary: string
  /** Whether it has a number of its own; others are opened from another screen. */
  readonly isListed: boolean
  readonly Component: ComponentType
}
