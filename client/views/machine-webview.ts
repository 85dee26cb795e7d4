// The state machine in an editor tab: the extension asks the language server for the machine, the debugger says where the
// coroutine is; this puts them together.

import { type Machine, type MachineAnswer, machineFrom, type Walk } from './machine.ts'
import { MachineView } from './machine-view.ts'
import { Run } from './run.ts'
import { machineWalk } from './walk.ts'
import { EditorLink, type FromEditor } from './webview-link.ts'

type ToView =
  | FromEditor
  | {
      readonly type: 'machine'
      readonly answer: MachineAnswer
      readonly file: string
      readonly path: string
      readonly source: string
    }
  | { readonly type: 'nothing'; readonly why: string }

const run = new Run({ previews: false })
const link = new EditorLink(run)
let machine: Machine | undefined
let paths: readonly string[] = []

const view = new MachineView({
  reveal: (file, line) => link.post({ type: 'reveal', file, line }),
  save: (name, text) => link.post({ type: 'save', name, text }),
})
document.body.append(view.element)
document.body.classList.add('board')

const show = () => {
  const walk: Walk | undefined = machine && machineWalk(machine, paths, run)
  view.show(machine, walk)
}
run.onChange(show)

window.addEventListener('message', ({ data }: MessageEvent<ToView>) => {
  if (data.type === 'machine') {
    machine = machineFrom(data.answer, data.file, data.source)
    paths = [data.file, data.path]
    show()
  } else if (data.type === 'nothing') {
    view.say(data.why)
    machine = undefined
    show()
  } else link.receive(data, link)
})
link.post({ type: 'ready' })
