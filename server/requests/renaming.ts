/** Other names, for names and for files. */

import type * as lsp from 'vscode-languageserver-protocol'
import type { Analysis } from '../../language/index.ts'
import { type AtPosition, askingOf, distinct, Refused, type Requests } from '../asking.ts'
import { toRange, toWorkspaceEdit } from '../convert.ts'
import { linkedEditing } from '../features/linked-editing.ts'
import { prepareRename, reasonAgainstName, rename } from '../features/rename.ts'
import type { Project } from '../project.ts'
import type { Serving } from '../serving.ts'

/** A Python name, as an expression of JavaScript. */
const namePattern = '[A-Za-z_\\u0080-\\uffff][\\w\\u0080-\\uffff]*'

export function renaming(serving: Serving): Requests {
  const { at } = askingOf(serving.documents)
  return {
    'textDocument/prepareRename': at((analysis, offset) => {
      const symbol = serving.project.symbolAt(analysis, offset)
      if (symbol !== undefined && !isSpecial(symbol.name))
        return { range: toRange(analysis.text, symbol.span), placeholder: symbol.name }
      const data = prepareRename.answer(analysis, offset)
      if ('refused' in data) throw new Refused(data.refused)
      return { range: toRange(analysis.text, data.span), placeholder: data.text }
    }),
    'textDocument/rename': at((analysis, offset, params: AtPosition & lsp.RenameParams) => {
      const { uri } = params.textDocument
      const symbol = serving.project.symbolAt(analysis, offset)
      if (symbol !== undefined && !isSpecial(symbol.name))
        return renamed(serving, symbol, analysis, offset, uri, params)
      // A name that other modules import is renamed where it is bound, and there.
      const origin = serving.project.originOf(uri, analysis, offset) ?? {
        uri,
        analysis,
        span: { start: offset },
        name: '',
      }
      const data = rename.answer(origin.analysis, origin.span.start, params.newName)
      if ('refused' in data) throw new Refused(data.refused)
      const uses = origin.name === '' ? [] : serving.project.usesElsewhere(origin.uri, origin.name)
      return toWorkspaceEdit([
        ...data.edits.map(edit => ({ uri: origin.uri, analysis: origin.analysis, ...edit })),
        ...uses.map(use => ({ ...use, newText: params.newName })),
      ])
    }),
    'textDocument/linkedEditingRange': at((analysis, offset) => {
      const spans = linkedEditing.answer(analysis, offset)
      return spans && { ranges: spans.map(span => toRange(analysis.text, span)), wordPattern: namePattern }
    }),
    'workspace/willRenameFiles': ({ files }: lsp.RenameFilesParams) => {
      const movedTo = (uri: string): string | undefined => {
        const file = files.find(({ oldUri }) => uri === oldUri || uri.startsWith(`${oldUri.replace(/\/$/, '')}/`))
        return file && file.newUri.replace(/\/$/, '') + uri.slice(file.oldUri.replace(/\/$/, '').length)
      }
      const edits = serving.project.importsOf(movedTo)
      return edits.length === 0 ? null : toWorkspaceEdit(edits)
    },
  }
}

/** A member or parameter gets another name everywhere in the program. */
function renamed(
  serving: Serving,
  symbol: NonNullable<ReturnType<Project['symbolAt']>>,
  analysis: Analysis,
  offset: number,
  uri: string,
  { newName }: lsp.RenameParams,
): lsp.WorkspaceEdit {
  // A parameter may clash with other names of its function.
  const definitions = serving.project.placesOf(symbol).filter(place => place.isDefinition)
  const first = symbol.kind === 'parameter' ? definitions[0] : undefined
  const own = rename.answer(first?.analysis ?? analysis, first?.span.start ?? offset, newName)
  const refused = symbol.kind === 'member' ? reasonAgainstName(newName) : 'refused' in own ? own.refused : undefined
  if (refused !== undefined) throw new Refused(refused)
  const plain = 'edits' in own ? own.edits.map(edit => ({ ...edit, analysis: first?.analysis ?? analysis })) : []
  const here = plain.map(edit => ({
    uri: first?.uri ?? uri,
    analysis: edit.analysis,
    span: edit.span,
    newText: newName,
  }))
  const places = serving.project.placesOf(symbol).map(place => ({ ...place, newText: newName }))
  return toWorkspaceEdit(distinct([...here, ...places]))
}

/** Names with a meaning of their own in Python. */
function isSpecial(name: string): boolean {
  return /^__\w+__$/.test(name)
}
