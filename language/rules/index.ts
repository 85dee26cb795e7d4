/** The rules about coroutine programs: one function from the types of a module to what is wrong with it. */

export { type CheckOptions, check, checkWithin, findingsAt } from './check.ts'
export type { Finding, Fix, FixEdit, Level, RuleInfo } from './rule.ts'
export { generalRules, ruleIds, rules } from './table.ts'
