import { expect } from 'chai'
import { Stages } from '../../../cli/ui/components/Stages.tsx'
import { addNews, noStages } from '../../../cli/ui/stageLog.ts'
import { openPart } from '../../support/part.tsx'

const HASH = `0x${'0123456789abcdef'.repeat(4)}`

describe('stages of long work', () => {
  const log = [
    { kind: 'stage', name: 'rehearse' },
    { kind: 'finish', outcome: 'the chain would accept it' },
    { kind: 'stage', name: 'send' },
    { kind: 'say', sentence: `Confirm on the Ledger. Its hash of the transaction: ${HASH}` },
  ] as const

  it('show what is said meanwhile whole, so that a hash can be compared', async () => {
    const ui = await openPart(<Stages log={log.reduce(addNews, noStages)} height={6} />, {
      columns: 80,
    })
    expect(ui.frame().replaceAll(/\s+/g, ' ')).to.contain(`transaction: ${HASH}`)
    expect(ui.frame()).to.contain('rehearse')
  })

  it('give way to it where there are few rows', async () => {
    const ui = await openPart(<Stages log={log.reduce(addNews, noStages)} height={3} />, {
      columns: 80,
    })
    expect(ui.frame()).to.contain(HASH).and.contain('send').and.not.contain('rehearse')
  })
})
