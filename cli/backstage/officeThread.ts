import { answerCalls } from './answerCalls.ts'
import { openFrom } from './open.ts'
import { startedWith } from './parent.ts'
import { readingServices } from './reading.ts'

/** The thread behind the screens: each line adds what one part of the interface asks for. */
const opened = openFrom(startedWith())

answerCalls({
  ...readingServices(opened),
})
