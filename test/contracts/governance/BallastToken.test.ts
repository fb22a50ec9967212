import { expect } from 'chai'
import { network } from 'hardhat'

const { ethers, networkHelpers } = await network.create()

const SUPPLY = 100_000_000n * 10n ** 18n

async function deployToken() {
  const [deployer, treasury, delegate] = await ethers.getSigners()
  const token = await ethers.deployContract('BallastToken', [treasury!, SUPPLY])
  return {
    token: token.connect(treasury!),
    deployer: deployer!,
    treasury: treasury!,
    delegate: delegate!,
  }
}

const deploy = () => networkHelpers.loadFixture(deployToken)

describe('BallastToken', () => {
  it('mints its whole supply to the recipient', async () => {
    const { token, treasury, deployer } = await deploy()
    expect([await token.name(), await token.symbol(), await token.decimals()]).to.deep.equal([
      'Ballast',
      'BLST',
      18n,
    ])
    expect(await token.totalSupply()).to.equal(SUPPLY)
    expect(await token.balanceOf(treasury)).to.equal(SUPPLY)
    expect(await token.balanceOf(deployer)).to.equal(0n)
  })

  it('has no function beyond a token that votes: no mint, no owner, no pause', async () => {
    const { token } = await deploy()
    const writes = token.interface.fragments
      .filter((fragment) => ethers.FunctionFragment.isFragment(fragment))
      .filter(({ stateMutability }) => stateMutability !== 'view' && stateMutability !== 'pure')
      .map(({ name }) => name)
    expect(writes.toSorted()).to.deep.equal([
      'approve',
      'delegate',
      'delegateBySig',
      'permit',
      'transfer',
      'transferFrom',
    ])
  })

  it('counts time in seconds', async () => {
    const { token } = await deploy()
    expect(await token.CLOCK_MODE()).to.equal('mode=timestamp')
    expect(await token.clock()).to.equal(await networkHelpers.time.latest())
  })

  it('gives votes to delegates only, and remembers them by time', async () => {
    const { token, treasury, delegate } = await deploy()
    expect(await token.getVotes(treasury)).to.equal(0n)
    await token.delegate(delegate)
    const delegatedAt = await networkHelpers.time.latest()
    await networkHelpers.time.increase(1_000)
    await token.transfer(delegate, 1n)
    expect(await token.getVotes(delegate)).to.equal(SUPPLY - 1n)
    expect(await token.getPastVotes(delegate, delegatedAt - 1)).to.equal(0n)
    expect(await token.getPastVotes(delegate, delegatedAt)).to.equal(SUPPLY)
    expect(await token.getPastTotalSupply(delegatedAt)).to.equal(SUPPLY)
  })

  it('refuses to tell the votes of a time that is not over', async () => {
    const { token, treasury } = await deploy()
    const now = await networkHelpers.time.latest()
    await expect(token.getPastVotes(treasury, now))
      .to.be.revertedWithCustomError(token, 'ERC5805FutureLookup')
      .withArgs(now, now)
  })

  it('is approved by a signature, once', async () => {
    const { token, treasury, delegate } = await deploy()
    const { chainId } = await ethers.provider.getNetwork()
    const domain = {
      name: 'Ballast',
      version: '1',
      chainId,
      verifyingContract: await token.getAddress(),
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
    const permit = {
      owner: treasury.address,
      spender: delegate.address,
      value: 7n,
      nonce: 0n,
      deadline: 2n ** 48n,
    }
    const { v, r, s } = ethers.Signature.from(await treasury.signTypedData(domain, types, permit))
    await token.connect(delegate).permit(treasury, delegate, 7n, permit.deadline, v, r, s)
    expect(await token.allowance(treasury, delegate)).to.equal(7n)
    expect(await token.nonces(treasury)).to.equal(1n)
    await expect(
      token.connect(delegate).permit(treasury, delegate, 7n, permit.deadline, v, r, s),
    ).to.be.revertedWithCustomError(token, 'ERC2612InvalidSigner')
  })

  it('refuses a supply whose votes could not be stored', async () => {
    const { token, treasury } = await deploy()
    const cap = 2n ** 208n - 1n
    await expect(ethers.deployContract('BallastToken', [treasury, cap + 1n]))
      .to.be.revertedWithCustomError(token, 'ERC20ExceededSafeSupply')
      .withArgs(cap + 1n, cap)
    const largest = await ethers.deployContract('BallastToken', [treasury, cap])
    expect(await largest.totalSupply()).to.equal(cap)
  })
})
