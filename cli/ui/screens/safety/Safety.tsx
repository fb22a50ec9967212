import type { ReactNode } from 'react'
import type { Safety as SafetyReading } from '../../../workflows/readSafety.ts'
import { Answer } from '../../components/States.tsx'
import { useLive } from '../../hooks/useLive.ts'
import { useMemory } from '../../hooks/useNavigation.tsx'
import { useServices } from '../../hooks/useServices.ts'
import type { KeyActions } from '../../keyRouter.ts'
import type { Screen } from '../screen.ts'
import { backingPanel } from './backingPanel.ts'
import { feedPanel } from './feedPanel.ts'
import { lotPanel } from './lotPanel.ts'
import { PanelTabs } from './PanelTabs.tsx'
import { PanelView } from './PanelView.tsx'
import { type PanelId, panelBeside } from './panelTabs.ts'
import { poolPanel } from './poolPanel.ts'

/** What a crash runs into: prices and their sources, auctions, pools, and what pays for bad debt. */
function Safety() {
  const services = useServices()
  const live = useLive(['chain', 'safety'], services.readSafety)
  return (
    <Answer live={live} what="feeds, auctions and pools">
      {(safety) => <Panels safety={safety} />}
    </Answer>
  )
}

function Panels({ safety }: { readonly safety: SafetyReading }) {
  const [id, choose] = useMemory<PanelId>('panel', 'feeds')
  const turn = (by: 1 | -1) => () => choose((before) => panelBeside(before, by))
  const actions: KeyActions = {
    nextPane: { run: turn(1), word: 'next panel' },
    previousPane: { run: turn(-1), isQuiet: true },
    right: { run: turn(1), isQuiet: true },
    left: { run: turn(-1), isQuiet: true },
  }
  const shared = {
    name: id,
    actions,
    head: (width: number): ReactNode => <PanelTabs safety={safety} chosen={id} width={width} />,
  }
  switch (id) {
    case 'feeds':
      return <PanelView key={id} panel={feedPanel(safety)} {...shared} />
    case 'auctions':
      return <PanelView key={id} panel={lotPanel(safety)} {...shared} />
    case 'pools':
      return <PanelView key={id} panel={poolPanel(safety)} {...shared} />
    case 'backing':
      return <PanelView key={id} panel={backingPanel(safety)} {...shared} />
  }
}

export const safetyScreen: Screen = {
  id: 'safety',
  title: 'Safety',
  summary: 'price sources, auctions, stability pools and what pays for bad debt',
  isListed: true,
  Component: Safety,
}
