import { Box } from 'ink'
import { useEffect, useState } from 'react'
import type { VaultRow } from '../../../workflows/vaultRow.ts'
import { Words } from '../../components/Words.tsx'
import { useDesk } from '../../hooks/useDesk.tsx'
import { useLive } from '../../hooks/useLive.ts'
import { useServices } from '../../hooks/useServices.ts'
import { useTheme } from '../../theme.ts'
import { vaultLines } from './vaultLines.ts'

interface VaultDetailProps {
  readonly vault: VaultRow
  /** The derivative's symbol. */
  readonly unit: string
  readonly width: number
  readonly height: number
}

/** How long the cursor rests before words are asked for, milliseconds: whoever scrolls asks for nothing. */
const REST_MS = 120

/** The selected vault in full, and what the draft means for it in words. */
export function VaultDetail({ vault, unit, width, height }: VaultDetailProps) {
  const { readImpact } = useServices()
  const { draft } = useDesk()
  const theme = useTheme()
  const resting = useResting(vault.owner)
  const impact = useLive(
    ['chain', 'impact', resting, draft?.text],
    () => readImpact(resting, draft?.text),
    resting === vault.owner,
  )
  const known =
    impact.status === 'ready' && impact.value.owner === vault.owner
      ? impact.value.vaults.find(({ market }) => market === vault.market)
      : undefined
  const lines = vaultLines({ vault, words: known?.words ?? [], unit, width, theme })
  return (
    <Box flexDirection="column" marginLeft={2} width={width} height={height} overflow="hidden">
      {lines.map(({ text, tone }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <Words key={index} tone={tone ?? 'plain'}>
          {text === '' ? ' ' : text}
        </Words>
      ))}
    </Box>
  )
}

/** The value once it has not changed for a moment. */
function useResting(value: string): string {
  const [resting, setResting] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setResting(value), REST_MS)
    return () => clearTimeout(timer)
  }, [value])
  return resting
}
