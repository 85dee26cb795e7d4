// Loading a command quickly: V8 keeps what it made of a command's bundle in a file beside it, so that the next start need not parse and
// compile it again. Where that file cannot be written, nothing is lost but time.

import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'

type Loader = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  file: string,
  folder: string,
) => void

/** The exports of the command's bundle `name` beside this one. The build makes each the text of a function. */
export function load<T extends object>(name: string): T {
  const file = join(__dirname, `${name}.js`)
  const { size, mtimeMs } = statSync(file)
  const prefix = `.${name}.`
  // V8 compares only the length of the text: the rest of what makes it the same is in the file's name.
  const cache = join(__dirname, `${prefix}${process.version}.${process.arch}.${size}.${Math.floor(mtimeMs)}.cache`)
  const cachedData = readCache(cache)
  const text = readFileSync(file, 'latin1')
  const script = new Script(text, cachedData === undefined ? { filename: file } : { filename: file, cachedData })
  const module = { exports: {} }
  const body = script.runInThisContext() as Loader
  body.call(module.exports, module.exports, require, module, file, __dirname)
  // Made at the end, it also has the functions that were compiled on the way.
  if (cachedData === undefined || script.cachedDataRejected)
    process.once('exit', () => writeCache(cache, prefix, script))
  return module.exports as T
}

function readCache(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

function writeCache(path: string, prefix: string, script: Script): void {
  try {
    for (const old of readdirSync(__dirname)) if (old.startsWith(prefix)) rmSync(join(__dirname, old), { force: true })
    const unfinished = `${path}.${process.pid}`
    writeFileSync(unfinished, script.createCachedData())
    renameSync(unfinished, path)
  } catch {
    // A folder that cannot be written: the next start takes as long as this one.
  }
}
