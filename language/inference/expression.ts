/**
 * The types of expressions. Where names come from and what becomes of values is for who extends this: a walk through a function knows
 * its variables at each place, the evaluation of a module's constant does not need to.
 *
 * Never throws; what cannot be told is `unknown`.
 */

import type { Call, Comprehension, Expression, Name, Node } from '../tree.ts'
import { resultOfCall } from './call.ts'
import type { ModuleTypes } from './program.ts'
import { awaitedType, iteratedType } from './protocol.ts'
import {
  bool,
  builtinInstance,
  int,
  isInstanceOf,
  join,
  joinAll,
  membersOf,
  never,
  none,
  sitesOf,
  str,
  type Type,
  type UserClass,
  unknown,
  withoutSite,
} from './type.ts'

const float = builtinInstance('float')
const constants: Readonly<Record<string, Type>> = {
  str,
  int,
  float,
  bytes: builtinInstance('bytes'),
  complex: builtinInstance('complex'),
  None: none,
  True: bool,
  False: bool,
  Ellipsis: builtinInstance('ellipsis'),
}

/** Functions that iterate over their first argument to its end. */
const exhausting: ReadonlySet<string> = new Set([
  'list',
  'tuple',
  'set',
  'frozenset',
  'sorted',
  'sum',
  'dict',
  'min',
  'max',
])

/** Functions of asyncio that see to it that a coroutine is awaited. */
const awaiting: ReadonlySet<string> = new Set([
  'create_task',
  'ensure_future',
  'gather',
  'run',
  'run_coroutine_threadsafe',
  'shield',
  'wait_for',
])

export class Evaluator {
  readonly module: ModuleTypes
  /** The class in whose body or method the expression stands. */
  readonly owner: UserClass | undefined
  private depth = 0

  constructor(module: ModuleTypes, owner: UserClass | undefined) {
    this.module = module
    this.owner = owner
  }

  // What a walk adds

  lookup(node: Name): Type {
    return this.module.global(node.id)
  }
  protected record(_node: Node, _type: Type): void {}
  /** The value is handed on: to a call, a container, a caller. */
  protected handOn(_type: Type): void {}
  protected mayRaise(_node: Node): void {}
  /** Something was made whose fate is followed. */
  protected made(type: Type, _node: Expression): Type {
    return type
  }
  protected awaited(_node: Expression, _type: Type): void {}
  /** Handed to somebody who sees to it that it is awaited. */
  protected consumed(_node: Expression, _type: Type): void {}
  protected iterated(_node: Expression, _type: Type): void {}
  protected suspended(_node: Node, _yields: Type): Type {
    return unknown
  }
  protected delegated(_node: Node, _type: Type): void {}
  protected bindName(_node: Name, _type: Type): void {}
  protected captured(_node: Node): void {}
  protected called(_node: Call, _callee: Type): void {}
  /** Evaluates what is evaluated only when `test` is so. */
  protected when(_test: Expression, _truth: boolean, evaluate: () => Type): Type {
    return evaluate()
  }
  protected shadowed(_targets: readonly Comprehension[], evaluate: () => Type): Type {
    return evaluate()
  }

  // Expressions

  evaluate(node: Expression): Type {
    // Operators nested a thousand deep are nobody's program.
    if (this.depth > 200) return unknown
    this.depth++
    const type = this.compute(node)
    this.depth--
    if (node.kind !== 'Constant') this.record(node, type)
    return type
  }

