// Loaded into every thread of the process that is watched (NODE_OPTIONS): says every few seconds what the thread's heap
// holds once everything that nobody needs is gone, and how much memory the process has. Plain JavaScript, because no
// loader of ours is there yet.
import { appendFileSync } from 'node:fs'
import process from 'node:process'
import { isMainThread, threadId } from 'node:worker_threads'

const file = process.env.BALLAST_SOAK_FILE
const seconds = Number(process.env.BALLAST_SOAK_SECONDS)
// Only the interface and its thread: processes that it starts inherit the environment, and are there for a while only.
const isInterface = /[/\\](main|officeThread)\.js$/.test(process.argv[1] ?? '')

if (file !== undefined && isInterface) {
  setInterval(() => {
    globalThis.gc?.()
    const { heapUsed, arrayBuffers, rss } = process.memoryUsage()
    const sample = { at: Date.now(), thread: threadId, isMainThread, heapUsed, arrayBuffers, rss }
    appendFileSync(file, `${JSON.stringify(sample)}\n`)
  }, seconds * 1_000).unref()
}
