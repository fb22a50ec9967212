import { expect } from 'chai'
import { defaultRisk } from '../../cli/governance/draftRisk.ts'
import { UsageError } from '../../cli/shared/errors.ts'
import {
  editDraft,
  judgeDraft,
  newDraft,
  readDraft,
  weighDraftText,
} from '../../cli/workflows/editDraft.ts'
import type { Protocol } from '../../cli/workflows/protocol.ts'
import { openSmallProtocol, openVault, type SmallProtocol } from '../chain/chains.ts'
import { inNewFolder, rejectionOf } from '../workspace/folder.ts'

describe('a draft while it is written', () => {
  let small: SmallProtocol
  let protocol: Protocol
  const open = async () => protocol

  before(async () => {
    small = await openSmallProtocol()
    await openVault(small, small.other, { collateral: 10n, debt: 15_000n })
    const { chain, book } = small
    protocol = { chain, book, risk: defaultRisk } as unknown as Protocol
  })
  after(() => small.chain.close())

  const started = (...keys: readonly string[]) =>
    inNewFolder((folder) =>
      newDraft(
        { folder },
        open,
        keys.map((parameter) => ({ subject: 'WETH-A', parameter })),
      ),
    )

  it('begins with a parameter at its present value', async () => {
    const { path, text, base } = await started('liquidationThreshold')
    expect(path).to.match(/^proposals\/2026-11-2\d-new-draft-[0-9a-f]{8}\/proposal\.yaml$/)
    expect(base).to.equal(null)
    expect(text).to.contain(
      '  - market: WETH-A\n    parameter: liquidationThreshold\n    to: 80%\n    expect: 80%\n',
    )
    const { rows, problems } = await judgeDraft(open, path, text)
    expect(rows[0]!.known!.direction).to.equal('same')
    expect(problems.map(({ message }) => message)).to.deep.equal([
      'title is empty',
      'summary is empty',
      'WETH-A liquidationThreshold is already 80 %',
    ])
  })

  it('begins with nothing, too, and names what it cannot begin with', async () => {
    expect((await started()).text).to.contain('changes: []')
    expect(await rejectionOf(started('colour'))).to.be.instanceOf(UsageError)
  })

  it('is edited, judged and weighed', async () => {
    const { path, text } = await started('liquidationThreshold')
    const edit = { kind: 'set', subject: 'WETH-A', parameter: 'liquidationThreshold' } as const
    const lower = await editDraft(open, text, { ...edit, to: '75%' })
    expect(lower.refused).to.equal(undefined)
    const titled = await editDraft(open, lower.text, { kind: 'title', to: 'Lower it' })
    const judged = await judgeDraft(open, path, titled.text)
    expect(judged.title).to.equal('Lower it')
    expect(judged.rows[0]!.known!.direction).to.equal('tighter')
    const { markets } = await weighDraftText(open, { path, text: titled.text }, 0)
    expect(markets[0]!.label).to.equal('WETH-A')
    expect(markets[0]!.settled!.rungs.at(-1)!.after.vaultCount).to.equal(1)
  })

  it('edits what is in the text without a chain', async () => {
    const down = async () => {
      throw new Error('down')
    }
    const { text } = await started()
    expect((await editDraft(down, text, { kind: 'summary', to: 'Why.' })).text).to.contain('Why.')
    const { text: lower } = await started('liquidationThreshold')
    const ref = { subject: 'WETH-A', parameter: 'liquidationThreshold' } as const
    const set = await editDraft(down, lower, { kind: 'set', ...ref, to: '75%' })
    expect(set.text).to.contain('    to: 75%\n    expect: 80%\n')
    expect((await editDraft(down, set.text, { kind: 'remove', ...ref })).text).to.equal(text)
    expect((await readDraft(set.text)).rows).to.deep.equal([
      { index: 0, ...ref, to: '75%', expect: '80%' },
    ])
    const error = await rejectionOf(judgeDraft(down, 'a', text))
    expect(error).to.be.an('error').with.property('message', 'down')
    for (const kind of ['add', 'expect'] as const) {
      const refused = await rejectionOf(
        editDraft(down, kind === 'add' ? text : lower, { kind, ...ref }),
      )
      expect(refused).to.be.an('error').with.property('message', 'down')
    }
  })
})
