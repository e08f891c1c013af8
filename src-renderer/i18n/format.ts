import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

/** Numbers, sizes, distances and times as people of the current language write them. Nothing known is shown as a dash. */
export function useFormat() {
  const { locale, t } = useI18n()
  const tag = computed(() => (locale.value === 'zh' ? 'zh-CN' : 'en-GB'))

  /** 1,034,786. `digits` are decimals. */
  function number(value: number | null | undefined, digits = 0): string {
    if (value === null || value === undefined || Number.isNaN(value)) return '–'
    return new Intl.NumberFormat(tag.value, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)
  }

  /** A fraction as `19.2 %`. */
  function percent(fraction: number | null | undefined, digits = 1): string {
    if (fraction === null || fraction === undefined || Number.isNaN(fraction)) return '–'
    return `${number(fraction * 100, digits)} %`
  }

  /** Metres as `83 m`, `1.24 km`, `1,204 km`. */
  function distance(metres: number | null | undefined): string {
    if (metres === null || metres === undefined || Number.isNaN(metres)) return '–'
    if (metres < 1000) return `${number(metres, metres < 10 ? 1 : 0)} m`
    return `${number(metres / 1000, metres < 10_000 ? 2 : metres < 100_000 ? 1 : 0)} km`
  }

  /** Seconds as `42 s`, `3 min 20 s`, `2 h 5 min`. */
  function duration(seconds: number | null | undefined): string {
    if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–'
    const whole = Math.max(0, Math.round(seconds))
    if (whole < 60) return t('format.seconds', { s: whole })
    if (whole < 3600) return t('format.minutes', { m: Math.floor(whole / 60), s: whole % 60 })
    return t('format.hours', { h: Math.floor(whole / 3600), m: Math.floor((whole % 3600) / 60) })
  }

  /** Items a second as `348/s`, or a minute where that is more readable. */
  function rate(perSecond: number | null | undefined): string {
    if (perSecond === null || perSecond === undefined || !Number.isFinite(perSecond)) return '–'
    if (perSecond >= 1) return t('format.perSecond', { n: number(perSecond, perSecond < 10 ? 1 : 0) })
    return t('format.perMinute', { n: number(perSecond * 60, 1) })
  }

  function bytes(value: number | null | undefined): string {
    if (value === null || value === undefined) return '–'
    const units = ['B', 'kB', 'MB', 'GB', 'TB']
    let rest = value
    let unit = 0
    while (rest >= 1000 && unit < units.length - 1) {
      rest /= 1000
      unit++
    }
    return `${number(rest, unit > 0 && rest < 10 ? 1 : 0)} ${units[unit] ?? ''}`
  }

  /** `48.20849, 16.37208`: about a metre. */
  function coordinates(lat: number | null, lon: number | null): string {
    return lat === null || lon === null ? '–' : `${lat.toFixed(5)}, ${lon.toFixed(5)}`
  }

  /** `3 minutes ago`, and the date where it is older than a week. `now` lets a component tick. */
  function relative(at: number, now = Date.now()): string {
    const seconds = (at - now) / 1000
    const far = Math.abs(seconds)
    if (far < 45) return t('format.justNow')
    if (far > 7 * 86_400) return date(at)
    const format = new Intl.RelativeTimeFormat(tag.value, { numeric: 'auto' })
    if (far < 3600) return format.format(Math.round(seconds / 60), 'minute')
    if (far < 86_400) return format.format(Math.round(seconds / 3600), 'hour')
    return format.format(Math.round(seconds / 86_400), 'day')
  }

  function date(at: number): string {
    return new Intl.DateTimeFormat(tag.value, { day: 'numeric', month: 'short', year: 'numeric' }).format(at)
  }

  function dateTime(at: number): string {
    return new Intl.DateTimeFormat(tag.value, { dateStyle: 'medium', timeStyle: 'medium' }).format(at)
  }

  return { number, percent, distance, duration, rate, bytes, coordinates, relative, date, dateTime }
}
