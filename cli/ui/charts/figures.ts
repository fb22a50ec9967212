import type { PreviewFigure } from '../../workflows/preview.ts'
import { type Line, paragraph, titleLine } from '../lines.ts'
import { type Canvas, padded, variantWords } from './chart.ts'

/** Figures before, after and their difference, each with its interval; stacked where there is no room beside each other. */
export function figureLines(figures: readonly PreviewFigure[], canvas: Canvas): readonly Line[] {
  if (canvas.isRead) {
    return figures.map(({ title, before, after, difference }) => ({
      text: `${title}: before ${before}; after ${after}; difference ${difference}.`,
    }))
  }
  const table = tableLines(figures, canvas)
  return (table[0]?.text.length ?? 0) <= canvas.width ? table : stackedLines(figures, canvas)
}

function tableLines(figures: readonly PreviewFigure[], { symbols }: Canvas): readonly Line[] {
  const head: PreviewFigure = {
    title: '',
    before: variantWords('before', symbols),
    after: variantWords('after', symbols).trimEnd(),
    difference: 'difference',
  }
  const all = [head, ...figures]
  const columns = (['title', 'before', 'after', 'difference'] as const).map((key) =>
    padded(
      all.map((one) => one[key]),
      key === 'title' ? 'left' : 'right',
    ),
  )
  return all.map((_, i) => ({
    text: columns.map((texts) => texts[i]).join('  '),
    ...(i === 0 ? { tone: 'muted' as const } : {}),
  }))
}

const stackedLines = (
  figures: readonly PreviewFigure[],
  { symbols, width }: Canvas,
): readonly Line[] =>
  figures.flatMap(({ title, before, after, difference }): readonly Line[] => [
    titleLine(title),
    ...paragraph(before, {
      width,
      tone: 'muted',
      mark: `  ${variantWords('before', symbols)}    `,
    }),
    ...paragraph(after, { width, mark: `  ${variantWords('after', symbols)}    ` }),
    ...paragraph(difference, { width, mark: '  difference  ' }),
  ])
