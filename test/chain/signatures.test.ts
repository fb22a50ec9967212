import { expect } from 'chai'
import { AbiCoder, id, TypedDataEncoder } from 'ethers'
import { connectChain } from '../../cli/chain/client.ts'
import { ForeignDomainError, readDomain } from '../../cli/chain/signatures.ts'
import type { TypedDomain } from '../../cli/governance/typedData.ts'
import { failureOf } from '../support/acting.ts'

const contract = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const own = { chainId: 1, verifyingContract: contract } as const
const coder = AbiCoder.defaultAbiCoder()
const separatorOf = (domain: TypedDomain) => TypedDataEncoder.hashDomain(domain)

/** A contract without eip712Domain (ERC-5267), by what it answers to what it has. */
const answering = (answers: { name?: string; version?: string; DOMAIN_SEPARATOR?: string }) =>
  connectChain({
    async request({ method, params = [] }) {
      if (method === 'eth_chainId') return '0x1'
      const [{ data = '' } = {}] = params as readonly { readonly data?: string }[]
      const asked = Object.entries(answers).find(([name]) => data === id(`${name}()`).slice(0, 10))
      if (asked === undefined) throw Object.assign(new Error('execution reverted'), { code: 3 })
      const [name, answer] = asked
      return coder.encode([name === 'DOMAIN_SEPARATOR' ? 'bytes32' : 'string'], [answer])
    },
  })

describe('the domain of a contract that does not publish it', () => {
  for (const [what, answers, domain] of [
    ['a name alone', { name: 'Bravo' }, { name: 'Bravo', ...own }],
    ['a name and a version', { name: 'G', version: '2' }, { name: 'G', version: '2', ...own }],
  ] as const) {
    it(`is ${what} where nothing proves it`, async () => {
      expect(await readDomain(await answering(answers), contract)).to.deep.equal(domain)
    })
  }

  const proved: readonly (TypedDomain & { readonly name: string })[] = [
    { name: 'Older', version: '1', ...own },
    { name: 'Older', version: '2', ...own },
    { name: 'Older', ...own },
  ]
  for (const domain of proved) {
    it(`is what its separator proves: ${JSON.stringify(domain.version ?? 'no')} version`, async () => {
      const { name, version = '7' } = domain
      const DOMAIN_SEPARATOR = separatorOf(domain)
      // A version may be about something else; only one that is neither 1 nor absent has to be told.
      const told = await answering({ name, version, DOMAIN_SEPARATOR })
      expect(await readDomain(told, contract)).to.deep.equal(domain)
      if (version === '2') return
      const untold = await answering({ name, DOMAIN_SEPARATOR })
      expect(await readDomain(untold, contract)).to.deep.equal(domain)
    })
  }

  for (const [what, domain] of [
    ['another version', { name: 'Older', version: '3', ...own }],
    ['another chain', { name: 'Older', version: '1', ...own, chainId: 2 }],
    ['another contract', { name: 'Older', version: '1', chainId: 1 }],
  ] as const) {
    it(`is refused where its separator is of ${what}`, async () => {
      const DOMAIN_SEPARATOR = separatorOf(domain)
      const chain = await answering({ name: 'Older', DOMAIN_SEPARATOR })
      expect(await failureOf(readDomain(chain, contract))).to.be.instanceOf(ForeignDomainError)
    })
  }
})
