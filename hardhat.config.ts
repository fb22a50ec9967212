import { createRequire } from 'node:module'
import hardhatEthers from '@nomicfoundation/hardhat-ethers'
import hardhatEthersChaiMatchers from '@nomicfoundation/hardhat-ethers-chai-matchers'
import hardhatMocha from '@nomicfoundation/hardhat-mocha'
import hardhatNetworkHelpers from '@nomicfoundation/hardhat-network-helpers'
import hardhatTypechain from '@nomicfoundation/hardhat-typechain'
import { defineConfig } from 'hardhat/config'

const soljson = createRequire(import.meta.url).resolve('solc/soljson.js')

// Ten times the runs of every fuzz and invariant test.
const deep = process.env['BALLAST_DEEP'] === '1'

export default defineConfig({
  plugins: [
    hardhatEthers,
    hardhatEthersChaiMatchers,
    hardhatMocha,
    hardhatNetworkHelpers,
    hardhatTypechain,
  ],
  solidity: {
    // Nothing is downloaded: the compiler is the one that npm pinned, and Hardhat does not compare
    // this version with the file behind `path`, so both are exact.
    version: '0.8.35',
    path: soljson,
    settings: { evmVersion: 'cancun', optimizer: { enabled: true, runs: 200 } },
    npmFilesToBuild: [
      '@openzeppelin/contracts/access/manager/AccessManager.sol',
      '@openzeppelin/contracts/governance/TimelockController.sol',
    ],
  },
  typechain: { outDir: 'artifacts/typechain' },
  paths: { tests: { mocha: './test/contracts', solidity: './test/contracts' } },
  test: {
    solidity: {
      fuzz: { runs: deep ? 2_560 : 256 },
      // Handlers catch what a contract refuses, so a handler that reverts has found something.
      invariant: { runs: deep ? 640 : 64, depth: 128, failOnRevert: true },
    },
  },
  networks: {
    default: { type: 'edr-simulated', hardfork: 'prague', initialDate: '2026-11-20T00:00:00Z' },
  },
})
