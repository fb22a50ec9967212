import { type Hook, isHook } from './messages.ts'

type AnyFunction = (...args: never[]) => unknown

/** Functions that were left on this side while a call runs on the other. */
export class Hooks {
  #last = 0
  readonly #functions = new Map<number, AnyFunction>()

  /** The arguments with a number in place of each function, also of the members of an argument. */
  detach(args: readonly unknown[]): {
    readonly plain: readonly unknown[]
    readonly release: () => void
  } {
    const taken: number[] = []
    const leave = (value: AnyFunction): Hook => {
      this.#last += 1
      this.#functions.set(this.#last, value)
      taken.push(this.#last)
      return { hook: this.#last }
    }
    const plain = args.map((argument) => mapFunctions(argument, leave))
    return {
      plain,
      release: () => {
        for (const id of taken) this.#functions.delete(id)
      },
    }
  }

  /** Runs one; a call that has ended leaves nothing to run. */
  run(id: number, args: readonly unknown[]): unknown {
    return this.#functions.get(id)?.(...(args as never[]))
  }
}

function mapFunctions(argument: unknown, leave: (value: AnyFunction) => Hook): unknown {
  if (typeof argument === 'function') return leave(argument as AnyFunction)
  if (!isPlain(argument) || !Object.values(argument).some((value) => typeof value === 'function')) {
    return argument
  }
  return Object.fromEntries(
    Object.entries(argument).map(([key, value]) => [
      key,
      typeof value === 'function' ? leave(value as AnyFunction) : value,
    ]),
  )
}

/** The other way: each number becomes a function that asks the other side. */
export const attach = (
  args: readonly unknown[],
  ask: (id: number, args: readonly unknown[]) => Promise<unknown>,
): readonly unknown[] => {
  const call =
    ({ hook }: Hook) =>
    (...own: readonly unknown[]) =>
      ask(hook, own)
  return args.map((argument) => {
    if (isHook(argument)) return call(argument)
    if (!isPlain(argument) || !Object.values(argument).some(isHook)) return argument
    return Object.fromEntries(
      Object.entries(argument).map(([key, value]) => [key, isHook(value) ? call(value) : value]),
    )
  })
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
