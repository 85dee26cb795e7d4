// The files of a check: programs in folders, and the modules that they import, each analysed once.

import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { files } from '../debugger/main/files.ts'
import { analyzeFor } from '../debugger/session/program.ts'
import { decodeSource } from '../debugger/session/source.ts'
import type { Analysis } from '../language/index.ts'
import { type LoadedModule, type ModuleTypes, Program } from '../language/inference/index.ts'

const suffixes = ['.coro', '.py']
/** Folders that hold what others have written, or what tools have made. */
const skipped: ReadonlySet<string> = new Set([
  '__pycache__',
  'node_modules',
  'site-packages',
  'venv',
  'env',
  'build',
  'dist',
])

export class Project {
  private readonly known = new Map<string, Analysis | undefined>()
  private readonly program = new Program((from, name, level) => this.imported(from, name, level))

  /** The types of a text that is known by `path`. */
  typesOf(path: string, source: string): ModuleTypes {
    const full = files.resolve(path)
    const analysis = analyzeFor(files, full, source)
    this.known.set(full, analysis)
    return this.program.typesOf(analysis, full)
  }

  private imported(from: string, name: string, level: number): LoadedModule | undefined {
    let folder = dirname(from)
    for (let up = 1; up < level; up++) folder = dirname(folder)
    const stem = name === '' ? folder : join(folder, ...name.split('.'))
    for (const end of [...suffixes, ...suffixes.map(suffix => `/__init__${suffix}`)]) {
      const address = stem + end
      const analysis = this.analysisOf(address)
      if (analysis !== undefined) return { address, analysis }
    }
    return undefined
  }

  private analysisOf(path: string): Analysis | undefined {
    if (!this.known.has(path)) {
      const contents = files.read(path)
      const decoded = contents.kind === 'file' ? decodeSource(contents.bytes, path) : undefined
      this.known.set(path, decoded?.kind === 'text' ? analyzeFor(files, path, decoded.text) : undefined)
    }
    return this.known.get(path)
  }
}

/** The programs that a path means: itself, or those in a folder, sorted. */
export function programsAt(path: string): string[] {
  if (path === '-' || files.read(files.resolve(path)).kind !== 'folder') return [path]
  const found: string[] = []
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.') || skipped.has(entry.name)) continue
      const inside = join(folder, entry.name)
      if (entry.isDirectory()) visit(inside)
      else if (entry.isFile() && suffixes.some(suffix => entry.name.endsWith(suffix))) found.push(inside)
    }
  }
  visit(path)
  return found
}
