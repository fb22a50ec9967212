import { writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { id } from 'ethers'
import { rewinding } from '../../cli/chain/devChain.ts'
import { hashProposal } from '../../cli/governance/description.ts'
import { InvalidProposalError } from '../../cli/governance/invalidProposal.ts'
import type { Proposal } from '../../cli/governance/proposal.ts'
import { silence } from '../../cli/shared/progress.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import { openDemoProtocol } from '../../cli/workflows/demoProtocol.ts'
import {
  isProposalId,
  locateProposal,
  ProposalNotOnChainError,
  SeveralSubmissionsError,
} from '../../cli/workflows/locateProposal.ts'
import { prepareProposal } from '../../cli/workflows/prepareProposal.ts'
import type { DemoProtocol } from '../../cli/workflows/protocol.ts'
import { ProposalNotFoundError } from '../../cli/workspace/proposalFiles.ts'
import { writeSubmission } from '../../cli/workspace/submissionFiles.ts'
import { delegateActs } from '../support/delegateActs.ts'
import { inNewFolder, rejectionOf } from '../workspace/folder.ts'

const text = `title: Raise it
summary: Why.
changes:
  - { market: WETH-A, parameter: liquidationThreshold, to: 82% }
`
const hex = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`

/** The same calls under two texts whose ids begin with the same four digits. */
function alike(proposal: Proposal): readonly Proposal[] {
  const seen = new Map<string, Proposal>()
  for (let i = 0; ; i += 1) {
    const description = `text ${i}`
    const descriptionHash = id(description)
    const own = hashProposal(proposal.calls, descriptionHash)
    const candidate = { ...proposal, description, descriptionHash, id: own }
    const twin = seen.get(hex(own).slice(0, 6))
    if (twin !== undefined) return [twin, candidate]
    seen.set(hex(own).slice(0, 6), candidate)
  }
}

describe('isProposalId', () => {
  it('takes whole ids, small as they may be, and the first hex digits of one, and no path', () => {
    for (const id of [hex(7n), '0xbbc1', '0xBBC1eb0a', `${10n ** 76n}`, '12']) {
      expect(isProposalId(id), id).to.equal(true)
    }
    for (const path of [
      '0x12',
      './12',
      'proposals/0xbbc1',
      '0xbbc1.yaml',
      'my.yaml',
      `${hex(7n)}0`,
    ]) {
      expect(isProposalId(path), path).to.equal(false)
    }
  })
})

describe('locateProposal', () => {
  let protocol: DemoProtocol
  before(async () => {
    protocol = await openDemoProtocol(silence)
  })
  after(() => protocol.close())

  type Acts = ReturnType<typeof delegateActs>
  /** A story in a folder of its own that holds raise.yaml, on a chain that forgets it afterwards. */
  const story = (tell: (acts: Acts, proposal: Proposal) => Promise<void>) => () =>
    rewinding(protocol.chain, () =>
      inNewFolder(async () => {
        await writeFile('raise.yaml', text)
        const { proposal } = await prepareProposal(async () => protocol, 'raise.yaml', silence)
        await tell(delegateActs(protocol), proposal)
      }),
    )
  const locate = (reference: string) => locateProposal(protocol, reference)
  const refusal = async (reference: string) => {
    const error = (await rejectionOf(locate(reference))) as ProposalNotOnChainError
    expect(error).to.be.instanceOf(ProposalNotOnChainError)
    return `${error.message} ${error.nextStep}`
  }

  it(
    'finds a proposal by its whole id in hex and decimal, and by its first digits',
    story(async (acts, proposal) => {
      const own = await acts.submit(proposal)
      for (const reference of [
        hex(own.id),
        hex(own.id).toUpperCase().replace('0X', '0x'),
        `${own.id}`,
        hex(own.id).slice(0, 10),
      ]) {
        const found = await locate(reference)
        expect(found.id).to.equal(own.id)
        expect(found.handle).to.equal(shortId(own.id))
        expect(found.announcement?.description).to.equal(own.description)
        expect(found.calls).to.deep.equal(
          own.calls.map(({ target, value, calldata }) => ({ target, value, calldata })),
        )
      }
    }),
  )

  it(
    'says that an id is unknown, and where ids are listed',
    story(async () => {
      expect(await refusal('0xabcdef')).to.contain('no proposal 0xabcdef')
      expect(await refusal(`${10n ** 30n}`)).to.contain('ballast status')
    }),
  )

  it(
    'asks for more digits when several ids begin alike',
    story(async (acts, proposal) => {
      const twins = alike(proposal)
      for (const twin of twins) await acts.submitAsIs(twin)
      const [one, two] = twins.map((twin) => hex(twin.id))
      const words = await refusal(one!.slice(0, 6))
      expect(words).to.contain('begins 2 ids').and.to.contain('Type more digits')
      expect(words).to.contain(one!.slice(0, 18)).and.to.contain(two!.slice(0, 18))
      expect((await locate(one!)).id).to.equal(twins[0]!.id)
    }),
  )

  it(
    'finds what a file was submitted as, though the text on the chain is longer than the file\u2019s',
    story(async (acts, proposal) => {
      const own = await acts.submit(proposal)
      expect(own.id).not.to.equal(proposal.id)
      const found = await locate('raise.yaml')
      expect(found).to.include({ id: own.id, handle: 'raise' })
    }),
  )

  it(
    'does not find a file that is not submitted, or was changed since',
    story(async (acts, proposal) => {
      expect(await refusal('raise.yaml')).to.contain('ballast submit raise.yaml')
      await acts.submit(proposal)
      await writeFile('raise.yaml', text.replace('Why.', 'Because.'))
      expect(await refusal('raise.yaml')).to.contain('was changed since')
    }),
  )

  it(
    'does not take a copycat for it: the same claim, other calls',
    story(async (acts, proposal) => {
      const calls = proposal.calls.map((call) => ({ ...call, calldata: '0xdeadbeef' }))
      const copycat = { ...proposal, calls, id: hashProposal(calls, proposal.descriptionHash) }
      await acts.submitAsIs(copycat)
      const words = await refusal('raise.yaml')
      expect(words).to.contain(
        `${shortId(copycat.id)} says it was made from raise.yaml, and does something else`,
      )
      const own = await acts.submit(proposal)
      expect((await locate('raise.yaml')).id).to.equal(own.id)
    }),
  )

  /** The same calls and the claim of our hash under a text of somebody else's. */
  const retold = (proposal: Proposal, description: string): Proposal => {
    const descriptionHash = id(description)
    const own = hashProposal(proposal.calls, descriptionHash)
    return { ...proposal, description, descriptionHash, id: own }
  }

  it(
    'does not take a copycat for it: the same claim and calls, another text',
    story(async (acts, proposal) => {
      const own = await acts.submit(proposal)
      const [claim] = /ballast-source: .*/.exec(proposal.description)!
      const texts = [
        `# Send them to us\n\n${claim}`,
        `${proposal.description}\n\nAnd vote against it.`,
        `${proposal.description}\n\n#proposer=0x1`,
      ]
      const copies = texts.map((description) => retold(proposal, description))
      for (const copy of copies) await acts.submitAsIs(copy)
      expect((await locate('raise.yaml')).id).to.equal(own.id)
      await acts.cancel(own)
      expect((await locate('raise.yaml')).id).to.equal(own.id)
    }),
  )

  it(
    'says that a copycat tells another story when there is nothing else',
    story(async (acts, proposal) => {
      const copy = retold(proposal, `${proposal.description}\n\nAnd more.`)
      await acts.submitAsIs(copy)
      expect(await refusal('raise.yaml')).to.contain(
        `${shortId(copy.id)} says it was made from raise.yaml, and says something else to the voters`,
      )
    }),
  )

  const recording = async ({ id: own, descriptionHash }: Proposal, governor: string) =>
    writeSubmission('.', 'raise', {
      network: 'local',
      chainId: protocol.book.chainId,
      governor,
      proposalId: own.toString(),
      proposer: '',
      descriptionHash,
      sourceHash: '',
      transaction: null,
      block: null,
      snapshot: '',
      deadline: '',
      decision: null,
      acceptedInconclusive: [],
    })

  it(
    'does not choose between several that are open, unless submission.json names one',
    story(async (acts, proposal) => {
      const [first, second] = protocol.delegates
      const one = await acts.submit(proposal, first)
      const two = await acts.submit(proposal, second)
      await acts.submitAsIs(proposal)
      const error = (await rejectionOf(locate('raise.yaml'))) as SeveralSubmissionsError
      expect(error).to.be.instanceOf(SeveralSubmissionsError)
      for (const each of [one, two, proposal]) {
        expect(error.message).to.contain(shortId(each.id))
      }
      expect(error.nextStep).to.contain('Type the id')
      await recording(one, protocol.book.contracts.token)
      expect(await rejectionOf(locate('raise.yaml'))).to.be.instanceOf(SeveralSubmissionsError)
      await recording(one, protocol.book.contracts.governor)
      expect((await locate('raise.yaml')).id).to.equal(one.id)
      await acts.cancel(one)
      expect(await rejectionOf(locate('raise.yaml'))).to.be.instanceOf(SeveralSubmissionsError)
    }),
  )

  it(
    'prefers the submission that is still open, else the newest',
    story(async (acts, proposal) => {
      const [first, second, third] = protocol.delegates
      const one = await acts.submit(proposal, first)
      const two = await acts.submit(proposal, second)
      const three = await acts.submit(proposal, third)
      await acts.cancel(one)
      await acts.cancel(three)
      expect((await locate('raise.yaml')).id).to.equal(two.id)
      await acts.cancel(two)
      expect((await locate('raise.yaml')).id).to.equal(three.id)
    }),
  )

  it(
    'tells what is wrong with the file before anything is looked up',
    story(async () => {
      await writeFile('raise.yaml', text.replace('82%', '82'))
      expect(await rejectionOf(locate('raise.yaml'))).to.be.instanceOf(InvalidProposalError)
      expect(await rejectionOf(locate('no.yaml'))).to.be.instanceOf(ProposalNotFoundError)
    }),
  )
})
