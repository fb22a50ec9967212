import { UsageError } from '../shared/errors.ts'

/** A node's address, taken apart into what a request needs and what people may see. */
export interface NodeAddress {
  /** What is asked; without user and password, which a request does not accept in its address. */
  readonly endpoint: string
  readonly headers: Readonly<Record<string, string>>
  /** All that a message may show: the path and the query may hold a key. */
  readonly origin: string
  /** Somebody else's text about the node, without any part of the address that may be a key. */
  readonly hide: (text: string) => string
}

/** Shorter parts of an address (`v3`, `rpc`, `eth`) are names, not keys. */
const SHORTEST_KEY = 8

/** @throws UsageError for what is no address of a node; never with any part of it, which may be a key */
export function nodeAddress(url: string): NodeAddress {
  try {
    return takenApart(new URL(url))
  } catch {
    // The cause is not kept: it holds the whole address.
    throw new UsageError(
      'The address of the node is none: its host, its port, or its user and password cannot be read.',
      'Correct it, for example http://127.0.0.1:8545; in a user or password write special letters as %XX. It is not shown, as it may hold a key.',
    )
  }
}

function takenApart(address: URL): NodeAddress {
  const { origin, username, password, pathname, searchParams } = address
  address.username = ''
  address.password = ''
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  const parts = [...pathname.split('/'), ...searchParams.values()]
  const secrets = [
    ...parts.filter((part) => part.length >= SHORTEST_KEY),
    ...[username, password].filter((part) => part !== ''),
  ]
  return {
    endpoint: address.href,
    headers:
      login === ':'
        ? {}
        : { authorization: `Basic ${Buffer.from(login, 'utf8').toString('base64')}` },
    origin,
    hide: (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '…'), text),
  }
}
