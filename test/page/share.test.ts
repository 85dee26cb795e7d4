// Links that hold a program, and the words in a program that the page reads.

import assert from 'node:assert/strict'
import { driveOf, titleOf } from '../../client/page/sample-text.ts'
import { fromFragment, toFragment } from '../../client/page/share.ts'

describe('page', () => {
  it('a program comes out of its link as it went in', async () => {
    const shared = { name: 'naïve.coro', source: 'async def f():\n    return "βλ – ☕"\n'.repeat(50), drive: 'f()' }
    const fragment = await toFragment(shared)
    assert.match(fragment, /^#1\.[\w-]+$/)
    assert.ok(fragment.length < shared.source.length, 'packed')
    assert.deepEqual(await fromFragment(fragment), shared)
  })

  it('what has been done so far comes with it', async () => {
    const shared = { name: 'a.coro', source: 'x', drive: 'f()', session: '{"coroscope session": 1}' }
    assert.deepEqual(await fromFragment(await toFragment(shared)), shared)
    const wrong = await toFragment({ ...shared, session: 3 as unknown as string })
    await assert.rejects(fromFragment(wrong), /This link is damaged/)
  })

  it('no link is no program; garbage is an error in words', async () => {
    assert.equal(await fromFragment(''), undefined)
    for (const garbage of ['#x', '#1.', '#1.!!!!', '#1.AAAA', `#1.${btoa('["a"]')}`, '#2.abc'])
      await assert.rejects(fromFragment(garbage), /This link is damaged/)
  })

  it('a link that would fill the memory is refused', async () => {
    const fragment = await toFragment({ name: 'big', source: 'x'.repeat(5_000_000), drive: '' })
    await assert.rejects(fromFragment(fragment), /This link is damaged/)
  })

  it('the call to drive is read from the docstring', () => {
    assert.equal(driveOf('"""A.\n\nDrive it:  talk("Ada")   then send(None), send("tea")\n"""'), 'talk("Ada")')
    assert.equal(driveOf('# Drive it: f(1, 2)\n'), 'f(1, 2)')
    assert.equal(driveOf('x = 1\n'), '')
  })

  it('the title is the first line of the docstring', () => {
    assert.equal(titleOf({ name: 'a.coro', source: '"""A tale of two loops.\n\nMore."""\n' }), 'A tale of two loops')
    assert.equal(titleOf({ name: 'a.coro', source: '"""One line."""\n' }), 'One line')
    assert.equal(titleOf({ name: 'a.coro', source: 'x = 1\n' }), 'a.coro')
  })
})
