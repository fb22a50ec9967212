import type { OwnersAtHand } from '../chain/account.ts'
import { wishKey } from '../chain/outbox.ts'
import { type Action, contentOf, rehearse } from '../chain/transaction.ts'
import type { Consent } from '../shared/consent.ts'
import { safeRecordsIn } from '../workspace/safeFiles.ts'
import type { Way } from './act.ts'
import { wishesOf } from './carriedBySafe.ts'
import { collectIntoFiles } from './collectSignatures.ts'
import { executeCollected, signedBy } from './executeSafe.ts'
import { type Prepared, prepareSafe, priceOfSafe } from './prepareSafe.ts'
import type { Acting } from './protocol.ts'
import { safeFacts } from './safeWords.ts'

/**
 * The way of a Safe: the chain is asked as the Safe, the owners at hand sign what was shown, and with enough of them the
 * first one carries it; with too few, files are written for the others. What is written down before it leaves holds
 * nonce and signatures, so that a repetition after a crash is the same transaction, which the Safe executes once.
 */
export function safeWay(acting: Acting, owners: OwnersAtHand): Way {
  const { chain, account, book } = acting.sender
  const records = safeRecordsIn(acting.folder)
  const keyOf = (action: Action) => wishKey(chain, account.address, contentOf(action))
  let prepared: Prepared | undefined
  return {
    async plan(deed, { intent, progress }) {
      const { action, readBack: _, ...shown } = intent
      progress.stage('rehearse')
      await rehearse(chain, account.address, action, book)
      prepared = await prepareSafe(acting, owners, { deed, action, key: keyOf(action) })
      const price = await priceOfSafe(acting, prepared, action)
      progress.finish(`the chain would accept it from the Safe, ${price.gas} gas`)
      const { address, signsWith } = account
      return {
        verb: deed.verb,
        network: acting.protocol.network,
        chainId: chain.chainId,
        account: { address, signsWith },
        consent: consentTo(prepared),
        ...shown,
        facts: [...shown.facts, ...safeFacts(prepared)],
        warnings: [...shown.warnings, ...owners.missing, ...(prepared.executor?.caution ?? [])],
        ...price,
      }
    },
    async send(deed, { intent, plan, progress, remember }) {
      if (prepared === undefined) throw new Error('Nothing is sent unplanned.')
      const { executor, signers } = prepared
      const signing = () => progress.stage('sign')
      signing()
      const collected = await signedBy(prepared.collected, signers, signing)
      progress.finish(`${collected.signatures.length} of ${prepared.safe.threshold} signatures`)
      if (executor === undefined) {
        return { shown: await collectIntoFiles({ ...prepared, collected }, { deed, intent }) }
      }
      await executor.unlock?.()
      const key = keyOf(intent.action)
      await records.put(key, collected)
      progress.stage('send')
      const ceiling = { gasLimit: plan.gas, fees: plan.fees }
      const sender = { ...acting.sender, account: executor }
      const sent = await executeCollected(sender, collected, { remember, ceiling })
      await records.remove(key)
      progress.finish(`block ${sent.blockNumber}`)
      return sent
    },
    async forget(action) {
      for (const { key } of await wishesOf(acting, action)) await acting.sender.outbox.remove(key)
      await records.remove(keyOf(action))
    },
  }
}

/** What agreeing to it does: too few owners at hand only sign, or have signed already. */
export function consentTo({ executor, signers }: Pick<Prepared, 'executor' | 'signers'>): Consent {
  const areAnySigning = signers.length > 0
  if (executor === undefined) return areAnySigning ? 'sign and write' : 'write'
  return areAnySigning ? 'sign and send' : 'send'
}
