import { getAddress } from 'ethers'
import type { Hex } from '../governance/addressBook.ts'
import type { AccountDiff, TracedCall, TracedEvent } from '../governance/proposal.ts'
import type { Chain } from './client.ts'

/** Everything a transaction did: who called whom, what was logged, which accounts and slots changed. */
export interface Trace {
  readonly calls: readonly TracedCall[]
  readonly events: readonly TracedEvent[]
  readonly diffs: readonly AccountDiff[]
}

interface CallFrame {
  readonly type: TracedCall['kind']
  readonly from: string
  readonly to?: string
  readonly value?: Hex
  readonly input: Hex
  readonly error?: string
  readonly calls?: readonly CallFrame[]
}

interface AccountState {
  readonly balance?: Hex
  readonly nonce?: number
  readonly code?: Hex
  readonly storage?: Readonly<Record<Hex, Hex>>
}

interface PrestateDiff {
  readonly pre: Readonly<Record<string, AccountState>>
  readonly post: Readonly<Record<string, AccountState>>
}

const ZERO_WORD = `0x${'0'.repeat(64)}`
const ZERO_ADDRESS = `0x${'0'.repeat(40)}`

/** Traces a mined transaction with the node's call tracer and its prestate tracer in diff mode. */
export async function traceTransaction(chain: Chain, hash: Hex): Promise<Trace> {
  const root = (await trace(chain, hash, { tracer: 'callTracer' })) as CallFrame
  const diff = (await trace(chain, hash, {
    tracer: 'prestateTracer',
    tracerConfig: { diffMode: true },
  })) as PrestateDiff
  const receipt = await chain.provider.getTransactionReceipt(hash)
  const events = (receipt?.logs ?? []).map(({ address, topics, data }) => ({
    address,
    topics,
    data,
  }))
  return { calls: flatten(root, 0), events, diffs: diffsOf(diff) }
}

const trace = (chain: Chain, hash: Hex, options: object): Promise<unknown> =>
  chain.rpc.request({ method: 'debug_traceTransaction', params: [hash, options] })

/** Calls in order of entry; what a reverted call did is undone, so its inside is left out. */
function flatten(frame: CallFrame, depth: number): readonly TracedCall[] {
  if (frame.error !== undefined) return []
  const call: TracedCall = {
    kind: frame.type,
    depth,
    from: getAddress(frame.from),
    to: getAddress(frame.to ?? ZERO_ADDRESS),
    value: BigInt(frame.value ?? '0x0'),
    input: frame.input,
  }
  return [call, ...(frame.calls ?? []).flatMap((inner) => flatten(inner, depth + 1))]
}

function diffsOf({ pre, post }: PrestateDiff): readonly AccountDiff[] {
  return [...new Set([...Object.keys(pre), ...Object.keys(post)])].map((address) => {
    const before = pre[address] ?? {}
    const after = post[address] ?? {}
    // The tracer names in `post` only what changed; what is missing there is as it was.
    return {
      address: getAddress(address),
      balanceBefore: BigInt(before.balance ?? '0x0'),
      balanceAfter: BigInt(after.balance ?? before.balance ?? '0x0'),
      nonceChanged: after.nonce !== undefined && after.nonce !== before.nonce,
      codeChanged: after.code !== undefined && after.code !== before.code,
      slots: slotsOf(before.storage ?? {}, after.storage ?? {}),
    }
  })
}

/** In diff mode a slot that became zero stands in `pre` only, one that was zero in `post` only. */
function slotsOf(
  before: Readonly<Record<Hex, Hex>>,
  after: Readonly<Record<Hex, Hex>>,
): AccountDiff['slots'] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((slot) => ({
      slot,
      before: before[slot] ?? ZERO_WORD,
      after: after[slot] ?? ZERO_WORD,
    }))
    .filter((change) => change.before !== change.after)
}
