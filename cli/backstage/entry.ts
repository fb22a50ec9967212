/** From source an entry is TypeScript in this folder; in the built package this file is in a bundle, and entries beside it. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

/** The entry of a thread or a process of this folder. */
export const entryOf = (name: 'officeThread' | 'demoProcess' | 'previewProcess'): URL =>
  new URL(`./${name}${extension}`, import.meta.url)
