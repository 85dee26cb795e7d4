// The module `_types`: what types.coroutine needs to mark the code of a generator as awaitable.

import type { Code } from '../code.ts'
import { PyCode } from '../code-object.ts'
import type { Machine } from '../machine.ts'
import { defineModule } from '../native.ts'
import { asInt, type Value } from '../value.ts'

/** The same code with other flags. Instructions, positions and caches are shared. */
function withFlags(code: Code, flags: number): Code {
  const { name, qualname, filename, firstLine, argCount, posOnlyCount, kwOnlyCount, varNames, localCount } = code
  const { cellNames, freeNames, cellSlots, slotCount, stackSize, consts, names, ops, original, positions } = code
  const { exceptionTable, lineStarts, doc, caches } = code
  return {
    ...{ name, qualname, filename, firstLine, flags, argCount, posOnlyCount, kwOnlyCount, varNames, localCount },
    ...{ cellNames, freeNames, cellSlots, slotCount, stackSize, consts, names, ops, original, positions },
    ...{ exceptionTable, lineStarts, doc, caches },
  }
}

const marked = new WeakMap<Code, Code>()

defineModule('_types', {
  functions: {
    'code_with_flags(code, flags, /)': (_m: Machine, object: PyCode, flags: Value) => {
      const { code } = object
      let made = marked.get(code)
      if (made === undefined) {
        made = withFlags(code, Number(asInt(flags)))
        marked.set(code, made)
      }
      return new PyCode(made)
    },
  },
})
