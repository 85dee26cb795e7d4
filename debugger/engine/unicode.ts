// Which characters are letters, digits, spaces, printable …, as Unicode 15.1 (the version of CPython 3.13) has it. The
// tables are those of the host's regular expressions; listed here is only where CPython differs or the host may be newer.
//
// Knows code points and one-character strings, nothing of Python values.

/** Assigned after Unicode 15.1: to CPython 3.13 these are unassigned. */
const NEWER_RANGES =
  '\\u088f\\u0897\\u0c5c\\u0cdc\\u1acf-\\u1add\\u1ae0-\\u1aeb\\u1b4e-\\u1b4f\\u1b7f\\u1c89-\\u1c8a\\u20c1' +
  '\\u2427-\\u2429\\u2b96\\u31e4-\\u31e5\\ua7cb-\\ua7cf\\ua7d2\\ua7d4\\ua7da-\\ua7dc\\ua7f1\\ufbc3-\\ufbd2' +
  '\\ufd90-\\ufd91\\ufdc8-\\ufdce\\u{105c0}-\\u{105f3}\\u{10940}-\\u{10959}\\u{10d40}-\\u{10d65}' +
  '\\u{10d69}-\\u{10d85}\\u{10d8e}-\\u{10d8f}\\u{10ec2}-\\u{10ec7}\\u{10ed0}-\\u{10ed8}\\u{10efa}-\\u{10efc}' +
  '\\u{11380}-\\u{11389}\\u{1138b}\\u{1138e}\\u{11390}-\\u{113b5}\\u{113b7}-\\u{113c0}\\u{113c2}\\u{113c5}' +
  '\\u{113c7}-\\u{113ca}\\u{113cc}-\\u{113d5}\\u{113d7}-\\u{113d8}\\u{113e1}-\\u{113e2}\\u{116d0}-\\u{116e3}' +
  '\\u{11b60}-\\u{11b67}\\u{11bc0}-\\u{11be1}\\u{11bf0}-\\u{11bf9}\\u{11db0}-\\u{11ddb}\\u{11de0}-\\u{11de9}' +
  '\\u{11f5a}\\u{13460}-\\u{143fa}\\u{16100}-\\u{16139}\\u{16d40}-\\u{16d79}\\u{16ea0}-\\u{16eb8}' +
  '\\u{16ebb}-\\u{16ed3}\\u{16ff2}-\\u{16ff6}\\u{187f8}-\\u{187ff}\\u{18cff}\\u{18d09}-\\u{18d1e}' +
  '\\u{18d80}-\\u{18df2}\\u{1cc00}-\\u{1ccfc}\\u{1cd00}-\\u{1ceb3}\\u{1ceba}-\\u{1ced0}\\u{1cee0}-\\u{1cef0}' +
  '\\u{1e5d0}-\\u{1e5fa}\\u{1e5ff}\\u{1e6c0}-\\u{1e6de}\\u{1e6e0}-\\u{1e6f5}\\u{1e6fe}-\\u{1e6ff}\\u{1f6d8}' +
  '\\u{1f777}-\\u{1f77a}\\u{1f8b2}-\\u{1f8bb}\\u{1f8c0}-\\u{1f8c1}\\u{1f8d0}-\\u{1f8d8}\\u{1fa54}-\\u{1fa57}' +
  '\\u{1fa89}-\\u{1fa8a}\\u{1fa8e}-\\u{1fa8f}\\u{1fabe}\\u{1fac6}\\u{1fac8}\\u{1facd}\\u{1fadc}\\u{1fadf}' +
  '\\u{1fae9}-\\u{1faea}\\u{1faef}\\u{1fbcb}-\\u{1fbef}\\u{1fbfa}\\u{2b73a}-\\u{2b73f}\\u{2cea2}-\\u{2cead}' +
  '\\u{323b0}-\\u{33479}'

/** isdigit() but not decimal: superscripts, circled digits … */
const OTHER_DIGIT_RANGES =
  '\\u00b2-\\u00b3\\u00b9\\u1369-\\u1371\\u19da\\u2070\\u2074-\\u2079\\u2080-\\u2089\\u2460-\\u2468\\u2474-\\u247c' +
  '\\u2488-\\u2490\\u24ea\\u24f5-\\u24fd\\u24ff\\u2776-\\u277e\\u2780-\\u2788\\u278a-\\u2792\\u{10a40}-\\u{10a43}' +
  '\\u{10e60}-\\u{10e68}\\u{11052}-\\u{1105a}\\u{1f100}-\\u{1f10a}'

/** isnumeric() but not of category N: ideographs with a numeric value. */
const OTHER_NUMERIC_RANGES =
  '\\u3405\\u3483\\u382a\\u3b4d\\u4e00\\u4e03\\u4e07\\u4e09\\u4e24\\u4e5d\\u4e8c\\u4e94\\u4e96\\u4eac\\u4ebf-\\u4ec0' +
  '\\u4edf\\u4ee8\\u4f0d\\u4f70\\u4fe9\\u5006\\u5104\\u5146\\u5169\\u516b\\u516d\\u5341\\u5343-\\u5345\\u534c' +
  '\\u53c1-\\u53c4\\u56db\\u58f1\\u58f9\\u5e7a\\u5efe-\\u5eff\\u5f0c-\\u5f0e\\u5f10\\u62d0\\u62fe\\u634c\\u67d2\\u6d1e' +
  '\\u6f06\\u7396\\u767e\\u7695\\u79ed\\u8086\\u842c\\u8cae\\u8cb3\\u8d30\\u920e\\u94a9\\u9621\\u9646\\u964c\\u9678' +
  '\\u96f6\\uf96b\\uf973\\uf978\\uf9b2\\uf9d1\\uf9d3\\uf9fd\\u{20001}\\u{20064}\\u{200e2}\\u{20121}\\u{2092a}' +
  '\\u{20983}\\u{2098c}\\u{2099c}\\u{20aea}\\u{20afd}\\u{20b19}\\u{22390}\\u{22998}\\u{23b1b}\\u{2626d}\\u{2f890}'

