/** From source an entry of a thread or a process is TypeScript, in the built package it is not. */
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

/** The entry of a thread or a process of this folder. */
export const entryOf = (name: 'officeThread' | 'demoProcess' | 'previewProcess'): URL =>
  new URL(`./${name}${extension}`, import.meta.url)
