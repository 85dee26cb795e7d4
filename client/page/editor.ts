// The editor: CodeMirror with Coro's language server, a gutter for breakpoints and suspension points, and the lit line where the
// selected coroutine is suspended. It lives in a shadow root, where its styles are adopted style sheets: the page's policy
// allows no style elements.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { pythonLanguage } from '@codemirror/lang-python'
import {
  bracketMatching,
  codeFolding,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  LanguageSupport,
  syntaxHighlighting,
} from '@codemirror/language'
import { lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Extension, RangeSet, StateEffect, StateField } from '@codemirror/state'
import {
  Decoration,
  drawSelection,
  EditorView,
  GutterMarker,
  gutter,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { tags as t } from '@lezer/highlight'
import { suspensionLines } from './suspensions.ts'

/** A coroutine suspended, or the program stopped, at a line. */
export interface Mark {
  readonly line: number
  readonly name: string
  readonly isSelected: boolean
  /** CSS class that carries the lane's hue. */
  readonly hue: string
}

export interface EditorActions {
  /** The text has changed by the person's hand. */
  changed(): void
  breakpointsChanged(lines: number[]): void
  start(): void
  /** The cursor or the text has changed. */
  moved(): void
}

const setBreakpoints = StateEffect.define<readonly number[]>()
const setMarks = StateEffect.define<readonly Mark[]>()

class Dot extends GutterMarker {
  override toDOM(): Node {
    const dot = document.createElement('span')
    dot.className = 'breakpoint'
    dot.title = 'Breakpoint'
    return dot
  }
}

class Pause extends GutterMarker {
  private readonly marks: readonly Mark[]

  constructor(marks: readonly Mark[]) {
    super()
    this.marks = marks
  }

  override eq(other: Pause): boolean {
    return JSON.stringify(this.marks) === JSON.stringify(other.marks)
  }

  override toDOM(): Node {
    const pause = document.createElement('span')
    const here = this.marks.find(mark => mark.isSelected) ?? this.marks[0]
    pause.className = here ? `pause here ${here.hue}` : 'pause'
    pause.title = here
      ? `Suspended here: ${this.marks.map(mark => mark.name).join(', ')}`
      : 'A coroutine can be suspended here'
    return pause
  }
}

const dot = new Dot()

const breakpoints = StateField.define<RangeSet<Dot>>({
  create: () => RangeSet.empty,
  update(set, transaction) {
    let next = set.map(transaction.changes)
    for (const effect of transaction.effects)
      if (effect.is(setBreakpoints)) {
        const { doc } = transaction.state
        const lines = [...new Set(effect.value)].filter(line => line >= 1 && line <= doc.lines).sort((a, b) => a - b)
        next = RangeSet.of(lines.map(line => dot.range(doc.line(line).from)))
      }
    return next
  },
})

const marks = StateField.define<readonly Mark[]>({
  create: () => [],
  update(list, transaction) {
    for (const effect of transaction.effects) if (effect.is(setMarks)) return effect.value
    return list
  },
  provide: field =>
    EditorView.decorations.compute([field, 'doc'], state => {
      const lit = state.field(field).find(mark => mark.isSelected && mark.line <= state.doc.lines)
      if (!lit) return Decoration.none
      const line = Decoration.line({ class: `cm-suspended ${lit.hue}` })
      return Decoration.set(line.range(state.doc.line(lit.line).from))
    }),
})

const highlight = HighlightStyle.define([
  { tag: [t.controlKeyword, t.moduleKeyword, t.keyword], color: 'var(--code-keyword)' },
  { tag: [t.definitionKeyword, t.bool, t.null, t.self], color: 'var(--code-definition)' },
  { tag: [t.string, t.special(t.string)], color: 'var(--code-string)' },
  { tag: t.number, color: 'var(--code-number)' },
  { tag: t.comment, color: 'var(--code-comment)', fontStyle: 'italic' },
  {
    tag: [t.function(t.variableName), t.function(t.definition(t.variableName)), t.function(t.propertyName)],
    color: 'var(--code-function)',
  },
  { tag: [t.className, t.definition(t.className), t.typeName], color: 'var(--code-class)' },
  { tag: t.meta, color: 'var(--code-function)' },
  { tag: t.invalid, color: 'var(--coro-error)' },
])

const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--coro-text)', backgroundColor: 'var(--coro-background)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--coro-mono)', lineHeight: '20px', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--coro-text)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--coro-text)' },
  '.cm-gutters': { backgroundColor: 'var(--coro-background)', color: 'var(--coro-quiet)', border: '0' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px 0 4px', minWidth: '32px', fontVariantNumeric: 'tabular-nums' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--coro-text)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--code-selection) !important',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--code-match)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--code-match)', outline: '1px solid var(--coro-border)' },
  '.cm-marks': { width: '20px', cursor: 'pointer' },
  '.cm-marks .cm-gutterElement': { display: 'grid', placeItems: 'center' },
  '.breakpoint': {
    width: '10px',
    height: '10px',
    borderRadius: '50%',
    backgroundColor: 'var(--coro-error)',
    gridArea: '1 / 1',
  },
  '.pause': {
    boxSizing: 'border-box',
    width: '7px',
    height: '8px',
    borderLeft: '2px solid var(--coro-border)',
    borderRight: '2px solid var(--coro-border)',
    gridArea: '1 / 1',
  },
  '.pause.here': { width: '10px', height: '10px', borderWidth: '0 3px', borderColor: 'var(--hue)' },
  '.breakpoint + .pause, .pause + .breakpoint': { transform: 'scale(0.7)' },
  '.cm-suspended': {
    backgroundColor: 'color-mix(in srgb, var(--hue) 16%, transparent)',
    boxShadow: 'inset 3px 0 var(--hue)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--coro-raised)',
    color: 'var(--coro-text)',
    border: '1px solid var(--coro-border)',
    borderRadius: '4px',
    maxWidth: 'min(520px, 90vw)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--coro-accent)',
    color: 'var(--coro-on-accent)',
  },
  '.cm-lsp-documentation': { padding: '4px 12px', fontFamily: 'var(--coro-font)' },
  '.cm-diagnostic': { padding: '4px 12px', fontFamily: 'var(--coro-font)' },
  // Drawn as text decoration: the page's policy allows no image from an address of data.
  '.cm-lintRange': { backgroundImage: 'none !important', textDecorationSkipInk: 'none', textUnderlineOffset: '3px' },
  '.cm-lintRange-error': { textDecoration: 'underline wavy var(--coro-error) 1px' },
  '.cm-lintRange-warning': { textDecoration: 'underline wavy var(--coro-warning) 1px' },
  '.cm-lintRange-info, .cm-lintRange-hint': { textDecoration: 'underline dotted var(--coro-quiet) 1px' },
  '.cm-panels': { backgroundColor: 'var(--coro-panel)', color: 'var(--coro-text)', borderColor: 'var(--coro-line)' },
  '.cm-textfield': { backgroundColor: 'var(--coro-background)', border: '1px solid var(--coro-border)' },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--coro-raised)',
    border: '1px solid var(--coro-border)',
  },
  ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map(n => [`.hue-${n}`, { '--hue': `var(--coro-lane${n})` }])),
  '.hue-main': { '--hue': 'var(--coro-main)' },
})

