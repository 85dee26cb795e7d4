/** The pages of the rules: one for each, up to date, and their programs show what they say. */

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { rules } from '../../language/rules/index.ts'
import { checkText } from './program.ts'

describe('rules: pages', () => {
  it('has one for each rule, and lists them (npm run docs)', () => {
    const pages = readdirSync('docs/rules').filter(name => name.endsWith('.md') && name !== 'README.md')
    assert.deepEqual(pages.sort(), rules.map(rule => `${rule.id}.md`).sort())
    const index = readFileSync('docs/rules/README.md', 'utf8')
    for (const { id, level, title } of rules)
      assert.ok(index.includes(`| [${id}](${id}.md) | ${level} | ${title} |`), id)
  })

  it('has a setting for each rule, with its severity', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: {
        configuration: { properties: Record<string, { properties: Record<string, { default?: string }> }> }
      }
    }
    const { properties } = contributes.configuration.properties['coroscope.rules']
    const levels = Object.entries(properties).flatMap(([id, { default: level }]) => (id === '*' ? [] : [[id, level]]))
    assert.deepEqual(Object.fromEntries(levels), Object.fromEntries(rules.map(({ id, level }) => [id, level])))
  })

  for (const { id } of rules) {
    it(`${id}: what is wrong is found, what is right is not`, () => {
      const [wrong, right] = [
        ...readFileSync(`docs/rules/${id}.md`, 'utf8').matchAll(/```python\n([\s\S]*?)\n```/g),
      ].map(match => `${match[1]}\n`)
      // Rules that are off are heard here when it is their turn.
      const options = { levels: { [id]: 'warning' } } as const
      const ids = (source: string): string[] => checkText(source, options).found.map(item => item.split(' ')[1])
      assert.ok(ids(wrong).includes(id), `${ids(wrong)}`)
      assert.deepEqual(ids(right), [])
    })
  }
})
