import { expect } from 'chai'
import { refusalsOf } from '../../cli/snapshot/spaceRules.ts'
import { spaceSchema } from '../../cli/snapshot/stored.ts'
import { proposalMessage } from '../../cli/workflows/snapshotMessage.ts'

type Asked = Parameters<typeof proposalMessage>

const author = '0xD8a5009827F958053CA5b20Efb0cC8f9D669F219'
/** No chain is asked where the block is given. */
const acting = { sender: { account: { address: author } } } as unknown as Asked[0]
const draft = { draft: { title: 'It' }, body: 'Why.' } as unknown as Asked[1]

const proposedIn = (type: string | null) => {
  const space = spaceSchema.parse({ id: 'ballast-tests.eth', network: '1', voting: { type } })
  return { space, message: proposalMessage(acting, draft, space, { block: 1 }) }
}

describe('the message that puts a draft to the vote', () => {
  it('is of the type that the space wants, basic by default', async () => {
    expect((await proposedIn('approval').message).type).to.equal('approval')
    for (const none of ['', null]) expect((await proposedIn(none).message).type).to.equal('basic')
  })

  it('is never of a type that Ballast does not know: the space refuses it before it is signed', async () => {
    const { space, message: writing } = proposedIn('custom')
    const message = await writing
    expect(message.type).to.equal('basic')
    const now = message.timestamp
    const refusals = refusalsOf({ space, message, now, options: new Map(), envelopeSize: 1 })
    expect(refusals.map(({ reason }) => reason)).to.deep.equal([
      'it votes by custom only, not by basic',
    ])
  })
})
