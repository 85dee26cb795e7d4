/** The table of features in docs/lsp.md says what the server's `initialize` result says. `scripts/feature-table.mjs` writes it. */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { TestClient } from './client.ts'

interface Row {
  readonly feature: string
  readonly capability: readonly string[]
  readonly tests: readonly string[]
}

describe('docs: table of features', () => {
  it('is what the server offers, each held by a test', async () => {
    const client = await TestClient.start()
    const { rows } = JSON.parse(readFileSync('docs/language-server-features.json', 'utf8')) as { rows: readonly Row[] }
    const [, page] = readFileSync('docs/lsp.md', 'utf8').split('<!-- features')
    const offers = (path: string): boolean => {
      const [names, value] = path.split('=')
      let found: unknown = client.capabilities
      for (const name of names.split('.')) found = (found as Record<string, unknown> | undefined)?.[name]
      return value === undefined ? found !== undefined && found !== false : String(found) === value
    }
    for (const { feature, capability, tests } of rows) {
      const line = page.split('\n').find(text => text.startsWith(`| ${feature} |`))
      assert.ok(line !== undefined, feature)
      const isOffered = capability.every(offers)
      assert.equal(line.endsWith('| **yes** |'), isOffered, feature)
      assert.equal(tests.length > 0, isOffered, feature)
    }
    await client.stop()
  })
})
