/** What happens to an act once somebody agrees: owners of a Safe sign before it is sent, or it only waits for more of them. */
export type Consent = 'send' | 'sign and send' | 'sign and write' | 'write'

/** Whether it reaches the chain. */
export const isSentBy = (consent: Consent): boolean =>
  consent === 'send' || consent === 'sign and send'

/** As people are asked to agree: `Type … to …`. */
export const consentWords: Readonly<Record<Consent, string>> = {
  send: 'send it',
  'sign and send': 'sign and send it',
  'sign and write': 'sign it and write it for the other owners (nothing is sent)',
  write: 'write it for the owners to sign (nothing is sent)',
}
