import { execFile } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { projectFolder } from '../support/projectFolder.ts'

const entry = fileURLToPath(new URL('../support/leftLines.ts', import.meta.url))

describe('what the interface leaves in the terminal', () => {
  it('is what was sent and where files are, and nothing in it moves the cursor', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        ...process.execArgv,
        entry,
        'Proposal \u201cup\u001b[2J and\u202e away\u201d is Queued.',
        'What you wrote is in /tmp/\u001b]0;title\u0007',
      ],
      { cwd: projectFolder },
    )
    expect(stdout.split('\n')).to.deep.equal([
      'Proposal \u201cup\\u{1b}[2J and\\u{202e} away\u201d is Queued.',
      'What you wrote is in /tmp/\\u{1b}]0;title\\u{7}',
      '',
    ])
  })
})
