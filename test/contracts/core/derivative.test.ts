import { expect } from 'chai'
import { Signature } from 'ethers'
import { network } from 'hardhat'
import type { LedgerFixture } from '../../support/ledgerFixture.ts'
import { deployLedger, wad } from '../../support/ledgerFixture.ts'

const connection = await network.create()
const fixture = () => deployLedger(connection)

describe('Derivative', () => {
  let f: LedgerFixture

  beforeEach(async () => {
    f = await connection.networkHelpers.loadFixture(fixture)
  })

  it('has a name, 18 decimals and one Ledger', async () => {
    expect(await f.derivative.name()).to.equal('Ballast USD')
    expect(await f.derivative.symbol()).to.equal('bUSD')
    expect(await f.derivative.decimals()).to.equal(18n)
    expect(await f.derivative.LEDGER()).to.equal(await f.ledger.getAddress())
  })

  it('is minted and burned by nobody but the Ledger, not even by the admin', async () => {
    for (const call of [f.derivative.mint, f.derivative.burn]) {
      await expect(call(f.admin, 1n))
        .to.be.revertedWithCustomError(f.derivative, 'DerivativeOnlyLedger')
        .withArgs(f.admin)
    }
  })

  it('moves by permit', async () => {
    await f.open(f.alice, f.weth, [10, 5_000])
    const message = {
      owner: f.alice.address,
      spender: f.bob.address,
      value: wad(10),
      nonce: 0n,
      deadline: 2n ** 40n,
    }
    const domain = {
      name: 'Ballast USD',
      version: '1',
      chainId: (await connection.ethers.provider.getNetwork()).chainId,
      verifyingContract: await f.derivative.getAddress(),
    }
    const types = {
      Permit: [
        { name: 'owner', type: 'address' },
        { name: 'spender', type: 'address' },
        { name: 'value', type: 'uint256' },
        { name: 'nonce', type: 'uint256' },
        { name: 'deadline', type: 'uint256' },
      ],
    }
    const { v, r, s } = Signature.from(await f.alice.signTypedData(domain, types, message))
    await f.derivative.permit(f.alice, f.bob, wad(10), message.deadline, v, r, s)
    await f.derivative.connect(f.bob).transferFrom(f.alice, f.bob, wad(10))
    expect(await f.derivative.balanceOf(f.bob)).to.equal(wad(10))
  })
})
