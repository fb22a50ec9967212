import { Buffer } from 'node:buffer'
import { expect } from 'chai'
import { Text } from 'ink'
import { clipboardSequence, useClipboard } from '../../../cli/ui/hooks/useClipboard.ts'
import { useKeys } from '../../../cli/ui/hooks/useKeys.tsx'
import { useNotice } from '../../../cli/ui/hooks/useNotices.tsx'
import { openPart } from '../../support/part.tsx'

const hash = `0x${'ab'.repeat(32)}`

function Copying() {
  const copy = useClipboard()
  const notice = useNotice()
  useKeys({ copy: () => copy(hash, 'the hash') })
  return <Text wrap="truncate">{notice?.text ?? 'nothing yet'}</Text>
}

describe('the clipboard', () => {
  it('is asked for by an escape code that has no effect on the screen', () => {
    const sequence = clipboardSequence('h\u00e9')
    expect(sequence.startsWith('\u001b]52;c;') && sequence.endsWith('\u0007')).to.equal(true)
    expect(Buffer.from(sequence.slice(7, -1), 'base64').toString()).to.equal('h\u00e9')
  })

  it('gets the text, and the notice shows it whole, to be marked where terminals allow nothing', async () => {
    const part = await openPart(<Copying />)
    await part.press('y')
    await part.waitFor(`copied the hash ${hash}`)
    expect(part.written()).to.contain(clipboardSequence(hash))
    part.close()
  })

  it('shows the text whole also where there is no room for more words', async () => {
    const part = await openPart(<Copying />, { columns: 80 })
    await part.press('y')
    await part.waitFor(`copied ${hash}`)
    part.close()
  })
})
