import { axisTitle, type BarSeries, type ChartAxis, type ChartMark, type HistogramBin, type LineSeries } from './chart-data.ts'
import { colourOf, type ChartTheme } from './chart-theme.ts'
import type { ChartOption } from './echarts-core.ts'

type Format = (value: number) => string

const asIs: Format = (value) => value.toLocaleString('en')

/** Axes without grid lines and ticks: a hairline, small labels, a title with its unit. */
function valueAxis(theme: ChartTheme, axis: ChartAxis, where: 'x' | 'y') {
  return {
    type: axis.scale === 'log' ? ('log' as const) : ('value' as const),
    name: axisTitle(axis),
    min: axis.min,
    max: axis.max,
    ...axisLook(theme, where),
    splitNumber: 4,
    interval: axis.every,
    axisLabel: { color: theme.text3, fontSize: 11, hideOverlap: true, formatter: (value: number) => (axis.format ?? asIs)(value) }
  }
}

function axisLook(theme: ChartTheme, where: 'x' | 'y') {
  return {
    nameLocation: where === 'x' ? ('middle' as const) : ('end' as const),
    nameGap: where === 'x' ? 26 : 12,
    nameTextStyle: { color: theme.text2, fontSize: 11, align: where === 'x' ? ('center' as const) : ('left' as const) },
    axisLine: { show: where === 'x', lineStyle: { color: theme.hairline } },
    axisTick: { show: false },
    splitLine: { show: where === 'y', lineStyle: { color: theme.hairline, width: 0.6 } }
  }
}

function base(theme: ChartTheme, grid: { left?: number; right?: number; bottom?: number; top?: number } = {}): ChartOption {
  return {
    animation: false,
    textStyle: { fontFamily: theme.font, color: theme.text, fontSize: 11 },
    grid: { left: 8, right: 16, top: 28, bottom: 30, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel', ...grid },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: theme.text3, width: 1, type: 'solid' } },
      backgroundColor: theme.surface,
      borderColor: theme.hairline,
      borderWidth: 1,
      padding: [4, 8],
      textStyle: { color: theme.text, fontSize: 12, fontFamily: theme.font },
      renderMode: 'richText',
      confine: true
    }
  }
}

/** Bars for named things; direct value labels where there is room for them. */
export function barOption(theme: ChartTheme, names: readonly string[], series: readonly BarSeries[], value: ChartAxis, horizontal: boolean, stacked: boolean): ChartOption {
  const format = value.format ?? asIs
  const categories = {
    type: 'category' as const,
    data: [...names],
    inverse: horizontal,
    ...axisLook(theme, 'x'),
    axisLine: { show: !horizontal, lineStyle: { color: theme.hairline } },
    splitLine: { show: false },
    axisLabel: { color: theme.text2, fontSize: 11, interval: horizontal ? 0 : ('auto' as const), width: horizontal ? 120 : undefined, overflow: 'truncate' as const }
  }
  const values = valueAxis(theme, value, horizontal ? 'x' : 'y')
  const labelled = series.length === 1 && names.length <= 24
  return {
    ...base(theme, { right: horizontal && labelled ? 48 : 16, top: horizontal ? 8 : 28 }),
    xAxis: horizontal ? { ...values, axisLabel: { ...values.axisLabel, show: !labelled }, axisLine: { show: false } } : categories,
    yAxis: horizontal ? categories : values,
    series: series.map(({ name, values: data, colour }, i) => ({
      type: 'bar',
      name,
      data: [...data],
      stack: stacked ? 'all' : undefined,
      barMaxWidth: horizontal ? 14 : 40,
      barCategoryGap: '30%',
      itemStyle: { color: colourOf(theme, colour ?? (series.length === 1 ? 'accent' : i)), borderRadius: stacked ? 0 : horizontal ? [0, 2, 2, 0] : [2, 2, 0, 0] },
      emphasis: { disabled: true },
      tooltip: { valueFormatter: (v: unknown) => (typeof v === 'number' ? format(v) : '–') },
      label: { show: labelled, position: horizontal ? 'right' : 'top', color: theme.text2, fontSize: 11, formatter: ({ value: v }: { value?: unknown }) => (typeof v === 'number' ? format(v) : '') }
    }))
  } as ChartOption
}

