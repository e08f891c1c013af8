import { protocolPresets } from '#shared/domain/protocol-presets.ts'
import type { FeatureMessages } from '../../../i18n/index.ts'

/** Names of papers and data sets stay as they are; the English sentences stand with the presets, which the command line shows as well. */
const english = Object.fromEntries(protocolPresets.map(({ id, name, about, limits }) => [id, { name, about, limits: literal(limits) }]))

/** An @ as a sign: in messages it would begin a link to another one. */
function literal(text: string): string {
  return text.replaceAll('@', "{'@'}")
}

export const messages: FeatureMessages = {
  en: {
    preset: 'Protocol', noPreset: 'Chosen freely', presets: english, source: 'Source', limits: 'What it does not repeat', reported: 'Reported by its authors: {metrics}', changed: 'Changed from {name}: {fields}.', restore: 'As {name} says',
    absent: 'none in this project', ranked: 'What is ranked', truth: 'What is right', where: 'Filter', whereExample: 'region:Lagos length>200', metres: 'm',
    rule: { 'own-place': 'Own place', radius: 'Radius', footprint: 'Footprint' },
    ruleHint: {
      'own-place': 'Right is what belongs to the query’s own place.', radius: 'Right is what lies at most {m} m from the query, and its own place. Without coordinates: its own place.',
      footprint: 'Right are satellite views whose footprint holds the query’s coordinates, and those of its own place that have none.'
    },
    fields: { queries: 'queries', galleryKind: 'what is ranked', gallery: 'gallery', positives: 'what is right', split: 'split' },
    documents: { captions: 'captions', satellite: 'satellite views', street: 'street views', panorama: 'panoramas', drone: 'drone views', osm: 'OSM tiles' },
    measured: {
      queries: { all: 'For each of the {queries}', split: 'For each of the {queries} of the split {split}' }, fit: 'that fits {where}',
      gallery: { all: 'all {documents} are ranked', region: 'the {documents} of its own region are ranked', nearest: 'the {m} {documents} nearest to its place are ranked' },
      self: 'but the query itself', truth: { 'own-place': 'Right are those of its own place.', radius: 'Right are those at most {m} m away.', footprint: 'Right are those whose footprint holds its coordinates.' }
    },
    rerankGallery: 'Only where satellite views are ranked.', changedPreset: '{name}, changed', presetField: 'Protocol by', positivesFound: 'Right answers', positivesFacts: '{total}; own place alone for {queries} queries and {documents} documents without coordinates or footprint',
    again: 'Repeat and compare', repeating: 'Repeating…', againHint: 'Evaluates this protocol anew and holds every rank and figure against the kept ones. Nothing is kept of it.', imported: 'An imported run cannot be repeated here: what made its rankings is not here.',
    same: 'The same: every rank and every figure of {n} queries.', differs: 'Not the same.', ranksDiffer: '{n} of {of} queries with other ranks', answersDiffer: '{n} with another first answer', onlyKept: '{n} not ranked any more', onlyNow: '{n} ranked only now', largestMove: 'moved by {n} places at most',
    sources: { data: 'Data', encoder: 'Encoder files', provider: 'Provider', version: 'Planisphere', galleryMissing: 'Documents without vector', queriesMissing: 'Queries without vector', queriesWithoutTruth: 'Queries without truth', gallery: 'Documents ranked' },
    unknown: 'Data, encoder, provider and version are what they were: vectors were computed anew, or another machine computes differently.', metric: 'Figure', kept: 'Kept', now: 'Now'
  },
  zh: {
    preset: '协议', noPreset: '自由选择', source: '来源', limits: '未能复现的部分', reported: '作者报告的指标：{metrics}', changed: '已更改（基于 {name}）：{fields}。', restore: '恢复为 {name}',
    presets: {
      'cvg-text': { name: 'CVG-Text', about: '描述对距真值最近的 100 幅卫星图像。', limits: '作者按城市和文本类型（全景、单视角）分别评测：请使用筛选，例如 region:Brisbane。以 OSM 图块为图库时请选择 OSM。此处并列按文档编号排序，原代码则取决于其排序实现。100 个候选时随机命中率为 1 %，与城市大小无关。' },
      'core-world': { name: 'CORE，世界级', about: '各大洲留出区域的描述，对这些区域的全部卫星图像。', limits: '使用项目的测试划分：仅当该划分就是论文的测试区域、且编码器未在其上训练时，数值才与论文可比。' },
      'core-intercontinental': { name: 'CORE，洲际级', about: '编码器未训练过的大洲的描述，对该大洲的全部卫星图像。', limits: '留出的大洲必须是项目的测试划分，编码器必须在其余大洲上训练：一次评测对应一个大洲。依次评测所有大洲：planisphere planet ablate --levels continents。' },
      'geotext-1652': { name: 'GeoText-1652，文搜图', about: '描述对全部无人机图像；同一建筑的每幅无人机图像都算正确。', limits: '仅用嵌入：作者的第二阶段（图文联合匹配）以及带文本的框不参与。卫星与地面图像的描述也是查询，除非用筛选排除。' },
      'geotext-1652-captions': { name: 'GeoText-1652，图搜文', about: '无人机图像对全部描述；同一建筑的每条描述都算正确。', limits: '仅用嵌入：作者的第二阶段（图文联合匹配）不参与。同一建筑其他图像的描述也算正确。' },
      'university-1652-drone': { name: 'University-1652，无人机到卫星', about: '无人机图像对全部卫星图像：这是哪座建筑？', limits: literal('不计算作者与 R@1 一同报告的平均精度；每座建筑只有一幅卫星图像时它接近 MRR，但不相等。其图库含没有查询的建筑的卫星图像：请把它们也放入测试划分。') },
      'university-1652-satellite': { name: 'University-1652，卫星到无人机', about: '卫星图像对全部无人机图像；同一建筑的每幅无人机图像都算正确。', limits: literal('不计算作者与 R@1 一同报告的平均精度：nDCG@10 与 recall@K 说明有多少正确图像排在前面。没有无人机图像的建筑不作查询。') },
      'satellite-captions': { name: '卫星图像到描述', about: '卫星图像对全部描述：哪段文字描述此图块？', limits: '' },
      'street-satellite': { name: '街景到卫星', about: '街景照片对全部卫星图像：这是在哪里拍摄的？', limits: '照片与图块均为完整图像：对齐全景朝向或把相邻图块算作正确的基准（VIGOR 的半正样本）需要 radius:M 以及相应裁剪的图像。' }
    },
    absent: '项目中没有', ranked: '排序对象', truth: '何为正确', where: '筛选', whereExample: 'region:Lagos length>200', metres: '米',
    rule: { 'own-place': '自身地点', radius: '半径', footprint: '覆盖范围' },
    ruleHint: { 'own-place': '属于查询自身地点的为正确。', radius: '距查询不超过 {m} 米的以及自身地点的为正确。没有坐标时：仅自身地点。', footprint: '覆盖范围包含查询坐标的卫星图像为正确；自身地点的图像若无覆盖范围也算正确。' },
    fields: { queries: '查询', galleryKind: '排序对象', gallery: '图库', positives: '何为正确', split: '划分' },
    documents: { captions: '描述', satellite: '卫星图像', street: '街景图像', panorama: '全景图像', drone: '无人机图像', osm: 'OSM 图块' },
    measured: {
      queries: { all: '对每个查询（{queries}）', split: '对{split}划分的每个查询（{queries}）' }, fit: '（符合 {where}）',
      gallery: { all: '排序全部{documents}', region: '排序其所在区域的{documents}', nearest: '排序距其地点最近的 {m} 个{documents}' },
      self: '但不含查询自身', truth: { 'own-place': '自身地点的为正确。', radius: '不超过 {m} 米的为正确。', footprint: '覆盖范围包含其坐标的为正确。' }
    },
    rerankGallery: '仅当排序对象为卫星图像时。', changedPreset: '{name}（已更改）', presetField: '协议依据', positivesFound: '正确答案', positivesFacts: '{total}；{queries} 个查询与 {documents} 个文档没有坐标或覆盖范围，仅以自身地点为准',
    again: '重复并比较', repeating: '正在重复…', againHint: '按此协议重新评测，将每个排名与数值同保存的相比。不保留任何结果。', imported: '导入的评测无法在此重复：产生其排序的内容不在这里。',
    same: '完全相同：{n} 个查询的每个排名与数值。', differs: '不相同。', ranksDiffer: '{of} 个查询中有 {n} 个排名不同', answersDiffer: '{n} 个首个答案不同', onlyKept: '{n} 个不再参与排序', onlyNow: '{n} 个现在才参与排序', largestMove: '最多移动 {n} 位',
    sources: { data: '数据', encoder: '编码器文件', provider: '执行器', version: 'Planisphere', galleryMissing: '无向量的文档', queriesMissing: '无向量的查询', queriesWithoutTruth: '无真值的查询', gallery: '参与排序的文档' },
    unknown: '数据、编码器、执行器和版本均未改变：向量被重新计算过，或其他机器的计算不同。', metric: '数值', kept: '保存的', now: '现在'
  }
}
