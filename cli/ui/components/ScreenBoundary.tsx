import { Box } from 'ink'
import { Component, type ReactNode } from 'react'
import { printableLines } from '../../shared/format.ts'
import { useKeys } from '../hooks/useKeys.tsx'
import { useTheme } from '../theme.ts'
import { Words } from './Words.tsx'

interface BoundaryProps {
  /** The screen inside, as the header names it. */
  readonly title: string
  readonly children: ReactNode
}

/** Keeps a screen that fails to draw from taking everything else with it. */
export class ScreenBoundary extends Component<
  BoundaryProps,
  { readonly error: Error | undefined }
> {
  static getDerivedStateFromError(thrown: unknown): { readonly error: Error } {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) }
  }

  override state: { readonly error: Error | undefined } = { error: undefined }

  override render(): ReactNode {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return (
      <Broken
        title={this.props.title}
        error={error}
        tryAgain={() => this.setState({ error: undefined })}
      />
    )
  }
}

interface BrokenProps {
  readonly title: string
  readonly error: Error
  readonly tryAgain: () => void
}

/** A bug of ours: said as such, with everything else still within reach. */
function Broken({ title, error, tryAgain }: BrokenProps) {
  const { symbols } = useTheme()
  useKeys({ refresh: { run: tryAgain, word: 'try again' } })
  return (
    <Box flexDirection="column">
      <Words tone="bad">{`${symbols.fail} This screen has a problem: ${title}`}</Words>
      {printableLines(error.message).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one message never change places
        <Words key={index} wrap="wrap">{`  ${line}`}</Words>
      ))}
      <Words tone="muted" wrap="wrap">
        {
          '  It is a bug of Ballast; nothing was sent because of it. r tries again, 1 goes to the overview.'
        }
      </Words>
    </Box>
  )
}
