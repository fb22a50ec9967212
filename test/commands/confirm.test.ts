import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import { confirmBySlug, confirmByYes, type Terminal } from '../../cli/commands/confirm.ts'
import { noBook } from '../../cli/governance/errorNames.ts'
import { signedFields, transactionWords } from '../../cli/governance/transactionWords.ts'
import type { Plan } from '../../cli/workflows/act.ts'
import { failureOf } from '../support/acting.ts'

const signed = signedFields(
  {
    to: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
    value: 0n,
    data: '0xfe0d94c1',
    chainId: 1,
    nonce: 42,
    gasLimit: 123_456n,
    fees: { gasPrice: 3_402_021n },
  },
  noBook,
  'execute(uint256)',
)

const plan: Plan = {
  verb: 'execute',
  network: 'mainnet',
  chainId: 1,
  account: { address: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC', signsWith: 'key in $KEY' },
  words: ['execute proposal 0xbbc1eb0a as the timelock:', '  1. tighten WETH-A'],
  facts: [['reason', 'good\u001b[2K']],
  warnings: ['It cannot be undone.'],
  handles: ['my-slug', '0xbbc1eb0a'],
  gas: 123_456n,
  fees: { type: 0, gasPrice: 3_402_021n },
  cost: 420_000_000_000_000n,
  signed: { fields: signed, words: transactionWords(signed) },
}

/** Real streams with somebody at the other end, who types. */
function terminal(isInteractive = true): Terminal & { type(keys: string): void; shown(): string } {
  const input = new PassThrough()
  const output = new PassThrough()
  let text = ''
  output.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return {
    input,
    output,
    isInteractive,
    type: (keys) => setTimeout(() => (keys === 'EOF' ? input.end() : input.write(keys)), 20),
    shown: () => text,
  }
}

describe('consent to a severe act', () => {
  it('is the slug, typed', async () => {
    const screen = terminal()
    screen.type('my-slug\r')
    expect(await confirmBySlug({}, screen)(plan)).to.equal('send')
  })

  it('is the beginning of the id as well', async () => {
    const screen = terminal()
    screen.type('0xbbc1eb0a\r')
    expect(await confirmBySlug({}, screen)(plan)).to.equal('send')
  })

  it('shows network, account, calls, cost and warnings first, and nothing that moves the cursor', async () => {
    const screen = terminal(false)
    await confirmBySlug({ confirm: 'my-slug' }, screen)(plan)
    const shown = screen.shown()
    for (const part of [
      'mainnet, chain 1',
      '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC (key in $KEY)',
      '1. tighten WETH-A',
      '123,456',
      '0.00042 ETH',
      'It cannot be undone.',
      'nonce 42',
      'execute(uint256) = 0xfe0d94c1, 4 bytes',
      signed.dataHash,
    ])
      expect(shown).to.contain(part)
    expect(shown).not.to.contain('\u001b')
  })

  it('is no other word: yes sends nothing', async () => {
    const screen = terminal()
    screen.type('yes\r')
    const failure = await failureOf(confirmBySlug({}, screen)(plan))
    expect(failure.exitCode).to.equal(2)
    expect(failure.message).to.contain('nothing was sent')
  })

  it('is no other slug, and the flag does not lead to a question', async () => {
    const screen = terminal()
    const failure = await failureOf(confirmBySlug({ confirm: 'other' }, screen)(plan))
    expect(failure.exitCode).to.equal(2)
    expect(failure.nextStep).to.contain('--confirm my-slug')
    expect(screen.shown()).not.to.contain('Type ')
  })

  it('is not assumed without a terminal: the plan is shown and the flag named', async () => {
    const screen = terminal(false)
    const failure = await failureOf(confirmBySlug({}, screen)(plan))
    expect(failure.exitCode).to.equal(2)
    expect(failure.nextStep).to.contain('--confirm my-slug')
    expect(screen.shown()).to.contain('tighten WETH-A')
  })

  it('ends with 130 at Ctrl-C', async () => {
    const screen = terminal()
    screen.type('my-sl\u0003')
    const failure = await failureOf(confirmBySlug({}, screen)(plan))
    expect(failure.exitCode).to.equal(130)
    expect(failure.message).to.contain('nothing was sent')
  })

  it('is not given by an input that ends', async () => {
    for (const keys of ['\u0004', 'EOF']) {
      const screen = terminal()
      screen.type(keys)
      const failure = await failureOf(confirmBySlug({}, screen)(plan))
      expect(failure.exitCode).to.equal(2)
    }
  })

  it('is not asked for in a dry run', async () => {
    const screen = terminal(false)
    expect(await confirmBySlug({ dryRun: true }, screen)(plan)).to.equal('dry run')
    expect(await confirmBySlug({ dryRun: true, confirm: 'my-slug' }, screen)(plan)).to.equal(
      'dry run',
    )
  })
})

describe('consent to any other act', () => {
  for (const answer of ['yes', 'y', 'YES']) {
    it(`is ${answer}, typed`, async () => {
      const screen = terminal()
      screen.type(`${answer}\r`)
      expect(await confirmByYes({}, screen)(plan)).to.equal('send')
    })
  }

  for (const answer of ['no', '', 'yess']) {
    it(`is not "${answer}"`, async () => {
      const screen = terminal()
      screen.type(`${answer}\r`)
      expect((await failureOf(confirmByYes({}, screen)(plan))).exitCode).to.equal(2)
    })
  }

  it('is --yes, also without a terminal', async () => {
    expect(await confirmByYes({ yes: true }, terminal(false))(plan)).to.equal('send')
  })

  it('is not assumed without a terminal', async () => {
    const failure = await failureOf(confirmByYes({}, terminal(false))(plan))
    expect(failure.exitCode).to.equal(2)
    expect(failure.nextStep).to.contain('--yes')
  })

  it('says nothing with --quiet when nobody has to read it', async () => {
    const screen = terminal(false)
    await confirmByYes({ yes: true, quiet: true }, screen)(plan)
    expect(screen.shown()).to.equal('')
  })
})
