import { writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { readBlock } from '../../cli/chain/client.ts'
import { InvalidProposalError } from '../../cli/governance/invalidProposal.ts'
import { silence } from '../../cli/shared/progress.ts'
import { openDemoProtocol } from '../../cli/workflows/demoProtocol.ts'
import { prepareProposal } from '../../cli/workflows/prepareProposal.ts'
import type { DemoProtocol } from '../../cli/workflows/protocol.ts'
import { ProposalNotFoundError } from '../../cli/workspace/proposalFiles.ts'
import { inNewFolder, rejectionOf } from '../workspace/folder.ts'

const head = 'title: A title\nsummary: Why.\n'

describe('prepareProposal', () => {
  let protocol: DemoProtocol
  before(async () => {
    protocol = await openDemoProtocol(silence)
  })
  after(() => protocol.close())

  const prepare = (text: string, progress = silence) =>
    inNewFolder(async () => {
      await writeFile('raise.yaml', `${head}${text}`)
      return prepareProposal(async () => protocol, 'raise.yaml', progress)
    })

  it('carries a file through its five stages, in order', async () => {
    const heard: string[] = []
    const progress = {
      ...silence,
      stage: (name: string) => heard.push(name),
      finish: (outcome: string) => heard.push(outcome),
    }
    await prepare(
      'changes:\n  - { market: WETH-A, parameter: liquidationThreshold, to: 82% }\n',
      progress,
    )
    const { number } = await readBlock(protocol.chain)
    expect(heard.filter((_, i) => i % 2 === 0)).to.deep.equal([
      'read source',
      'parse',
      'read parameters',
      'diff parameters',
      'encode',
    ])
    expect(heard[1]).to.equal('raise')
    expect(heard[5]).to.match(new RegExp(`^\\d+ parameters at block ${number}$`))
    expect([heard[7], heard[9]]).to.deep.equal(['1 change', '1 call'])
  })

  it('puts the change beside the value on the chain and encodes it', async () => {
    const { source, draft, current, changes, proposal } = await prepare(
      'changes:\n  - { market: WETH-A, parameter: liquidationThreshold, to: 82% }\n',
    )
    expect([source.slug, draft.slug, proposal.slug]).to.deep.equal(['raise', 'raise', 'raise'])
    expect(current.block).to.deep.equal(await readBlock(protocol.chain))
    expect(changes).to.have.length(1)
    expect(changes[0]!.before).to.deep.equal({ stored: 8_000n, effective: 8_000n })
    expect(changes[0]!.after).to.equal(8_200n)
    expect(proposal.calls.map(({ target }) => target)).to.deep.equal([
      protocol.book.contracts.ledger,
    ])
  })

  it('tells the problems of the file and those against the chain together', async () => {
    const error = await rejectionOf(
      prepare(`changes:
  - { market: WETH-A, parameter: liquidationThreshold, to: 80% }
  - { market: WETH-A, parameter: stabilityFee, to: 6 }
  - { market: WBTC-A, parameter: stabilityFee, to: 6%, expect: 5% }
`),
    )
    expect(error).to.be.instanceOf(InvalidProposalError)
    const { problems } = error as InvalidProposalError
    expect(problems.map(({ place, message }) => `${place.line} ${message}`)).to.deep.equal([
      '4 WETH-A liquidationThreshold is already 80 %',
      '5 "6" has no unit',
      '6 WBTC-A stabilityFee is 5.5 % on the chain, not 5 % as expected',
    ])
  })

  it('does not open the protocol for a file that is not there', () =>
    inNewFolder(async () => {
      let opened = 0
      const open = async () => {
        opened++
        return protocol
      }
      const error = await rejectionOf(prepareProposal(open, 'no.yaml', silence))
      expect(error).to.be.instanceOf(ProposalNotFoundError)
      expect(opened).to.equal(0)
    }))
})
