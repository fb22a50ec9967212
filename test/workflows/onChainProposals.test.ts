import { access, readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { Interface, id } from 'ethers'
import { connectChain, type Rpc, readBlock } from '../../cli/chain/client.ts'
import { rewinding } from '../../cli/chain/devChain.ts'
import { ExecutionNotFoundError } from '../../cli/chain/executionBlock.ts'
import { NodeUnreachableError } from '../../cli/chain/nodeErrors.ts'
import { toJson } from '../../cli/commands/output.ts'
import { hashProposal } from '../../cli/governance/description.ts'
import type { Call, Proposal } from '../../cli/governance/proposal.ts'
import { silence } from '../../cli/shared/progress.ts'
import { shortId } from '../../cli/shared/proposalId.ts'
import { renderChecked, renderEncoded, renderSimulated } from '../../cli/workflows/answers.ts'
import { checkProposal } from '../../cli/workflows/checkProposal.ts'
import { openDemoProtocol } from '../../cli/workflows/demoProtocol.ts'
import { judgeProposal } from '../../cli/workflows/judgeProposal.ts'
import { gatherOpenProposals } from '../../cli/workflows/otherProposals.ts'
import { prepareProposal } from '../../cli/workflows/prepareProposal.ts'
import type { DemoProtocol, Protocol } from '../../cli/workflows/protocol.ts'
import { publishReport } from '../../cli/workflows/publishReport.ts'
import { dryRunProposal } from '../../cli/workflows/simulateProposal.ts'
import { delegateActs } from '../support/delegateActs.ts'
import { type ServedChain, servedProtocol } from '../support/serveChain.ts'
import { inNewFolder, rejectionOf } from '../workspace/folder.ts'

const text = `title: Raise it
summary: Why.
changes:
  - { market: WETH-A, parameter: liquidationThreshold, to: 82%, expect: 80% }
risk: { paths: 100, horizon: 1 day }
`
const accessManager = new Interface(['function grantRole(uint64, address, uint32)'])
const stranger = `0x${'77'.repeat(20)}`

describe('a proposal on the chain', () => {
  let demo: DemoProtocol
  let protocol: Protocol & { readonly served: ServedChain }
  before(async () => {
    demo = await openDemoProtocol(silence)
    protocol = await servedProtocol({ ...demo, risk: { ...demo.risk, paths: 100, horizonDays: 1 } })
  })
  after(async () => {
    await protocol.close()
    await demo.close()
  })

  type Acts = ReturnType<typeof delegateActs>
  const story = (tell: (acts: Acts, proposal: Proposal) => Promise<void>) => () =>
    rewinding(demo.chain, () =>
      inNewFolder(async () => {
        await writeFile('raise.yaml', text)
        const { proposal } = await prepare('raise.yaml')
        await tell(delegateActs(demo), proposal)
      }),
    )
  const prepare = (reference: string, progress = silence) =>
    prepareProposal(async () => protocol, reference, progress)
  const check = async (reference: string) => {
    const executed = await dryRunProposal(protocol, await prepare(reference), silence)
    const checked = await checkProposal(protocol, executed, {
      acceptedInconclusive: [],
      progress: silence,
    })
    const finding = (name: string) => checked.checks.findings.find((one) => one.check === name)!
    return { executed, checked, finding, answer: renderChecked(executed, checked, protocol.book) }
  }
  /** The same text, with other calls. */
  const withCalls = (
    proposal: Proposal,
    calls: readonly Pick<Call, 'target' | 'value' | 'calldata'>[],
    description = proposal.description,
  ): Proposal => {
    const descriptionHash = id(description)
    return {
      ...proposal,
      calls: calls as readonly Call[],
      description,
      descriptionHash,
      id: hashProposal(calls, descriptionHash),
    }
  }

  it(
    'is judged by its id as its file is, in the state it is in',
    story(async (acts, proposal) => {
      const own = await acts.submit(proposal)
      await acts.toVote(own)
      const { executed, checked, answer } = await check(shortId(own.id))
      expect(executed.submitted).to.include({
        state: 'Active',
        shortId: shortId(own.id),
        proposer: demo.delegates[0],
      })
      expect(executed.submitted?.claimedSource).to.equal(
        (await prepare('raise.yaml')).draft.sourceHash,
      )
      expect(executed.draft.title).to.equal('Raise it')
      expect(executed.reading.dryRun.lifecycle.states).to.deep.equal([
        'Active',
        'Succeeded',
        'Queued',
        'Executed',
      ])
      expect(checked.decision, JSON.stringify(checked.checks.findings)).to.equal('pass')
      expect(answer.text)
        .to.contain('"Raise it"')
        .and.to.contain('Active')
        .and.to.contain('ballast-source')
      expect(answer.text).to.match(/Next: ballast simulate 0x[0-9a-f]{8}$/)
    }),
  )

  it(
    'says what it really does: undeclared effects of somebody\u2019s call',
    story(async (acts, proposal) => {
      const grant = {
        target: protocol.book.contracts.accessManager,
        value: 0n,
        calldata: accessManager.encodeFunctionData('grantRole', [1n, stranger, 0]),
      }
      const foreign = withCalls(proposal, [...proposal.calls, grant], '# Harm\u202eless')
      await acts.submitAsIs(foreign)
      const { checked, finding, answer } = await check(shortId(foreign.id))
      expect(checked.decision).to.equal('fail')
      expect(finding('declared-only').facts.join('\n')).to.match(
        /grants role RELAX \(1\) to 0x7777/,
      )
      expect(answer.text).to.contain('"Harm\\u{202e}less"').and.not.to.contain('\u202e')
      expect(answer.text).to.contain(`Next: ballast show ${shortId(foreign.id)}`)
    }),
  )

  it(
    'is harmless where it sets what is already set',
    story(async (acts, proposal) => {
      const ledger = new Interface([
        'function relax(bytes32 id, (uint8 parameter, uint256 value)[] settings)',
      ])
      const calldata = ledger.encodeFunctionData('relax', [
        protocol.book.markets[0]!.id,
        [[1, 8_000n]],
      ])
      const idle = withCalls(proposal, [
        { target: protocol.book.contracts.ledger, value: 0n, calldata },
      ])
      await acts.submitAsIs(idle)
      const { executed, finding } = await check(shortId(idle.id))
      expect(executed.changes.map(({ direction }) => direction)).to.deep.equal(['unchanged'])
      expect(finding('declared-only').status).to.equal('pass')
    }),
  )

  it(
    'goes on from where its file stands, instead of being proposed again',
    story(async (acts, proposal) => {
      const own = await acts.submit(proposal)
      await acts.toVote(own)
      const said: string[] = []
      const prepared = await prepare('raise.yaml', {
        ...silence,
        say: (sentence) => said.push(sentence),
      })
      expect(prepared.proposal.id).to.equal(own.id)
      expect(prepared.proposal.slug).to.equal('raise')
      expect(said.join()).to.contain(`already on the chain as ${shortId(own.id)}, Active`)
      const { executed, checked } = await check('raise.yaml')
      expect(executed.reading.dryRun.lifecycle.states[0]).to.equal('Active')
      expect(checked.decision).to.equal('pass')
    }),
  )

  it(
    'warns of a copycat and goes on with the file as not submitted',
    story(async (acts, proposal) => {
      const copycat = withCalls(proposal, [{ target: stranger, value: 0n, calldata: '0x' }])
      await acts.submitAsIs(copycat)
      const said: string[] = []
      const prepared = await prepare('raise.yaml', {
        ...silence,
        say: (sentence) => said.push(sentence),
      })
      expect(prepared.submitted).to.equal(undefined)
      expect(said.join()).to.contain(`${shortId(copycat.id)} says that it was made from this file`)
    }),
  )

  it(
    'is run again from just before its execution, by id and by file',
    story(async (acts, proposal) => {
      const own = await acts.submit(proposal)
      await acts.toVote(own)
      await acts.pass(own)
      await acts.queue(own)
      await acts.execute(own)
      const executedAt = await readBlock(demo.chain)
      for (const reference of [shortId(own.id), 'raise.yaml']) {
        const { executed, finding } = await check(reference)
        expect(executed.submitted?.state).to.equal('Executed')
        expect(executed.current.block.number).to.equal(executedAt.number - 1)
        expect(executed.changes.map(({ before, after }) => [before.stored, after])).to.deep.equal([
          [8_000n, 8_200n],
        ])
        expect(executed.reading.dryRun.lifecycle.states).to.deep.equal(['Queued', 'Executed'])
        expect(finding('declared-only').status).to.equal('pass')
        expect(finding('lifecycle').status).to.equal('pass')
      }
    }),
  )

  it(
    'is inconclusive with the reason when it can never be executed',
    story(async (acts, proposal) => {
      const own = await acts.submit(proposal)
      await acts.toVote(own)
      await acts.defeat(own)
      const { checked, finding } = await check(shortId(own.id))
      expect(finding('lifecycle')).to.include({ status: 'inconclusive' })
      expect(finding('lifecycle').facts[0]).to.contain('it is Defeated')
      expect(finding('declared-only').status).to.equal('pass')
      expect(checked.decision).to.equal('inconclusive')
    }),
  )

  it(
    'is warned of another open proposal that sets the same, in every answer',
    story(async (acts, proposal) => {
      const ledger = new Interface([
        'function relax(bytes32 id, (uint8 parameter, uint256 value)[] settings)',
      ])
      const calldata = ledger.encodeFunctionData('relax', [
        protocol.book.markets[0]!.id,
        [[1, 8_500n]],
      ])
      const rival = withCalls(
        proposal,
        [{ target: protocol.book.contracts.ledger, value: 0n, calldata }],
        '# Rival | <b>',
      )
      await acts.submitAsIs(rival)
      const judged = await judgeProposal(
        async () => protocol,
        { proposal: 'raise.yaml', acceptInconclusive: [] },
        silence,
      )
      const { text: shown, document } = renderSimulated(judged, protocol.book)
      expect(shown).to.contain(
        `${shortId(rival.id)} (Pending, "Rival | <b>") sets WETH-A liquidationThreshold to 85 %, this one to 82 %`,
      )
      expect(toJson(document['openProposals']))
        .to.contain('liquidationThreshold')
        .and.to.contain('8500')
      const finding = judged.checked.checks.findings.find((one) => one.check === 'open-proposals')
      expect(finding?.status).to.equal('warn')
      const published = await publishReport(protocol, judged, { progress: silence })
      const report = await readFile(published.files[0]!, 'utf8')
      expect(report).to.contain('## Other open proposals').and.to.contain('Rival \\| &lt;b>')
    }),
  )

  it(
    'has its report below the working directory, with what it is about',
    story(async (acts, proposal) => {
      const own = await acts.submit(proposal)
      const judged = await judgeProposal(
        async () => protocol,
        { proposal: `${own.id}`, acceptInconclusive: [] },
        silence,
      )
      const { files, input } = await publishReport(protocol, judged, { progress: silence })
      expect(files).to.deep.equal(
        ['report.md', 'report.json'].map((name) => `.ballast/reports/${shortId(own.id)}/${name}`),
      )
      expect(input.provenance).to.include({ network: 'local', chainId: 31_337, proposalId: own.id })
      const report = await readFile(files[0]!, 'utf8')
      expect(report).to.contain(`| proposal id | ${own.id} |`).and.to.contain('| network | local |')
      expect(report).to.contain(`On the chain as ${shortId(own.id)}, Pending`)
      await access('raise.yaml')
    }),
  )

  it(
    'is shown in words and bytes by encode',
    story(async (acts, proposal) => {
      const own = await acts.submit(proposal)
      const { text: shown, document } = renderEncoded(await prepare(shortId(own.id)), protocol.book)
      expect(shown)
        .to.contain('relax WETH-A: set liquidationThreshold 82 %')
        .and.to.contain(own.calls[0]!.calldata)
      expect(document['proposalId']).to.equal(own.id)
      expect(document['description']).to.equal(own.description)
    }),
  )

  it(
    'is found executed also where the timelock was asked without the governor',
    story(async (acts, proposal) => {
      const own = await acts.submit(proposal)
      await acts.toVote(own)
      await acts.pass(own)
      await acts.queue(own)
      await acts.executeOnTimelock(own)
      const executedAt = await readBlock(demo.chain)
      const { current, submitted } = await prepare(shortId(own.id))
      expect(submitted?.state).to.equal('Executed')
      expect(current.block.number).to.equal(executedAt.number - 1)
    }),
  )

  /** The demonstration's node, with some answers of its own. */
  const withNode = async (
    answer: (method: string) => unknown,
    tell: (crippled: Protocol) => Promise<void>,
  ) => {
    const rpc: Rpc = {
      async request(call) {
        return answer(call.method) ?? demo.chain.rpc.request(call)
      },
    }
    const crippled = await servedProtocol({ ...demo, chain: { ...demo.chain, rpc } })
    await tell(crippled).finally(() => crippled.close())
  }

  it(
    'says that the node has no history when the execution cannot be found',
    story(async (acts, proposal) => {
      const own = await acts.submit(proposal)
      await acts.toVote(own)
      await acts.pass(own)
      await acts.queue(own)
      await acts.execute(own)
      const forgetful = (method: string) => (method === 'eth_getLogs' ? [] : undefined)
      await withNode(forgetful, async (crippled) => {
        const error = await rejectionOf(
          prepareProposal(async () => crippled, shortId(own.id), silence),
        )
        expect(error).to.be.instanceOf(ExecutionNotFoundError)
        expect((error as ExecutionNotFoundError).exitCode).to.equal(4)
      })
    }),
  )

  it(
    'is judged without its text when the node has no announcement',
    story(async (acts, proposal) => {
      const own = await acts.submit(proposal)
      const forgetful = (method: string) => (method === 'eth_getLogs' ? [] : undefined)
      await withNode(forgetful, async (crippled) => {
        const prepared = await prepareProposal(async () => crippled, shortId(own.id), silence)
        expect(prepared.draft.title).to.equal(`Proposal ${shortId(own.id)}`)
        expect(prepared.proposal.descriptionHash).to.equal(own.descriptionHash)
        expect(prepared.changes).to.have.length(1)
      })
    }),
  )

  it(
    'leaves the check inconclusive when the other proposals cannot be read',
    story(async (acts, proposal) => {
      await acts.submit(proposal)
      const prepared = await prepare('raise.yaml')
      const gone = {
        ...protocol,
        chain: await connectChain({
          async request(call) {
            if (call.method === 'eth_chainId') return '0x7a69'
            throw new NodeUnreachableError('http://node', call.method, new Error('gone'))
          },
        }),
      }
      const gathered = await gatherOpenProposals(gone, prepared)
      expect(gathered.kind).to.equal('unreachable')
      expect(gathered.kind === 'unreachable' && gathered.why).to.contain('http://node')
    }),
  )
})
