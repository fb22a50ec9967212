import process from 'node:process'

/** A name or a reference; null for nobody, by choice; undefined for the network's own account. */
export type Asked = string | null | undefined

/** Who acts in an interface: whoever it was opened for, until somebody chooses another account, or nobody. */
export class Actor {
  readonly #first: () => Promise<string | undefined>
  #chosen: { readonly name: string | null } | undefined

  constructor(first: () => Promise<string | undefined>) {
    this.#first = first
  }

  async asked(): Promise<Asked> {
    return this.#chosen === undefined ? this.#first() : this.#chosen.name
  }

  choose(name: string | undefined): void {
    this.#chosen = { name: name ?? null }
  }

  /** By the name that people know it by; undefined for nobody. */
  async nameOn(network: { readonly account?: string }): Promise<string | undefined> {
    const asked = await this.asked()
    return asked === null ? undefined : (asked ?? process.env['BALLAST_ACCOUNT'] ?? network.account)
  }
}
