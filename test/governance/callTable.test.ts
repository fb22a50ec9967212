import { expect } from 'chai'
import { type FunctionFragment, Interface, type InterfaceAbi, id, type ParamType } from 'ethers'
import { AuctionHouse__factory } from '../../artifacts/typechain/factories/contracts/liquidation/AuctionHouse__factory.js'
import { Backstop__factory } from '../../artifacts/typechain/factories/contracts/liquidation/Backstop__factory.js'
import { InsurancePool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/InsurancePool__factory.js'
import { StabilityPool__factory } from '../../artifacts/typechain/factories/contracts/liquidation/StabilityPool__factory.js'
import { contractsOf } from '../../cli/governance/addressBook.ts'
import { decodeCall } from '../../cli/governance/decode.ts'
import { book } from './demo.ts'

const contracts: Readonly<Record<string, InterfaceAbi>> = {
  auctionHouse: AuctionHouse__factory.abi,
  'pool-WETH': StabilityPool__factory.abi,
  insurancePool: InsurancePool__factory.abi,
  backstop: Backstop__factory.abi,
}

/** The access manager alone calls it. */
const authorityOnly = 'setAuthority(address)'

function functionsOf(abi: InterfaceAbi): readonly FunctionFragment[] {
  const found: FunctionFragment[] = []
  new Interface(abi).forEachFunction((fragment) => {
    if (!fragment.constant && fragment.format('sighash') !== authorityOnly) found.push(fragment)
  })
  return found
}

/** Some value of a type: what people know by name where a name is possible. */
function sample(type: ParamType): unknown {
  if (type.isArray()) return [sample(type.arrayChildren)]
  if (type.isTuple()) return type.components.map(sample)
  if (type.type === 'address')
    return type.name === 'token' ? book.contracts.token : book.contracts.derivative
  if (type.type === 'bytes32') return type.name === 'id' ? book.markets[0]?.id : id('something')
  if (type.type === 'bytes') return '0x'
  return type.type === 'uint8' ? 0n : 3n * 10n ** 18n
}

const wordsOf = (contract: string, fragment: FunctionFragment, args: readonly unknown[]) => {
  const target = new Map(contractsOf(book)).get(contract) ?? ''
  const calldata = new Interface([fragment]).encodeFunctionData(fragment, args)
  return decodeCall({ target, value: 0n, calldata }, book)
}

describe('the table of calls', () => {
  for (const [contract, abi] of Object.entries(contracts)) {
    for (const fragment of functionsOf(abi)) {
      it(`reads ${fragment.name} of ${contract}`, () => {
        const decoded = wordsOf(contract, fragment, fragment.inputs.map(sample))
        expect(decoded.kind).to.equal('known')
        expect(decoded.words).to.match(/^[a-z]/)
        expect(decoded.words).not.to.match(/undefined|NaN|\[object|0x[0-9a-f]{8}/i)
      })
    }
  }

  it('says how much of what is bought, paid and given up', () => {
    const words = (contract: string, name: string, ...args: readonly unknown[]) =>
      wordsOf(contract, new Interface(contracts[contract] ?? []).getFunction(name)!, args).words
    const owner = book.contracts.timelock
    const [market] = book.markets
    expect(words('auctionHouse', 'giveUp', 7n)).to.equal(
      'make the debt that lot 7 was to pay bad debt',
    )
    expect(words('auctionHouse', 'take', 7n, 2n ** 256n - 1n, 10n ** 18n, owner, '0x')).to.equal(
      'buy all of lot 7 at no more than 1 bUSD a token, to timelock',
    )
    expect(words('pool-WETH', 'absorb', market!.id, owner, 5n * 10n ** 18n)).to.equal(
      'have pool-WETH liquidate the vault of timelock in WETH-A, repaying up to 5 bUSD',
    )
    const { token } = book.contracts
    expect(words('backstop', 'release', token, 10n ** 18n, owner)).to.equal(
      'take 1 BLST out of the backstop to timelock',
    )
  })
})
