import process from 'node:process'
import { isPrivateKey } from '../chain/account.ts'
import type { Hex } from '../governance/addressBook.ts'
import { UsageError } from '../shared/errors.ts'
import { refuseSecret } from './accountReference.ts'

/** The key in an environment variable. @throws UsageError; never with anything of a key in it */
export function keyFromEnvironment(variable: string): Hex {
  refuseSecret(variable)
  if (!/^[A-Za-z_]\w{0,99}$/.test(variable)) {
    throw new UsageError(
      'That is no name of an environment variable.',
      'Name the variable that holds the key, such as BALLAST_KEY in --account env:BALLAST_KEY; never the key itself.',
    )
  }
  const text = process.env[variable]
  const key = keyIn(text ?? '')
  if (key !== undefined) return key
  throw new UsageError(
    `$${variable} ${text === undefined ? 'is not set' : `holds no private key: ${whatIsWrong(text)}`}.`,
    `Put the key into the environment variable ${variable} of this shell; never into a file or a flag.`,
  )
}

/** The key that a text is, with or without 0x, spaces around it or not; undefined if it is none. */
export function keyIn(text: string): Hex | undefined {
  const key = withPrefix(text)
  return isPrivateKey(key) ? key : undefined
}

const withPrefix = (text: string): string =>
  text.trim().startsWith('0x') ? text.trim() : `0x${text.trim()}`

/** What is wrong with a key, without saying anything about the key. */
export function whatIsWrong(text: string): string {
  const key = withPrefix(text)
  if (key === '0x') return 'it is empty'
  if (!/^0x[0-9a-f]*$/i.test(key)) return 'a key is written in hex digits'
  if (key.length !== 66) return `a key has 64 hex digits, this has ${key.length - 2}`
  return 'a key is a number from 1 to below the order of the curve'
}
