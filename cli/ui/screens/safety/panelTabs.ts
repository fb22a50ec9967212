import type { Safety } from '../../../workflows/readSafety.ts'
import type { Theme, Tone } from '../../theme.ts'
import { navLook } from './backingPanel.ts'
import { feedLooks } from './feedPanel.ts'
import type { Look } from './panel.ts'

/** The panels, in the order in which Tab goes through them. */
export const panelIds = ['feeds', 'auctions', 'pools', 'backing'] as const
export type PanelId = (typeof panelIds)[number]

const titles: Readonly<Record<PanelId, string>> = {
  feeds: 'Feeds',
  auctions: 'Auctions',
  pools: 'Pools',
  backing: 'Backing',
}

/** The worst that a panel has to say, or how much is in it. */
interface Summary {
  readonly text: string
  readonly look?: Look
}

function summaryOf(id: PanelId, safety: Safety): Summary {
  switch (id) {
    case 'feeds':
      return feedSummary(safety)
    case 'auctions':
      return { text: `${safety.auctions?.count ?? 0}` }
    case 'pools': {
      const { pools = [] } = safety
      const retired = pools.filter(({ isRetired }) => isRetired).length
      return retired === 0
        ? { text: `${pools.length}` }
        : { text: `${retired}`, look: { symbol: 'fail', tone: 'bad', word: 'retired' } }
    }
    case 'backing': {
      const look = navLook(safety.backing)
      return { text: '', look }
    }
  }
}

function feedSummary({ feeds }: Safety): Summary {
  const worst = (['DOWN', 'DEGRADED'] as const).find((state) =>
    feeds.some((feed) => feed.state === state),
  )
  const count = feeds.filter(({ state }) => state === (worst ?? 'OK')).length
  return { text: `${count}`, look: feedLooks[worst ?? 'OK'] }
}

/** One panel in the line above the list. */
export interface Tab {
  readonly id: PanelId
  readonly text: string
  readonly tone: Tone
  readonly spoken: string
}

/** The line above the list: every panel with what matters of it, or the chosen one alone where there is little room. */
export function panelTabs(
  safety: Safety,
  chosen: PanelId,
  { theme: { symbols }, width }: { readonly theme: Theme; readonly width: number },
): readonly Tab[] {
  const tabs = panelIds.map((id): Tab => {
    const { text, look } = summaryOf(id, safety)
    const mark = id === chosen ? symbols.active : symbols.pending
    const what = [
      ...(look === undefined ? [] : [symbols[look.symbol]]),
      ...(text === '' ? [] : [text]),
    ]
    return {
      id,
      text: [mark, titles[id], ...what].join(' '),
      tone: look?.tone === 'bad' || look?.tone === 'caution' ? look.tone : 'plain',
      spoken: [titles[id], text, look?.word ?? ''].filter(Boolean).join(' '),
    }
  })
  const all = tabs.reduce((sum, { text }) => sum + text.length + 2, -2)
  return all <= width ? tabs : tabs.filter(({ id }) => id === chosen)
}

/** The one after it, or before; round and round. */
export const panelBeside = (id: PanelId, by: 1 | -1): PanelId =>
  panelIds[(panelIds.indexOf(id) + by + panelIds.length) % panelIds.length] ?? 'feeds'
