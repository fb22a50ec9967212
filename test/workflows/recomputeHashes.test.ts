import { writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { id, keccak256, TypedDataEncoder, toUtf8Bytes, Wallet } from 'ethers'
import { proposeAction } from '../../cli/chain/governor.ts'
import { NodeUnreachableError } from '../../cli/chain/nodeErrors.ts'
import { calldataHash } from '../../cli/governance/calldataHash.ts'
import { operationId, restrictToProposer } from '../../cli/governance/description.ts'
import { safeHashes, safeTransactionOf } from '../../cli/governance/safeTransaction.ts'
import { safeTransactionText } from '../../cli/governance/safeTransactionFile.ts'
import { transactionBuilderFile } from '../../cli/governance/transactionBuilder.ts'
import { ExitCode, UsageError } from '../../cli/shared/errors.ts'
import { silence } from '../../cli/shared/progress.ts'
import { recordLines, recordOf } from '../../cli/snapshot/recordText.ts'
import { exitCodeOfHashes, renderHashes } from '../../cli/workflows/answersOfHashes.ts'
import { openDemoProtocol } from '../../cli/workflows/demoProtocol.ts'
import { prepareProposal } from '../../cli/workflows/prepareProposal.ts'
import type { DemoProtocol } from '../../cli/workflows/protocol.ts'
import { type HashRequest, recomputeHashes } from '../../cli/workflows/recomputeHashes.ts'
import { knownKeys } from '../support/acting.ts'
import { inNewFolder, rejectionOf } from '../workspace/folder.ts'

const safe = { address: '0x5FbDB2315678afecb367f032d93F642f64180aa3', chainId: 31_337 } as const
const call = {
  to: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512',
  value: 5n,
  data: '0x5c19a95c000000000000000000000000d8a5009827f958053ca5b20efb0cc8f9d669f219',
} as const
const transaction = safeTransactionOf(call, 7n)
const hashes = safeHashes(safe, transaction)
const collected = {
  ...{ safe, verb: 'vote', afterBlock: 1, transaction, safeTxHash: hashes.digest },
  signatures: [],
}

/** What the command says of a file with this text; the chain is not to be asked. */
const ofFile = (name: string, contents: unknown, request: Partial<HashRequest> = {}) =>
  inNewFolder(async () => {
    await writeFile(name, typeof contents === 'string' ? contents : JSON.stringify(contents))
    return recomputeHashes(
      () => Promise.reject(new Error('The chain was asked.')),
      { file: name, ...request },
      silence,
    )
  })

const rowsOf = (groups: Awaited<ReturnType<typeof ofFile>>) =>
  Object.fromEntries(groups.flatMap(({ rows }) => rows.map(({ of, hash }) => [of, hash])))

describe('ballast hashes', () => {
  it('of a Safe transaction are those that its owners sign', async () => {
    const groups = await ofFile('safe.json', safeTransactionText(collected))
    expect(rowsOf(groups)).to.deep.equal({
      'data, 36 bytes': keccak256(call.data),
      'domain hash': hashes.domain,
      'message hash': hashes.message,
      safeTxHash: hashes.digest,
    })
    expect(exitCodeOfHashes(groups)).to.equal(ExitCode.done)
    expect(groups[0]!.title).to.equal(`transaction 7 of the Safe ${safe.address}, chain 31337`)
  })

  it('do not agree with a file whose contents were changed: exit code 3, and which hash it claims', async () => {
    const file = JSON.parse(safeTransactionText(collected))
    const changed = { ...file, transaction: { ...file.transaction, value: '6' } }
    const groups = await ofFile('safe.json', changed)
    expect(exitCodeOfHashes(groups)).to.equal(ExitCode.refusedByChecks)
    const { text, document } = renderHashes('safe.json', groups)
    expect(text).to.contain(`the file says ${hashes.digest}`)
    expect(text).to.contain('sign nothing')
    expect(document['agrees']).to.equal(false)
  })

  it('of a Transaction Builder file: its checksum, and with a nonce what the owners sign', async () => {
    const about = { name: 'a', description: 'b', createdAt: 1_795_000_000_000 }
    const file = transactionBuilderFile(safe, [call], about)
    const without = await ofFile('builder.json', file)
    expect(Object.keys(rowsOf(without))).to.deep.equal(['checksum', 'data, 36 bytes'])
    expect(without[0]!.note).to.contain('--nonce')
    expect(exitCodeOfHashes(without)).to.equal(ExitCode.done)
    const groups = await ofFile('builder.json', file, { nonce: '7' })
    expect(rowsOf(groups)['safeTxHash']).to.equal(hashes.digest)
    const [first] = file.transactions
    const tampered = { ...file, transactions: [{ ...first, value: '6' }] }
    expect(exitCodeOfHashes(await ofFile('builder.json', tampered))).to.equal(
      ExitCode.refusedByChecks,
    )
    const several = await ofFile('builder.json', transactionBuilderFile(safe, [call, call], about))
    expect(several[0]!.note).to.contain('MultiSend')
  })

  const domain = { name: 'Governor', version: '1', chainId: 1, verifyingContract: safe.address }
  const types = {
    Ballot: [
      { name: 'proposalId', type: 'uint256' },
      { name: 'support', type: 'uint8' },
      { name: 'voter', type: 'address' },
      { name: 'nonce', type: 'uint256' },
    ],
  }
  const message = { proposalId: 1n << 200n, support: 1, voter: safe.address, nonce: 0 }

  it('of a ballot are those of the message that it carries as wallets take it', async () => {
    const typedData = TypedDataEncoder.getPayload(domain, types, message)
    const signature = await new Wallet(knownKeys.first).signTypedData(domain, types, message)
    const groups = await ofFile('ballot.json', { schema: 'ballast.ballot/1', typedData, signature })
    expect(rowsOf(groups)).to.deep.equal({
      'domain hash': TypedDataEncoder.hashDomain(domain),
      'message hash': TypedDataEncoder.hashStruct('Ballot', types, message),
      'what is signed': TypedDataEncoder.hash(domain, types, message),
    })
    expect(groups[0]!.title).to.equal(
      `Ballot for Governor, 1, chain 1, contract ${safe.address.toLowerCase()}`,
    )
  })

  it('of a Snapshot record: the message in its envelope, whose hash is its id', async () => {
    const about = { name: 'snapshot', version: '0.1.4' }
    const vote = { Vote: [{ name: 'space', type: 'string' }] }
    const data = { domain: about, types: vote, message: { space: 'ballast.eth' } }
    const record = {
      schema: 'ballast.snapshot-record/1',
      id: TypedDataEncoder.hash(about, vote, data.message),
      envelope: { address: safe.address, sig: '0x', data },
    }
    const [message, calls] = await ofFile('snapshot.json', record)
    expect(rowsOf([message!])['what is signed']).to.equal(record.id)
    expect(exitCodeOfHashes([message!])).to.equal(ExitCode.done)
    expect(exitCodeOfHashes([calls!]), 'no proposal beside it').to.equal(ExitCode.refusedByChecks)
    const [other] = await ofFile('snapshot.json', { ...record, id: id('another') })
    expect(exitCodeOfHashes([other!])).to.equal(ExitCode.refusedByChecks)
  })

  for (const [what, contents] of [
    ['no JSON', 'hello'],
    ['a list', []],
    ['nothing that anybody signs', { schema: 'ballast.report/1' }],
    ['a Safe transaction without one', { schema: 'ballast.safe-transaction/1' }],
  ] as const) {
    it(`refuse ${what}, saying so`, async () => {
      const error = await rejectionOf(ofFile('file.json', contents))
      expect(error).to.be.instanceOf(UsageError)
    })
  }

  describe('of a proposal', () => {
    let protocol: DemoProtocol
    before(async () => {
      protocol = await openDemoProtocol(silence)
    })
    after(() => protocol.close())

    const text =
      'title: A title\nsummary: Why.\nchanges:\n  - { market: WETH-A, parameter: liquidationThreshold, to: 82% }\n  - { market: WETH-A, parameter: debtCeiling, to: 90_000_000 bUSD }\n'
    const both = (request: Partial<HashRequest> = {}) =>
      inNewFolder(async () => {
        await writeFile('raise.yaml', text)
        const open = async () => protocol
        const groups = await recomputeHashes(open, { file: 'raise.yaml', ...request }, silence)
        const { proposal } = await prepareProposal(open, 'raise.yaml', silence)
        return { rows: rowsOf(groups), note: groups[0]!.note, proposal }
      })

    it('are those of its calls, its description, its id, its calldata and the timelock', async () => {
      const { rows, note, proposal } = await both()
      const { calls, descriptionHash } = proposal
      calls.forEach(({ calldata }, index) => {
        const size = (calldata.length - 2) / 2
        expect(rows[`call ${index + 1}, ${size} bytes`]).to.equal(keccak256(calldata))
      })
      expect(rows['description']).to.equal(descriptionHash)
      expect(rows['calls together']).to.equal(calldataHash(calls))
      expect(BigInt(rows['proposal id']!)).to.equal(proposal.id)
      const { book } = protocol
      expect(rows['propose() calldata']).to.equal(keccak256(proposeAction(book, proposal).data))
      expect(rows['timelock operation']).to.equal(
        operationId(calls, descriptionHash, book.contracts.governor),
      )
      expect(note).to.contain('--proposer')
    })

    interface Change {
      readonly draft?: string
      /** Absent from the folder if null. */
      readonly report?: string | null
      readonly json?: Readonly<Record<string, unknown>>
      /** What is voted on in place of the record as it is made. */
      readonly lines?: (record: string) => string
      readonly open?: () => Promise<DemoProtocol>
    }

    /** What of the record does not agree with the files beside it. */
    const ofRecord = (change: Change = {}) =>
      inNewFolder(async () => {
        const open = async () => protocol
        await writeFile('raise.yaml', text)
        const { proposal } = await prepareProposal(open, 'raise.yaml', silence)
        const { chainId, contracts } = protocol.book
        const evidence = '{ "decision": "pass" }'
        const reportHash = keccak256(toUtf8Bytes(evidence))
        const { governor } = contracts
        const record = recordOf(proposal.calls, { chainId, governor, report: reportHash })
        const lines = change.lines?.(recordLines(record)) ?? recordLines(record)
        const message = { body: `Why.\n\n${lines}` }
        const about = { name: 'snapshot', version: '0.1.4' }
        const types = { Proposal: [{ name: 'body', type: 'string' }] }
        const contents = {
          ...{ schema: 'ballast.snapshot-record/1', slug: 'raise', reportHash },
          calldataHash: record.calldata,
          id: TypedDataEncoder.hash(about, types, message),
          envelope: { address: safe.address, sig: '0x', data: { domain: about, types, message } },
        }
        await writeFile('snapshot.json', JSON.stringify({ ...contents, ...change.json }))
        const { report = evidence } = change
        if (report !== null) await writeFile('report.json', report)
        if (change.draft !== undefined) await writeFile('raise.yaml', change.draft)
        const file = 'snapshot.json'
        const groups = await recomputeHashes(change.open ?? open, { file }, silence)
        const rows = groups.flatMap((group) => group.rows)
        const differ = rows.filter(
          ({ hash, stated }) => stated !== undefined && stated.toLowerCase() !== hash,
        )
        const { text: said, document } = renderHashes(file, groups)
        const [exitCode, next] = [exitCodeOfHashes(groups), said.split('\n').at(-1)]
        const { agrees } = document
        return { groups, differ: differ.map(({ of }) => of), exitCode, next, agrees }
      })
    const inText = ['calls together, in the text', 'call 1, in the text']
    const placeInText = 'chain and Governor, in the text'

    it('of a Snapshot record: its calls and its report against what was recorded and voted on', async () => {
      const { groups, differ, exitCode, next, agrees } = await ofRecord()
      expect(differ).to.deep.equal([])
      expect({ exitCode, agrees }).to.deep.equal({ exitCode: ExitCode.done, agrees: true })
      expect(next).to.contain('compare them with what your device shows')
      expect(groups.map(({ title }) => title)).to.deep.equal([
        'Proposal for snapshot, 0.1.4',
        'calls of raise.yaml, as they are now',
        'the evidence beside it',
      ])
      expect(groups[1]!.rows.map(({ of }) => of)).to.deep.equal([
        'calls together, in the record',
        ...inText,
        placeInText,
      ])
    })

    it('of a Snapshot record say which call was changed since, in the file or in the text', async () => {
      const changed = await ofRecord({ draft: text.replace('90_000_000', '91_000_000') })
      expect(changed.differ).to.deep.equal(['calls together, in the record', ...inText])
      expect(changed.exitCode).to.equal(ExitCode.refusedByChecks)
      expect(changed.next).to.contain('the file was changed')
      expect((await ofRecord({ report: '{}' })).differ).to.deep.equal([
        'report.json, in the record',
        'report.json, in the text',
      ])
    })

    const hash = id('another')
    const governorLine = /ballast-governor: .*/
    const differing: readonly (readonly [string, Change, readonly string[]])[] = [
      ['has no record', { lines: () => '' }, [...inText, placeInText, 'report.json, in the text']],
      [
        'has a damaged record',
        { lines: (record) => record.replace('ballast-calldata: 0x', 'ballast-calldata: ') },
        [...inText, placeInText, 'report.json, in the text'],
      ],
      [
        'has the record twice',
        { lines: (record) => `${record}\n${record}` },
        [...inText, placeInText, 'report.json, in the text'],
      ],
      [
        'names another chain',
        { lines: (record) => record.replace('ballast-governor: 31337', 'ballast-governor: 1') },
        [placeInText],
      ],
      [
        'names another Governor',
        {
          lines: (record) =>
            record.replace(governorLine, `ballast-governor: 31337:${safe.address}`),
        },
        [placeInText],
      ],
      [
        'names another report',
        { lines: (record) => record.replace(/(?<=ballast-report: ).*/, hash) },
        ['report.json, in the text'],
      ],
      [
        'names no report',
        { lines: (record) => record.replace(/ballast-report: .*\n/, '') },
        ['report.json, in the text'],
      ],
      [
        'names a call more',
        {
          lines: (record) =>
            record.replace('ballast-report', `ballast-call-2: ${hash}\nballast-report`),
        },
        ['call 2, in the text'],
      ],
      [
        'names a report of which the record says nothing',
        { json: { reportHash: null } },
        ['report.json, in the record'],
      ],
      [
        'is all that names the calls',
        { json: { calldataHash: undefined } },
        ['calls together, in the record'],
      ],
    ]
    for (const [what, change, expected] of differing) {
      it(`of a Snapshot record do not agree where its text ${what}`, async () => {
        const { differ, exitCode, agrees, next } = await ofRecord(change)
        expect(differ).to.deep.equal(expected)
        expect(exitCode).to.equal(ExitCode.refusedByChecks)
        expect(agrees).to.equal(false)
        expect(next).to.contain('the file was changed')
      })
    }

    it('of a Snapshot record agree however the letters of its Governor are written', async () => {
      const lines = (record: string) =>
        record.replace(governorLine, (line) => line.toLowerCase().replace('0X', '0x'))
      expect(await ofRecord({ lines })).to.include({ exitCode: ExitCode.done, agrees: true })
    })

    it('of a Snapshot record without a report say nothing of one', async () => {
      const lines = (record: string) => record.replace(/ballast-report: .*\n/, '')
      const { groups, exitCode } = await ofRecord({ lines, json: { reportHash: null } })
      expect(groups.map(({ title }) => title)).not.to.include('the evidence beside it')
      expect(exitCode).to.equal(ExitCode.done)
    })

    const away = () =>
      Promise.reject(new NodeUnreachableError('The node', 'eth_chainId', new Error('gone')))
    for (const [what, change, note] of [
      ['the proposal beside it is broken', { draft: 'title: [' }, 'They could not be made'],
      ['no node answers', { open: away }, 'They could not be made'],
      ['its report is gone', { report: null }, 'report.json is not there'],
      [
        'the report that only its text names is gone',
        { report: null, json: { reportHash: null } },
        'report.json is not there',
      ],
    ] as readonly (readonly [string, Change, string])[]) {
      it(`of a Snapshot record are not taken for compared where ${what}`, async () => {
        const { groups, differ, exitCode, agrees, next } = await ofRecord(change)
        expect(differ).to.deep.equal([])
        const [unchecked, ...others] = groups.filter(({ isUnchecked }) => isUnchecked)
        expect(others).to.deep.equal([])
        expect(unchecked!.note).to.contain(note)
        expect(unchecked!.rows).to.deep.equal([])
        expect(exitCode).to.equal(ExitCode.refusedByChecks)
        expect(agrees).to.equal(false)
        expect(next).to.contain('sign nothing yet')
      })
    }

    it('are those that one account will submit', async () => {
      const { rows, note, proposal } = await both({ proposer: safe.address.toLowerCase() })
      expect(BigInt(rows['proposal id']!)).to.equal(restrictToProposer(proposal, safe.address).id)
      expect(note).to.equal(undefined)
      expect(await rejectionOf(both({ proposer: '0x12' }))).to.be.instanceOf(UsageError)
    })
  })
})
