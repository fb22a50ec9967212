import { inspect } from 'node:util'
import { expect } from 'chai'
import { computeAddress, Wallet } from 'ethers'
import { decryptKey, encryptKey, KeystoreError, readKeystore } from '../../cli/chain/keystore.ts'
import { lightKeystore, unknownKey } from '../support/keystores.ts'

/** The published vectors of Web3 Secret Storage: password `testpassword`. */
const KEY = '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'
const cipher = { cipher: 'aes-128-ctr' }
const published = {
  ...cipher,
  cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
  ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
  kdf: 'pbkdf2',
  kdfparams: {
    c: 262144,
    dklen: 32,
    prf: 'hmac-sha256',
    salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
  },
  mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
}

/** Published as well, with n beyond what RFC 7914 allows for r 1. */
const beyond = {
  ...cipher,
  cipherparams: { iv: '83dbcc02d8ccb40e466191a123791e0e' },
  ciphertext: 'd172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c',
  kdf: 'scrypt',
  kdfparams: {
    dklen: 32,
    n: 262144,
    r: 1,
    p: 8,
    salt: 'ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19',
  },
  mac: '2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097',
}

/** A file of geth's own tests, with no passphrase. */
const ofGeth = {
  address: '45dea0fb0bba44f4fcf290bba71fd57d7117cbb8',
  crypto: {
    ...cipher,
    ciphertext: 'b87781948a1befd247bff51ef4063f716cf6c2d3481163e9a8f42e1f9bb74145',
    cipherparams: { iv: 'dc4926b48a105133d2f16b96833abf1e' },
    kdf: 'scrypt',
    kdfparams: {
      dklen: 32,
      n: 2,
      p: 1,
      r: 8,
      salt: '004244bbdc51cadda545b1cfa43cff9ed2ae88e08c61f1479dbb45410722f8f0',
    },
    mac: '39990c1684557447940d4c69e06b1b82b2aceacb43f284df65c956daf3046b85',
  },
  id: 'ce541d8d-c79b-40f8-9f8c-20f59616faba',
  version: 3,
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (text: string) => readKeystore('key.json', bytesOf(text))
const open = (text: string, passphrase: string) =>
  decryptKey('key.json', read(text), { passphrase, onProgress: () => {} })

const failureOf = async (work: () => unknown): Promise<KeystoreError> => {
  try {
    await work()
  } catch (error) {
    if (error instanceof KeystoreError) return error
    throw error
  }
  throw new Error('It did not fail.')
}

describe('a keystore', () => {
  it('of the published format is opened', async () => {
    const text = JSON.stringify({ crypto: published, id: '3198bc9c', version: 3 })
    expect(read(text).address).to.equal(undefined)
    expect((await open(text, 'testpassword'))?.key).to.equal(KEY)
  })

  it('of geth is opened', async () => {
    const opened = await open(JSON.stringify(ofGeth), '')
    expect(opened?.address.toLowerCase()).to.equal(`0x${ofGeth.address}`)
  })

  it('that steps beyond the standard of its derivation is refused with what to look at', async () => {
    const text = JSON.stringify({ crypto: beyond, version: 3 })
    expect((await failureOf(() => read(text))).message).to.contain('kdfparams')
  })

  const key = unknownKey()
  const text = lightKeystore(key, 'the passphrase')

  it('says whose it is before it is opened, where the file does', () => {
    expect(read(text).address).to.equal(new Wallet(key).address)
    expect(read(lightKeystore(key, 'x', { namesAddress: false })).address).to.equal(undefined)
  })

  it('stays closed to any other passphrase', async () => {
    for (const wrong of ['', 'the passphras', 'the passphrase ', 'The passphrase'])
      expect(await open(text, wrong)).to.equal(undefined)
    expect((await open(text, 'the passphrase'))?.key).to.equal(key)
  })

  it('takes a passphrase as geth takes it, and as ethers does', async () => {
    const typed = 'ﬁve ａccents é'
    const asEthers = lightKeystore(key, typed.normalize('NFKC'))
    expect((await open(lightKeystore(key, typed), typed))?.key).to.equal(key)
    expect((await open(asEthers, typed))?.key).to.equal(key)
  })

  it('is written so that geth, foundry and ethers read it', async () => {
    const address = computeAddress(key)
    const written = await encryptKey({ key, address }, 'the passphrase', () => {})
    const { crypto, version, address: named } = JSON.parse(written)
    expect([version, `0x${named}`, crypto.kdf]).to.deep.equal([3, address.toLowerCase(), 'scrypt'])
    expect(crypto.kdfparams.n).to.be.at.least(2 ** 18)
    expect(Wallet.fromEncryptedJsonSync(written, 'the passphrase').privateKey).to.equal(key)
    expect(written).not.to.contain(key.slice(2))
  })

  const changed = (change: (json: Record<string, Record<string, unknown>>) => void): string => {
    const json = JSON.parse(text)
    json.crypto = json.Crypto
    delete json.Crypto
    change(json)
    return JSON.stringify(json)
  }

  for (const [what, broken] of [
    ['no JSON', key],
    ['another JSON', '{"version":3}'],
    ['a list', '[]'],
    ['null', 'null'],
    ['another version', changed((json) => Object.assign(json, { version: 1 }))],
    ['another cipher', changed(({ crypto }) => Object.assign(crypto!, { cipher: 'aes-256-gcm' }))],
    ['another derivation', changed(({ crypto }) => Object.assign(crypto!, { kdf: 'argon2' }))],
    [
      'more memory than there is',
      changed(({ crypto }) => Object.assign(crypto!, { kdfparams: { n: 2 ** 30, r: 8, p: 1 } })),
    ],
    [
      'more work than anybody waits for',
      changed(({ crypto }) =>
        Object.assign(crypto!, {
          kdf: 'pbkdf2',
          kdfparams: { c: 10 ** 12, prf: 'hmac-sha256', dklen: 32, salt: 'aa' },
        }),
      ),
    ],
    [
      'a ciphertext too short',
      changed(({ crypto }) => Object.assign(crypto!, { ciphertext: 'aa' })),
    ],
  ] as const) {
    it(`is not ${what}, and nothing of it is said`, async () => {
      const { message, nextStep, stack } = await failureOf(() => read(broken))
      expect([message, nextStep, stack].join()).not.to.contain(key.slice(2, 20))
    })
  }

  it('with the address of somebody else is refused', async () => {
    const other = changed((json) => Object.assign(json, { address: '11'.repeat(20) }))
    const { message } = await failureOf(() => open(other, 'the passphrase'))
    expect(message).to.contain('0x1111111111111111111111111111111111111111')
  })

  it('that was found shows nothing of a key when it is printed', async () => {
    expect(inspect(read(text), { depth: 9, showHidden: true })).not.to.contain(key.slice(2))
  })
})
