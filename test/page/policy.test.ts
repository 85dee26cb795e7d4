// The page's content security policy: nothing inline, nothing evaluated, nothing asked of any network.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

describe('page policy', () => {
  const html = readFileSync('client/page/index.html', 'utf8')
  const policy = new Map(
    (/http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '')
      .split(';')
      .map(part => part.trim().split(' '))
      .map(([name = '', ...sources]) => [name, sources.join(' ')]),
  )

  it('everything is off but the page’s own files', () => {
    assert.equal(policy.get('default-src'), "'none'")
    for (const [name, sources] of policy) assert.match(sources, /^'(?:none|self)'$/, name)
    assert.equal(policy.get('connect-src'), undefined, 'no request goes out: default-src forbids it')
    assert.equal(policy.get('worker-src'), "'self'")
  })

  it('scripts and styles are files, named relative to the page', () => {
    assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)/)
    assert.doesNotMatch(html, /<style|\bstyle=|\bon\w+=/)
    for (const [, address] of html.matchAll(/\b(?:src|href)="([^"]*)"/g))
      assert.doesNotMatch(address ?? '', /^(?:\/|\w+:)/)
  })
})
