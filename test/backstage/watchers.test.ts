import { expect } from 'chai'
import { Watchers } from '../../cli/backstage/watchers.ts'
import { UsageError } from '../../cli/shared/errors.ts'
import type { Connection } from '../../cli/ui/services/session.ts'

const live: Connection = {
  kind: 'live',
  by: 'polling',
  block: { number: 7, timestamp: 1 },
  clockAhead: 0,
}

describe('whoever follows the connection', () => {
  let watchers: Watchers
  let told: Connection[]
  const last = () => told.at(-1)

  beforeEach(() => {
    watchers = new Watchers()
    told = []
    watchers.add((connection) => told.push(connection))
  })

  it('is told at once how it stands', () => {
    expect(told).to.deep.equal([{ kind: 'connecting' }])
    watchers.tell(live)
    const late: Connection[] = []
    watchers.add((connection) => late.push(connection))
    expect(late).to.deep.equal([live])
  })

  it('hears nothing any more once it wants to', () => {
    const other: Connection[] = []
    watchers.add((connection) => other.push(connection))()
    watchers.tell(live)
    expect(other).to.deep.equal([{ kind: 'connecting' }])
  })

  it('hears how far a demonstration is, until there is a chain', () => {
    watchers.tellStage('opening vaults 1 of 2')
    expect(last()).to.deep.equal({ kind: 'connecting', stage: 'opening vaults 1 of 2' })
    watchers.tell(live)
    watchers.tellStage('too late')
    expect(last()).to.equal(live)
  })

  it('hears of a crash with the block that was the newest, and what to do', () => {
    watchers.tell(live)
    watchers.tellCrash(new Error('the moon'))
    expect(last()).to.include({ kind: 'lost', why: 'the moon', nextStep: 'r starts it again.' })
    expect(last()).to.have.deep.property('block', { number: 7, timestamp: 1 })
    watchers.tell(live)
    expect(last()).to.equal(live)
  })

  it('hears nothing after the end', () => {
    watchers.tellEnd(new UsageError('There is no room.', 'Make room.'))
    expect(last()).to.include({ kind: 'lost', why: 'There is no room.', nextStep: 'Make room.' })
    watchers.tell(live)
    expect(last()?.kind).to.equal('lost')
  })
})