  private compute(node: Expression): Type {
    switch (node.kind) {
      case 'Name':
        return node.ctx === 'Load' ? this.lookup(node) : unknown
      case 'Constant':
        return constants[node.value.type] ?? unknown
      case 'JoinedStr':
        for (const value of node.values) this.evaluate(value)
        return str
      case 'FormattedValue':
        this.evaluate(node.value)
        if (node.format_spec !== null) this.evaluate(node.format_spec)
        this.mayRaise(node)
        return str
      case 'Attribute': {
        const value = this.evaluate(node.value)
        this.handOn(value)
        return this.module.program.member(value, node.attr)
      }
      case 'Subscript': {
        const value = this.evaluate(node.value)
        // An element of a container is taken out of it.
        if (value.kind === 'object') this.handOn(value)
        this.evaluate(node.slice)
        this.mayRaise(node)
        return withoutSite(subscripted(value, node.slice))
      }
      case 'Call':
        return this.call(node)
      case 'Await': {
        const value = this.evaluate(node.value)
        this.awaited(node.value, value)
        this.delegated(node, value)
        this.mayRaise(node)
        return withoutSite(awaitedType(this.module.program, value).result)
      }
      case 'Yield': {
        const value = node.value === null ? none : this.evaluate(node.value)
        this.handOn(value)
        const sent = this.suspended(node, withoutSite(value))
        this.mayRaise(node)
        return sent
      }
      case 'YieldFrom': {
        const value = this.evaluate(node.value)
        this.iterated(node.value, value)
        this.delegated(node, value)
        this.mayRaise(node)
        return value.kind === 'generator' ? this.module.program.exchangeOf(value).returns : unknown
      }
      case 'BoolOp':
        return this.operation(node.values, node.op === 'And')
      case 'IfExp': {
        this.evaluate(node.test)
        const body = this.when(node.test, true, () => this.evaluate(node.body))
        const orelse = this.when(node.test, false, () => this.evaluate(node.orelse))
        return this.either(body, orelse)
      }
      case 'BinOp': {
        const left = this.evaluate(node.left)
        const right = this.evaluate(node.right)
        // Two lists make a third.
        for (const type of [left, right]) if (type.kind === 'object') this.handOn(type)
        this.mayRaise(node)
        return arithmetic(left, right, node.op)
      }
      case 'UnaryOp': {
        const operand = this.evaluate(node.operand)
        if (node.op === 'Not') return bool
        return operand === int || operand === float ? operand : unknown
      }
      case 'Compare':
        this.handOn(this.evaluate(node.left))
        for (const item of node.comparators) this.handOn(this.evaluate(item))
        return bool
      case 'NamedExpr': {
        const value = this.evaluate(node.value)
        if (node.target.kind === 'Name') this.bindName(node.target, value)
        return value
      }
      case 'List':
      case 'Set':
      case 'Tuple':
        return this.display(node, node.elts)
      case 'Dict': {
        const keys = node.keys.map(key => (key === null ? unknown : this.element(key)))
        const values = node.values.map(value => this.evaluate(value))
        // `**value` is no value of it.
        if (!node.keys.includes(null)) return this.mapping(node, joinAll(keys), values)
        for (const type of values) this.handOn(type)
        return builtinInstance('dict')
      }
      case 'ListComp':
      case 'SetComp':
        return this.shadowed(node.generators, () => {
          this.comprehension(node.generators)
          const type = this.container(node, node.kind === 'ListComp' ? 'list' : 'set', [this.evaluate(node.elt)])
          return type
        })
      case 'DictComp':
        return this.shadowed(node.generators, () => {
          this.comprehension(node.generators)
          const key = this.element(node.key)
          return this.mapping(node, key, [this.evaluate(node.value)])
        })
      case 'GeneratorExp': {
        this.captured(node)
        const isAsync = this.module.analysis.scopes.find(node)?.isAsync === true
        return this.shadowed(node.generators, () => {
          this.comprehension(node.generators)
          const element = this.evaluate(node.elt)
          this.handOn(element)
          const kind = isAsync ? 'async generator' : 'generator'
          const exchange = { yields: withoutSite(element), sends: none, returns: none }
          return { kind, name: '<genexpr>', exchange }
        })
      }
      case 'Lambda':
        for (const value of [...node.args.defaults, ...node.args.kw_defaults])
          if (value !== null) this.handOn(this.evaluate(value))
        this.captured(node)
        return { kind: 'function', fn: { node, module: this.module, owner: undefined } }
      case 'Starred': {
        const value = this.evaluate(node.value)
        this.iterated(node.value, value)
        return unknown
      }
      case 'Slice':
        for (const part of [node.lower, node.upper, node.step]) if (part !== null) this.evaluate(part)
        return unknown
      case 'Error':
        return unknown
    }
  }

