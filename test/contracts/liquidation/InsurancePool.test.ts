import { expect } from 'chai'
import { MaxUint256, ZeroAddress } from 'ethers'
import { network } from 'hardhat'
import { wad } from '../../support/ledgerFixture.ts'
import type { PoolFixture } from './pools.ts'
import { deployPools, FIRST_SHARES } from './pools.ts'

const connection = await network.create()
const fixture = () => deployPools(connection)

describe('InsurancePool', () => {
  let f: PoolFixture

  beforeEach(async () => {
    f = await connection.networkHelpers.loadFixture(fixture)
    await f.insurance.connect(f.bob).deposit(wad(100), f.bob)
  })

  it('is drawn on by modules alone', async () => {
    await expect(f.insurance.connect(f.bob).draw(1n, f.bob))
      .to.be.revertedWithCustomError(f.insurance, 'AccessManagedUnauthorized')
      .withArgs(f.bob)
  })

  it('pays what is asked for to the receiver, and its depositors bear it', async () => {
    const draw = f.insurance.draw(wad(40), f.keeper)
    await expect(draw).to.emit(f.insurance, 'Drawn').withArgs(f.admin, f.keeper, wad(40))
    await expect(draw).to.changeTokenBalances(
      connection.ethers,
      f.derivative,
      [f.insurance, f.keeper],
      [-wad(40), wad(40)],
    )
    expect(await f.insurance.totalAssets()).to.equal(wad(60))
    expect(await f.insurance.convertToAssets(wad(100) * FIRST_SHARES)).to.equal(wad(60))
  })

  it('pays what it has when more is asked for, and keeps a whole token', async () => {
    expect(await f.insurance.draw.staticCall(MaxUint256, f.keeper)).to.equal(wad(99))
    await f.insurance.draw(MaxUint256, f.keeper)
    expect(await f.insurance.totalAssets()).to.equal(wad(1))
    expect(await f.insurance.retired()).to.equal(false)
  })

  it('pays nothing, quietly, when it has nothing to spend', async () => {
    await f.insurance.draw(MaxUint256, f.keeper)
    const draw = f.insurance.draw(MaxUint256, f.keeper)
    await expect(draw).to.not.emit(f.insurance, 'Drawn')
    expect(await f.insurance.draw.staticCall(MaxUint256, f.keeper)).to.equal(0n)
  })

  it('pays none of the yield that has not vested', async () => {
    await f.insurance.connect(f.carol).addYield(wad(1_000))
    expect(await f.insurance.spendable()).to.be.within(wad(99), wad(99.1))
  })

  it('pays nobody nowhere', async () => {
    await expect(f.insurance.draw(1n, ZeroAddress)).to.be.revertedWithCustomError(
      f.insurance,
      'InsurancePoolZeroReceiver',
    )
  })
})
