import type { FeatureMessages } from '../../../i18n/index.ts'

/** How figures, intervals and differences are written, in every view of Compare. */
export const messages: FeatureMessages = {
  en: {
    points: '{n} pp', best: 'best', bestLong: 'better than every other run of its group, and each difference is more than chance', range: '{low} to {high}', none: 'cannot be computed here',
    interval: '{value}; {coverage} interval {range}, {kind}', noInterval: '{value}; no interval: it needs two places or more',
    kind: { bootstrap: 'bootstrap of regions', 'small-sample': 'small-sample interval (Student’s t over fewer than 20 regions)', places: 'bootstrap of places, since there are no regions', none: '' },
    sample: 'over {queries} queries of {places} places in {regions} regions', sampleLocated: 'over the {queries} queries whose truth and answer have coordinates, of {places} places in {regions} regions'
  },
  zh: {
    points: '{n} 个百分点', best: '最佳', bestLong: '优于本组其他所有评测,且每个差异都超出偶然', range: '{low} 至 {high}', none: '此处无法计算',
    interval: '{value};{coverage} 区间 {range}，{kind}', noInterval: '{value};无区间:至少需要两个地点',
    kind: { bootstrap: '按区域自助法', 'small-sample': '小样本区间(少于 20 个区域的学生 t)', places: '没有区域,按地点自助法', none: '' },
    sample: '基于 {regions} 个区域 {places} 个地点的 {queries} 个查询', sampleLocated: '基于真值与答案均有坐标的 {queries} 个查询({regions} 个区域的 {places} 个地点)'
  }
}
