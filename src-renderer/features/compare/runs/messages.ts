import type { FeatureMessages } from '../../../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    estimandName: 'What the figures estimate', estimand: { query: 'Query-weighted', region: 'Region-weighted' },
    estimandLong: { query: 'Figures are what a new query from the same mixture of regions can expect.', region: 'Figures are means over regions: each counts alike, however many queries it has.' },
    confidence: 'Confidence of the intervals', intervals: '{n} intervals', columns: 'Columns', written: 'Write intervals', computing: 'Computing intervals…',
    bestNote: 'Bold: better than every other run of its group, and each of these differences is more than chance (sign-flip of regions, Holm, 0.05).',
    latexNote: '{n} intervals as regions vary, in brackets. Bold: better than every other run of its group, each difference significant (sign-flip of regions, Holm-corrected, 0.05).',
    higher: 'higher is better', lower: 'lower is better', chooseGroup: 'Choose all {n} runs of this group', notComputed: 'More runs, with the figures of all their queries: choose them to have intervals computed', of: 'of {n}',
    apart: 'Stands apart:', differs: '{field}: {here} instead of {there}', noFilter: 'none',
    positives: { 'own-place': 'views of the query’s own place', footprint: 'views whose footprint holds the query’s coordinates', radius: 'views at most {m} m away' },
    warning: {
      'few-regions': 'Fewer than 20 regions: intervals are of Student’s t, wide, and rest on the regions being alike.',
      'no-regions': 'The queries have no regions: intervals are of places, and too narrow where places near each other are alike.',
      'different-queries': 'These runs were not made on the same queries: differences are of the queries that both have.'
    },
    actions: { estimand: 'Weigh by queries or by regions', written: 'Write intervals or only draw them', columns: 'Choose the columns of the table of runs', chooseNone: 'Choose no run' }
  },
  zh: {
    estimandName: '数值估计的对象', estimand: { query: '按查询加权', region: '按区域加权' },
    estimandLong: { query: '数值为来自相同区域构成的新查询的期望。', region: '数值为各区域的均值:无论查询多少,各区域权重相同。' },
    confidence: '区间的置信水平', intervals: '{n} 区间', columns: '列', written: '写出区间', computing: '正在计算区间…',
    bestNote: '粗体:优于本组其他所有评测,且每个差异都超出偶然(按区域符号翻转,Holm 校正,0.05)。',
    latexNote: '括号内为随区域变化的 {n} 区间。粗体:优于本组其他所有评测,且每个差异均显著(按区域符号翻转,Holm 校正,0.05)。',
    higher: '越高越好', lower: '越低越好', chooseGroup: '选择本组全部 {n} 个评测', notComputed: '更多评测,显示其全部查询的数值:选择后计算区间', of: '共 {n}',
    apart: '单独成组:', differs: '{field}:{here},而非 {there}', noFilter: '无',
    positives: { 'own-place': '查询自身地点的图像', footprint: '覆盖范围包含查询坐标的图像', radius: '相距不超过 {m} 米的图像' },
    warning: {
      'few-regions': '区域少于 20 个:区间基于学生 t 分布,较宽,且假定各区域相似。',
      'no-regions': '查询没有区域:区间基于地点;若邻近地点相似则偏窄。',
      'different-queries': '这些评测的查询不同:差异仅基于双方共有的查询。'
    },
    actions: { estimand: '按查询或按区域加权', written: '写出区间或仅绘制', columns: '选择评测表的列', chooseNone: '取消选择所有评测' }
  }
}
