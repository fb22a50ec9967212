/** Where Ethereum's first account lies in a wallet that one seed makes (BIP-44), as Ledger's own programs number it. */
export const FIRST_PATH = "44'/60'/0'/0/0"

/** Three to five steps below Ethereum's branch; Ledger Live counts the third (44'/60'/1'/0/0), older programs the last. */
const shape = /^(?:m\/)?44'\/60'\/\d{1,10}'(?:\/\d{1,10}'?){0,2}$/

/** An index has 31 bits; the 32nd says that the step is hardened. */
const INDICES = 2 ** 31

/**
 * A derivation path in one spelling: without `m/`, hardened steps with an apostrophe.
 *
 * @returns undefined for what is no path of an Ethereum account
 */
export function derivationPath(text: string): string | undefined {
  const path = text.trim().replaceAll(/[hH’]/g, "'")
  if (!shape.test(path)) return undefined
  const steps = path.replace(/^m\//, '').split('/')
  const indices = steps.map((step) => Number.parseInt(step, 10))
  if (indices.some((index) => index >= INDICES)) return undefined
  return steps.map((step, i) => `${indices[i]}${step.endsWith("'") ? "'" : ''}`).join('/')
}
