// quit and exit, as CPython's module site gives them: calling one closes sys.stdin and raises SystemExit.

import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { Obj, type Value } from './value.ts'

const EOF = 'Ctrl-D (i.e. EOF)'

class Quitter extends Obj {
  readonly name: string
  constructor(name: string) {
    super()
    this.cls = quitterType
    this.name = name
  }
}

const quitterType = defineType({
  name: '_sitebuiltins.Quitter',
  slots: { repr: (_m, self: Quitter) => `Use ${self.name}() or ${EOF} to exit` },
  call: [
    '__call__(code=None)',
    (m: Machine, _self: Value, code: Value | undefined) => m.callPrelude('quit', code ?? null),
  ],
  getset: { name: (_m, self: Quitter) => self.name, eof: () => EOF },
})

export const QUIT = new Quitter('quit')
export const EXIT = new Quitter('exit')
