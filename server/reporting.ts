/**
 * What is wrong with documents, sent unasked or given to who asks: found out in slices, between two of which messages are handled, so
 * that nobody who types waits for it.
 */

import type { CancellationToken } from 'vscode-languageserver'
import type * as lsp from 'vscode-languageserver-protocol'
import type { Requests } from './asking.ts'
import { toDiagnostic } from './convert.ts'
import type { Document } from './documents.ts'
import { diagnostics, diagnosticsWithin, maximumLength } from './features/diagnostics.ts'
import { prepareTokens } from './features/semantic-tokens.ts'
import { Reports } from './reports.ts'
import type { Serving } from './serving.ts'

/** Milliseconds of work between looking for messages. */
const slice = 12

/** The same for work that nobody has asked for yet. */
const shortSlice = 2

/** Milliseconds without a keystroke after which somebody counts as not typing. */
const pause = 250

/** Milliseconds without a keystroke after which what an editor is going to ask for is brought up to date. */
const idle = 40

export class Reporter {
  readonly requests: Requests = {
    'textDocument/diagnostic': (params: lsp.DocumentDiagnosticParams, token: CancellationToken) => {
      const document = this.serving.documents.get(params.textDocument.uri)
      return document === undefined
        ? { kind: 'full', items: [] }
        : this.pulledDiagnostics(document, params.previousResultId, token)
    },
    'workspace/diagnostic': (params: lsp.WorkspaceDiagnosticParams, token: CancellationToken) =>
      this.workspaceDiagnostics(params, token),
  }

  private readonly serving: Serving
  /** Documents that have changed since their diagnostics were last sent. */
  private readonly changed = new Set<Document>()
  /** Those of `changed` of which a part of their diagnostics has been sent. */
  private readonly unfinished = new Set<Document>()
  /** Documents of which all that is found out in idle moments once was. */
  private readonly prepared = new WeakSet<Document>()
  private readonly reports = new Reports()
  /** How often anything has changed, and how often it had when the workspace was last reported on. */
  private changeCount = 0
  private reportedCount = -1
  private onChange: (() => void)[] = []
  /** The last piece of work was much longer than a slice. */
  private isSlow = false

  constructor(serving: Serving) {
    this.serving = serving
  }

  /** A document has come or changed. */
  check(document: Document | undefined): void {
    if (document === undefined) return
    this.unfinished.delete(document)
    this.checkOn(document)
  }

  /** A document is closed: nothing said of it stays on the screen. */
  forget(document: Document): void {
    this.changed.delete(document)
    this.unfinished.delete(document)
    this.reports.forget(document.uri)
    this.noteChange()
    if (!this.serving.client.pulls) this.send(document.uri, undefined, [])
  }

  /** What is wrong with a document, found out in slices: somebody may be typing. Who has typed on gets what is known. */
  private pulledDiagnostics(
    document: Document,
    previousId: string | undefined,
    token: CancellationToken,
    version = document.version,
  ): unknown {
    const { now, defer } = this.serving.options
    const start = now?.() ?? 0
    const isCurrent = document.version === version && this.serving.documents.get(document.uri) === document
    const { analysis } = document
    const { items, isComplete } = diagnosticsWithin(
      analysis,
      () => isCurrent && (now === undefined || now() < start + slice),
    )
    if (isComplete || !isCurrent || token.isCancellationRequested) {
      if (isCurrent) this.isSlow = now !== undefined && now() - start > slice * 5
      const isOpen = this.serving.documents.get(document.uri) === document
      const found = isOpen ? items.map(item => toDiagnostic(analysis.text, item, this.serving.options.rulePages)) : []
      return this.reports.report(document.uri, found, previousId)
    }
    return new Promise<void>(resolve => defer(resolve, this.isSlow ? pause : 0)).then(() =>
      this.pulledDiagnostics(document, previousId, token, version),
    )
  }

