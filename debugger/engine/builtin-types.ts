// Fills in the classes of numbers, text and bytes, and the native modules about them. Importing it is all there is to do.

import './range.ts'
import './slice.ts'
import './type-bytearray.ts'
import './type-bytes.ts'
import './type-complex.ts'
import './type-float.ts'
import './type-int.ts'
import './type-memoryview.ts'
import './type-str.ts'
import './modules/math-int.ts'
import './modules/math.ts'
import './modules/re.ts'
