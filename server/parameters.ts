/**
 * What the parameters of requests and notifications must hold. Clients are programs, and some have errors: they are told which of their
 * parameters is not what it should be, and nothing else comes of it.
 */

type Check = (value: unknown) => boolean

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isString: Check = value => typeof value === 'string'
const isNumber: Check = value => typeof value === 'number'
const isPosition: Check = value => isObject(value) && isNumber(value.line) && isNumber(value.character)
const isRange: Check = value => isObject(value) && isPosition(value.start) && isPosition(value.end)
const listOf =
  (is: Check): Check =>
  value =>
    Array.isArray(value) && value.every(is)
const optional =
  (is: Check): Check =>
  value =>
    value === undefined || value === null || is(value)
const holds =
  (fields: Readonly<Record<string, Check>>): Check =>
  value =>
    isObject(value) && Object.entries(fields).every(([name, is]) => is(value[name]))

const document = { textDocument: holds({ uri: isString }) }
const place = { ...document, position: isPosition }
const stretch = { ...document, range: isRange }
const item = { item: holds({ uri: isString, range: isRange, selectionRange: isRange }) }
const renamedFiles = { files: listOf(holds({ oldUri: isString, newUri: isString })) }
const indentation = holds({ tabSize: isNumber })

/** Those that take more than a document. */
const needs: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  'textDocument/didOpen': { textDocument: holds({ uri: isString, text: isString, version: isNumber }) },
  'textDocument/didChange': {
    textDocument: holds({ uri: isString, version: optional(isNumber) }),
    contentChanges: listOf(holds({ text: isString, range: optional(isRange) })),
  },
  ...Object.fromEntries(
    [
      'hover',
      'definition',
      'declaration',
      'typeDefinition',
      'implementation',
      'documentHighlight',
      'completion',
      'signatureHelp',
      'prepareRename',
      'prepareCallHierarchy',
      'prepareTypeHierarchy',
      'linkedEditingRange',
    ].map(name => [`textDocument/${name}`, place]),
  ),
  'coroscope/stateMachine': place,
  'textDocument/references': { ...place, context: holds({}) },
  'textDocument/rename': { ...place, newName: isString },
  'textDocument/onTypeFormatting': { ...place, ch: isString, options: indentation },
  'textDocument/codeAction': stretch,
  'textDocument/inlayHint': stretch,
  'textDocument/semanticTokens/range': stretch,
  'textDocument/rangeFormatting': { ...stretch, options: indentation },
  'textDocument/rangesFormatting': { ...document, ranges: listOf(isRange), options: indentation },
  'textDocument/inlineValue': { ...stretch, context: holds({ stoppedLocation: isRange }) },
  'textDocument/selectionRange': { ...document, positions: listOf(isPosition) },
  'textDocument/semanticTokens/full/delta': { ...document, previousResultId: isString },
  'callHierarchy/incomingCalls': item,
  'callHierarchy/outgoingCalls': item,
  'typeHierarchy/supertypes': item,
  'typeHierarchy/subtypes': item,
  'completionItem/resolve': { label: isString },
  'codeAction/resolve': { title: isString },
  'workspace/symbol': { query: isString },
  'workspace/diagnostic': { previousResultIds: listOf(holds({ uri: isString, value: isString })) },
  'workspace/willRenameFiles': renamedFiles,
  'workspace/didRenameFiles': renamedFiles,
  'workspace/didChangeWatchedFiles': { changes: listOf(holds({ uri: isString })) },
  'workspace/didChangeWorkspaceFolders': {
    event: holds({ added: listOf(holds({ uri: isString })), removed: listOf(holds({ uri: isString })) }),
  },
}

/** What is wrong with the parameters of a method; undefined when nothing is. */
export function wrongParameters(method: string, params: unknown): string | undefined {
  const isAboutDocument = method.startsWith('textDocument/') || method.startsWith('coroscope/')
  const fields = needs[method] ?? (isAboutDocument ? document : {})
  for (const [name, is] of Object.entries(fields)) {
    const value = isObject(params) ? params[name] : undefined
    if (is(value)) continue
    return `${method}: '${name}' is ${value === undefined ? 'missing' : 'not what it should be'}.`
  }
  return undefined
}
