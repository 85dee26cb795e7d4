/**
 * Which files can know a module: those that import it, and those that import such a file, as far as words tell. Nothing is parsed, so
 * that a workspace of thousands of files is sifted before any of them is read closely; what is left out cannot have anything to do with
 * the module.
 */

/** A file by its address and text. */
export interface SourceFile {
  readonly uri: string
  readonly source: string
}

const words = new WeakMap<SourceFile, ReadonlySet<string>>()

const statement = /^[ \t]*(?:from[ \t]+([\w. \t]+)[ \t]+)?import\b[^(\n]*(?:\([^)]*\))?/gm

/** All words of the import statements of a file, and the folders that dots in them may mean. */
function importedWords(file: SourceFile): ReadonlySet<string> {
  let found = words.get(file)
  if (found === undefined) {
    const all = new Set<string>()
    for (const match of file.source.matchAll(statement)) {
      for (const [word] of match[0].matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) all.add(word)
      if (match[1]?.trimStart().startsWith('.')) for (const folder of file.uri.split('/').slice(0, -1)) all.add(folder)
    }
    found = all
    words.set(file, found)
  }
  return found
}

/** The name by which a file is imported: its own, or that of the package that it is. */
function stemOf(uri: string): string {
  const path = uri.replace(/(?:\/__init__)?\.\w+$/, '')
  return decodeURIComponent(path.slice(path.lastIndexOf('/') + 1))
}

/** The addresses of the files that can know the module at `uri`. */
export function importersOf(uri: string, files: Iterable<SourceFile>): ReadonlySet<string> {
  const byWord = new Map<string, string[]>()
  for (const file of files) {
    for (const word of importedWords(file)) {
      const users = byWord.get(word)
      if (users === undefined) byWord.set(word, [file.uri])
      else users.push(file.uri)
    }
  }
  const found = new Set<string>()
  const seen = new Set<string>()
  const waiting = [stemOf(uri)]
  for (let stem = waiting.pop(); stem !== undefined; stem = waiting.pop()) {
    if (seen.has(stem)) continue
    seen.add(stem)
    for (const user of byWord.get(stem) ?? []) {
      found.add(user)
      waiting.push(stemOf(user))
    }
  }
  return found
}
