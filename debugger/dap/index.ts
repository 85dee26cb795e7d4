// The Debug Adapter's API: a class that takes and gives messages of the Debug Adapter Protocol.

export { CoroAdapter } from './adapter.ts'
export { requests } from './requests.ts'
