// The dependency law of the house: each room and the rooms it may import. Everything not listed is forbidden.
const MAY_IMPORT = {
  ui: ['workflows', 'chain', 'workspace', 'report', 'governance', 'risk', 'shared'],
  backstage: ['ui', 'commands', 'workflows', 'shared'],
  commands: ['workflows', 'shared'],
  workflows: [
    'chain',
    'snapshot',
    'workspace',
    'report',
    'compute',
    'governance',
    'risk',
    'shared',
  ],
  chain: ['governance', 'shared'],
  snapshot: ['governance', 'shared'],
  workspace: ['governance', 'shared'],
  compute: ['risk', 'shared'],
  report: ['governance', 'risk', 'shared'],
  governance: ['shared'],
  risk: ['shared'],
  shared: [],
}

// The thread behind the screens opens the same network as a command does: it is a composition root of its own.
const ROOTS = { backstage: ['^cli/services\\.ts$'] }

// Rooms without I/O: the world is handed in, so they import no Node module.
const PURE = ['governance', 'risk', 'report', 'shared']

const rooms = Object.entries(MAY_IMPORT).map(([room, others]) => ({
  name: `${room}-imports-only-what-it-may`,
  severity: 'error',
  from: { path: `^cli/${room}/` },
  to: {
    path: '^cli/',
    pathNot: [...[room, ...others].map((name) => `^cli/${name}/`), ...(ROOTS[room] ?? [])],
  },
}))

module.exports = {
  forbidden: [
    ...rooms,
    {
      name: 'only-listed-rooms-exist',
      comment: 'A new room enters the table above before its first file.',
      severity: 'error',
      from: { path: `^cli/(?!(${Object.keys(MAY_IMPORT).join('|')})/|(main|services)\\.ts$)` },
      to: {},
    },
    {
      name: 'pure-rooms-do-no-io',
      severity: 'error',
      from: { path: `^cli/(${PURE.join('|')})/` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-chain-knows-the-contracts-and-the-evm',
      comment: 'Compiled contracts and Hardhat stay behind the one room that speaks JSON-RPC.',
      severity: 'error',
      from: { path: '^cli/', pathNot: '^cli/chain/' },
      to: { path: '(^artifacts/)|((^|/)hardhat(/|$))' },
    },
    {
      name: 'what-recomputes-hashes-shares-nothing-with-what-signs',
      comment: 'ballast hashes is a second opinion only as long as no line and no library of the first one is in it.',
      severity: 'error',
      from: { path: '^cli/governance/recompute/' },
      to: { pathNot: '^cli/(governance/recompute/|shared/errors\\.ts$)' },
    },
    {
      name: 'only-ledgerPackages-knows-the-device-packages',
      comment: 'Behind one file they load when a Ledger signs, and not before.',
      severity: 'error',
      from: { path: '^cli/', pathNot: '^cli/chain/ledgerPackages\\.ts$' },
      to: { path: '(^|/)(@ledgerhq|node-hid)(/|$)' },
    },
    {
      name: 'ledgerPackages-is-loaded-when-a-ledger-signs',
      severity: 'error',
      from: { path: '^cli/' },
      to: {
        path: '^cli/chain/ledgerPackages\\.ts$',
        dependencyTypesNot: ['dynamic-import', 'type-only'],
      },
    },
    {
      name: 'only-commands-and-main-know-yargs',
      severity: 'error',
      from: { path: '^cli/', pathNot: '^cli/(commands/|main\\.ts$)' },
      to: { path: '(^|/)yargs(/|$)' },
    },
    {
      name: 'the-interface-takes-its-answers-from-services',
      comment: 'Screens import types of the rooms below and nothing that runs: what runs is on another thread.',
      severity: 'error',
      from: { path: '^cli/ui/' },
      to: {
        path: '^cli/(workflows|chain|workspace|report|governance|risk)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'only-the-interface-knows-ink-and-react',
      severity: 'error',
      from: { path: '^cli/', pathNot: '^cli/ui/' },
      to: { path: '(^|/)(ink|react|@tanstack/react-query)(/|$)' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'every-import-resolves',
      severity: 'error',
      from: { path: '^cli/' },
      to: { couldNotResolve: true, pathNot: '^artifacts/' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^artifacts'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types'],
    },
  },
}
