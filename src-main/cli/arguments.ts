import { InvalidArgumentError } from 'commander'
import { importFields, type ImportMapping } from '#shared/contracts/imports.ts'
import type { PositivesRule } from '#shared/domain/run.ts'

/** A whole number within bounds. */
export function integerOption(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < min || value > max) throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`)
    return value
  }
}

/** One of a few words. */
export function choiceOption<T extends string>(choices: readonly T[]): (text: string) => T {
  return (text) => {
    const found = choices.find((choice) => choice === text)
    if (found === undefined) throw new InvalidArgumentError(`Give one of: ${choices.join(', ')}.`)
    return found
  }
}

/** `caption=text,lat=y`: field of Planisphere = column of the source. A comma in a column's name is written `\,`. */
export function mappingOption(text: string): ImportMapping {
  const mapping: ImportMapping = {}
  for (const part of text.split(/(?<!\\),/)) {
    const at = part.indexOf('=')
    const field = importFields.find((name) => name === part.slice(0, at).trim())
    const column = part.slice(at + 1).replaceAll('\\,', ',').trim()
    if (at < 0 || field === undefined || column === '') {
      throw new InvalidArgumentError(`"${part}" is not FIELD=COLUMN. Fields: ${importFields.join(', ')}.`)
    }
    mapping[field] = column
  }
  return mapping
}

/** own-place | radius:M | footprint */
export function positivesOption(text: string): PositivesRule {
  if (text === 'own-place' || text === 'footprint') return text
  const m = /^radius:(\d+(?:\.\d+)?)$/.exec(text)
  if (!m || !(Number(m[1]) > 0)) throw new InvalidArgumentError('Give own-place, radius:M with M metres above 0, or footprint.')
  return `radius:${Number(m[1])}`
}

/** all | region | nearest:M */
export function galleryOption(text: string): 'all' | 'region' | `nearest:${number}` {
  if (text === 'all' || text === 'region') return text
  const m = /^nearest:([1-9]\d{0,6})$/.exec(text)
  if (!m) throw new InvalidArgumentError('Give all, region, or nearest:M with M from 1.')
  return `nearest:${Number(m[1])}`
}