  /** `a and b`, `a or b`: what comes later is evaluated only after what came before was true, or false. */
  private operation(values: readonly Expression[], whenTrue: boolean): Type {
    const [first, ...rest] = values
    const type = this.evaluate(first)
    if (rest.length === 0) return type
    // So many conditions are a table, not a path.
    if (rest.length > 40) return joinAll([type, ...rest.map(item => this.evaluate(item))])
    const others = this.when(first, whenTrue, () => this.operation(rest, whenTrue))
    return this.either(type === none && !whenTrue ? never : type, others)
  }

  /** One value or the other. Where it is not known which, neither is followed any more. */
  private either(a: Type, b: Type): Type {
    const type = join(a, b)
    if (type.kind === 'unknown') {
      this.handOn(a)
      this.handOn(b)
    }
    return type
  }

  private element(node: Expression): Type {
    const type = this.evaluate(node)
    this.handOn(type)
    return withoutSite(type)
  }

  private display(node: Expression & { kind: 'List' | 'Set' | 'Tuple' }, elements: readonly Expression[]): Type {
    const types = elements.map(item => this.evaluate(item))
    const name = node.kind === 'List' ? 'list' : node.kind === 'Set' ? 'set' : 'tuple'
    return this.container(node, name, types)
  }

  private mapping(node: Expression, key: Type, values: readonly Type[]): Type {
    const isFollowed = areCoroutines(values)
    for (const type of values) this.handOn(type)
    const type = builtinInstance('dict', key, joinAll(values.map(withoutSite)))
    return isFollowed ? this.made(type, node) : type
  }

  /** A container takes over what is put into it. */
  private container(node: Expression, name: 'list' | 'set' | 'tuple', elements: readonly Type[]): Type {
    const isFollowed = areCoroutines(elements)
    for (const type of elements) this.handOn(type)
    const plain = elements.map(withoutSite)
    const args = name === 'tuple' ? (plain.length <= 8 ? plain : [joinAll(plain)]) : [joinAll(plain)]
    const type = args[0]?.kind === 'never' ? builtinInstance(name) : builtinInstance(name, ...args)
    return isFollowed ? this.made(type, node) : type
  }

  /** Binds the targets of a comprehension's clauses. */
  private comprehension(generators: readonly Comprehension[]): void {
    for (const clause of generators) {
      const value = this.evaluate(clause.iter)
      this.iterated(clause.iter, value)
      if (clause.is_async) this.delegated(clause, value)
      this.mayRaise(clause)
      this.assign(clause.target, iteratedType(this.module.program, value, clause.is_async === 1).result)
      for (const test of clause.ifs) this.evaluate(test)
    }
  }

  /** Gives the names of a target their types. */
  protected assign(target: Expression, type: Type): void {
    switch (target.kind) {
      case 'Name':
        this.bindName(target, type)
        break
      case 'Tuple':
      case 'List': {
        this.iterated(target, type)
        const parts = unpacked(type, target.elts.length)
        target.elts.forEach((item, i) => {
          if (item.kind === 'Starred') this.assign(item.value, builtinInstance('list'))
          else this.assign(item, target.elts.some(other => other.kind === 'Starred') ? unknown : parts[i])
        })
        break
      }
      case 'Attribute':
        this.handOn(this.evaluate(target.value))
        this.handOn(type)
        break
      case 'Subscript':
        this.evaluate(target.value)
        this.evaluate(target.slice)
        this.handOn(type)
        break
      case 'Starred':
        this.assign(target.value, builtinInstance('list'))
        break
      default:
    }
  }

