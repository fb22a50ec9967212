import { expect } from 'chai'
import fc from 'fast-check'
import { ILedgerLens__factory } from '../../artifacts/typechain/factories/contracts/interfaces/ILedgerLens__factory.js'
import { seedOwner } from '../../cli/chain/seedVaults.ts'
import { vaultsIn } from '../../cli/chain/vaultPage.ts'
import { UnexpectedContractError } from '../../cli/shared/errors.ts'

const lens = seedOwner(0)
const abi = ILedgerLens__factory.createInterface()
const amount = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })
const page = fc.array(fc.tuple(fc.nat({ max: 999 }), fc.tuple(amount, amount, amount)), {
  maxLength: 20,
})

const answerOf = (vaults: readonly (readonly [number, readonly bigint[]])[]) =>
  abi.encodeFunctionResult('vaults', [
    vaults.map(([index, [collateral = 0n, debt = 0n, value = 0n]]) => ({
      owner: seedOwner(index),
      collateral,
      debt,
      collateralValueLow: value,
      collateralValueHigh: value,
      healthWad: value,
    })),
  ])

describe('vaultsIn', () => {
  it('understands what the ABI\u2019s own coder writes, whatever the amounts are', () => {
    fc.assert(
      fc.property(page, (vaults) => {
        expect(vaultsIn(answerOf(vaults), lens)).to.deep.equal(
          vaults.map(([index, [collateral, debt]]) => ({
            owner: seedOwner(index),
            collateral,
            debt,
          })),
        )
      }),
    )
  })

  it('refuses what is no list of vaults', () => {
    const whole = answerOf([])
    const two = answerOf([
      [1, [1n, 2n, 3n]],
      [2, [1n, 2n, 3n]],
    ])
    const wrong = ['0x', '0x00', whole.slice(0, -2), two.slice(0, -64), `${two}${'0'.repeat(64)}`]
    for (const answer of wrong) {
      expect(() => vaultsIn(answer, lens), answer).to.throw(UnexpectedContractError)
    }
    expect(vaultsIn(whole, lens)).to.deep.equal([])
  })
})
