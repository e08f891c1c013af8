import type { DatePoint, DateTest, NumberRange } from './syntax-tree.ts'

export type Comparison = '=' | '<' | '<=' | '>' | '>='

function numberOf(text: string): number | null {
  if (!/^-?\d{1,12}(\.\d{1,20})?$/.test(text)) return null
  // Six decimals of a degree are 0.1 m; more would be written with an exponent, which the language has not.
  const value = Math.round(Number(text) * 1e6) / 1e6
  return value === 0 ? 0 : value
}

/** `100`, `100..300`, `100..`, `..300`; null: no number. 'backwards': ends before it starts. */
export function numberRange(text: string, comparison: Comparison): NumberRange | 'backwards' | null {
  const parts = text.split('..')
  if (parts.length === 2 && comparison === '=') {
    const [from = '', to = ''] = parts
    const min = from === '' ? null : numberOf(from)
    const max = to === '' ? null : numberOf(to)
    if ((from !== '' && min === null) || (to !== '' && max === null) || (min === null && max === null)) return null
    return min !== null && max !== null && min > max ? 'backwards' : { min, minOpen: false, max, maxOpen: false }
  }
  const value = numberOf(text)
  if (value === null) return null
  if (comparison === '=') return { min: value, minOpen: false, max: value, maxOpen: false }
  return comparison.startsWith('>') ? { min: value, minOpen: comparison === '>', max: null, maxOpen: false } : { min: null, minOpen: false, max: value, maxOpen: comparison === '<' }
}

function pointOf(text: string): DatePoint | null {
  const word = text.toLowerCase()
  if (word === 'today' || word === 'yesterday') return { kind: 'named', name: word }
  const ago = /^(\d{1,6})([hdwmy])$/.exec(word)
  if (ago) return { kind: 'ago', count: Number(ago[1]), unit: ago[2] as 'h' | 'd' | 'w' | 'm' | 'y' }
  const date = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(word)
  if (!date) return null
  const [year, month, day] = [Number(date[1]), date[2] === undefined ? null : Number(date[2]), date[3] === undefined ? null : Number(date[3])]
  if (year < 1970 || (month !== null && (month < 1 || month > 12))) return null
  if (day !== null && (day < 1 || day > new Date(Date.UTC(year, month ?? 1, 0)).getUTCDate())) return null
  return { kind: 'day', year, month, day }
}

/** `2026-01-31`, `2026-01`, `7d`, `today`, and two of them with `..` between. */
export function dateTest(text: string, comparison: Comparison): DateTest | 'backwards' | null {
  const parts = text.split('..')
  if (parts.length === 2 && comparison === '=') {
    const [from, to] = [pointOf(parts[0] ?? ''), pointOf(parts[1] ?? '')]
    return from && to ? { compare: '..', from, to } : null
  }
  const point = pointOf(text)
  return point && { compare: comparison, point }
}

/** The times of a test: from `from` up to, not including, `to`; in milliseconds since 1970. Null: without end. */
export interface TimeSpan {
  readonly from: number | null
  readonly to: number | null
}

/**
 * What a test of dates means at the time `now`. Days, months and years are those of this computer's time zone. A time
 * ago is compared by age: `<7d` is less than seven days ago, and so is `7d` alone.
 */
export function timeSpan(test: DateTest, now: number): TimeSpan {
  if (test.compare === '..') {
    const [a, b] = [extent(test.from, now), extent(test.to, now)]
    return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) }
  }
  const { from, to } = extent(test.point, now)
  if (test.point.kind === 'ago') return test.compare.startsWith('>') ? { from: null, to: from } : { from, to: null }
  if (test.compare === '=') return { from, to }
  if (test.compare === '<') return { from: null, to: from }
  if (test.compare === '<=') return { from: null, to }
  return { from: test.compare === '>' ? to : from, to: null }
}

function extent(point: DatePoint, now: number): { from: number; to: number } {
  if (point.kind === 'ago') {
    const at = new Date(now)
    if (point.unit === 'h') at.setTime(now - point.count * 3_600_000)
    else if (point.unit === 'm') at.setMonth(at.getMonth() - point.count)
    else if (point.unit === 'y') at.setFullYear(at.getFullYear() - point.count)
    else at.setDate(at.getDate() - point.count * (point.unit === 'w' ? 7 : 1))
    return { from: at.getTime(), to: at.getTime() }
  }
  if (point.kind === 'named') {
    const today = new Date(now)
    const back = point.name === 'today' ? 0 : 1
    const dayAt = (shift: number): number => new Date(today.getFullYear(), today.getMonth(), today.getDate() + shift).getTime()
    return { from: dayAt(-back), to: dayAt(1 - back) }
  }
  const { year, month, day } = point
  if (month === null) return { from: new Date(year, 0, 1).getTime(), to: new Date(year + 1, 0, 1).getTime() }
  if (day === null) return { from: new Date(year, month - 1, 1).getTime(), to: new Date(year, month, 1).getTime() }
  return { from: new Date(year, month - 1, day).getTime(), to: new Date(year, month - 1, day + 1).getTime() }
}

/** `10km`, `500m`: metres; null if it is neither. At most half the Earth's circumference. */
export function radiusOf(text: string): number | null {
  const found = /^(\d{1,8}(?:\.\d{1,6})?)(m|km)$/i.exec(text)
  if (!found) return null
  const metres = Number(found[1]) * (found[2]?.toLowerCase() === 'km' ? 1000 : 1)
  return metres > 0 && metres <= 20_037_000 ? metres : null
}

/** West, south, east, north in degrees; null if they are no box. */
export function boxOf(texts: readonly string[]): [number, number, number, number] | null {
  const numbers = texts.flatMap((text) => numberOf(text) ?? [])
  const [west, south, east, north] = numbers
  if (texts.length !== 4 || west === undefined || south === undefined || east === undefined || north === undefined) return null
  if (Math.abs(west) > 180 || Math.abs(east) > 180 || south < -90 || north > 90 || south > north) return null
  return [west, south, east, north]
}

/** Latitude, longitude in degrees and a radius in metres; null if they are none. */
export function nearOf(texts: readonly string[]): { lat: number; lon: number; radiusM: number } | null {
  const [lat, lon] = [numberOf(texts[0] ?? ''), numberOf(texts[1] ?? '')]
  const radiusM = radiusOf(texts[2] ?? '')
  if (texts.length !== 3 || lat === null || lon === null || radiusM === null || Math.abs(lat) > 90 || Math.abs(lon) > 180) return null
  return { lat, lon, radiusM }
}
