// The module time. Virtual by default: a clock that starts at a fixed moment, goes on with the instructions executed (20 ns
// each, about CPython's pace) and jumps when the program sleeps, so that a run is the same each time and sleeping costs
// nothing. With `--clock real` the host's clock is read instead.

import { normalInt } from '../int.ts'
import type { Machine } from '../machine.ts'
import { defineModule } from '../native.ts'
import { makeStruct, structType } from '../struct-type.ts'
import { T } from '../types.ts'
import { asInt, PyFloat, PyTuple, type Result, type Value } from '../value.ts'

/** 2025-01-01 00:00:00 UTC: when virtual time begins. */
const START = 1735689600
/** Monotonic clocks begin here. */
const MONOTONIC_START = 1000
const SECONDS_PER_INSTRUCTION = 2e-8

/** Seconds since the program started, asleep ones included. */
export function elapsed(m: Machine): number {
  return m.time * SECONDS_PER_INSTRUCTION + slept(m)
}

function slept(m: Machine): number {
  return (m.extra.slept as number | undefined) ?? 0
}

/** Moves the virtual clock on. */
export function sleepVirtually(m: Machine, seconds: number): void {
  m.extra.slept = slept(m) + seconds
}

/** `time.time()`. */
export function wallClock(m: Machine): number {
  return m.options.now !== undefined ? m.options.now() : START + elapsed(m)
}

/** `time.monotonic()`. */
export function monotonic(m: Machine): number {
  return m.options.now !== undefined ? m.options.now() : MONOTONIC_START + elapsed(m)
}

function nanoseconds(seconds: number): Value {
  const whole = Math.floor(seconds)
  return normalInt(BigInt(whole) * 1000000000n + BigInt(Math.round((seconds - whole) * 1e9)))
}

function seconds(m: Machine, value: Value): number | undefined {
  if (value instanceof PyFloat) return value.value
  const n = asInt(value)
  return n === undefined
    ? m.raise('TypeError', `'${m.typeName(value)}' object cannot be interpreted as an integer`)
    : Number(n)
}

function sleep(m: Machine, duration: Value): Result {
  const s = seconds(m, duration)
  if (s === undefined) return undefined
  if (Number.isNaN(s)) return m.raise('ValueError', 'Invalid value NaN (not a number)')
  if (s < 0) return m.raise('ValueError', 'sleep length must be non-negative')
  if (m.options.sleep !== undefined) m.options.sleep(s)
  else sleepVirtually(m, s)
  return null
}

const structTime = structType('time.struct_time', [
  ...['tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst'],
])

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const LONG_DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const LONG_MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November'],
  'December',
]

function broken(m: Machine, when: Value | undefined): PyTuple | undefined {
  const s = when === undefined || when === null ? wallClock(m) : seconds(m, when)
  if (s === undefined) return undefined
  const date = new Date(Math.floor(s) * 1000)
  if (Number.isNaN(date.getTime())) return m.raise('OverflowError', 'timestamp out of range for platform time_t')
  const year = date.getUTCFullYear()
  const day = Math.floor((date.getTime() - Date.UTC(year, 0, 1)) / 86400000) + 1
  const fields = [year, date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes()]
  return makeStruct(structTime, [...fields, date.getUTCSeconds(), (date.getUTCDay() + 6) % 7, day, 0])
}

const two = (n: number) => String(n).padStart(2, '0')

function format(template: string, t: readonly number[]): string {
  const [year, month, day, hour, minute, second, weekday, yearday] = t as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const values: Record<string, string> = {
    Y: String(year),
    y: two(((year % 100) + 100) % 100),
    m: two(month),
    d: two(day),
    e: String(day).padStart(2, ' '),
    H: two(hour),
    I: two(hour % 12 === 0 ? 12 : hour % 12),
    M: two(minute),
    S: two(second),
    p: hour < 12 ? 'AM' : 'PM',
    j: String(yearday).padStart(3, '0'),
    a: DAYS[weekday] ?? '?',
    A: LONG_DAYS[weekday] ?? '?',
    b: MONTHS[month - 1] ?? '?',
    B: LONG_MONTHS[month - 1] ?? '?',
    h: MONTHS[month - 1] ?? '?',
    w: String((weekday + 1) % 7),
    u: String(weekday + 1),
    U: two(Math.floor((yearday + 6 - ((weekday + 1) % 7)) / 7)),
    W: two(Math.floor((yearday + 6 - weekday) / 7)),
    Z: 'UTC',
    z: '+0000',
    n: '\n',
    t: '\t',
    '%': '%',
  }
  values.D = `${values.m}/${values.d}/${values.y}`
  values.F = `${values.Y}-${values.m}-${values.d}`
  values.T = `${values.H}:${values.M}:${values.S}`
  values.X = values.T
  values.R = `${values.H}:${values.M}`
  values.x = values.D
  values.r = `${values.I}:${values.M}:${values.S} ${values.p}`
  values.c = `${values.a} ${values.b} ${values.e} ${values.T} ${values.Y}`
  return template.replace(/%(.)/gs, (whole, letter: string) => values[letter] ?? whole)
}

function fieldsOf(m: Machine, value: Value | undefined): number[] | undefined {
  const tuple = value === undefined || value === null ? broken(m, undefined) : value
  if (tuple === undefined) return undefined
  if (!(tuple instanceof PyTuple)) return m.raise('TypeError', 'Tuple or struct_time argument required')
  if (tuple.items.length !== 9) {
    return m.raise('TypeError', 'function takes exactly 9 arguments')
  }
  return tuple.items.map(item => Number(asInt(item) ?? 0))
}

