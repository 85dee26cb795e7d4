// `__slots__`: the descriptor of one slot. CPython: Objects/descrobject.c PyMemberDescr, structmember.c.
//
// Knows nothing of class creation.

import { dictOf, ensureDict, noAttribute } from './attribute.ts'
import type { Machine } from './machine.ts'
import { defineType } from './native.ts'
import { bareType, T } from './types.ts'
import { Instance, MutableObj, Obj, type PyType, type Value } from './value.ts'

/** Shown as `<member 'x' of 'C' objects>`, of type member_descriptor. */
export class SlotMember extends Obj {
  readonly name: string
  readonly owner: PyType
  /** Index in Instance.slots. */
  readonly index: number
  constructor(name: string, owner: PyType, index: number) {
    super()
    this.cls = slotMemberType
    this.name = name
    this.owner = owner
    this.index = index
  }
}

const slotMemberType = bareType('member_descriptor', T.object, 'native')
slotMemberType.isBase = false

// An instance of a built-in class with slots (a list subclass, say) keeps them in its dict under names nobody can write.
const hiddenName = (member: SlotMember) => `\u0000slot:${member.owner.name}.${member.name}`

function check(m: Machine, self: SlotMember, object: Value): boolean {
  if (m.isInstance(object, self.owner)) return true
  m.raise(
    'TypeError',
    `descriptor '${self.name}' for '${self.owner.name}' objects doesn't apply to a '${m.typeName(object)}' object`,
  )
  return false
}

defineType({
  type: slotMemberType,
  slots: {
    get: (m, self: SlotMember, object) => {
      if (object === undefined) return self
      if (!check(m, self, object)) return undefined
      const value = object instanceof Instance ? object.slots?.[self.index] : dictOf(object)?.getStr(hiddenName(self))
      if (value !== undefined) return value
      return noAttribute(m, object, `'${m.typeName(object)}' object has no attribute '${self.name}'`, self.name)
    },
    set: (m, self: SlotMember, object, value) => {
      if (!check(m, self, object)) return undefined
      if (object instanceof Instance) {
        if (value === undefined && object.slots?.[self.index] === undefined) {
          return noAttribute(m, object, `'${m.typeName(object)}' object has no attribute '${self.name}'`, self.name)
        }
        m.touch(object)
        object.slots ??= []
        object.slots[self.index] = value
        return null
      }
      let dict = ensureDict(m, object)
      if (dict === null && object instanceof MutableObj && 'dict' in object) {
        m.touch(object)
        dict = m.namespace()
        ;(object as MutableObj & { dict: unknown }).dict = dict
      }
      if (dict === null) return m.raise('TypeError', `'${m.typeName(object)}' object cannot have slots`)
      m.touch(dict)
      if (value !== undefined) dict.setStr(hiddenName(self), value)
      else if (dict.deleteStr(hiddenName(self)) === undefined) {
        return noAttribute(m, object, `'${m.typeName(object)}' object has no attribute '${self.name}'`, self.name)
      }
      return null
    },
    repr: (_m, self: SlotMember) => `<member '${self.name}' of '${self.owner.name}' objects>`,
  },
  members: {
    __name__: (_m, self: SlotMember) => self.name,
    __objclass__: (_m, self: SlotMember) => self.owner,
  },
  getset: { __doc__: () => null },
})
