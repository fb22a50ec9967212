import { expect } from 'chai'
import { recomputeChecksum } from '../../cli/governance/recompute/safe.ts'
import { builderChecksum, transactionBuilderFile } from '../../cli/governance/transactionBuilder.ts'

const target = '0x49d4450977E2c95362C13D3a31a09311E0Ea26A6'
const safe = '0xDF8a1Ce35c9a6ACE153B4e0767942f1E2291a1Aa'

const method = (type: string, values: object) => ({
  to: target,
  value: '0',
  contractMethod: {
    inputs: [{ internalType: type, name: `param${capital(type)}`, type }],
    name: `test${capital(type)}`,
    payable: false,
  },
  contractInputsValues: values,
})
const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/**
 * The batch for which the Safe app's own test expects a checksum (safe-global, tx-builder, checksum.test.ts): calls by
 * method and by data, texts that are empty, a checksum that was there before.
 */
const known = {
  batch: {
    version: '1.0',
    chainId: '4',
    createdAt: 1_646_321_521_061,
    meta: {
      name: 'test batch file',
      txBuilderVersion: '1.4.0',
      checksum: '',
      createdFromSafeAddress: safe,
      createdFromOwnerAddress: target,
    },
    transactions: [
      method('address', { paramAddress: target }),
      method('bool', { paramAddress: '', paramBool: 'false' }),
      {
        to: target,
        value: '2000000000000000000',
        data: `0x42f45790${target.slice(2).toLowerCase().padStart(64, '0')}`,
      },
    ],
  },
  checksum: '0x86c81826dbf7e8a37612153294cc85fdf5c81998dd0a44b86d945502a7eace7c',
}

describe('a Transaction Builder file', () => {
  it('has the checksum that the Safe app computes', () => {
    expect(builderChecksum(known.batch)).to.equal(known.checksum)
    expect(recomputeChecksum(known.batch)).to.equal(known.checksum)
  })

  it('may be renamed and its members moved, and nothing else', () => {
    const { batch, checksum } = known
    const { meta, transactions } = batch
    expect(builderChecksum({ ...batch, meta: { ...meta, name: 'another' } })).to.equal(checksum)
    const moved = Object.fromEntries(Object.entries(batch).reverse()) as typeof batch
    expect(builderChecksum(moved)).to.equal(checksum)
    const reversed = { ...batch, transactions: transactions.toReversed() }
    expect(builderChecksum(reversed)).not.to.equal(checksum)
    expect(builderChecksum({ ...batch, chainId: '1' } as typeof batch)).not.to.equal(checksum)
  })

  it('holds the calls as the app reads them, amounts in decimal, and its own checksum', () => {
    const file = transactionBuilderFile(
      { address: safe, chainId: 1 },
      [{ to: target, value: 5n, data: '0x12' }],
      { name: 'a', description: 'b', createdAt: 1 },
    )
    expect(file.transactions).to.deep.equal([
      { to: target, value: '5', data: '0x12', contractMethod: null, contractInputsValues: null },
    ])
    expect([file.version, file.chainId, file.meta.createdFromSafeAddress]).to.deep.equal([
      '1.0',
      '1',
      safe,
    ])
    expect(file.meta.checksum).to.equal(builderChecksum(JSON.parse(JSON.stringify(file))))
  })
})