function ascTime(t: readonly number[]): Value {
  const [year, month, day, hour, minute, second, weekday] = t as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const clock = `${two(hour)}:${two(minute)}:${two(second)}`
  return `${DAYS[weekday]} ${MONTHS[month - 1]} ${String(day).padStart(2, ' ')} ${clock} ${year}`
}

const float = (x: number) => new PyFloat(T.float, x)

const clockInfo = structType('time.clock_info', ['implementation', 'monotonic', 'adjustable', 'resolution'])

/** What `time.get_clock_info` says of a clock. */
function getClockInfo(m: Machine, name: Value): Result {
  const clocks = ['time', 'monotonic', 'perf_counter', 'process_time', 'thread_time']
  if (typeof name !== 'string') {
    return m.raise('TypeError', `get_clock_info() argument 1 must be str, not ${m.typeName(name)}`)
  }
  if (!clocks.includes(name)) return m.raise('ValueError', 'unknown clock')
  const isTime = name === 'time'
  const id = isTime ? 'CLOCK_REALTIME' : name === 'process_time' ? 'CLOCK_PROCESS_CPUTIME_ID' : 'CLOCK_MONOTONIC'
  const implementation = `clock_gettime(${name === 'thread_time' ? 'CLOCK_THREAD_CPUTIME_ID' : id})`
  return makeStruct(clockInfo, [implementation, !isTime, isTime, float(1e-9)])
}

/** Seconds of the clock with this number; undefined: raised. */
function clock(m: Machine, id: Value): number | undefined {
  const n = asInt(id)
  if (n === undefined) {
    return m.raise('TypeError', `'${m.typeName(id)}' object cannot be interpreted as an integer`)
  }
  if (n === 0) return wallClock(m)
  if (n === 1 || n === 4 || n === 7) return monotonic(m)
  if (n === 2 || n === 3) return m.time * SECONDS_PER_INSTRUCTION
  return m.raiseArgs('OSError', [22, 'Invalid argument'])
}

defineModule('time', {
  doc: 'This module provides various functions to manipulate time values.',
  functions: {
    'time()': (m: Machine) => float(wallClock(m)),
    'time_ns()': (m: Machine) => nanoseconds(wallClock(m)),
    'monotonic()': (m: Machine) => float(monotonic(m)),
    'monotonic_ns()': (m: Machine) => nanoseconds(monotonic(m)),
    'perf_counter()': (m: Machine) => float(monotonic(m)),
    'perf_counter_ns()': (m: Machine) => nanoseconds(monotonic(m)),
    'process_time()': (m: Machine) => float(m.time * SECONDS_PER_INSTRUCTION),
    'process_time_ns()': (m: Machine) => nanoseconds(m.time * SECONDS_PER_INSTRUCTION),
    'thread_time()': (m: Machine) => float(m.time * SECONDS_PER_INSTRUCTION),
    'thread_time_ns()': (m: Machine) => nanoseconds(m.time * SECONDS_PER_INSTRUCTION),
    'sleep(seconds, /)': sleep,
    'gmtime(seconds=None, /)': broken,
    'localtime(seconds=None, /)': broken,
    'strftime(format, time_tuple=None, /)': (m: Machine, template: Value, tuple: Value | undefined) => {
      if (typeof template !== 'string') {
        return m.raise('TypeError', `strftime() argument 1 must be str, not ${m.typeName(template)}`)
      }
      const t = fieldsOf(m, tuple)
      return t && format(template, t)
    },
    'strptime(string, format="%a %b %d %H:%M:%S %Y", /)': (m: Machine, text: Value, template: Value | undefined) =>
      m.callPrelude('time_strptime', text, template ?? '%a %b %d %H:%M:%S %Y'),
    'mktime(time_tuple, /)': (m: Machine, tuple: Value) => {
      const t = fieldsOf(m, tuple) as [number, number, number, number, number, number] | undefined
      return t && float(Date.UTC(t[0], t[1] - 1, t[2], t[3], t[4], t[5]) / 1000)
    },
    'asctime(time_tuple=None, /)': (m: Machine, tuple: Value | undefined) => {
      const t = fieldsOf(m, tuple)
      return t && ascTime(t)
    },
    'ctime(seconds=None, /)': (m: Machine, when: Value | undefined) => {
      const tuple = broken(m, when)
      const t = tuple && fieldsOf(m, tuple)
      return t && ascTime(t)
    },
    'tzset()': () => null,
    'get_clock_info(name, /)': getClockInfo,
    'clock_gettime(clk_id, /)': (m: Machine, id: Value) => {
      const s = clock(m, id)
      return s === undefined ? undefined : float(s)
    },
    'clock_gettime_ns(clk_id, /)': (m: Machine, id: Value) => {
      const s = clock(m, id)
      return s === undefined ? undefined : nanoseconds(s)
    },
    'clock_getres(clk_id, /)': (m: Machine, id: Value) => (clock(m, id) === undefined ? undefined : float(1e-9)),
  },
  values: {
    struct_time: structTime,
    timezone: 0,
    altzone: 0,
    daylight: 0,
    tzname: new PyTuple(T.tuple, ['UTC', 'UTC']),
    CLOCK_REALTIME: 0,
    CLOCK_MONOTONIC: 1,
    CLOCK_PROCESS_CPUTIME_ID: 2,
    CLOCK_THREAD_CPUTIME_ID: 3,
    CLOCK_MONOTONIC_RAW: 4,
    CLOCK_BOOTTIME: 7,
  },
})