/** A histogram: bars from edge to edge, without gaps, its labels at the edges. */
export function histogramOption(theme: ChartTheme, bins: readonly HistogramBin[], x: ChartAxis, y: ChartAxis, even: boolean, colour: string, label: (bin: HistogramBin) => string): ChartOption {
  const format = y.format ?? asIs
  return {
    ...base(theme),
    xAxis: {
      type: 'category',
      data: bins.map(label),
      name: axisTitle(x),
      ...axisLook(theme, 'x'),
      splitLine: { show: false },
      axisLabel: { color: theme.text3, fontSize: 11, hideOverlap: true }
    },
    yAxis: valueAxis(theme, y, 'y'),
    series: [
      {
        type: 'bar',
        name: y.title,
        data: bins.map(({ count }) => count),
        barCategoryGap: even ? '4%' : '12%',
        itemStyle: { color: colour, borderRadius: [1, 1, 0, 0] },
        emphasis: { disabled: true },
        label: { show: bins.length <= 14, position: 'top', color: theme.text2, fontSize: 11, formatter: ({ value }: { value?: unknown }) => (typeof value === 'number' && value > 0 ? format(value) : '') },
        tooltip: { valueFormatter: (value: unknown) => (typeof value === 'number' ? format(value) : '–') }
      }
    ]
  } as ChartOption
}

/** Lines, each with its name at its end. `step` draws a distribution function as the steps it is; `marks` are upright lines with a word. */
export function lineOption(theme: ChartTheme, series: readonly LineSeries[], x: ChartAxis, y: ChartAxis, step: boolean, marks: readonly ChartMark[] = []): ChartOption {
  const format = y.format ?? asIs
  const longest = Math.max(0, ...series.map(({ name, short }) => (short ?? name).length))
  return {
    ...base(theme, { right: series.length > 1 ? Math.min(140, 20 + longest * 6) : 20 }),
    xAxis: { ...valueAxis(theme, x, 'x'), splitLine: { show: false } },
    yAxis: valueAxis(theme, y, 'y'),
    series: series.map(({ name, points, colour, dashed, short }, i) => {
      const stroke = colourOf(theme, colour ?? (series.length === 1 ? 'accent' : i))
      return {
        type: 'line',
        name,
        data: points.map(([px, py]) => [px, py]),
        step: step ? ('end' as const) : false,
        showSymbol: points.length === 1,
        symbolSize: 5,
        sampling: 'lttb' as const,
        lineStyle: { color: stroke, width: 1.6, type: dashed === true ? ('dashed' as const) : ('solid' as const) },
        itemStyle: { color: stroke },
        emphasis: { disabled: true },
        ...(i === 0 && marks.length > 0 ? { markLine: markLines(theme, x, marks) } : {}),
        endLabel: { show: series.length > 1, formatter: () => short ?? name, color: stroke, fontSize: 11, distance: 6 },
        labelLayout: { moveOverlap: 'shiftY' as const },
        tooltip: { valueFormatter: (value: unknown) => (typeof value === 'number' ? format(value) : '–') }
      }
    })
  } as ChartOption
}

/** The words stand beside the line, inside the plot: to the left of it in the right half, where the lines' names are. */
function markLines(theme: ChartTheme, axis: ChartAxis, marks: readonly ChartMark[]) {
  const middle = ((axis.min ?? 0) + (axis.max ?? Infinity)) / 2
  const beside = ({ x, side }: ChartMark) => (side === 'left' || (side === undefined && x > middle) ? { align: 'right' as const, offset: [-4, 14] } : { align: 'left' as const, offset: [4, 14] })
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    lineStyle: { color: theme.text3, width: 1, type: 'dashed' as const },
    data: marks.map((mark) => ({ xAxis: mark.x, label: { position: 'end' as const, color: theme.text2, fontSize: 11, formatter: () => mark.label, ...beside(mark) } }))
  }
}
