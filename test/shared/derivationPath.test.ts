import { expect } from 'chai'
import { derivationPath, FIRST_PATH } from '../../cli/shared/derivationPath.ts'

describe('a path of an Ethereum account', () => {
  for (const [written, path] of [
    [FIRST_PATH, "44'/60'/0'/0/0"],
    ["m/44'/60'/0'/0/0", "44'/60'/0'/0/0"],
    ["44'/60'/7'/0/0", "44'/60'/7'/0/0"],
    ["44'/60'/0'/3", "44'/60'/0'/3"],
    ["44'/60'/0'", "44'/60'/0'"],
    ['m/44h/60H/0h/0/12', "44'/60'/0'/0/12"],
    [" 44'/60'/007'/0/0 ", "44'/60'/7'/0/0"],
    ["44'/60'/2147483647'/0/0", "44'/60'/2147483647'/0/0"],
  ] as const) {
    it(`is ${written}`, () => {
      expect(derivationPath(written)).to.equal(path)
    })
  }

  for (const written of [
    '',
    'm',
    "44'/60'",
    '44/60/0/0/0',
    "44'/0'/0'/0/0",
    "44'/60'/0/0/0",
    "44'/60'/0'/0/0/0",
    "44'/60'/0'/0/-1",
    "44'/60'/0'/0/x",
    "44'/60'/0'//0",
    "44'/60'/0'/0/0/",
    "44'/60'/2147483648'/0/0",
    "44'/60'/0'/0/4294967296",
    "m/44'/60'/0'/0/0 ; rm",
  ]) {
    it(`is not "${written}"`, () => {
      expect(derivationPath(written)).to.equal(undefined)
    })
  }
})
