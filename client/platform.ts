// What differs between the desktop and the web: how the language server and the debug adapter are started. The two entry
// points each give one; the rest of the extension does not know where it runs.

import type * as vscode from 'vscode'

/** The scheme under which a text that is not the server's own is lent to it for one question. */
export const lentScheme = 'coroscope-lent'

export interface Platform {
  /** Makes the language server and the connection to it, not yet started. */
  createLanguageClient(context: vscode.ExtensionContext): Promise<LanguageServerConnection>
  createDebugAdapter(
    context: vscode.ExtensionContext,
    session: vscode.DebugSession,
    executable: vscode.DebugAdapterExecutable | undefined,
  ): vscode.ProviderResult<vscode.DebugAdapterDescriptor>
  /** Whether the debug adapter can read the files of this scheme by itself; otherwise it is sent the text. */
  readsFiles(scheme: string): boolean
}

/** The part of a language client that the extension uses. */
export interface LanguageServerConnection {
  start(): Promise<void>
  stop(): Promise<void>
  sendRequest(method: string, params: object): Promise<unknown>
  sendNotification(method: string, params: object): Promise<void>
}

/** The settings that the language server reads, as it is told of them at the start. */
export interface ServerSettings {
  readonly rules: object
  readonly python: string
}

/** What both kinds of language client are told: which documents, the settings, and that code lenses can be switched off. */
export function languageClientOptions(isCodeLensOn: () => boolean, settings: () => ServerSettings) {
  return {
    // Of Python files the server is told too; what it does there is a setting.
    documentSelector: [{ language: 'coro' }, { language: 'python' }],
    // The extension shows values at the ends of lines itself: it knows those of suspended coroutines.
    initializationOptions: () => ({ ownInlineValues: true, ...settings() }),
    synchronize: { configurationSection: 'coroscope' },
    middleware: {
      // A text that was lent to the server for one question has no problems to show.
      handleDiagnostics: <Address extends { scheme: string }, Diagnostics>(
        uri: Address,
        diagnostics: Diagnostics,
        next: (uri: Address, diagnostics: Diagnostics) => void,
      ) => {
        if (uri.scheme !== lentScheme) next(uri, diagnostics)
      },
      // In Python files the lenses are the extension's own.
      provideCodeLenses: <Document extends { languageId: string }, Token, Lenses>(
        document: Document,
        token: Token,
        next: (document: Document, token: Token) => Lenses,
      ) => (isCodeLensOn() && document.languageId === 'coro' ? next(document, token) : []),
    },
  }
}
