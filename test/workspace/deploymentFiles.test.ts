import { expect } from 'chai'
import { nodeAccounts } from '../../cli/chain/client.ts'
import { newRecord, openDeployment, takeSteps } from '../../cli/chain/deploymentJournal.ts'
import { connectNetwork } from '../../cli/chain/network.ts'
import { priceFeedStep } from '../../cli/chain/standIns.ts'
import { localSender } from '../../cli/chain/transaction.ts'
import type { DeploymentRecord } from '../../cli/governance/deploymentRecord.ts'
import { readRecord, saveRecord } from '../../cli/workspace/deploymentFiles.ts'
import { startAnvil, startHardhat } from '../support/nodes.ts'
import { inNewFolder, rejectionOf } from './folder.ts'

const BOOK = 'deployments/local.json'
class Crash extends Error {}

describe('the record of a deployment', () => {
  for (const [name, start] of [
    ['Hardhat’s node', startHardhat],
    ['anvil', startAnvil],
  ] as const) {
    it(`with a step that was sent on ${name} is read from its file, and gone on with`, () =>
      inNewFolder(async () => {
        const node = await start()
        const chain = await connectNetwork({ ...node, timeoutSeconds: 10 })
        try {
          const deployer = (await nodeAccounts(chain))[0]!
          const sender = localSender(chain, deployer)
          const steps = [priceFeedStep('feed', 'a feed')]
          // Dies when the step is mined and not written down yet.
          const dying = openDeployment(
            sender,
            {
              record: await newRecord(chain, { deployer, spec: `0x${'1'.repeat(64)}` }),
              isResumed: false,
            },
            async (record: DeploymentRecord) => {
              if (record.finished['feed'] !== undefined) throw new Crash()
              await saveRecord(BOOK, record)
            },
          )
          expect(await rejectionOf(takeSteps(dying, steps))).to.be.instanceOf(Crash)

          const record = await readRecord(BOOK)
          expect(record?.sent['feed']).to.have.all.keys(
            ...['key', 'from', 'nonce', 'hash', 'afterBlock', 'afterHash', 'offer'],
          )
          await saveRecord(BOOK, record!)
          expect(await readRecord(BOOK)).to.deep.equal(record)

          const resumed = openDeployment(sender, { record: record!, isResumed: true }, (next) =>
            saveRecord(BOOK, next),
          )
          const at = await takeSteps(resumed, steps)
          expect(await chain.provider.getCode(at('feed'))).to.not.equal('0x')
          expect(await chain.provider.getTransactionCount(deployer)).to.equal(1)
          expect((await readRecord(BOOK))?.sent).to.deep.equal({})
        } finally {
          chain.provider.destroy()
          await node.stop()
        }
      }))
  }
})
