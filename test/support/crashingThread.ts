import process from 'node:process'
import { answerCalls } from '../../cli/backstage/answerCalls.ts'

/** A thread for tests: answers, counts, and crashes when it is told to. */
let asked = 0

answerCalls({
  count: () => {
    asked += 1
    return asked
  },
  crash: () =>
    new Promise(() => {
      setTimeout(() => {
        throw new Error('the moon is made of cheese')
      }, 0)
    }),
  leave: () =>
    new Promise(() => {
      process.exit(3)
    }),
  never: () => new Promise(() => {}),
})
