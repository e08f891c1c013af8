/** A scale with round ends, and the round numbers on it. */
export interface Axis {
  readonly from: number
  readonly to: number
  readonly ticks: readonly number[]
}

/** Room for all values at 1, 2 or 5 times a power of ten, with at most about six numbers. `within`: ends that are never passed. */
export function axisOver(values: readonly (number | null)[], options: { within?: readonly [number, number]; symmetric?: boolean } = {}): Axis {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value))
  let low = Math.min(...known)
  let high = Math.max(...known)
  if (known.length === 0) [low, high] = [0, 1]
  if (options.symmetric === true) {
    const most = Math.max(Math.abs(low), Math.abs(high)) || 0.01
    ;[low, high] = [-most, most]
  }
  if (low === high) [low, high] = [low - (Math.abs(low) || 1) * 0.05, high + (Math.abs(high) || 1) * 0.05]
  const rough = (high - low) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((n) => n * power >= rough * (1 - 1e-9)) ?? 10) * power
  const [least, most] = options.within ?? [-Infinity, Infinity]
  const from = Math.max(least, tidy(Math.floor(low / step + 1e-9) * step))
  const to = Math.min(most, tidy(Math.ceil(high / step - 1e-9) * step))
  const ticks: number[] = []
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) ticks.push(tidy(i * step))
  return { from, to: to > from ? to : from + step, ticks }
}

/** Powers of ten from the one below the least value to the one above the most. */
export function logAxisOver(values: readonly number[], least: number): Axis {
  const known = values.filter((value) => Number.isFinite(value) && value >= least)
  const from = 10 ** Math.floor(Math.log10(known.length === 0 ? least : Math.min(...known)))
  const to = 10 ** Math.max(Math.log10(from) + 1, Math.ceil(Math.log10(known.length === 0 ? least * 10 : Math.max(...known)) - 1e-9))
  const ticks: number[] = []
  for (let tick = from; tick <= to * 1.001; tick *= 10) ticks.push(tick)
  return { from, to, ticks }
}

/** Without the last digits that binary fractions leave. */
function tidy(value: number): number {
  return Number(value.toPrecision(12))
}
