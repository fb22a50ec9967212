import { expect } from 'chai'
import stringWidth from 'string-width'
import { layoutOf } from '../../cli/ui/layout.ts'

/** What holds for every frame: it is within the window, and no screen has pushed header or footer out of it. */
export function expectWithinWindow(frame: string, columns: number, rows: number): void {
  const lines = frame.split('\n')
  const where = `at ${columns}×${rows}:\n${frame}\n`
  expect(lines.length, `lines ${where}`).to.be.at.most(rows)
  const widest = Math.max(...lines.map((line) => stringWidth(line)))
  expect(widest, `cells ${where}`).to.be.at.most(columns)
  if (layoutOf({ columns, rows }).fit === 'tiny') return
  expect(lines[0]?.trim(), `header ${where}`).not.to.equal('')
  expect(lines.at(-1)?.trimEnd(), `footer ${where}`).to.match(/\? help(: typing\))?$/)
}

/** Digits that an ellipsis ends: `1,234…`. A hash is shortened in its middle, a text goes on with a letter. */
const CUT_NUMBER = /(?<![\w.])[+\u2212-]?\d[\d,.]*(?:\u2026|\.\.\.|~)(?![\w\u2026.])/

/** What holds for every frame: a number is there as a whole or not at all, or it would be read as another one. */
export function expectWholeNumbers(frame: string): void {
  expect(frame.match(CUT_NUMBER)?.[0], `a number that is cut in:\n${frame}\n`).to.equal(undefined)
}
