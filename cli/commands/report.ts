import type { Argv } from 'yargs'
import { UsageError } from '../shared/errors.ts'
import type { Command } from './command.ts'
import {
  type AcceptFlags,
  type ProposalFlags,
  type ReplayFlags,
  withAccept,
  withProposal,
  withReplay,
} from './proposalFlags.ts'

interface Flags extends ProposalFlags, AcceptFlags, ReplayFlags {
  readonly out?: string
}

export const report: Command<Flags> = {
  name: 'report',
  positional: '<proposal>',
  summary: 'Write the report of a proposal as Markdown and JSON',
  examples: [
    ['ballast report proposals/2026-11-24-weth-a-threshold', 'beside the proposal'],
    ['ballast report my.yaml --out /tmp/report', 'into another folder'],
    ['ballast report 0xbbc1eb0a', 'into .ballast/reports/0xbbc1eb0a'],
  ],
  flags: (yargs) =>
    withReplay(withAccept(withProposal(yargs))).option('out', {
      type: 'string',
      describe: "folder to write into (default: the file's own, or .ballast/reports/<id>)",
    }) as unknown as Argv<Flags>,
  async run(flags, { openProtocol, progress }) {
    if (flags.proposal === '-' && flags.out === undefined) {
      throw new UsageError(
        'A proposal from standard input has no folder for its report.',
        'Name one with --out.',
      )
    }
    const { judgeProposal } = await import('../workflows/judgeProposal.ts')
    const { publishReport } = await import('../workflows/publishReport.ts')
    const { renderPublished, exitCodeOf } = await import('../workflows/answers.ts')
    const judged = await judgeProposal(openProtocol, flags, progress)
    const protocol = await openProtocol()
    const published = await publishReport(protocol, judged, {
      ...(flags.out === undefined ? {} : { folder: flags.out }),
      progress,
    })
    return { answer: renderPublished(published), exitCode: exitCodeOf(judged.checked) }
  },
}
