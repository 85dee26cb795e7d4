/** The names of Python's library, as the front end's table has them. */

export {
  attributesOfType,
  boundSignature,
  builtin,
  builtinNames,
  coroutineFunctions,
  knownModules,
  type LibraryName,
  moduleNames,
} from '../language/library/names.ts'
