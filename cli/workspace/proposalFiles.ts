import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { largestSourceBytes } from '../governance/draft.ts'
import type { ProposalSource } from '../governance/proposal.ts'
import { UsageError } from '../shared/errors.ts'
import { FileNotWrittenError, writeWhole } from './wholeFile.ts'

const FILE_NAME = 'proposal.yaml'
/** How to write one: nobody's proposal. */
const TEMPLATE = 'template.yaml'
/** Instead of a path: the proposal comes through standard input. */
export const STANDARD_INPUT = '-'

/** There is nothing readable at the path. */
export class ProposalNotFoundError extends UsageError {
  constructor(path: string, nextStep: string) {
    super(`There is no proposal at ${path}.`, nextStep)
  }
}

/** Something lies at the path that may not, or cannot, be read. */
export class ProposalNotReadError extends UsageError {
  constructor(path: string, cause: unknown) {
    super(
      `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'Make it readable for yourself, or name another file.',
      { cause },
    )
  }
}

/** The file is far larger than a proposal can be. */
export class ProposalTooLargeError extends UsageError {
  constructor(path: string, bytes: number) {
    super(
      `${path} has ${Math.ceil(bytes / 1024)} KiB; a proposal has at most ${largestSourceBytes / 1024} KiB.`,
      'Move long texts elsewhere and link them with `discussion:`.',
    )
  }
}

/**
 * Stage 1: reads a proposal by the path of its file or of its folder; `-` is standard input.
 *
 * @throws ProposalNotFoundError, ProposalNotReadError, ProposalTooLargeError
 */
export async function readSource(path: string): Promise<ProposalSource> {
  if (path === STANDARD_INPUT) return { path, slug: 'stdin', text: await readInput() }
  const file = await locate(path)
  const { size } = await stat(file)
  if (size > largestSourceBytes) throw new ProposalTooLargeError(path, size)
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ProposalNotReadError(path, error)
  })
  return { path, slug: slugOf(file), text }
}

/** Standard input can be read only once; whoever asks again gets what was there. */
let input: Promise<string> | undefined

function readInput(): Promise<string> {
  input ??= collect()
  return input
}

async function collect(): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > largestSourceBytes) throw new ProposalTooLargeError('Standard input', bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The file of a proposal's folder. */
export const proposalFile = (folder: string): string => join(folder, FILE_NAME)

/** Whether anything lies at a path. */
export const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/**
 * Writes a proposal into a new folder.
 *
 * @returns the path of its file
 * @throws FileNotWrittenError, also where the folder is there already: nobody's file is ever replaced
 */
export async function writeProposal(folder: string, text: string): Promise<string> {
  const file = join(folder, FILE_NAME)
  try {
    await mkdir(dirname(folder), { recursive: true })
    await mkdir(folder)
  } catch (error) {
    throw new FileNotWrittenError(file, error)
  }
  await writeWhole(file, text).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true })
    throw error
  })
  return file
}

async function locate(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile()) return resolve(path)
  if (found?.isDirectory()) {
    const inside = join(resolve(path), FILE_NAME)
    const file = await stat(inside).catch(() => undefined)
    if (file?.isFile()) return inside
    throw new ProposalNotFoundError(
      path,
      `The folder has no ${FILE_NAME}; copy proposals/template.yaml.`,
    )
  }
  throw new ProposalNotFoundError(path, await suggestion())
}

/** A proposal as people name it, by its file or its folder, and its file. */
interface NamedProposal {
  readonly name: string
  readonly file: string
}

/** The proposals of a folder such as `proposals`: YAML files in it but the template, and folders that hold a proposal. */
export async function proposalsIn(root: string): Promise<readonly NamedProposal[]> {
  const entries = await readdir(root).catch(() => [])
  const named = entries
    .filter((entry) => entry !== TEMPLATE)
    .map((entry): NamedProposal => {
      const name = join(root, entry)
      return { name, file: isYaml(entry) ? name : proposalFile(name) }
    })
  const found = await Promise.all(named.map(({ file }) => stat(file).catch(() => undefined)))
  return named.filter((_, i) => found[i]?.isFile())
}

async function suggestion(): Promise<string> {
  const names = (await proposalsIn('proposals')).map(({ name }) => name)
  return names.length > 0
    ? `Name a file or a folder, for example: ${names.slice(0, 3).join(', ')}.`
    : 'Name a YAML file or a folder that holds proposal.yaml.'
}

/** Whether a path is that of a YAML file, by its ending. */
export const isYaml = (path: string): boolean => /\.ya?ml$/.test(path)

/** What people call the proposal of a file: its folder, or the file's own name. */
export const slugOf = (file: string): string =>
  basename(file) === FILE_NAME ? basename(dirname(file)) : basename(file).replace(/\.ya?ml$/, '')
