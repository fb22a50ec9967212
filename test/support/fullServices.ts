import { getAddress } from 'ethers'
import type { BookReading } from '../../cli/chain/readBook.ts'
import type { OpenDraft } from '../../cli/ui/hooks/useDesk.tsx'
import type { Services } from '../../cli/ui/services.ts'
import type { Preview } from '../../cli/workflows/preview.ts'
import { activityList } from './fakeActivity.ts'
import { delegateList } from './fakeDelegates.ts'
import { consequences, fakeDrafts } from './fakeDrafts.ts'
import { historyOf, parameterList } from './fakeParameters.ts'
import { everyPending } from './fakePending.ts'
import { lineIn, lineOf, me, other, snapshotVoteOf, statusOf, viewOf } from './fakeProposals.ts'
import { safetyOf } from './fakeSafety.ts'
import { fakeServices } from './fakeServices.ts'
import { stewardList } from './fakeStewards.ts'
import { vaultServicesOn } from './fakeVaults.ts'
import { feedOverview, marketOverview, overviewOf, proposalLine } from './overviews.ts'
import { previewData, stagedPreview } from './previews.ts'
import { generatedBook } from './vaultBooks.ts'

const path = 'proposals/raise/proposal.yaml'
const text = `title: Raise the WETH-A threshold
summary: |
  The market is deep enough.
changes:
  - market: WETH-A
    parameter: liquidationThreshold
    to: 82%
  - market: WBTC-A
    parameter: debtCeiling
    to: 90,000,000 bUSD
`

/** The draft of the files, as it is open on the desk. */
export const openDraft: OpenDraft = {
  path,
  text,
  title: 'Raise the WETH-A threshold',
  isSaved: true,
}

const proposals = [
  lineOf(),
  lineIn('Queued', { id: 2n, handle: '0x00000002', title: 'Lower the stability fee' }),
  lineIn('Executed', { id: 3n, handle: '0x00000003', title: 'Add a source of prices' }),
]
/** With checksums: one of the owners is asked for by its address. */
const generated = generatedBook(200)
const book: BookReading = {
  ...generated,
  markets: generated.markets.map((market) => ({
    ...market,
    vaults: market.vaults.map((vault) => ({ ...vault, owner: getAddress(vault.owner) })),
  })),
}
let preview: Preview | undefined

const overview = overviewOf({
  proposals: [proposalLine()],
  markets: ['WETH-A', 'WSTETH-A', 'WBTC-A'].map((label) => marketOverview({ label })),
  feeds: [
    feedOverview(),
    feedOverview({
      label: 'WBTC/USD',
      state: 'DOWN',
      price: undefined,
      trouble: 'WBTC/USD is DOWN: too few sources count',
    }),
  ],
})

/** Services that have an answer to every question: for frames with data on every screen. */
export function fullServices(): Partial<Services> {
  const staged = stagedPreview()
  return {
    ...fakeDrafts({ [path]: text }, { weighDraft: async () => consequences }),
    ...vaultServicesOn(() => book),
    readOverview: async () => overview,
    session: { ...fakeServices().session, space: 'ballast-tests.eth' },
    readProposals: async () => statusOf(proposals),
    readSnapshotVote: async () => snapshotVoteOf(),
    readProposal: async (id) => viewOf(proposals.find((line) => line.id === id) ?? lineOf()),
    readParameters: async () => parameterList(),
    readHistory: async (subject, parameter) => historyOf(subject, parameter),
    readDelegates: async () => delegateList,
    readSafety: async () => safetyOf(),
    readStewards: async () => stewardList(),
    readActivity: async () => activityList,
    readPending: async () => everyPending.map((one) => ({ ...one, from: me })),
    readAccounts: async () => [
      { name: 'delegate-one', address: me },
      { name: 'other', address: other },
    ],
    previewStages: staged.services.previewStages,
    startPreview(request, onStage) {
      const running = staged.services.startPreview(request, onStage)
      preview ??= previewData()
      void staged.finish(preview)
      return running
    },
  }
}

/** Where each screen has data, and what it shows once that is there. */
export const placesWithData: Readonly<
  Record<string, { readonly params?: Readonly<Record<string, string>>; readonly shows: string }>
> = {
  overview: { shows: 'Backing' },
  parameters: { shows: 'WETH-A' },
  drafts: { shows: 'Raise the' },
  draft: { params: { path }, shows: 'looser' },
  proposals: { shows: 'voting' },
  proposal: { params: { id: lineOf().id.toString() }, shows: '0xbbc1eb0a' },
  vaults: { shows: 'liquidatable now' },
  impact: { params: { owner: book.markets[0]?.vaults[0]?.owner ?? '' }, shows: 'collateral' },
  delegates: { shows: 'alice' },
  activity: { shows: 'queue' },
  safety: { shows: 'WETH/USD' },
  stewards: { shows: 'may step' },
  preview: { params: { reference: path }, shows: 'Checks:' },
  parameter: { params: { subject: 'WETH-A', parameter: 'liquidationThreshold' }, shows: 'History' },
}
