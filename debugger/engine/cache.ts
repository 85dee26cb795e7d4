// Inline caches of attribute and global accesses: what was found, and the versions and shapes that prove it still holds.
// They are part of no snapshot: a version never comes back with another meaning.
//
// Knows nothing of the instruction loop, which looks into the caches itself.

import { getAttribute, isMethodLike, lookup, setAttribute } from './attribute.ts'
import type { Code } from './code.ts'
import type { PyDict, Shape } from './dict.ts'
import type { Frame } from './frame.ts'
import { undefinedName } from './instruction-name.ts'
import type { Machine } from './machine.ts'
import { SlotMember } from './slot-member.ts'
import { T } from './types.ts'
import { END, Instance, PyModule, PyType, type Result, type Value } from './value.ts'

/** Kinds: 1 instance dict, 2 class value, 3 `__slots__` member, 4 method, 5 new instance attribute, 6 module, 7 class. */
export class AttributeCache {
  version = 0
  kind = 0
  shape: Shape | null = null
  index = 0
  value: Value = null
  nextShape: Shape | null = null
}

/** Of a global name: its index in the globals, or -1 and its index in the builtins. */
export class GlobalCache {
  shape: Shape | null = null
  index = -1
  builtinsShape: Shape | null = null
  builtinsIndex = 0
}

export function attributeCache(code: Code, pc: number): AttributeCache {
  let cache = code.caches[pc] as AttributeCache | undefined
  if (cache === undefined) {
    cache = new AttributeCache()
    code.caches[pc] = cache
  }
  return cache
}

/** LoadGlobal when the cache does not say: looks, and remembers. */
export function globalCache(m: Machine, frame: Frame, pc: number, name: string): Result {
  const { globals, builtins, code } = frame
  let cache = code.caches[pc] as GlobalCache | undefined
  if (cache === undefined) {
    cache = new GlobalCache()
    code.caches[pc] = cache
  }
  const own = globals.getStr(name)
  if (own !== undefined) {
    if (globals.shape !== null) {
      cache.shape = globals.shape
      cache.index = globals.shape.indexOf(name)
    }
    return own
  }
  const value = builtins.getStr(name)
  if (value === undefined) return undefinedName(m, frame, name)
  if (globals.shape !== null && builtins.shape !== null) {
    cache.shape = globals.shape
    cache.index = -1
    cache.builtinsShape = builtins.shape
    cache.builtinsIndex = builtins.shape.indexOf(name)
  }
  return value
}

/** Does getattr on the class do nothing but the generic lookup? */
function isGeneric(cls: PyType): boolean {
  return cls.slots.getattr === T.object.slots.getattr
}

/** LoadAttr when the cache does not say. */
export function loadAttribute(m: Machine, code: Code, pc: number, object: Value, name: string): Result {
  if (object instanceof PyModule) {
    const cache = code.caches[pc] as AttributeCache | undefined
    if (cache !== undefined && cache.kind === 6 && object.dict.shape === cache.shape) {
      return object.dict.values[cache.index]
    }
    cacheModule(m, code, pc, object, name)
  } else if (object instanceof PyType) {
    const cache = code.caches[pc] as AttributeCache | undefined
    if (cache !== undefined && cache.kind === 7 && object.version === cache.version) return cache.value
    if (object.cls === T.type && lookup(T.type, name) === undefined) {
      const found = lookup(object, name)
      if (found !== undefined && m.typeOf(found).slots.get === null) {
        const made = attributeCache(code, pc)
        made.kind = 7
        made.version = object.version
        made.value = found
        return found
      }
    }
  } else if (object instanceof Instance && isGeneric(object.cls)) {
    const { cls, dict } = object
    const found = lookup(cls, name)
    if (found === undefined) {
      const shape = dict === null ? null : dict.shape
      if (shape !== null) {
        const index = shape.indexOf(name)
        if (index >= 0) {
          const cache = attributeCache(code, pc)
          cache.kind = 1
          cache.version = cls.version
          cache.shape = shape
          cache.index = index
          return dict!.values[index]
        }
      }
    } else {
      const { get } = m.typeOf(found).slots
      if (found instanceof SlotMember) {
        const value = object.slots?.[found.index]
        if (value !== undefined) {
          const cache = attributeCache(code, pc)
          cache.kind = 3
          cache.version = cls.version
          cache.index = found.index
          return value
        }
      } else if (get === null && (dict === null || (dict.shape !== null && dict.shape.indexOf(name) < 0))) {
        const cache = attributeCache(code, pc)
        cache.kind = 2
        cache.version = cls.version
        cache.shape = dict === null ? null : dict.shape
        cache.value = found
        return found
      }
    }
  }
  return getAttribute(m, object, name)
}

function cacheModule(m: Machine, code: Code, pc: number, module: PyModule, name: string): void {
  const { shape } = module.dict
  if (shape === null || !isModuleGeneric(m, module)) return
  const index = shape.indexOf(name)
  if (index < 0 || lookup(module.cls, name) !== undefined) return
  const cache = attributeCache(code, pc)
  cache.kind = 6
  cache.shape = shape
  cache.index = index
}

function isModuleGeneric(_m: Machine, module: PyModule): boolean {
  return module.cls === T.module
}

/**
 * LoadMethod when the cache does not say: END means that m.methodFunction is to be called with the object as its first
 * argument; anything else is a value to be called as it is.
 */
export function loadMethod(m: Machine, code: Code, pc: number, object: Value, name: string): Result | typeof END {
  if (object instanceof PyModule || object instanceof PyType) return loadAttribute(m, code, pc, object, name)
  const cls = m.typeOf(object)
  if (!isGeneric(cls)) return getAttribute(m, object, name)
  const found = lookup(cls, name)
  if (!isMethodLike(found)) return getAttribute(m, object, name)
  let dict: PyDict | null = null
  if (object instanceof Instance) {
    dict = object.dict
    if (dict !== null && dict.getStr(name) !== undefined) return dict.getStr(name)
  } else if (cls.hasDict) return getAttribute(m, object, name)
  if (dict === null || dict.shape !== null) {
    const cache = attributeCache(code, pc)
    cache.kind = 4
    cache.version = cls.version
    cache.shape = dict === null ? null : dict.shape
    cache.value = found
  }
  m.methodFunction = found
  return END
}

/** StoreAttr when the cache does not say. The result is null. */
export function storeAttribute(m: Machine, code: Code, pc: number, object: Value, name: string, value: Value): Result {
  if (object instanceof Instance && object.cls.slots.setattr === T.object.slots.setattr) {
    const { cls, dict } = object
    const found = lookup(cls, name)
    if (found instanceof SlotMember) {
      if (object.slots !== null && found.index < object.slots.length && cls.mro.includes(found.owner)) {
        const cache = attributeCache(code, pc)
        cache.kind = 3
        cache.version = cls.version
        cache.index = found.index
        m.touch(object)
        object.slots[found.index] = value
        return null
      }
    } else if (dict !== null && (found === undefined || m.typeOf(found).slots.set === null)) {
      m.touch(dict)
      const before = dict.shape
      const index = before === null ? -1 : before.indexOf(name)
      dict.setStr(name, value)
      if (before !== null && dict.shape !== null) {
        const cache = attributeCache(code, pc)
        cache.version = cls.version
        cache.shape = before
        if (index >= 0) {
          cache.kind = 1
          cache.index = index
        } else {
          cache.kind = 5
          cache.nextShape = dict.shape
        }
      }
      return null
    }
  }
  return setAttribute(m, object, name, value)
}
