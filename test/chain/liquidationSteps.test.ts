import { expect } from 'chai'
import { getAddress, id } from 'ethers'
import { contractsAt } from '../../cli/chain/deploymentStep.ts'
import { configurationSteps, poolStep } from '../../cli/chain/liquidationSteps.ts'
import type { AddressBook } from '../../cli/governance/addressBook.ts'
import { parseDeployment } from '../../cli/governance/deploymentDraft.ts'
import { readSettings } from '../../cli/governance/settings.ts'
import { deploymentTemplate } from '../../cli/workspace/deploymentTemplate.ts'

const RISK = 'asset:ETH'

const caps = `
exposureCaps:
  ${RISK}: { exposureCap: 100 bUSD, relativeCap: 60% }
insurancePool:
  cooldown: 0 s
`

const spec = parseDeployment({
  path: 'deployment.yaml',
  text: deploymentTemplate
    .replace('# derivativeCap', '  derivativeCap')
    .replace(/\n(insurancePool|exposureCaps):\n(?: {2}.*\n)+/g, '\n')
    .concat(caps),
  accounts: ['deployer', 'guardian'],
})

/** Each step at an address of its own. */
const at = (step: string) => getAddress(`0x${id(step).slice(-40)}`)

const book: AddressBook = {
  chainId: 1,
  deployedAtBlock: 0,
  contracts: contractsAt(at),
  derivativeSymbol: 'bUSD',
  tokenSymbol: 'BLST',
  feeds: [],
  markets: spec.markets.map(({ label, collateral, feed }) => ({
    ...{ label, id: id(label), collateral, feed },
    ...{ collateralSymbol: label, collateralDecimals: 18 },
  })),
  pools: spec.markets.map((market) => ({
    label: `pool of ${market.label}`,
    address: at(poolStep(market)),
    collateral: market.collateral,
  })),
  risks: [{ label: RISK, key: `0x${Buffer.from(RISK).toString('hex').padEnd(64, '0')}` }],
}

describe('the numbers that a deployment sets', () => {
  it('go through the doors of the catalogue, every one as the specification has it', async () => {
    const found: Record<string, bigint> = {}
    const others: string[] = []
    for (const { name, action } of configurationSteps(spec, ({ label }) => id(label))) {
      const { to = '', data } = await action(at)
      const settings = readSettings({ target: to, value: 0n, calldata: data }, book)
      if (settings === undefined) others.push(name)
      for (const { subject, spec: set, value } of settings ?? []) {
        found[`${subject}.${set.key}`] = value
      }
    }
    expect(others, 'no parameter: which pools the backstop pays').to.deep.equal([
      'pools of the backstop',
    ])
    const { budget, backstop } = spec.liquidation
    const of = (subject: string, values: object) =>
      Object.entries(values).map(([key, value]) => [`${subject}.${key}`, value])
    expect(found).to.deep.equal(
      Object.fromEntries([
        ...spec.markets.flatMap(({ label, auction }) => of(label, auction)),
        ...spec.markets.flatMap(({ label }) => of(`pool of ${label}`, { absorbReward: 10n })),
        ...of('insurance', { cooldown: 0n }),
        ...of('bUSD', { ...budget, ...backstop, derivativeCap: spec.derivativeCap }),
        ...of(RISK, { exposureCap: 100n * 10n ** 18n, relativeCap: 6_000n }),
      ]),
    )
  })
})
