import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { expect } from 'chai'
import { UsageError } from '../../cli/shared/errors.ts'
import { InvalidConfigError, parseConfig, readConfig } from '../../cli/workspace/config.ts'
import { configTemplate } from '../../cli/workspace/configTemplate.ts'
import { inNewFolder, rejectionOf } from './folder.ts'

const parse = (text: string) => parseConfig(text, { path: 'ballast.yaml', folder: '/somewhere' })

const sound = `networks:
  local:
    url: http://127.0.0.1:8545
    chainId: 31337
    addresses: deployments/local.json
`

/** Line, message and advice of every problem. */
function problemsOf(text: string): readonly (readonly [number, string, string])[] {
  try {
    parse(text)
  } catch (error) {
    expect(error).to.be.instanceOf(InvalidConfigError)
    const { problems } = error as InvalidConfigError
    return problems.map(({ place, message, instead }) => [place.line, message, instead])
  }
  return []
}

describe('ballast.yaml', () => {
  describe('as ballast init writes it', () => {
    const config = parse(configTemplate)

    it('has the devnet as its default network, and alice acts there', () => {
      expect(config.defaultNetwork).to.equal('local')
      expect(config.network('local')).to.deep.equal({
        name: 'local',
        url: 'http://127.0.0.1:8545',
        webSocket: 'ws://127.0.0.1:8545',
        isLocal: true,
        chainId: 31_337,
        addresses: '/somewhere/deployments/local.json',
        account: 'alice',
        timeoutSeconds: 30,
        confirmations: 1,
      })
    })

    it('names the accounts of the devnet by reference', () => {
      expect(config.accounts).to.deep.equal({
        deployer: 'node:0',
        guardian: 'node:1',
        alice: 'node:2',
        bob: 'node:3',
        carol: 'node:4',
        steward: 'node:5',
      })
    })

    it('takes a Safe with its owners, in either form', () => {
      const safe = '0xD8a5009827F958053CA5b20Efb0cC8f9D669F219'
      const { accounts } = parse(
        `${sound}accounts:\n  alice: node:0\n  a: { safe: ${safe.toLowerCase()}, owners: [alice] }\n  b: safe:${safe}:alice\n  c: { safe: "${safe}" }\n  d: safe:${safe}\n`,
      )
      expect(accounts).to.deep.equal({
        ...{ alice: 'node:0', a: `safe:${safe}:alice`, b: `safe:${safe}:alice` },
        ...{ c: `safe:${safe}`, d: `safe:${safe}` },
      })
    })

    it('takes a Ledger in either form, at the first path unless another is written', () => {
      const path = "44'/60'/0'/0/0"
      const address = '0xD8a5009827F958053CA5b20Efb0cC8f9D669F219'
      const lines = [
        ...[
          'a: ledger',
          `b: ledger:${path}`,
          "c: ledger:m/44'/60'/3'/0/0",
          `d: { ledger: ${path} }`,
        ],
        ...[`e: { ledger: "m/${path}", address: "${address}" }`, `f: ledger:${path}:${address}`],
      ]
      const { accounts } = parse(
        `${sound}accounts:\n${lines.map((line) => `  ${line}\n`).join('')}`,
      )
      expect(accounts).to.deep.equal({
        ...{ a: `ledger:${path}`, b: `ledger:${path}`, c: "ledger:44'/60'/3'/0/0" },
        ...{ d: `ledger:${path}`, e: `ledger:${path}:${address}`, f: `ledger:${path}:${address}` },
      })
    })

    it('has examples that can be used by removing the sign of the comment', () => {
      const uncommented = configTemplate
        .replaceAll(/^ {2}# (?=mainnet:| )/gm, '  ')
        .replaceAll(/^ {2}# me:/gm, '  me:')
        .replace(/^ {4}# Pinned.*$/m, '')
      process.env['MAINNET_RPC_URL'] = 'https://node.example/key'
      try {
        const network = parse(uncommented).network('mainnet')
        expect(network).to.include({ chainId: 1, account: 'me', timeoutSeconds: 30 })
        expect(network.url).to.equal('https://node.example/key')
        expect(network.governor).to.match(/^0x0{40}$/)
        expect(network.snapshot?.space).to.equal('your-dao.eth')
      } finally {
        delete process.env['MAINNET_RPC_URL']
      }
    })
  })

  describe('says of every mistake where it is and what to write', () => {
    const cases: readonly (readonly [string, string, number, RegExp, RegExp])[] = [
      ['nothing at all', '', 1, /networks is missing/, /ballast init/],
      ['a list', '- local', 1, /must be a group of fields/, /ballast init/],
      ['no group of networks', 'networks: local', 1, /networks must be a group/, /ballast init/],
      ['an unknown section', `netwrok: local\n${sound}`, 1, /netwrok is not/, /mean network\?/],
      [
        'an unknown field',
        sound.replace('addresses', 'adresses: x\n    addresses'),
        5,
        /adresses is not a field of local/,
        /mean addresses\?/,
      ],
      ['a missing field', sound.replace(/ {4}chainId.*\n/, ''), 3, /chainId is missing/, /31337/],
      [
        'a chain id in quotes',
        sound.replace('31337', '"31337"'),
        4,
        /chainId must be a/,
        /chainId: 31337/,
      ],
      ['a chain id below 1', sound.replace('31337', '0'), 4, /chainId is 0, below/, /31337/],
      [
        'another protocol than HTTP',
        sound.replace('http:', 'ws:'),
        3,
        /url is no http/,
        /http:\/\/127/,
      ],
      [
        'neither url nor urlEnv',
        sound.replace(/ {4}url.*\n/, ''),
        3,
        /needs either url or urlEnv/,
        /either url: .*urlEnv/,
      ],
      [
        'both url and urlEnv',
        sound.replace('    chainId', '    urlEnv: RPC\n    chainId'),
        3,
        /needs either url or urlEnv/,
        /either url: .*urlEnv/,
      ],
      [
        'another protocol than a web socket',
        sound.replace('    chainId', '    webSocket: http://127.0.0.1:8545\n    chainId'),
        4,
        /webSocket is no ws/,
        /ws:\/\/127/,
      ],
      [
        'both webSocket and webSocketEnv',
        sound.replace('    chainId', '    webSocket: ws://x\n    webSocketEnv: WS\n    chainId'),
        5,
        /webSocketEnv stands beside webSocket/,
        /without webSocket/,
      ],
      [
        'a variable that is none',
        sound.replace('url: http://127.0.0.1:8545', 'urlEnv: https://x'),
        3,
        /urlEnv is no name of an env/,
        /MAINNET_RPC_URL/,
      ],
      [
        'a governor that is no address',
        `${sound}    governor: 0x12\n`,
        6,
        /governor is no address/,
        /40 hex/,
      ],
      [
        'a governor with a mistyped character, even without quotes',
        `${sound}    governor: 0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8418\n`,
        6,
        /governor has capital letters that do not fit/,
        /Governor's address/,
      ],
      [
        'a timeout of an hour',
        `${sound}    timeout: 3600\n`,
        6,
        /timeout is 3600, above 600/,
        /30/,
      ],
      [
        'a name in capitals',
        sound.replace('local:', 'Local:'),
        2,
        /"Local" is no name/,
        /lower-case/,
      ],
      [
        'the name of the demonstration',
        sound.replace('local:', 'demo:'),
        2,
        /demo is the network in this process/,
        /another name/,
      ],
      [
        'a default network that is not there',
        `network: lokal\n${sound}`,
        1,
        /no network "lokal"/,
        /mean local\?/,
      ],
      [
        'an account of a network that is not there',
        `${sound}    account: alcie\naccounts:\n  alice: node:0\n`,
        6,
        /no account "alcie"/,
        /mean alice\?/,
      ],
      [
        'an account where there are none',
        `${sound}    account: alice\n`,
        6,
        /no account "alice"/,
        /under accounts:/,
      ],
      [
        'no reference',
        `${sound}accounts:\n  alice: trezor\n`,
        7,
        /alice is no reference/,
        /node:0, node:0x…, env:NAME or keystore:keys/,
      ],
      ['few paths', `${sound}risk:\n  paths: 5\n`, 7, /paths is 5, below 100/, /from 100/],
      ['an unknown model', `${sound}risk:\n  prices: gmb\n`, 7, /"gmb" is not known/, /mean gbm\?/],
      ['an unknown risk setting', `${sound}risk:\n  path: 5\n`, 7, /path is not/, /mean paths\?/],
      ['a key twice', `${sound}${sound}`, 6, /networks is written twice/, /line 1/],
      ['a tab', 'networks:\n\tlocal: 1', 2, /tab/, /two spaces/],
      ['two documents', `${sound}---\n${sound}`, 6, /more than one/, /one workspace per file/],
      ['no YAML', 'networks: {', 1, /./, /./],
    ]
    for (const [name, text, line, message, instead] of cases) {
      it(name, () => {
        const problems = problemsOf(text)
        expect(problems.map(([at]) => at)).to.include(line)
        const [, said, advice] = problems.find(([at]) => at === line) ?? [0, '', '']
        expect(said).to.match(message)
        expect(advice).to.match(instead)
      })
    }

    const treasury = '0xD8a5009827F958053CA5b20Efb0cC8f9D669F219'
    for (const [name, written, says] of [
      ['a Safe with an owner that is nobody', `{ safe: "${treasury}", owners: [alise] }`, /alise/],
      [
        'a Safe that owns itself',
        `{ safe: "${treasury}", owners: [treasury] }`,
        /no other account/,
      ],
      ['a Safe that another one owns', `safe:${treasury}:council`, /is a Safe itself/],
      ['a Safe without an address', '{ safe: "0x12" }', /no address/],
      ['a Ledger at no path', 'ledger:somewhere', /no path of an Ethereum account/],
      ['a Ledger at a path of another coin', `{ ledger: "44'/0'/0'/0/0" }`, /no path/],
      ['a Ledger with half an address', `ledger:44'/60'/0'/0/0:0x12`, /no address/],
      ['a Ledger with more than that', `ledger:44'/60'/0'/0/0:${treasury}:x`, /more behind/],
      ['a Ledger with a mistyped field', `{ ledger: "44'/60'/0'/0/0", adress: "" }`, /adress/],
      ['a Safe as a reference with an owner that is nobody', `safe:${treasury}:alise`, /alise/],
      ['a Safe that was mistyped', `{ safe: "${treasury.replace('D', 'd')}" }`, /capital letters/],
    ] as const) {
      it(name, () => {
        const accounts = `accounts:\n  alice: node:0\n  treasury: ${written}\n  council: { safe: "${treasury}" }\n`
        const [problem, ...others] = problemsOf(`${sound}${accounts}`)
        expect(others).to.deep.equal([])
        expect(problem?.[0]).to.equal(8)
        expect(problem?.[1]).to.match(says)
      })
    }

    it('Safes that own each other, each of them', () => {
      const one = `one: { safe: "${treasury}", owners: [two] }`
      const accounts = `accounts:\n  ${one}\n  two: safe:${treasury}:one\n`
      const said = problemsOf(`${sound}${accounts}`).map(([line, message]) => [line, message])
      expect(said.map(([line]) => line)).to.deep.equal([7, 8])
      for (const [, message] of said) expect(message).to.contain('is a Safe itself')
    })

    it('all at once, in the order of the file', () => {
      const text = `network: lokal\n${sound.replace('31337', 'x')}    account: nobody\nrisk:\n  paths: 1\n`
      expect(problemsOf(text).map(([line]) => line)).to.deep.equal([1, 5, 7, 9])
    })

    it('never shows a key that somebody wrote into it', () => {
      const key = 'ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
      const noReference = 'no reference to an account'
      const noPath = 'no path of an Ethereum account'
      for (const [written, says] of [
        [`0x${key}`, noReference],
        [`"0x${key}"`, noReference],
        [key, noReference],
        [`env:0x${key}`, noReference],
        [`ledger:0x${key}`, noPath],
        [`{ ledger: "0x${key}" }`, noPath],
        [`ledger:44'/60'/0'/0/0:0x${key}`, 'no address'],
      ] as const) {
        const text = `${sound}accounts:\n  me: ${written}\n`
        expect(() => parse(text))
          .to.throw(InvalidConfigError, says)
          .with.property('message')
          .that.does.not.contain(key.slice(0, 12))
      }
    })

    it('on one line that moves no cursor', () => {
      expect(() => parse(`network: "\\e[2Jx"\n${sound}`))
        .to.throw(InvalidConfigError)
        .with.property('message')
        .that.does.not.contain('\u001b')
    })
  })

  describe('networks', () => {
    it('are found by name, and the nearest is suggested', () => {
      expect(() => parse(sound).network('locla')).to.throw(UsageError, 'no network "locla"')
      expect(() => parse(sound).network('locla'))
        .to.throw(UsageError)
        .with.property('nextStep')
        .that.contains('Did you mean local?')
    })

    it('take their url from the environment, and say so when it is not there', () => {
      const text = sound.replace('url: http://127.0.0.1:8545', 'urlEnv: BALLAST_TEST_URL')
      delete process.env['BALLAST_TEST_URL']
      expect(() => parse(text).network('local')).to.throw(UsageError, '$BALLAST_TEST_URL')
      process.env['BALLAST_TEST_URL'] = 'file:///etc'
      try {
        expect(() => parse(text).network('local')).to.throw(UsageError, 'no http')
        expect(parse(text).localNetworks).to.deep.equal([])
        for (const url of ['https://', 'https://host:port/SECRETKEY']) {
          process.env['BALLAST_TEST_URL'] = url
          expect(() => parse(text).network('local'))
            .to.throw(UsageError)
            .with.property('message')
            .that.does.not.contain('SECRET')
        }
        process.env['BALLAST_TEST_URL'] = 'http://localhost:9545'
        expect(parse(text).network('local').url).to.equal('http://localhost:9545')
        expect(parse(text).localNetworks.map(({ name }) => name)).to.deep.equal(['local'])
      } finally {
        delete process.env['BALLAST_TEST_URL']
      }
    })

    it('take their web socket from the environment, and do without where it is not set', () => {
      const text = sound.replace('    chainId', '    webSocketEnv: BALLAST_TEST_WS\n    chainId')
      delete process.env['BALLAST_TEST_WS']
      expect(parse(text).network('local')).not.to.have.property('webSocket')
      try {
        process.env['BALLAST_TEST_WS'] = 'wss://host:port/SECRETKEY'
        expect(() => parse(text).network('local'))
          .to.throw(UsageError, '$BALLAST_TEST_WS')
          .with.property('message')
          .that.does.not.contain('SECRET')
        process.env['BALLAST_TEST_WS'] = 'wss://host/key'
        expect(parse(text).network('local').webSocket).to.equal('wss://host/key')
      } finally {
        delete process.env['BALLAST_TEST_WS']
      }
    })

    it('are local only if their node runs on this machine', () => {
      const urls = ['http://127.0.0.1:1', 'http://localhost:1', 'http://[::1]:1']
      for (const url of urls) {
        const { localNetworks } = parse(sound.replace('http://127.0.0.1:8545', url))
        expect(localNetworks, url).to.have.length(1)
      }
      for (const url of ['http://10.0.0.1:8545', 'http://127.0.0.1.example.org:8545']) {
        const { localNetworks } = parse(sound.replace('http://127.0.0.1:8545', url))
        expect(localNetworks, url).to.deep.equal([])
      }
    })
  })

  describe('is found', () => {
    it('in the folder itself or the nearest above it', () =>
      inNewFolder(async (folder) => {
        expect(await readConfig()).to.equal(undefined)
        await writeFile('ballast.yaml', sound)
        await mkdir('a/b', { recursive: true })
        process.chdir('a/b')
        expect((await readConfig())?.folder).to.equal(folder)
        await writeFile('../ballast.yaml', sound.replace('31337', '7'))
        expect((await readConfig())?.folder).to.equal(join(folder, 'a'))
        expect((await readConfig('../../ballast.yaml'))?.folder).to.equal(folder)
      }))

    it('or missed by its name', () =>
      inNewFolder(async () => {
        const error = await rejectionOf(readConfig('other.yaml'))
        expect(error).to.be.instanceOf(UsageError)
        expect((error as UsageError).message).to.contain('other.yaml')
      }))
  })
})
