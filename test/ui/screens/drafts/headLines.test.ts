import { expect } from 'chai'
import { beginningOf, type DraftState } from '../../../../cli/ui/screens/drafts/draftState.ts'
import { headLines } from '../../../../cli/ui/screens/drafts/headLines.ts'
import { themeOf } from '../../../../cli/ui/theme.ts'

const { state } = beginningOf({ path: 'a.yaml', text: 'title: A\n', base: '#a' })
const theme = themeOf({ colour: true, unicode: true, animation: false })
const said = (
  own: Partial<DraftState>,
  setting: { most?: number; isNodeLost?: boolean; width?: number } = {},
) =>
  headLines(
    { ...state, ...own },
    {
      width: 40,
      theme,
      now: 160,
      isNodeLost: false,
      most: 3,
      ...setting,
    },
  ).map(({ text }) => text)

describe('the head of the editor', () => {
  it('says where the draft stands, and what the chain is asked for', () => {
    expect(said({})).to.deep.equal(['✔ written  a.yaml'])
    expect(
      said({ awaited: 'adding WETH-A minDebt', judgement: { isAsking: true }, isSaved: false }),
    ).to.deep.equal(['● unsaved, adding WETH-A minDebt, checking  a.yaml'])
  })

  it('says all of a sentence where there is room, and its beginning where there is little', () => {
    const refused = 'This cannot be written here without losing something: edit the file.'
    expect(said({ refused })).to.deep.equal([
      '✔ written  a.yaml',
      '✖ This cannot be written here without',
      '  losing something: edit the file.',
    ])
    expect(said({ refused }, { most: 1 })).to.have.length(2)
  })

  it('says why nothing is judged, and no more than that where the header says it already', () => {
    const judgement = { isAsking: false, error: new Error('no \u001b[1mnode') }
    expect(said({ judgement })[1]).to.equal('? not judged: no \\u{1b}[1mnode')
    expect(said({ judgement }, { isNodeLost: true })[1]).to.equal('? not judged: node away')
  })

  it('says what was typed earlier, and what leads back', () => {
    const found = { at: 100, isFileNewer: false }
    expect(said({ found }, { width: 100 }).join(' ')).to.contain(
      'typed 1 min ago and never written;',
    )
    expect(said({ found }, { width: 100 }).join(' ')).to.contain('u goes back')
    expect(said({ found, isNew: true }, { width: 100 }).join(' ')).to.contain('w writes it')
    expect(said({ found: { ...found, isFileNewer: true } }, { width: 100 }).join(' ')).to.contain(
      'the file was changed',
    )
  })
})
