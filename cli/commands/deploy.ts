import type { Argv } from 'yargs'
import { ExitCode } from '../shared/errors.ts'
import { type ActingFlags, withMaxFee } from './actingFlags.ts'
import type { Command } from './command.ts'

interface Flags extends ActingFlags {
  readonly spec: string
  readonly confirm?: string
  readonly fresh?: boolean
}

export const deploy: Command<Flags> = {
  name: 'deploy',
  positional: '<spec>',
  summary: 'Deploy the protocol on a network; a repetition goes on where it stopped',
  examples: [
    ['ballast deploy deployment.yaml --network sepolia', 'what the file says, rehearsed first'],
    ['ballast deploy demo', 'the demonstration with its vaults, on a development chain'],
  ],
  flags: (yargs) =>
    withMaxFee(
      yargs
        .positional('spec', { type: 'string', describe: 'a deployment.yaml, or demo' })
        .option('account', {
          type: 'string',
          describe:
            'who deploys: a name of ballast.yaml, node:0, env:NAME, keystore:FILE or ledger:PATH',
        })
        .option('confirm', {
          type: 'string',
          describe: 'send without asking: the name of the network',
        })
        .option('dry-run', { type: 'boolean', describe: 'rehearse and show the plan only' })
        .option('fresh', {
          type: 'boolean',
          describe: 'forget an earlier attempt, or what is deployed there',
        }),
    ) as unknown as Argv<Flags>,
  async run(flags, { openWorkspace, progress, askSecret }) {
    const { deployNetwork } = await import('../workflows/deployNetwork.ts')
    const { deploymentPlanText, renderDeployed } = await import('../workflows/deployAnswer.ts')
    const { confirmByName } = await import('./confirm.ts')
    const { spec: source, account, dryRun = false, fresh = false, maxFee } = flags
    const { config, network } = await openWorkspace()
    const deployed = await deployNetwork(
      { config, network: maxFee === undefined ? network : { ...network, maxFee } },
      { source, dryRun, fresh, ...(account === undefined ? {} : { account }) },
      {
        progress,
        ask: askSecret,
        confirm: (plan) => confirmByName(flags, plan.network, deploymentPlanText(plan)),
      },
    )
    return { answer: renderDeployed(deployed), exitCode: ExitCode.done }
  },
}
