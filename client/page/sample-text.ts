// What a program's text says about itself: its title, and the call it asks to be driven with.

export interface Sample {
  /** Name of the file. */
  readonly name: string
  readonly source: string
}

/** What a sample is about: the first line of its docstring. */
export const titleOf = (sample: Sample): string =>
  /^\s*(?:"""|''')(.+?)\.?(?:"""|''')?\s*$/m.exec(sample.source)?.[1] ?? sample.name

/** The expression that a text asks to be driven with: `Drive it:  talk("Ada")   then …` in its docstring. */
export const driveOf = (source: string): string =>
  /^[\s#]*Drive it:[ \t]+(.+?)(?:[ \t]{2,}then\b.*)?[ \t]*$/m.exec(source)?.[1] ?? ''
