import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { expect } from 'chai'
import { packageFolder, softwareVersions } from '../../cli/workspace/versions.ts'
import { projectFolder } from '../support/projectFolder.ts'
import { inNewFolder } from './folder.ts'

describe('packageFolder', () => {
  it('is the project\u2019s, whatever the working directory', () =>
    inNewFolder(async () => {
      expect(await packageFolder()).to.equal(projectFolder)
    }))
})

describe('softwareVersions', () => {
  it('says what package.json says, and which Node runs', async () => {
    const file = JSON.parse(await readFile(join(projectFolder, 'package.json'), 'utf8'))
    expect(await softwareVersions()).to.deep.equal({
      ballast: file.version,
      node: process.versions.node,
      hardhat: file.dependencies.hardhat,
      openzeppelin: file.dependencies['@openzeppelin/contracts'],
    })
  })

  it('knows every version exactly, so that the figures can be repeated', async () => {
    for (const [name, version] of Object.entries(await softwareVersions()))
      expect(version, name).to.match(/^\d+\.\d+\.\d+/)
  })
})
