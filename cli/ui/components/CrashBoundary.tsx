import { Component, type ReactNode } from 'react'

interface CrashBoundaryProps {
  readonly onCrash: (error: unknown) => void
  readonly children: ReactNode
}

/** Catches what a component throws while it draws: nothing is drawn any more, and whoever opened the interface is told. */
export class CrashBoundary extends Component<CrashBoundaryProps, { readonly hasCrashed: boolean }> {
  override state = { hasCrashed: false }

  static getDerivedStateFromError() {
    return { hasCrashed: true }
  }

  override componentDidCatch(error: unknown): void {
    this.props.onCrash(error)
  }

  override render(): ReactNode {
    return this.state.hasCrashed ? null : this.props.children
  }
}
