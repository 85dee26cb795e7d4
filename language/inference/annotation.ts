/** Annotations read as types. They are trusted. */

import { parseExpression } from '../parse.ts'
import type { Expression } from '../tree.ts'
import type { Program } from './program.ts'
import {
  builtinInstance,
  instanceOf,
  join,
  joinAll,
  none,
  type Suspendable,
  type SuspendableKind,
  type Type,
  unknown,
} from './type.ts'

/** The type that an annotation stands for; `evaluate` gives the types of the names in it. */
export function annotatedType(
  program: Program,
  node: Expression,
  evaluate: (node: Expression) => Type,
  depth = 6,
): Type {
  if (depth === 0) return unknown
  const again = (inner: Expression): Type => annotatedType(program, inner, evaluate, depth - 1)
  switch (node.kind) {
    case 'Constant': {
      if (node.value.type === 'None') return none
      if (node.value.type !== 'str' || node.value.value.length > 500) return unknown
      const parsed = parseExpression(node.value.value)
      return parsed.diagnostics.length > 0 ? unknown : again(parsed.tree.body)
    }
    case 'BinOp':
      return node.op === 'BitOr' ? join(again(node.left), again(node.right)) : unknown
    case 'Name':
    case 'Attribute':
      return bare(evaluate(node))
    case 'Subscript': {
      const args = node.slice.kind === 'Tuple' ? node.slice.elts : [node.slice]
      return generic(evaluate(node.value), args, again)
    }
    default:
      return unknown
  }
}

const kinds: Readonly<Record<string, SuspendableKind>> = {
  Coroutine: 'coroutine',
  CoroutineType: 'coroutine',
  Generator: 'generator',
  GeneratorType: 'generator',
  AsyncGenerator: 'async generator',
  AsyncGeneratorType: 'async generator',
}

/** Names of `typing` that stand for built-in classes. */
const oldNames: Readonly<Record<string, string>> = {
  List: 'list',
  Dict: 'dict',
  Set: 'set',
  FrozenSet: 'frozenset',
  Tuple: 'tuple',
  Text: 'str',
}

const protocols: ReadonlySet<string> = new Set([
  'Awaitable',
  'Iterable',
  'Iterator',
  'AsyncIterable',
  'AsyncIterator',
  'ContextManager',
  'AsyncContextManager',
])

function typingName(type: Type): string | undefined {
  if (type.kind === 'library' && type.owner === undefined && isTyping(type.module)) return type.name
  return type.kind === 'class' && type.cls.kind === 'library' && isTyping(type.cls.module) ? type.cls.name : undefined
}

const isTyping = (module: string): boolean => module === 'typing' || module === 'collections.abc' || module === 'types'

/** A name without brackets. */
function bare(type: Type): Type {
  const name = typingName(type)
  if (name !== undefined) return special(name, [])
  if (type.kind !== 'class') return unknown
  if (type.cls.kind === 'user') return { kind: 'object', cls: type.cls, args: [] }
  if (type.cls.module === 'contextlib' && type.cls.name.startsWith('Abstract')) {
    return instanceOf('typing', type.cls.name === 'AbstractContextManager' ? 'ContextManager' : 'AsyncContextManager')
  }
  if (type.cls.module === 'builtins' && (type.cls.name === 'object' || type.cls.name === 'type')) return unknown
  return instanceOf(type.cls.module, type.cls.name)
}

function generic(type: Type, args: readonly Expression[], read: (node: Expression) => Type): Type {
  const name = typingName(type)
  if (name !== undefined) {
    switch (name) {
      case 'Optional':
        return join(read(args[0]), none)
      case 'Union':
        return joinAll(args.map(read))
      case 'Annotated':
      case 'Final':
      case 'ClassVar':
      case 'Required':
      case 'NotRequired':
        return read(args[0])
      case 'Callable':
      case 'Literal':
        return unknown
      default:
        return special(name, args.map(read))
    }
  }
  if (type.kind !== 'class') return unknown
  if (type.cls.kind === 'user') return { kind: 'object', cls: type.cls, args: args.map(read) }
  const { module, name: className } = type.cls
  if (module === 'builtins' && className === 'type') {
    const inner = read(args[0])
    return inner.kind === 'object' ? { kind: 'class', cls: inner.cls } : unknown
  }
  if (module === 'contextlib' && className === 'AbstractAsyncContextManager')
    return instanceOf('typing', 'AsyncContextManager', read(args[0]))
  if (module === 'contextlib' && className === 'AbstractContextManager')
    return instanceOf('typing', 'ContextManager', read(args[0]))
  // `tuple[int, ...]`
  const isOpen = className === 'tuple' && args.some(item => item.kind === 'Constant' && item.value.type === 'Ellipsis')
  return isOpen ? builtinInstance('tuple') : instanceOf(module, className, ...args.map(read))
}

function special(name: string, args: readonly Type[]): Type {
  const kind = kinds[name]
  if (kind !== undefined) {
    const [yields = unknown, second = unknown, third = unknown] = args
    const exchange =
      kind === 'async generator' ? { yields, sends: second, returns: none } : { yields, sends: second, returns: third }
    const made: Suspendable = { kind, name: '', exchange }
    return made
  }
  const old = oldNames[name]
  if (old !== undefined) return builtinInstance(old, ...args)
  if (protocols.has(name)) return instanceOf('typing', name, ...args)
  if (name === 'NoneType') return none
  return unknown
}