export class Editor {
  readonly element: HTMLElement
  readonly view: EditorView
  private readonly actions: EditorActions
  private readonly server = new Compartment()
  private isLoading = false

  constructor(actions: EditorActions) {
    this.actions = actions
    this.element = document.createElement('div')
    this.element.className = 'editor'
    const root = this.element.attachShadow({ mode: 'open' })
    const parent = document.createElement('div')
    parent.style.height = '100%'
    root.append(parent)
    this.view = new EditorView({ parent, root, state: EditorState.create({ doc: '', extensions: this.extensions() }) })
  }

  get text(): string {
    return this.view.state.doc.toString()
  }

  /** Where the cursor is, as the language server counts. */
  get position(): { line: number; character: number } {
    const { doc, selection } = this.view.state
    const line = doc.lineAt(selection.main.head)
    return { line: line.number - 1, character: selection.main.head - line.from }
  }

  /** Numbers of the lines with a breakpoint. */
  get breakpoints(): number[] {
    const { state } = this.view
    const lines: number[] = []
    for (let at = state.field(breakpoints).iter(); at.value; at.next()) lines.push(state.doc.lineAt(at.from).number)
    return lines
  }

  /** Puts another text in; the old one's history goes with it. */
  load(text: string, server: Extension): void {
    this.isLoading = true
    this.view.setState(EditorState.create({ doc: text, extensions: this.extensions(server) }))
    this.isLoading = false
  }

