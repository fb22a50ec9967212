import { useQueryClient } from '@tanstack/react-query'
import { Box } from 'ink'
import { printable, shortHex } from '../../shared/format.ts'
import type { AccountChoice } from '../../workflows/readAccounts.ts'
import { useNetwork } from '../hooks/useConnection.tsx'
import { useDialogSpace } from '../hooks/useDialogSpace.ts'
import { useKeys } from '../hooks/useKeys.tsx'
import { useLive } from '../hooks/useLive.ts'
import { useNamedCursor } from '../hooks/useNamedCursor.ts'
import { useNotices } from '../hooks/useNotices.tsx'
import { useServices } from '../hooks/useServices.ts'
import { Dialog } from './Dialog.tsx'
import { Answer } from './States.tsx'
import { type Column, Table } from './Table.tsx'
import { Words } from './Words.tsx'

/** Who acts from here on; nobody is a choice too. */
export function AccountDialog({ onClose }: { readonly onClose: () => void }) {
  const services = useServices()
  const live = useLive(['chain', 'accounts'], services.readAccounts)
  return (
    <Dialog title="Act as" onClose={onClose}>
      <Answer live={live} what="the accounts">
        {(accounts) => <Choices accounts={accounts} onClose={onClose} />}
      </Answer>
    </Dialog>
  )
}

interface Row extends Omit<AccountChoice, 'name'> {
  /** Undefined for nobody. */
  readonly name: string | undefined
  readonly isNow: boolean
}

/** No account is called like that: nobody is. */
const nameOf = ({ name }: Row): string => name ?? ' nobody'

/** Who has a name first, then nobody, then what else the node signs for. */
function rowsOf(accounts: readonly AccountChoice[], now: string | undefined): readonly Row[] {
  const isNameless = ({ name }: AccountChoice) => name.startsWith('node:')
  const row = (account: AccountChoice): Row => ({ ...account, isNow: account.name === now })
  return [
    ...accounts.filter((account) => !isNameless(account)).map(row),
    { name: undefined, isNow: now === undefined },
    ...accounts.filter(isNameless).map(row),
  ]
}

const kindWords: Readonly<Record<NonNullable<AccountChoice['kind']>, string>> = {
  node: 'node',
  environment: 'environment',
  keystore: 'keystore',
  ledger: 'Ledger',
  safe: 'Safe owners',
}

const columns: readonly Column<Row>[] = [
  {
    title: 'account',
    text: ({ name }) => (name === undefined ? 'nobody' : printable(name)),
    width: 14,
    grows: true,
  },
  {
    title: 'signs by',
    text: ({ kind }) => (kind === undefined ? '' : kindWords[kind]),
    width: 11,
    priority: 2,
  },
  {
    title: 'address',
    text: ({ address }) => (address === undefined ? '' : shortHex(address)),
    width: 13,
    priority: 3,
  },
  {
    title: 'what for',
    text: ({ name, role, trouble, isNow }) =>
      `${isNow ? 'acts now, ' : ''}${name === undefined ? 'looks only' : (trouble ?? role ?? 'no votes')}`,
    tone: ({ trouble }) => (trouble === undefined ? 'plain' : 'caution'),
    width: 24,
    grows: true,
  },
]

function Choices({
  accounts,
  onClose,
}: {
  readonly accounts: readonly AccountChoice[]
  readonly onClose: () => void
}) {
  const { width, height } = useDialogSpace()
  const choose = useChoosing(onClose)
  const { session } = useNetwork()
  const rows = rowsOf(accounts, session.account)
  const room = height - 3
  const now = rows.find(({ isNow }) => isNow)
  const { index, top, actions } = useNamedCursor(rows.map(nameOf), room, {
    memory: 'accounts',
    ...(now === undefined ? {} : { first: nameOf(now) }),
  })
  const row = rows[index]
  useKeys({
    ...actions,
    open: { run: () => choose(row?.name), word: 'act as this', blocked: row?.trouble },
  })
  return (
    <Box flexDirection="column">
      <Table
        columns={columns}
        rows={rows.slice(top, top + room)}
        keyOf={nameOf}
        selected={index - top}
        width={width}
        place={{ top, count: rows.length }}
      />
      <Words tone="muted">
        Keys and secrets are never shown. Enter chooses, Esc keeps the one before.
      </Words>
    </Box>
  )
}

function useChoosing(onClose: () => void) {
  const services = useServices()
  const client = useQueryClient()
  const { setSession } = useNetwork()
  const { say } = useNotices()
  return async (name: string | undefined): Promise<void> => {
    onClose()
    try {
      setSession(await services.chooseAccount(name))
      say(name === undefined ? 'Nobody acts: read-only.' : `Acting as ${printable(name)}.`, 'good')
      void client.invalidateQueries({ queryKey: ['chain'] })
    } catch (error) {
      say(printable(error instanceof Error ? error.message : String(error)), 'bad')
    }
  }
}
