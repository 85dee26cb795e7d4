/**
 * What is known while one client is served: its documents, the files around them, what it can and what it has set. Everything that
 * answers requests is given this, and nothing else; it answers none itself.
 */

import type { Connection } from 'vscode-languageserver'
import type { AnalyzeOptions, Columns } from '../language/index.ts'
import type { CheckOptions } from '../language/rules/index.ts'
import { Documents } from './documents.ts'
import type { EngineNames } from './features/completion.ts'
import { Project } from './project.ts'
import { initialSettings, type Settings } from './settings.ts'
import { TokenMemory } from './token-memory.ts'
import { Workspace } from './workspace.ts'

/** Whose fault it is that there is no answer: nobody's, or the client's in one of three ways. */
export type FailureKind = 'refused' | 'wrong parameters' | 'not initialized' | 'shut down'

export interface ServerOptions {
  /** Runs a piece of work once what has already arrived is handled: one check for many keystrokes. */
  readonly defer: (work: () => void, milliseconds?: number) => void
  /** Milliseconds since some moment; left out, no work is cut into slices. */
  readonly now?: () => number
  /** The version told to clients. */
  readonly version?: string
  /** The library modules that the engine has, by dotted name, and the names in each; left out, no import is refused. */
  readonly modules?: EngineNames
  /** The text of a file beside the program; left out where there are no files. */
  readonly readFile?: (uri: string) => string | undefined
  /** The address of the folder with a page on each rule, a slash at its end. */
  readonly rulePages?: string
  /** The programs below a folder, one after another; left out where there are no files. */
  readonly files?: (folder: string) => Iterable<string>
  /** Makes the error that tells a client why it gets no answer. */
  readonly failure: (message: string, kind: FailureKind) => Error
}

/** Characters: in a statement longer than that, which no person has written, errors are told without reading it a second time. */
const patience = 50_000

/** What a client says of itself when it begins. */
export interface Client {
  /** How it counts the columns of a line. */
  readonly columns: Columns
  /** It asks for diagnostics. */
  readonly pulls: boolean
  /** It asks for them again when told to. */
  readonly canRefresh: boolean
  /** It tells of folders that come and go. */
  readonly hasFolders: boolean
  /** It tells of changed files that it is asked to watch. */
  readonly canWatch: boolean
  /** It asks for the edit of a code action once that is chosen. */
  readonly resolvesEdits: boolean
  readonly hasSnippets: boolean
  /** It asks for the documentation of a completion once that is looked at. */
  readonly asksForDocumentation: boolean
}

const anyClient: Client = {
  columns: 'utf-16',
  pulls: false,
  canRefresh: false,
  hasFolders: false,
  canWatch: false,
  resolvesEdits: false,
  hasSnippets: false,
  asksForDocumentation: false,
}

export class Serving {
  readonly connection: Connection
  readonly options: ServerOptions
  readonly documents: Documents
  readonly workspace: Workspace
  readonly project: Project
  readonly tokens = new TokenMemory()
  client: Client = anyClient
  settings: Settings = initialSettings
  /** The addresses of the folders that the client has open. */
  folders: readonly string[] = []

  constructor(connection: Connection, options: ServerOptions) {
    this.connection = connection
    this.options = options
    this.documents = new Documents(
      uri => this.analyzeOptions(uri),
      uri => this.ruleOptions(uri),
      uri => options.readFile?.(uri),
      options.now,
    )
    this.workspace = new Workspace({ ...options, columns: () => this.client.columns })
    this.project = new Project(this.documents, this.workspace)
  }

  private ruleOptions(uri: string): CheckOptions {
    const { modules, readFile } = this.options
    return {
      levels: this.settings.rules,
      ...(modules === undefined ? {} : { engine: modules }),
      canResolve: readFile !== undefined && uri.startsWith('file:'),
      coroutinesOnly: this.documents.get(uri)?.isPython === true,
    }
  }

  private analyzeOptions(uri: string): AnalyzeOptions {
    const { modules } = this.options
    const folder = uri.slice(0, uri.lastIndexOf('/') + 1)
    return {
      path: uri.slice(folder.length),
      patience,
      columns: this.client.columns,
      ...(modules === undefined ? {} : { modules }),
      isLocalModule: name => this.documents.module(uri, name, 0) !== undefined,
    }
  }

  /** Notes a failure of ours, of which the editor is not to suffer. */
  log(method: string, error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    this.connection.console.error(`${method}: ${text}`)
  }

  guarded(method: string, work: () => void): void {
    try {
      work()
    } catch (error) {
      this.log(method, error)
    }
  }
}
