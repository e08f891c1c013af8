import type { FeatureMessages } from '../../../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    by: { region: 'Region', country: 'Country', continent: 'Continent', length: 'Caption length', lvlm: 'LVLM', verdict: 'Verdict', cue: 'Cue kind', split: 'Split', own: 'Own filters' }, byName: 'Slice by',
    without: { region: 'No region', country: 'No country', continent: 'No continent', lvlm: 'Not by an LVLM', cue: 'No cue', split: 'No split' },
    cue: { layout: 'Spatial layout', style: 'Building style', colour: 'Colour', structure: 'Structure', texture: 'Texture', sign: 'Sign text', none: 'No cue' },
    table: 'Table', plot: 'Plot', map: 'Map', viewName: 'Show as', sortName: 'Order of the slices', sort: { queries: 'Most queries', label: 'Name' }, find: 'Find a slice', asDifference: 'Difference A − B', count: '{n} slice | {n} slices', overlapping: 'a query may be in several',
    title: '{metric} by {by}', p: 'p (Holm)', pLong: 'Whether the difference in this slice could be chance: sign-flip, corrected by Holm over {n} slices.', differenceLong: 'The first chosen run minus the second, over the queries that both have.',
    only: 'Only these', onlyOf: 'Select only the queries of {name}', onlyLong: 'Select only the queries of this slice, in every view', back: 'Back', noWhere: 'No filter finds the queries of this slice.',
    queryCount: '{n} queries', order: { worst: 'Worst', best: 'Best', lost: 'B better', won: 'A better' }, openQuery: 'Enter opens a query with its rankings.',
    none: 'Choose a run', noneText: 'Its figures are split by region, caption length, LVLM and more; with two runs, their difference as well.', nothing: 'No query of these runs fits the selection.',
    noFilters: 'No filter yet', noFiltersText: 'Write a filter above: every filter is a slice of its own, kept for this project.', filter: 'Filter of a slice', filterName: 'Name (optional)', addFilter: 'Add', changeFilter: 'Change', removeFilter: 'Remove {name}', fullFilters: 'There are {n} filters, and no more are taken.',
    noMap: 'These slices have no place on the map', noMapText: 'Slices by region, country or continent have.', mapFigure: '{metric} of {name}', mapDifference: 'Difference of {metric}, A − B', mapSize: 'Area: queries.', mapStrong: 'Thick border: the difference holds.', aBetter: 'A better', bBetter: 'B better',
    saveSvg: 'The plot (SVG)', savePng: 'The plot (PNG)',
    actions: { by: 'Slice by the next kind', byBefore: 'Slice by the kind before', view: 'Table, plot or map', find: 'Find a slice', difference: 'Figures or the difference', only: 'Select only the queries of the slice', back: 'Back to what was selected before' }
  },
  zh: {
    by: { region: '区域', country: '国家', continent: '大洲', length: '描述长度', lvlm: 'LVLM', verdict: '结论', cue: '线索类型', split: '划分', own: '自定义筛选' }, byName: '切片依据',
    without: { region: '无区域', country: '无国家', continent: '未知大洲', lvlm: '非 LVLM 所写', cue: '无线索', split: '未划分' },
    cue: { layout: '空间布局', style: '建筑风格', colour: '颜色', structure: '结构', texture: '纹理', sign: '标识文字', none: '无线索' },
    table: '表格', plot: '图', map: '地图', viewName: '显示为', sortName: '切片顺序', sort: { queries: '查询最多', label: '名称' }, find: '查找切片', asDifference: '差异 A − B', count: '{n} 个切片', overlapping: '同一查询可属于多个切片',
    title: '按{by}的 {metric}', p: 'p(Holm)', pLong: '此切片中的差异是否可能为偶然:符号翻转,对 {n} 个切片按 Holm 校正。', differenceLong: '所选第一个评测减第二个,基于双方共有的查询。',
    only: '仅此', onlyOf: '仅选择 {name} 的查询', onlyLong: '在所有视图中仅选择此切片的查询', back: '返回', noWhere: '没有筛选能找到此切片的查询。',
    queryCount: '{n} 个查询', order: { worst: '最差', best: '最好', lost: 'B 更好', won: 'A 更好' }, openQuery: '回车打开查询及其排序。',
    none: '请选择一个评测', noneText: '其数值将按区域、描述长度、LVLM 等拆分;选择两个评测时还显示差异。', nothing: '这些评测没有符合所选条件的查询。',
    noFilters: '还没有筛选', noFiltersText: '在上方写一个筛选:每个筛选即一个切片,为本项目保留。', filter: '切片的筛选', filterName: '名称(可选)', addFilter: '添加', changeFilter: '更改', removeFilter: '移除 {name}', fullFilters: '已有 {n} 个筛选,无法再添加。',
    noMap: '这些切片在地图上没有位置', noMapText: '按区域、国家或大洲的切片才有。', mapFigure: '{name} 的 {metric}', mapDifference: '{metric} 的差异,A − B', mapSize: '面积:查询数。', mapStrong: '粗边框:差异成立。', aBetter: 'A 更好', bBetter: 'B 更好',
    saveSvg: '图(SVG)', savePng: '图(PNG)',
    actions: { by: '按下一种切片', byBefore: '按上一种切片', view: '表格、图或地图', find: '查找切片', difference: '数值或差异', only: '仅选择该切片的查询', back: '返回之前的选择' }
  }
}
