import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'

/** The chain's own limit is 24,576 bytes; what lies between is room for the next change. */
const MAX_BYTES = 23_000
const ROOMS = ['core', 'governance', 'liquidation', 'oracle']
const ARTIFACTS = join(import.meta.dirname, '../../artifacts/contracts')

interface Artifact {
  readonly contractName: string
  readonly deployedBytecode: string
}

/** Every artifact of the room that has code: interfaces and abstract contracts have none. */
function artifactsOf(room: string): Artifact[] {
  const folder = join(ARTIFACTS, room)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path): Artifact => JSON.parse(readFileSync(join(folder, path), 'utf8')))
    .filter(({ deployedBytecode }) => deployedBytecode !== '0x')
}

describe('The contracts that are shipped', () => {
  for (const room of ROOMS) {
    it(`fit in ${MAX_BYTES} bytes: ${room}`, () => {
      const artifacts = artifactsOf(room)
      expect(artifacts, 'contracts found').to.not.deep.equal([])
      for (const { contractName, deployedBytecode } of artifacts) {
        const bytes = (deployedBytecode.length - 2) / 2
        expect(bytes, contractName).to.be.at.most(MAX_BYTES)
      }
    })
  }
})
