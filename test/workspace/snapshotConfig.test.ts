import { expect } from 'chai'
import { type InvalidConfigError, parseConfig } from '../../cli/workspace/config.ts'

const withSnapshot = (lines: string): string => `networks:
  local:
    url: http://127.0.0.1:8545
    chainId: 31337
    addresses: deployments/local.json
    snapshot:${lines}
`
const parse = (lines: string) =>
  parseConfig(withSnapshot(lines), { path: 'ballast.yaml', folder: '/somewhere' })
const placeOf = (lines: string) => parse(lines).network('local').snapshot

/** Line, message and advice of the only problem. */
function problemOf(lines: string): readonly [number, string, string] {
  try {
    parse(lines)
  } catch (error) {
    const [problem, ...others] = (error as InvalidConfigError).problems
    expect(others).to.deep.equal([])
    return [problem?.place.line ?? 0, problem?.message ?? '', problem?.instead ?? '']
  }
  throw new Error('It has no problem.')
}

describe('the space of a network in ballast.yaml', () => {
  it('is on the main service unless it says otherwise', () => {
    expect(placeOf(' { space: your-dao.eth }')).to.deep.equal({
      space: 'your-dao.eth',
      hub: 'https://hub.snapshot.org/graphql',
      sequencer: 'https://seq.snapshot.org',
      score: 'https://score.snapshot.org',
      network: 's',
    })
  })

  it('may have a key, which is read where it is needed, and never shown', () => {
    process.env['BALLAST_TEST_KEY'] = 'a-key-of-the-hub'
    try {
      const place = placeOf(' { space: your-dao.eth, apiKeyEnv: BALLAST_TEST_KEY }')
      expect(place?.apiKey?.('hub')).to.equal('a-key-of-the-hub')
      expect(JSON.stringify(place)).not.to.contain('a-key')
      process.env['BALLAST_TEST_KEY'] = 'a key\nin two lines'
      expect(() => place?.apiKey?.('hub'))
        .to.throw('$BALLAST_TEST_KEY holds no key of Snapshot')
        .and.to.satisfy(({ message }: Error) => !message.includes('two lines'))
      delete process.env['BALLAST_TEST_KEY']
      expect(place?.apiKey?.('hub')).to.equal(undefined)
    } finally {
      delete process.env['BALLAST_TEST_KEY']
    }
    expect(problemOf(' { space: your-dao.eth, apiKeyEnv: my-key }')[2]).to.contain(
      'apiKeyEnv: SNAPSHOT_API_KEY',
    )
  })

  it('gives the key of a hub to the score service of the same, or to one that is named', () => {
    process.env['BALLAST_TEST_KEY'] = 'a-key-of-the-hub'
    try {
      const own =
        'hub: http://127.0.0.1:3000/graphql, sequencer: http://127.0.0.1:3001, apiKeyEnv: BALLAST_TEST_KEY'
      const keysOf = (lines: string) => {
        const place = placeOf(` { space: your-dao.eth, ${lines} }`)
        return [place?.apiKey?.('hub'), place?.apiKey?.('score')]
      }
      const key = 'a-key-of-the-hub'
      expect(keysOf('apiKeyEnv: BALLAST_TEST_KEY')).to.deep.equal([key, key])
      expect(keysOf('hub: testnet, apiKeyEnv: BALLAST_TEST_KEY')).to.deep.equal([key, key])
      expect(keysOf(own)).to.deep.equal([key, undefined])
      expect(keysOf(`${own}, score: http://127.0.0.1:3003`)).to.deep.equal([key, key])
    } finally {
      delete process.env['BALLAST_TEST_KEY']
    }
  })

  it('sends no key in the clear to another machine', () => {
    const own = (hub: string, score: string) => `
      space: your-dao.eth
      hub: ${hub}
      sequencer: http://10.0.0.7:3001
      score: ${score}`
    const key = '\n      apiKeyEnv: SNAPSHOT_API_KEY'
    const [plain, secret] = ['http://10.0.0.7:3000/graphql', 'https://hub.your-dao.org/graphql']
    const message = (field: string) =>
      `${field} would get the key of apiKeyEnv over http://, where it can be read on the way`
    const instead = (field: string) =>
      `Write an https:// address for ${field}, or leave apiKeyEnv out.`
    expect(problemOf(own(plain, secret) + key)).to.deep.equal([8, message('hub'), instead('hub')])
    expect(problemOf(own(secret, plain) + key)).to.deep.equal([
      10,
      message('score'),
      instead('score'),
    ])
    expect(placeOf(own(plain, plain))?.hub).to.equal(plain)
    const here = 'http://localhost:3000/graphql'
    expect(placeOf(own(here, secret) + key)?.hub).to.equal(here)
  })

  it('may have registries of delegations of its own, quoted or not', () => {
    const address = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
    expect(
      placeOf(` { space: your-dao.eth, registry: ${address}, splitRegistry: "${address}" }`),
    ).to.include({ registry: address, splitRegistry: address })
    expect(problemOf(' { space: your-dao.eth, registry: main }')[2]).to.contain('in quotes')
  })

  it('is on the testnet by one word', () => {
    for (const word of ['hub', 'sequencer']) {
      expect(placeOf(` { space: your-dao.eth, ${word}: testnet }`)).to.include({
        hub: 'https://testnet.hub.snapshot.org/graphql',
        sequencer: 'https://testnet.seq.snapshot.org',
        network: 's-tn',
      })
    }
  })

  it('is on a service of one’s own by its addresses', () => {
    const lines = `
      space: your-dao.eth
      hub: http://127.0.0.1:3000/graphql
      sequencer: http://127.0.0.1:3001
      score: http://127.0.0.1:3003
      network: s-tn`
    expect(placeOf(lines)).to.deep.equal({
      space: 'your-dao.eth',
      hub: 'http://127.0.0.1:3000/graphql',
      sequencer: 'http://127.0.0.1:3001',
      score: 'http://127.0.0.1:3003',
      network: 's-tn',
    })
  })

  it('is absent where none is named', () => {
    const text = withSnapshot('').replace('    snapshot:\n', '')
    const config = parseConfig(text, { path: 'ballast.yaml', folder: '/somewhere' })
    expect(config.network('local')).not.to.have.property('snapshot')
  })

  it('says what is wrong, where, and what to write', () => {
    expect(problemOf(' { hub: main }')).to.deep.equal([
      6,
      'space is missing',
      'Write space: your-dao.eth.',
    ])
    expect(
      problemOf(`
      space: a.eth
      hub: mainnet`),
    ).to.deep.equal([
      8,
      'hub is neither main nor testnet nor the address of a hub',
      'Write hub: main, hub: testnet, or the address of your own, such as http://127.0.0.1:3000/graphql.',
    ])
    expect(
      problemOf(`
      space: a.eth
      hub: http://127.0.0.1:3000/graphql`),
    ).to.deep.equal([
      7,
      'snapshot needs hub and sequencer of the same service',
      'Write space: your-dao.eth below it; for a service of your own also hub: and sequencer:, both with their addresses.',
    ])
    expect(
      problemOf(`
      space: a.eth
      sequenzer: main`),
    ).to.deep.equal([
      8,
      'sequenzer is not a field of snapshot',
      'Did you mean sequencer? Use one of: sequencer, space, score, hub, network, apiKeyEnv, registry, splitRegistry.',
    ])
    expect(problemOf(' { space: a.eth, network: s-main }')[2]).to.contain('s-tn')
    expect(problemOf(' { space: "two words" }')[1]).to.equal('space is no name of a space')
    expect(problemOf(' { space: a.eth, hub: main, sequencer: testnet }')[1]).to.equal(
      'snapshot needs hub and sequencer of the same service',
    )
  })
})