  private call(node: Call): Type {
    const callee = this.evaluate(node.func)
    this.called(node, callee)
    const looks = membersOf(callee).every(item => isLooking(this.module.program, item))
    const exhausts = exhausting.has(calleeName(callee))
    const awaits = callee.kind === 'library' && callee.module === 'asyncio' && awaiting.has(callee.name)
    const args = node.args.map(arg => {
      if (!awaits) return exhausts ? this.evaluate(arg) : this.argument(arg, looks)
      const type = this.evaluate(arg)
      // gather() takes one coroutine given twice for one.
      const isAgain = node.args.some(
        other => other.start < arg.start && other.kind === 'Name' && arg.kind === 'Name' && other.id === arg.id,
      )
      if (!isAgain) this.consumed(arg, type)
      return type
    })
    for (const keyword of node.keywords) this.argument(keyword.value, looks)
    if (exhausts) for (const [i, arg] of node.args.entries()) this.iterated(arg, args[i])
    this.mayRaise(node)
    const result = resultOfCall(this, callee, node, args.map(withoutSite))
    return this.made(result, node)
  }

  private argument(node: Expression, looks: boolean): Type {
    const type = this.evaluate(node)
    // Who looks at a generator mostly takes from it; who looks at a container may give its elements.
    const isMade =
      type.kind === 'coroutine' || sitesOf(type).some(site => site.what === 'task' || site.what === 'future')
    if (!looks || !isMade) this.handOn(type)
    return type
  }
}

/** Each of them was made just now. */
function areCoroutines(types: readonly Type[]): boolean {
  return types.length > 0 && types.every(type => type.kind === 'coroutine' && sitesOf(type).length > 0)
}

/** The name of a built-in that is called. */
function calleeName(callee: Type): string {
  if (callee.kind === 'class')
    return callee.cls.kind === 'library' && callee.cls.module === 'builtins' ? callee.cls.name : ''
  return callee.kind === 'library' && callee.module === 'builtins' && callee.owner === undefined ? callee.name : ''
}

function isLooking(program: ModuleTypes['program'], callee: Type): boolean {
  if (callee.kind === 'class' && callee.cls.kind === 'library')
    return program.onlyLooks(callee.cls.module, callee.cls.name)
  return callee.kind === 'library' && callee.owner === undefined && program.onlyLooks(callee.module, callee.name)
}

function subscripted(value: Type, slice: Expression): Type {
  if (value.kind === 'class' || value.kind === 'never') return value
  if (value.kind !== 'object' || value.cls.kind !== 'library' || value.cls.module !== 'builtins') return unknown
  switch (value.cls.name) {
    case 'list':
      return slice.kind === 'Slice' ? value : (value.args[0] ?? unknown)
    case 'dict':
      return value.args[1] ?? unknown
    case 'tuple': {
      const index = slice.kind === 'Constant' && slice.value.type === 'int' ? Number(slice.value.value) : -1
      return value.args[index] ?? unknown
    }
    case 'str':
      return str
    default:
      return unknown
  }
}

function unpacked(type: Type, count: number): Type[] {
  if (isInstanceOf(type, 'builtins', 'tuple') && type.kind === 'object' && type.args.length === count)
    return [...type.args]
  if (isInstanceOf(type, 'builtins', 'list') && type.kind === 'object' && type.args.length === 1)
    return Array.from({ length: count }, () => type.args[0])
  return Array.from({ length: count }, () => unknown)
}

function arithmetic(left: Type, right: Type, op: string): Type {
  if (left.kind === 'never' || right.kind === 'never') return never
  if (left === str)
    return op === 'Mod' || (op === 'Add' && right === str) || (op === 'Mult' && right === int) ? str : unknown
  const isNumber = (type: Type): boolean => type === int || type === float || type === bool
  if (isNumber(left) && isNumber(right)) {
    if (op === 'Div') return float
    return left === float || right === float ? float : op === 'Pow' ? unknown : int
  }
  return isInstanceOf(left, 'builtins', 'list') && op === 'Add' ? builtinInstance('list') : unknown
}
