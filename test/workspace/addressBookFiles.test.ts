import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import {
  type AddressBook,
  coreContracts,
  laterContracts,
} from '../../cli/governance/addressBook.ts'
import { ExitCode } from '../../cli/shared/errors.ts'
import {
  AddressBookMissingError,
  InvalidAddressBookError,
  readAddressBook,
  writeAddressBook,
} from '../../cli/workspace/addressBookFiles.ts'
import { book as demoBook } from '../governance/demo.ts'
import { inNewFolder, rejectionOf } from './folder.ts'

const FILE = 'deployments/local.json'

/** Writes a book that was changed, and answers why it is refused. */
const refusalOf = (change: (book: Record<string, unknown>) => void): Promise<Error> =>
  inNewFolder(async () => {
    await writeAddressBook(FILE, demoBook)
    const book = JSON.parse(await readFile(FILE, 'utf8'))
    change(book)
    await writeFile(FILE, JSON.stringify(book))
    const error = await rejectionOf(readAddressBook('local', FILE))
    expect(error).to.be.instanceOf(InvalidAddressBookError)
    expect((error as InvalidAddressBookError).exitCode).to.equal(ExitCode.usage)
    return error as Error
  })

describe('the address book’s file', () => {
  it('is read back as it was written, with the hash of its specification', () =>
    inNewFolder(async () => {
      for (const book of [demoBook, { ...demoBook, spec: `0x${'ab'.repeat(32)}` }]) {
        await writeAddressBook(FILE, book)
        expect(await readAddressBook('local', FILE)).to.deep.equal(book)
      }
    }))

  it('may come from before the later contracts, but lacks none of the others', async () => {
    const core = Object.entries(demoBook.contracts).filter(([name]) =>
      coreContracts.some((known) => known === name),
    )
    const contracts = Object.fromEntries(core) as AddressBook['contracts']
    expect(Object.keys(demoBook.contracts)).to.include.members([...laterContracts])
    await inNewFolder(async () => {
      const { pools: _, risks: __, ...before } = demoBook
      const older = { ...before, contracts }
      await writeAddressBook(FILE, older)
      expect(await readAddressBook('local', FILE)).to.deep.equal(older)
    })
    const error = await refusalOf((book) => {
      delete (book['contracts'] as Record<string, unknown>)['ledgerLens']
    })
    expect(error.message).to.contain('contracts.ledgerLens')
  })

  it('is missed by name, with the commands that write one', () =>
    inNewFolder(async () => {
      const error = await rejectionOf(readAddressBook('local', FILE))
      expect(error).to.be.instanceOf(AddressBookMissingError)
      expect((error as AddressBookMissingError).nextStep).to.contain('ballast devnet')
    }))

  it('is refused when it is a folder, no JSON, half of one, or something else', () =>
    inNewFolder(async () => {
      await mkdir('folder')
      const reasonOf = async (path: string) => {
        const error = await rejectionOf(readAddressBook('local', path))
        expect(error).to.be.instanceOf(InvalidAddressBookError)
        return (error as Error).message
      }
      expect(await reasonOf('folder')).to.contain('cannot be read')
      await writeAddressBook(FILE, demoBook)
      const text = await readFile(FILE, 'utf8')
      for (const [broken, reason] of [
        [text.slice(0, text.length / 2), 'not JSON'],
        ['', 'not JSON'],
        ['<html>', 'not JSON'],
        ['[]', 'the file'],
        ['null', 'the file'],
        ['{"schema":"ballast.addresses/2"}', 'schema'],
      ] as const) {
        await writeFile(FILE, broken)
        expect(await reasonOf(FILE)).to.contain(reason)
      }
    }))

  it('is refused with a field that nobody knows', async () => {
    const { message } = await refusalOf((book) => {
      book['admin\u001b[2J'] = '0x'
    })
    expect(message).to.contain('nobody knows, "admin\\u{1b}[2J"')
  })

  it('is refused without one of the contracts', async () => {
    const { message } = await refusalOf((book) => {
      delete (book['contracts'] as Record<string, unknown>)['timelock']
    })
    expect(message).to.contain('contracts.timelock')
  })

  it('is refused with an address in which a character was mistyped', async () => {
    const { message } = await refusalOf((book) => {
      const contracts = book['contracts'] as Record<string, string>
      contracts['governor'] = '0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8418'
    })
    expect(message).to.contain('contracts.governor has capital letters that do not fit')
  })

  it('takes an address without capital letters', () =>
    inNewFolder(async () => {
      const text = JSON.stringify({ schema: 'ballast.addresses/1', ...demoBook })
      const { governor } = demoBook.contracts
      await mkdir('deployments')
      await writeFile(FILE, text.replace(governor, governor.toLowerCase()))
      expect(await readAddressBook('local', FILE)).to.deep.equal(demoBook)
    }))

  it('is refused with a pool that is nowhere and a risk without a key', async () => {
    const pool = await refusalOf((book) => {
      book['pools'] = [{ label: 'pool-WETH', collateral: demoBook.markets[0]?.collateral }]
    })
    expect(pool.message).to.contain('pools.0.address')
    const risk = await refusalOf((book) => {
      book['risks'] = [{ label: 'asset:WETH', key: '0x12' }]
    })
    expect(risk.message).to.contain('risks.0.key is no hash')
  })

  it('is refused with hashes that are none', async () => {
    const { message } = await refusalOf((book) => {
      book['spec'] = '0x12'
    })
    expect(message).to.contain('spec is no hash')
  })

  it('makes visible what somebody hid in a label', () =>
    inNewFolder(async () => {
      const hostile = 'WETH\u001b[2J\u202e-A'
      const [market] = demoBook.markets
      await writeAddressBook(FILE, {
        ...demoBook,
        derivativeSymbol: hostile,
        markets: [{ ...market!, label: hostile, collateralSymbol: hostile }],
      })
      const { derivativeSymbol, markets } = await readAddressBook('local', FILE)
      const shown = 'WETH\\u{1b}[2J\\u{202e}-A'
      expect([derivativeSymbol, markets[0]?.label, markets[0]?.collateralSymbol]).to.deep.equal([
        shown,
        shown,
        shown,
      ])
    }))
})
