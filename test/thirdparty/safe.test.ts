import { expect } from 'chai'
import { keccak256 } from 'ethers'
import { nodeAccounts } from '../../cli/chain/client.ts'
import { connectNetwork } from '../../cli/chain/network.ts'
import { startAnvil, startHardhat } from '../support/nodes.ts'
import { deploySafe, safeArtifact } from '../support/safes.ts'
import { thirdParty } from '../support/thirdParty.ts'

describe('Safe 1.4.1 from npm', function () {
  this.timeout(180_000)

  for (const [name, deployment] of [
    ['singleton', 'getSafeSingletonDeployment'],
    ['factory', 'getProxyFactoryDeployment'],
    ['fallbackHandler', 'getCompatibilityFallbackHandlerDeployment'],
    ['signMessageLib', 'getSignMessageLibDeployment'],
  ] as const) {
    it(`the ${name} is, to the byte, the code that runs on Ethereum`, async () => {
      const theirs = await thirdParty()
      const known = theirs('@safe-global/safe-deployments')[deployment]({ version: '1.4.1' })
      const { deployedBytecode } = await safeArtifact(name)
      expect(keccak256(deployedBytecode)).to.equal(known.deployments.canonical.codeHash)
    })
  }

  for (const [name, start] of [
    ['Hardhat', startHardhat],
    ['anvil', () => startAnvil()],
  ] as const) {
    it(`is deployed with two of three owners on ${name}`, async () => {
      const node = await start()
      try {
        const chain = await connectNetwork({ ...node, timeoutSeconds: 30 })
        const owners = (await nodeAccounts(chain)).slice(5, 8)
        const { contract } = await deploySafe(chain, { owners })
        expect(await contract.getFunction('VERSION')()).to.equal('1.4.1')
        expect(await contract.getFunction('getThreshold')()).to.equal(2n)
        expect([...(await contract.getFunction('getOwners')())]).to.deep.equal(owners)
      } finally {
        await node.stop()
      }
    })
  }
})
