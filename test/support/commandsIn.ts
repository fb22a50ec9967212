import { expect } from 'chai'
import { type CliRun, runCli } from './runCli.ts'

/** Verbs as processes in a workspace, keys in their environment; whatever they say, they say nothing of a key. */
export function commandsIn(folder: () => string, keys: Readonly<Record<string, string>>) {
  async function ballast(...args: readonly string[]): Promise<CliRun> {
    const run = await runCli(args, { cwd: folder(), env: keys })
    const said = `${run.stdout}${run.stderr}`.toLowerCase()
    for (const key of Object.values(keys)) expect(said).not.to.contain(key.slice(2))
    return run
  }
  /** What a verb that succeeds answers to machines. */
  async function answerOf(...args: readonly string[]) {
    const run = await ballast(...args, '--json')
    expect(run.exitCode, run.stderr).to.equal(0)
    return JSON.parse(run.stdout)
  }
  return { ballast, answerOf }
}
