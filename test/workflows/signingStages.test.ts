import { expect } from 'chai'
import { Wallet } from 'ethers'
import { lockedAccount } from '../../cli/chain/account.ts'
import type { Chain } from '../../cli/chain/client.ts'
import { safeTransactionOf } from '../../cli/governance/safeTransaction.ts'
import type { CollectedTransaction } from '../../cli/governance/safeTransactionFile.ts'
import { type Progress, silence } from '../../cli/shared/progress.ts'
import { typedMessage } from '../../cli/snapshot/messages.ts'
import type { Shown } from '../../cli/workflows/act.ts'
import { signedBy } from '../../cli/workflows/executeSafe.ts'
import type { Acting } from '../../cli/workflows/protocol.ts'
import { deliver } from '../../cli/workflows/snapshotAct.ts'
import { knownKeys } from '../support/acting.ts'

const NOWHERE = 'http://127.0.0.1:1'

describe('what is told of a signature with a key that is locked', () => {
  let ended: string[]
  let progress: Progress
  beforeEach(() => {
    ended = []
    let name = ''
    progress = {
      ...silence,
      stage: (next) => {
        name = next
      },
      finish: () => ended.push(name),
    }
  })

  const locked = (key: string) =>
    lockedAccount({} as Chain, new Wallet(key).address as `0x${string}`, {
      source: 'keystore of the test',
      async readKey() {
        progress.stage('unlock')
        progress.finish('opened')
        return key as `0x${string}`
      },
    })

  it('is that it was opened, signed and sent: on Snapshot', async () => {
    const account = locked(knownKeys.first)
    const space = 'ballast.eth'
    const message = { from: account.address, network: 's', space, timestamp: 1_700_000_000 }
    const shown: Shown = { headline: 'It follows.', facts: [], details: {}, next: { command: '' } }
    // Nobody knows whether the message arrived, so Snapshot is asked: it did.
    const snapshot = { space, network: 's', sequencer: NOWHERE, hub: NOWHERE, timeoutSeconds: 1 }
    const acting = {
      protocol: { network: 'local', snapshot },
      sender: { chain: {}, account },
    } as unknown as Acting
    const intent = { words: [], facts: [], warnings: [], handles: [] }
    const typed = typedMessage('follow', message)
    const delivery = { verb: 'follow', kind: 'follow', typed, intent } as const
    const acted = await deliver(
      acting,
      { ...delivery, readBack: async () => shown },
      { confirm: async () => 'send', progress },
    )
    expect(acted.how).to.equal('sent')
    expect(ended).to.deep.equal(['unlock', 'sign', 'send'])
  })

  it('is of each owner of a Safe that it was opened, and what they signed after that', async () => {
    const collected = {
      safe: { address: `0x${'5a'.repeat(20)}`, version: '1.4.1', chainId: 31_337 },
      transaction: safeTransactionOf({ to: `0x${'12'.repeat(20)}`, data: '0x', value: 0n }, 0n),
      signatures: [],
    } as unknown as CollectedTransaction
    const accounts = [locked(knownKeys.first), locked(knownKeys.second)]
    const signed = await signedBy(collected, accounts, () => progress.stage('sign'))
    progress.finish('2 signatures')
    expect(signed.signatures).to.have.length(2)
    expect(ended).to.deep.equal(['unlock', 'unlock', 'sign'])
  })
})
