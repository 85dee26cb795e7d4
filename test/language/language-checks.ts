/** What the tests of the front end share: fixture files and the coverage of a text by its tokens. */

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { everyToken, type Tokens } from '../../language/index.ts'

const fixtures = 'test/fixtures'

/** The files of a fixture folder, by name. */
export function fixtureFiles(
  folder: string,
): { readonly name: string; readonly path: string; readonly text: string }[] {
  return readdirSync(`${fixtures}/${folder}`)
    .sort()
    .map(name => ({
      name,
      path: `${fixtures}/${folder}/${name}`,
      text: readFileSync(`${fixtures}/${folder}/${name}`, 'utf8'),
    }))
}

/** One case of a `==>` file: a program and what is expected of it. */
export interface Case {
  readonly title: string
  readonly program: string
  readonly expected: string
}

/** The cases of a `==>` file: `# case title`, a program, a line `==>`, what is expected. */
export function casesOf(text: string): Case[] {
  return text
    .split(/^(?=# case )/m)
    .filter(part => part.trim() !== '')
    .map(part => {
      const [head, ...rest] = part.split('\n')
      const [program, expected = ''] = rest.join('\n').split(/^==>$/m)
      return { title: head.replace('# case ', ''), program, expected: expected.trim() }
    })
}

/** A case as it stands in a file. */
export function caseText({ title, program, expected }: Case): string {
  return `# case ${title}\n${program}==>\n${expected}\n`
}

/** A recorded verdict of CPython on a program. */
export interface Verdict {
  readonly program: string
  readonly stage: 'parse' | 'compile' | 'none'
  readonly type?: string
  readonly message?: string
  readonly lineno?: number | null
  readonly offset?: number | null
  readonly end_lineno?: number | null
  readonly end_offset?: number | null
}

/** The recorded verdicts of test/fixtures/invalid, by file. */
export function verdictFiles(): { readonly name: string; readonly verdicts: readonly Verdict[] }[] {
  return fixtureFiles('invalid').map(({ name, text }) => ({ name, verdicts: JSON.parse(text) as Verdict[] }))
}

/** Every program of the fixtures of the front end. */
export function everyProgram(): string[] {
  const trees = ['tree', 'recovery'].flatMap(folder => fixtureFiles(folder).flatMap(({ text }) => casesOf(text)))
  const invalid = verdictFiles().flatMap(({ verdicts }) => verdicts.map(verdict => verdict.program))
  return [...trees.map(({ program }) => program), ...invalid.filter(program => program.length < 1000)]
}

/** Tokens and trivia, in order and without overlap, with nothing but white space between them, are the text. */
export function assertLossless(tokens: Tokens): void {
  const { source } = tokens
  let at = 0
  for (const { start, end } of everyToken(tokens)) {
    // The message would be made for each token if it were an argument of every assertion.
    if (start < at || end < start) assert.fail(`token ${start}-${end} after ${at} in ${JSON.stringify(source)}`)
    assertBlank(source, at, start)
    at = end
  }
  assertBlank(source, at, source.length)
}

function assertBlank(source: string, start: number, end: number): void {
  for (let i = start; i < end; i++) {
    if (!' \t\f'.includes(source[i]))
      assert.fail(`${JSON.stringify(source[i])} at ${i} is in no token of ${JSON.stringify(source)}`)
  }
}
