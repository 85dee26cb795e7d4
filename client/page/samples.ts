// The samples of the page. The build puts their texts in: the page reads nothing from anywhere.

export interface Sample {
  /** Name of the file. */
  readonly name: string
  readonly source: string
}

declare const COROSCOPE_SAMPLES: readonly Sample[]

/** The first one is what a newcomer sees. */
export const samples: readonly Sample[] = COROSCOPE_SAMPLES

/** What a sample is about: the first line of its docstring. */
export const titleOf = (sample: Sample): string =>
  /^\s*(?:"""|''')(.+?)\.?(?:"""|''')?$/m.exec(sample.source)?.[1] ?? sample.name

/** The expression that a text asks to be driven with: `Drive it:  talk("Ada")   then …` in its docstring. */
export const driveOf = (source: string): string =>
  /^[\s#]*Drive it:[ \t]+(.+?)(?:[ \t]{2,}then\b.*)?[ \t]*$/m.exec(source)?.[1] ?? ''
