import assert from 'node:assert/strict'
import { Arguments } from '../../debugger/dap/arguments.ts'

const refuses = (value: unknown, read: (args: Arguments) => unknown, message: RegExp): void => {
  assert.throws(() => read(new Arguments('next', value)), message)
}

describe('arguments of a request', () => {
  it('are read by type', () => {
    const args = new Arguments('next', { a: 1, s: 'x', b: true, l: ['p'], n: [1, 2], o: { k: 'v' }, e: ' ' })
    assert.equal(args.integer('a'), 1)
    assert.equal(args.string('s'), 'x')
    assert.equal(args.boolean('b'), true)
    assert.deepEqual(args.strings('l'), ['p'])
    assert.deepEqual(args.integers('n'), [1, 2])
    assert.equal(args.object('o').string('k'), 'v')
    assert.equal(args.text('e'), undefined)
    assert.equal(args.optionalInteger('none'), undefined)
  })
  it('say what is missing or wrong', () => {
    refuses({}, args => args.integer('threadId'), /'next' needs 'threadId': a whole number/)
    refuses({ threadId: 'x' }, args => args.integer('threadId'), /'threadId' must be a whole number/)
    refuses({ threadId: 1.5 }, args => args.integer('threadId'), /whole number/)
    refuses({ threadId: 1e300 }, args => args.integer('threadId'), /whole number/)
    refuses({ s: 1 }, args => args.string('s'), /'s' must be a string/)
    refuses({ l: 'x' }, args => args.strings('l'), /must be a list/)
    refuses({ l: [1] }, args => args.objects('l'), /list of objects/)
    refuses({ action: 'push' }, args => args.oneOf('action', ['send', 'throw']), /'send' or 'throw'/)
    refuses([], args => args, /must be an object/)
    refuses('x', args => args, /must be an object/)
  })
  it('do not meet names of the host', () => {
    assert.equal(new Arguments('next', {}).has('constructor'), false)
    assert.equal(new Arguments('next', {}).has('__proto__'), false)
  })
})
