/** Who calls whom, and which class is below which. */

import { askingOf, type Requests } from '../asking.ts'
import { toCallItem, toIncomingCall, toOutgoingCall, toTypeItem } from '../convert.ts'
import { incomingCalls, outgoingCalls, prepareCalls } from '../features/call-hierarchy.ts'
import type { Serving } from '../serving.ts'

export function hierarchies(serving: Serving): Requests {
  const { at, ofItem } = askingOf(serving.documents)
  return {
    'textDocument/prepareTypeHierarchy': at((analysis, offset) => {
      const cls = serving.project.classAt(analysis, offset)
      return cls && [toTypeItem(cls)]
    }),
    'typeHierarchy/supertypes': ofItem((analysis, offset) => {
      const cls = serving.project.classAt(analysis, offset)
      return cls && serving.project.basesOf(cls).map(toTypeItem)
    }),
    'typeHierarchy/subtypes': ofItem((analysis, offset) => {
      const cls = serving.project.classAt(analysis, offset)
      return cls && serving.project.subclassesOf(cls).map(toTypeItem)
    }),
    'textDocument/prepareCallHierarchy': at((analysis, offset, { textDocument: { uri } }) => {
      const caller = prepareCalls.answer(analysis, offset)
      return caller && [toCallItem(uri, analysis.text, caller)]
    }),
    'callHierarchy/incomingCalls': ofItem((analysis, offset, uri) => {
      // Those of a method are told by types, here as elsewhere.
      const isMember = serving.project.symbolAt(analysis, offset)?.kind === 'member'
      const here = isMember ? [] : incomingCalls.answer(analysis, offset)
      return [
        ...here.map(group => toIncomingCall(uri, analysis.text, group)),
        ...serving.project
          .callsTo(uri, analysis, offset)
          .map(({ uri, analysis, group }) => toIncomingCall(uri, analysis.text, group)),
      ]
    }),
    'callHierarchy/outgoingCalls': ofItem((analysis, offset, uri) => [
      ...outgoingCalls.answer(analysis, offset).map(group => toOutgoingCall(uri, analysis.text, group)),
      ...serving.project
        .callsFrom(uri, analysis, offset)
        .map(call => toOutgoingCall(call.uri, call.analysis.text, call.group, analysis.text)),
    ]),
  }
}
