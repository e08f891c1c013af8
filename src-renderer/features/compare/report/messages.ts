import type { FeatureMessages } from '../../../i18n/index.ts'

/** Reports of what Compare shows. */
export const messages: FeatureMessages = {
  en: {
    button: 'Report',
    text: 'A folder to read, to print and to cite: HTML, PDF, the main table in LaTeX, and the data behind every table and figure as CSV.',
    runs: 'Runs of the report', most: 'A report holds {n} runs at most: {more} are left out. Choose those that matter.',
    all: 'Differences, slices and maps are of {metric}, over all queries.', some: 'Differences, slices and maps are of {metric}, over the selected queries.',
    title: 'Title', titleHint: 'Left empty: made from the project', language: 'Language', make: 'Make the report…', holding: '{folder} holds a report already.', replace: 'Replace it',
    done: 'The report is made: {pages} pages, {files} data files.', reveal: 'Show it'
  },
  zh: {
    button: '报告',
    text: '一个可读、可打印、可引用的文件夹：HTML、PDF、LaTeX 主表，以及每个表格与图形背后的 CSV 数据。',
    runs: '报告中的评测', most: '一份报告最多包含 {n} 个评测：其余 {more} 个未列入。请选择重要的评测。',
    all: '差异、切片与地图基于 {metric}，针对全部查询。', some: '差异、切片与地图基于 {metric}，针对所选查询。',
    title: '标题', titleHint: '留空则由项目名生成', language: '语言', make: '生成报告…', holding: '{folder} 中已有一份报告。', replace: '替换',
    done: '报告已生成：{pages} 页，{files} 个数据文件。', reveal: '显示'
  }
}
