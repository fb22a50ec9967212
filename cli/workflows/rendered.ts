/** An answer in both of its forms: for people, and for machines with the version of its schema. */
export interface Rendered {
  readonly text: string
  readonly document: { readonly schema: string } & Readonly<Record<string, unknown>>
}
