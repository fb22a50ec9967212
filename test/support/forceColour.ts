import process from 'node:process'

// Ink asks once, when it is loaded, whether its terminal has colours. The terminal of the tests has all of them: which
// are drawn is what themes decide and tests look at. Child processes find the environment as it was.
const before = process.env['FORCE_COLOR']
process.env['FORCE_COLOR'] = '3'
await import('ink')
if (before === undefined) delete process.env['FORCE_COLOR']
else process.env['FORCE_COLOR'] = before
