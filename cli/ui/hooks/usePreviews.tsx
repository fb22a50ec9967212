import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { printable } from '../../shared/format.ts'
import type { PreviewRun } from '../previewRun.ts'
import { PreviewStore } from '../previewStore.ts'
import { useDesk } from './useDesk.tsx'
import { useNotices } from './useNotices.tsx'
import { useServices } from './useServices.ts'

const PreviewsContext = createContext<PreviewStore | undefined>(undefined)

/** Keeps previews while screens come and go; leaving asks while one runs. */
export function PreviewsProvider({ children }: { readonly children: ReactNode }) {
  const services = useServices()
  const { begin, end } = useDesk()
  const { say } = useNotices()
  const listener = useRef({ begin, end, say })
  useEffect(() => {
    listener.current = { begin, end, say }
  })
  const [store] = useState(
    () =>
      new PreviewStore(services, {
        begun: ({ reference }) =>
          listener.current.begin(
            idOf(reference),
            `The preview of ${printable(reference)} is running; leaving stops it.`,
          ),
        ended: (run) => {
          listener.current.end(idOf(run.reference))
          const words = endWords(run)
          if (words !== undefined) listener.current.say(words)
        },
      }),
  )
  useEffect(() => () => store.closeAll(), [store])
  return <PreviewsContext value={store}>{children}</PreviewsContext>
}

const idOf = (reference: string): string => `preview ${reference}`

/** What is said when one has ended, wherever somebody is by then. */
function endWords({ status, reference, preview }: PreviewRun): string | undefined {
  const name = printable(reference)
  switch (status) {
    case 'ready':
      return `The preview of ${name} is there: ${preview?.decision}.`
    case 'failed':
      return `The preview of ${name} failed.`
    case 'stopped':
      return `The preview of ${name} was stopped.`
    case 'running':
      return undefined
  }
}

/** Every preview of this interface. */
export function usePreviews(): PreviewStore {
  const store = useContext(PreviewsContext)
  if (store === undefined) throw new Error('There are no previews around this component.')
  return store
}

/** The preview of a proposal as it stands; undefined before its first start. */
export function usePreviewRun(reference: string): PreviewRun | undefined {
  const store = usePreviews()
  const read = () => store.get(reference)
  return useSyncExternalStore(store.subscribe, read, read)
}
