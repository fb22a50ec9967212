import process from 'node:process'
import { servicesFor } from '../services.ts'
import { silence } from '../shared/progress.ts'
import type { Session } from '../ui/services/session.ts'
import { referenceOf } from '../workflows/accountReference.ts'
import { daoName } from '../workflows/daoName.ts'
import type { ThreadData } from './threadData.ts'

/**
 * Where the interface is to work: flags, then environment, then ballast.yaml, then the demonstration. Nothing is asked
 * of a node, so that the first screen need not wait for one.
 *
 * @returns undefined if it is to be the demonstration
 * @throws UsageError with everything that is wrong with ballast.yaml, or with what was named
 */
export async function readSession({ flags, account }: ThreadData): Promise<Session | undefined> {
  const services = servicesFor(flags, silence, [])
  const { config: found, named } = await services.findWorkspace()
  const chosen = named ?? found?.defaultNetwork
  if (chosen === 'demo' || (chosen === undefined && found === undefined)) return undefined
  const { config, network } = await services.openWorkspace()
  const acting = account ?? process.env['BALLAST_ACCOUNT'] ?? network.account
  if (acting !== undefined) referenceOf(config, acting)
  return {
    network: network.name,
    dao: await daoName(network),
    isDemo: false,
    ...(acting === undefined ? {} : { account: acting }),
    ...(network.snapshot === undefined ? {} : { space: network.snapshot.space }),
    folder: config.folder,
    notes: [],
  }
}
