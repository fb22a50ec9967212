import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { expect } from 'chai'
import {
  dataFolder,
  PriceFileNotFoundError,
  readDataFile,
  readPriceFile,
} from '../../cli/workspace/priceFiles.ts'
import { rememberEnvironment } from '../support/environment.ts'
import { projectFolder } from '../support/projectFolder.ts'
import { inNewFolder, rejectionOf } from './folder.ts'

const NAME = 'BALLAST_DATA'

describe('readPriceFile', () => {
  it('reads the file as it is', () =>
    inNewFolder(async () => {
      await writeFile('prices.csv', 'timestamp,price\r\n')
      expect(await readPriceFile('prices.csv')).to.equal('timestamp,price\r\n')
    }))

  for (const path of ['nothing.csv', '.']) {
    it(`names ${path}, which is no file`, () =>
      inNewFolder(async () => {
        const error = await rejectionOf(readPriceFile(path))
        expect(error).to.be.instanceOf(PriceFileNotFoundError)
        expect((error as Error).message).to.equal(`There is no price file at ${path}.`)
      }))
  }
})

describe('the folder of real data', () => {
  afterEach(rememberEnvironment(NAME))
  beforeEach(() => {
    delete process.env[NAME]
  })

  it('is the one that BALLAST_DATA names, from the working directory', () =>
    inNewFolder(async (folder) => {
      process.env[NAME] = 'my-data'
      expect(await dataFolder()).to.equal(join(folder, 'my-data'))
    }))

  it('is shared/data beside the project otherwise, wherever the command runs', () =>
    inNewFolder(async () => {
      expect(await dataFolder()).to.equal(join(dirname(projectFolder), 'shared', 'data'))
    }))

  it('gives a file of it, and undefined where the file or the folder is not there', () =>
    inNewFolder(async () => {
      process.env[NAME] = 'data'
      expect(await readDataFile('prices/a.csv')).to.equal(undefined)
      await mkdir('data/prices', { recursive: true })
      await writeFile('data/prices/a.csv', 'text')
      expect(await readDataFile('prices/a.csv')).to.equal('text')
      expect(await readDataFile('prices/b.csv')).to.equal(undefined)
    }))
})