  setBreakpoints(lines: readonly number[]): void {
    this.view.dispatch({ effects: setBreakpoints.of(lines) })
  }

  mark(list: readonly Mark[]): void {
    if (JSON.stringify(list) === JSON.stringify(this.view.state.field(marks))) return
    const selected = list.find(mark => mark.isSelected)
    const effects: StateEffect<unknown>[] = [setMarks.of(list)]
    const before = this.view.state.field(marks).find(mark => mark.isSelected)
    if (selected && selected.line !== before?.line && selected.line <= this.view.state.doc.lines)
      effects.push(
        EditorView.scrollIntoView(this.view.state.doc.line(selected.line).from, { y: 'nearest', yMargin: 60 }),
      )
    this.view.dispatch({ effects })
  }

  /** Shows a line and puts the cursor there. */
  reveal(line: number): void {
    const { doc } = this.view.state
    const { from } = doc.line(Math.max(1, Math.min(line, doc.lines)))
    this.view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) })
    this.view.focus()
  }

  private toggle(line: number): void {
    const lines = this.breakpoints
    const next = lines.includes(line) ? lines.filter(each => each !== line) : [...lines, line]
    this.setBreakpoints(next)
    this.actions.breakpointsChanged(this.breakpoints)
  }

  private extensions(server: Extension = []): Extension {
    return [
      gutter({
        class: 'cm-marks',
        lineMarker: (view, block) => {
          const line = view.state.doc.lineAt(block.from).number
          const here = view.state.field(marks).filter(mark => mark.line === line)
          return here.length > 0 || suspensionLines(view.state).has(line) ? new Pause(here) : null
        },
        markers: view => view.state.field(breakpoints),
        lineMarkerChange: update =>
          update.docChanged ||
          update.viewportChanged ||
          update.transactions.some(each => each.effects.some(effect => effect.is(setMarks))),
        domEventHandlers: {
          mousedown: (view, block) => {
            this.toggle(view.state.doc.lineAt(block.from).number)
            return true
          },
        },
      }),
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightSpecialChars(),
      history(),
      codeFolding(),
      drawSelection(),
      EditorState.allowMultipleSelections.of(true),
      indentOnInput(),
      indentUnit.of('    '),
      bracketMatching(),
      closeBrackets(),
      autocompletion(),
      search({ top: true }),
      highlightSelectionMatches(),
      syntaxHighlighting(highlight),
      new LanguageSupport(pythonLanguage),
      breakpoints,
      marks,
      look,
      EditorView.contentAttributes.of({ 'aria-label': 'Program', tabindex: '0' }),
      keymap.of([
        { key: 'Mod-Enter', run: () => act(() => this.actions.start()) },
        {
          key: 'F9',
          run: view => act(() => this.toggle(view.state.doc.lineAt(view.state.selection.main.head).number)),
        },
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...foldKeymap,
        ...completionKeymap,
        ...lintKeymap,
        indentWithTab,
      ]),
      EditorView.updateListener.of(update => {
        if (update.docChanged && !this.isLoading) this.actions.changed()
        if (update.docChanged || update.selectionSet) this.actions.moved()
      }),
      this.server.of(server),
    ]
  }
}

/** Runs a command and says that the key is used up. */
function act(command: () => void): true {
  command()
  return true
}
