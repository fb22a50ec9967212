import type { ComponentType } from 'react'
import type { Services } from '../services.ts'

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
  /** What the palette finds besides the screen: its markets, its drafts, its proposals. */
  readonly places?: (services: Services) => Promise<readonly Place[]>
}

/** Something that has a screen of its own: `WETH-A`, a draft, a proposal. */
export interface Place {
  readonly title: string
  readonly summary: string
  readonly screen: string
  readonly params: Readonly<Record<string, string>>
}
