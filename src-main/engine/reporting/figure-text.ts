import type { ReportLanguage } from '#shared/contracts/report.ts'
import type { Estimate } from '#shared/domain/analysis.ts'
import { metricLook } from '#shared/domain/metric.ts'

/** Figures as people of a language write them. Nothing known is a dash. */
export interface FigureText {
  number(value: number | null, digits?: number): string
  figure(metric: string, value: number | null): string
  /** `[80.1, 82.4]`, in the figure's unit, without repeating it; empty where there is no interval. */
  interval(metric: string, estimate: Estimate): string
  /** With its sign; shares in percentage points. */
  difference(metric: string, value: number | null): string
  differenceInterval(metric: string, estimate: Estimate): string
  p(value: number | null): string
  distance(metres: number | null): string
  dateTime(at: number): string
}

export function figureText(language: ReportLanguage): FigureText {
  const tag = language === 'zh' ? 'zh-CN' : 'en-GB'
  const number = (value: number | null, digits = 0): string => {
    if (value === null || !Number.isFinite(value)) return '–'
    return new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value).replace('-', '−')
  }
  const distance = (metres: number | null): string => {
    if (metres === null || !Number.isFinite(metres)) return '–'
    const far = Math.abs(metres)
    return far < 1000 ? `${number(metres, far > 0 && far < 10 ? 1 : 0)} m` : `${number(metres / 1000, far < 10_000 ? 2 : far < 100_000 ? 1 : 0)} km`
  }
  const bare = (metric: string, value: number): string => {
    const { kind } = metricLook(metric)
    if (kind === 'fraction') return number(value * 100, 1)
    if (kind === 'index') return number(value, 3)
    if (kind === 'rank') return number(value, Number.isInteger(value) ? 0 : 1)
    return distance(value)
  }
  const signed = (text: string, value: number): string => (value > 0 && /[1-9]/.test(text) ? `+${text}` : text)
  const ends = ({ low, high }: Estimate, write: (value: number) => string): string => (low === null || high === null ? '' : `[${write(low)}, ${write(high)}]`)
  return {
    number,
    distance,
    figure: (metric, value) => (value === null || !Number.isFinite(value) ? '–' : metricLook(metric).kind === 'fraction' ? `${bare(metric, value)} %` : bare(metric, value)),
    interval: (metric, estimate) => ends(estimate, (value) => bare(metric, value)),
    difference: (metric, value) => (value === null || !Number.isFinite(value) ? '–' : `${signed(bare(metric, value), value)}${metricLook(metric).kind === 'fraction' ? ' pp' : ''}`),
    differenceInterval: (metric, estimate) => ends(estimate, (value) => signed(bare(metric, value), value)),
    p: (value) => (value === null ? '–' : value < 0.001 ? '< 0.001' : value.toFixed(3)),
    dateTime: (at) => new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeStyle: 'short' }).format(at)
  }
}
