// The samples of the page. The build puts their texts in: the page reads nothing from anywhere.

import type { Sample } from './sample-text.ts'

declare const COROSCOPE_SAMPLES: readonly Sample[]

/** The first one is what a newcomer sees. */
export const samples: readonly Sample[] = COROSCOPE_SAMPLES
