import { shownKey } from '../../cli/ui/bindings.ts'
import { keyBindings, keyGroups } from '../../cli/ui/keys.ts'

/** The key table as README shows it. */
export function keysMarkdown(): string {
  const rows = Object.entries(keyGroups).flatMap(([group, title]) => [
    `| **${title}** | |`,
    ...keyBindings
      .filter((binding) => binding.group === group)
      .map(({ intent, keys, help }) => `| ${shownKeys(intent, keys)} | ${help} |`),
  ])
  return ['| keys | what they do |', '|---|---|', ...rows].join('\n')
}

const shownKeys = (intent: string, keys: readonly string[]): string =>
  intent === 'screen'
    ? `\`${keys[0]}\` \u2026 \`${keys.at(-1)}\``
    : keys.map((key) => `\`${shownKey(key)}\``).join(' ')
