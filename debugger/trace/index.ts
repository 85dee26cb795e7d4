// The event contract between the engine and the views.
export * from './event.ts'
export * from './fold.ts'