/** A character that CPython 3.13 holds unassigned though the host may know it. */
export const NEWER = new RegExp(`[${NEWER_RANGES}]`, 'u')
const OTHER_DIGIT = new RegExp(`[${OTHER_DIGIT_RANGES}]`, 'u')
const OTHER_NUMERIC = new RegExp(`[${OTHER_NUMERIC_RANGES}]`, 'u')

const LETTER = /\p{L}/u
const DECIMAL = /\p{Nd}/u
const NUMERIC = /\p{N}/u
const LOWER = /[\p{Lowercase}\u0295]/u
const UPPER = /\p{Uppercase}/u
const TITLE = /\p{Lt}/u
const IDENTIFIER_START = /[\p{XID_Start}_]/u
const IDENTIFIER_PART = /\p{XID_Continue}/u
const UNPRINTABLE = /[\p{C}\p{Z}]/u

function has(pattern: RegExp, char: string): boolean {
  return pattern.test(char) && (char < '\u088f' || !NEWER.test(char))
}

/** isalpha() of one character. */
export function isAlphaChar(char: string): boolean {
  const c = char.charCodeAt(0)
  return c < 128 ? (c >= 97 && c <= 122) || (c >= 65 && c <= 90) : has(LETTER, char)
}

/** isdecimal() of one character. */
export function isDecimalChar(char: string): boolean {
  const c = char.charCodeAt(0)
  return c < 128 ? c >= 48 && c <= 57 : has(DECIMAL, char)
}

/** isdigit() of one character. */
export function isDigitChar(char: string): boolean {
  return isDecimalChar(char) || (char > '\x7f' && OTHER_DIGIT.test(char))
}

/** isnumeric() of one character. */
export function isNumericChar(char: string): boolean {
  return isDecimalChar(char) || (char > '\x7f' && (has(NUMERIC, char) || OTHER_NUMERIC.test(char)))
}

/** isalnum() of one character. */
export function isAlnumChar(char: string): boolean {
  return isAlphaChar(char) || isNumericChar(char)
}

/** islower() of one character: the property Lowercase. */
export function isLowerChar(char: string): boolean {
  const c = char.charCodeAt(0)
  return c < 128 ? c >= 97 && c <= 122 : has(LOWER, char)
}

/** isupper() of one character: the property Uppercase. */
export function isUpperChar(char: string): boolean {
  const c = char.charCodeAt(0)
  return c < 128 ? c >= 65 && c <= 90 : has(UPPER, char)
}

/** A character of category Lt. */
export function isTitleChar(char: string): boolean {
  return char > '\x7f' && has(TITLE, char)
}

/** A character that has case (Uppercase, Lowercase or category Lt). */
export function isCasedChar(char: string): boolean {
  return isLowerChar(char) || isUpperChar(char) || isTitleChar(char)
}

/** May begin an identifier. */
export function isIdentifierStart(char: string): boolean {
  return has(IDENTIFIER_START, char)
}

/** May continue an identifier. */
export function isIdentifierPart(char: string): boolean {
  return has(IDENTIFIER_PART, char)
}

/** isprintable() of one character: repr() shows it as it is. */
export function isPrintableChar(char: string): boolean {
  const c = char.charCodeAt(0)
  if (c < 127) return c >= 32
  return !UNPRINTABLE.test(char) && (char < '\u088f' || !NEWER.test(char))
}

/** isspace() of one code point (all white space is in the basic plane). CPython: _PyUnicode_IsWhitespace. */
export function isSpaceUnit(c: number): boolean {
  if (c < 128) return c === 32 || (c >= 9 && c <= 13) || (c >= 28 && c <= 31)
  return (
    c === 0x85 ||
    c === 0xa0 ||
    c === 0x1680 ||
    (c >= 0x2000 && c <= 0x200a) ||
    c === 0x2028 ||
    c === 0x2029 ||
    c === 0x202f ||
    c === 0x205f ||
    c === 0x3000
  )
}

/** A line boundary of str.splitlines. CPython: _PyUnicode_IsLinebreak. */
export function isLineBreakUnit(c: number): boolean {
  return (c >= 10 && c <= 13) || (c >= 28 && c <= 30) || c === 0x85 || c === 0x2028 || c === 0x2029
}

/** The value of a decimal digit of any script, or -1. Decimal digits come in runs of ten from zero to nine. */
export function decimalDigitValue(codePoint: number): number {
  if (codePoint < 128) return codePoint >= 48 && codePoint <= 57 ? codePoint - 48 : -1
  if (!isDecimalChar(String.fromCodePoint(codePoint))) return -1
  // The mathematical digits are five runs without a gap.
  if (codePoint >= 0x1d7ce && codePoint <= 0x1d7ff) return (codePoint - 0x1d7ce) % 10
  let first = codePoint
  while (DECIMAL.test(String.fromCodePoint(first - 1))) first--
  return (codePoint - first) % 10
}