  /**
   * What is wrong with the programs of the workspace, read one after another so that others are answered meanwhile. Who asks again while
   * nothing has changed waits until something does.
   */
  private async workspaceDiagnostics(
    { previousResultIds }: lsp.WorkspaceDiagnosticParams,
    token: CancellationToken,
  ): Promise<lsp.WorkspaceDiagnosticReport> {
    if (previousResultIds.length > 0 && this.changeCount === this.reportedCount) await this.nextChange(token)
    this.reportedCount = this.changeCount
    const before = new Map(previousResultIds.map(({ uri, value }) => [uri, value]))
    const files = this.serving.workspace.files.map(({ uri }) => uri).filter(uri => uri.endsWith('.coro'))
    const items: lsp.WorkspaceDocumentDiagnosticReport[] = []
    const reported = new Set<string>()
    const open = this.serving.documents.all.map(({ uri }) => uri).filter(uri => this.isInWorkspace(uri))
    for (const uri of new Set([...open, ...files])) {
      await new Promise<void>(resolve => this.serving.options.defer(resolve))
      if (token.isCancellationRequested) break
      const edited = this.serving.documents.get(uri)
      const document = edited ?? this.serving.documents.read(uri)
      if (document === undefined || this.isSilentIn(document)) continue
      const { analysis } = document
      reported.add(uri)
      const found = diagnostics
        .answer(analysis)
        .map(item => toDiagnostic(analysis.text, item, this.serving.options.rulePages))
      items.push({ ...this.reports.report(uri, found, before.get(uri)), uri, version: edited?.version ?? null })
    }
    // Of what is there no more nothing stays on the screen.
    if (!token.isCancellationRequested) {
      for (const uri of before.keys()) {
        if (reported.has(uri)) continue
        this.reports.forget(uri)
        items.push({ kind: 'full', items: [], uri, version: null })
      }
    }
    return { items }
  }

  private isInWorkspace(uri: string): boolean {
    return this.serving.folders.some(folder => uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`))
  }

  private nextChange(token: CancellationToken): Promise<void> {
    return new Promise(resolve => {
      this.onChange.push(resolve)
      token.onCancellationRequested(() => resolve())
    })
  }

  /** Something has changed on which diagnostics may rest. */
  noteChange(): void {
    this.changeCount++
    const waiting = this.onChange
    this.onChange = []
    for (const resolve of waiting) resolve()
  }

  private checkOn(document: Document): void {
    this.noteChange()
    if (this.serving.client.pulls) return
    if (this.changed.size === 0) this.serving.options.defer(() => this.sendChanged())
    this.changed.add(document)
  }

  /**
   * Sends what is wrong with each document that has changed. What takes long comes later, in slices: between two of them messages are
   * handled, and a letter typed meanwhile starts over with what it has not made doubtful.
   */
  private sendChanged(): void {
    const { now, defer } = this.serving.options
    const start = now?.() ?? 0
    const goesOn = (): boolean => now === undefined || now() < start + slice
    const changed = [...this.changed]
    this.changed.clear()
    for (const document of changed) {
      this.serving.guarded('diagnostics', () => {
        const { uri, version, analysis } = document
        const { items, isComplete } = this.isSilentIn(document)
          ? { items: [], isComplete: true }
          : diagnosticsWithin(analysis, goesOn)
        // What comes in slices is shown first and last, not in between.
        if (isComplete || !this.unfinished.has(document)) {
          this.send(
            uri,
            version,
            items.map(item => toDiagnostic(analysis.text, item, this.serving.options.rulePages)),
          )
        }
        this.unfinished.delete(document)
        const took = now === undefined ? 0 : now() - start
        if (isComplete) {
          // Of a new document a little at once, since who types without pause leaves no other time for it.
          if (!this.prepared.has(document)) this.prepare(document, version)
          else if (now !== undefined) defer(() => this.prepare(document, version), idle)
          // A statement that takes so long is looked at once nobody is typing in it.
          this.isSlow = took > slice * 5
          return
        }
        this.unfinished.add(document)
        const goOn = (): void => {
          if (document.version === version && this.serving.documents.get(uri) === document) this.checkOn(document)
        }
        if (this.isSlow) defer(goOn, pause)
        else goOn()
      })
    }
  }

  /** Finds out in idle moments what an editor is going to ask for: the colours of the text. */
  private prepare(document: Document, version: number): void {
    const { now } = this.serving.options
    if (now === undefined || document.version !== version || this.serving.documents.get(document.uri) !== document)
      return
    if (document.isPython || document.source.length > maximumLength) return
    const end = now() + shortSlice
    this.serving.guarded('semantic tokens', () => {
      if (prepareTokens(document.analysis, () => now() < end)) this.prepared.add(document)
      else this.serving.options.defer(() => this.prepare(document, version))
    })
  }

  private isSilentIn(document: Document): boolean {
    return document.isPython && this.serving.settings.python === 'off'
  }

  private send(uri: string, version: number | undefined, items: lsp.Diagnostic[]): void {
    const params = { uri, ...(version === undefined ? {} : { version }), diagnostics: items }
    this.serving.connection.sendNotification('textDocument/publishDiagnostics', params).catch(error => {
      this.serving.log('textDocument/publishDiagnostics', error)
    })
  }
}
