import process from 'node:process'
import type { Office } from '../../cli/backstage/office.ts'
import { leaveBehind } from '../../cli/backstage/runInterface.ts'
import { fakeServices } from './fakeServices.ts'

/** A process that has left the interface: the first argument is what a screen left, the second what the office did. */
const [, , line = '', closing = ''] = process.argv
const office: Office = { services: fakeServices(), close: async () => [closing] }
process.exitCode = await leaveBehind(office, { how: 'left', lines: [line] })
