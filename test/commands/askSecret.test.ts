import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import { askSecret } from '../../cli/commands/askSecret.ts'
import { failureOf } from '../support/acting.ts'

/** Real streams with somebody at the other end, who types. */
function terminal(isInteractive = true) {
  const [input, output] = [new PassThrough(), new PassThrough()]
  let shown = ''
  output.setEncoding('utf8').on('data', (chunk: string) => {
    shown += chunk
  })
  const type = (keys: string) =>
    setTimeout(() => (keys === 'EOF' ? input.end() : input.write(keys)), 20)
  return { input, output, isInteractive, type, shown: () => shown }
}

describe('asking for a secret', () => {
  for (const [typed, secret] of [
    ['correct horse\r', 'correct horse'],
    ['  spaces stay \r', '  spaces stay '],
    ['gone\u0015right\r', 'right'],
    ['wrohg\u007f\u007fng\r', 'wrong'],
    ['é漢字\r', 'é漢字'],
    ['\r', ''],
  ] as const) {
    it(`shows nothing of what is typed (${JSON.stringify(typed)})`, async () => {
      const screen = terminal()
      screen.type(typed)
      expect(await askSecret('Passphrase: ', 'Do it otherwise.', screen)).to.equal(secret)
      expect(screen.shown()).to.equal('Passphrase: \n')
    })
  }

  it('can be done again, and remembers nothing', async () => {
    const screen = terminal()
    screen.type('first one\r')
    await askSecret('Passphrase: ', 'Do it otherwise.', screen)
    screen.type('\u001b[A\r')
    expect(await askSecret('Again: ', 'Do it otherwise.', screen)).to.equal('')
    expect(screen.shown()).not.to.contain('first')
  })

  it('ends with 130 at Ctrl-C, at Ctrl-D and where the input ends', async () => {
    for (const keys of ['half a secr\u0003', '\u0004', 'EOF']) {
      const screen = terminal()
      screen.type(keys)
      const failure = await failureOf(askSecret('Passphrase: ', 'Do it otherwise.', screen))
      expect(failure.exitCode).to.equal(130)
      expect([screen.shown(), failure.message, failure.stack].join()).not.to.contain('half')
    }
  })

  it('is not done without a terminal: the other way is named', async () => {
    const failure = await failureOf(
      askSecret('Passphrase of keys/a.json: ', 'Do it otherwise.', terminal(false)),
    )
    expect(failure.exitCode).to.equal(2)
    expect(failure.message).to.contain('Passphrase of keys/a.json')
    expect(failure.nextStep).to.equal('Do it otherwise. More: ballast help signing')
  })
})
