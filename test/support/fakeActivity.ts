import type { Activity, ActivityList } from '../../cli/workflows/readActivity.ts'
import { testNow } from './fakeServices.ts'

export const hash = (digit: string): string => `0x${digit.repeat(64)}`
/** A vote so many hours ago as its digit says. */
export const activityOf = (digit: string, own: Partial<Activity> = {}): Activity => ({
  at: testNow - Number(digit) * 3_600,
  network: 'local',
  chainId: 31_337,
  isHere: true,
  verb: 'vote',
  account: `0x${'a'.repeat(40)}`,
  transactionHash: hash(digit),
  block: 100 + Number(digit),
  outcome: 'done',
  headline: `Act ${digit}.`,
  trouble: undefined,
  proposalId: undefined,
  ...own,
})

/** One of every outcome. */
export const activities: readonly Activity[] = [
  activityOf('1', { headline: 'Proposal 0xbbc1eb0a is queued.', verb: 'queue', proposalId: 42n }),
  activityOf('2', { verb: 'delegate', outcome: 'mined' }),
  activityOf('3', { outcome: 'different', trouble: 'The chain shows something else.' }),
  activityOf('4', { outcome: 'reverted' }),
  activityOf('5', { outcome: 'unseen', block: undefined }),
  activityOf('6', { isHere: false, network: 'mainnet', proposalId: 43n }),
]
export const activityList: ActivityList = {
  activities,
  path: '/treasury/.ballast/activity.jsonl',
  isCut: false,
  unreadable: 0,
}
