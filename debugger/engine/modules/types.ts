// The module `_types`: what types.coroutine needs to mark the code of a generator as awaitable.

import type { Code } from '../code.ts'
import { PyCode } from '../code-object.ts'
import type { Machine } from '../machine.ts'
import { defineModule } from '../native.ts'
import { asInt, type Value } from '../value.ts'

const marked = new WeakMap<Code, Code>()

defineModule('_types', {
  functions: {
    'code_with_flags(code, flags, /)': (_m: Machine, object: PyCode, flags: Value) => {
      const { code } = object
      let made = marked.get(code)
      if (made === undefined) {
        made = code.withFlags(Number(asInt(flags)))
        marked.set(code, made)
      }
      return new PyCode(made)
    },
  },
})
