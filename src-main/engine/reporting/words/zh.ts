import type { Words } from './words.ts'

/** Every text of a report, in Chinese. */
export const zh: Words = {
  untitled: (project) => `${project} 的评测`,
  madeBy: (version) => `由 Planisphere ${version} 生成`,
  data: '数据',
  lead: {
    project: (name, places, views, captions) => `项目 ${name}：${places} 个地点，${views} 个视图，${captions} 条描述`,
    runs: (n) => `${n} 个评测`,
    all: '各评测的全部查询',
    join: '；',
    some: (n, parts) => `${n} 个查询：${parts}`
  },
  selection: {
    where: (text) => `筛选“${text}”`,
    ranks: (run, from, to) => (to === null ? `${run} 中的名次不小于 ${from}` : `${run} 中的名次为 ${from} 至 ${to}`),
    errors: (run, from, to) => (to === null ? `${run} 中的误差不小于 ${from}` : `${run} 中的误差为 ${from} 至 ${to}`),
    outcome: { won: (a, b) => `${a} 的名次优于 ${b}`, lost: (a, b) => `${a} 的名次劣于 ${b}`, tied: (a, b) => `${a} 与 ${b} 名次相同` },
    within: (corners) => `真值位于地图上所画的 ${corners} 个顶点的环内`,
    projected: '位于嵌入投影上所画的环内'
  },
  runs: { title: '比较对象', letter: '', name: '评测', encoder: '编码器', made: '时间', queries: '查询', gallery: '图库', imported: '导入' },
  group: {
    one: '结果',
    of: (i, n) => `结果，协议 ${i}（共 ${n} 种）`,
    apart: (letters, fields) => `${letters} 单独列出：其协议与第一组不同，差别在于 ${fields}。不同协议的数值不作比较。`,
    field: (field, here, there) => `${field}（此处为 ${here}，第一组为 ${there}）`
  },
  warnings: {
    groups: (n) => `这些评测采用 ${n} 种不同的协议，各有独立的表格；不可将一种协议的数值与另一种相比。`,
    'few-regions': '区域少于 20 个：区间为小样本区间，区域如此之少的检验很难发现差异。',
    'no-regions': '查询不属于任何区域：各地点被视为相互独立；地点相距很近时区间会偏窄。',
    'different-queries': '各评测的查询不同：数值基于各自的查询，差异基于两者共有的查询。',
    other: (code) => `引擎提示：${code}。`,
    pairs: (why) => `无法检验任何一对：${why}`
  },
  main: {
    title: '主表',
    note: (confidence, estimand, several) => `数值附 ${confidence} 的区域间区间，${estimand}。${several ? '粗体：优于本表其他所有评测，且与每一个的差异均成立（按区域符号翻转检验，Holm 校正，0.05）。' : ''}`,
    sample: (queries, places, regions) => `${regions} 个区域 ${places} 个地点的 ${queries} 个查询`,
    base: '基数',
    figure: (metric) => `${metric} 及其区间`
  },
  metrics: { medianRank: '名次中位数', medianErrorM: '误差中位数', meanErrorM: '平均误差' },
  estimand: { query: '对应同样区域构成下的一个新查询', region: '各区域权重相同' },
  pairs: {
    title: (metric) => `${metric} 的差异`,
    pair: '对比', difference: '差异', p: 'p', holm: 'p（Holm）', t: 't 检验（各区域等权）', mcnemar: 'McNemar', dz: 'd_z', outcome: '更好 / 更差 / 相同', stands: '成立', yes: '是', no: '否', unpaired: '未配对',
    note: (confidence) => `前者减后者，基于两者共有的查询，附 ${confidence} 区间。p：整区域符号翻转的双侧检验；Holm 校正后 p 小于 0.05 即差异成立。d_z：区域差异的均值除以其标准差。`,
    why: { captions: 'McNemar 不适用：同一地点有多条描述，并不独立。', metric: 'McNemar 仅适用于 R@1。', regions: '区域太少，无法检验。', median: '中位数不是查询的均值：t、效应量与 McNemar 不适用。' },
    figure: (metric) => `${metric} 的差异及区间`
  },
  slices: {
    title: (by, metric) => `按${by}划分的 ${metric}`,
    by: { region: '区域', country: '国家', continent: '大洲', length: '描述长度', lvlm: '作者（LVLM）', verdict: '裁定', cue: '线索类型', split: '划分' },
    slice: '切片', queries: '查询', difference: (a, b) => `${a} − ${b}`, holm: 'p（Holm）',
    few: (shown, all) => `${all} 个切片中两端的 ${shown} 个；全部见数据文件。`,
    overlapping: '一个查询可能出现在多行中：各行不可相加。',
    none: '无',
    figure: (by, metric) => `按${by}划分的 ${metric}`,
    words: { unreviewed: '未审', accepted: '接受', edited: '修改', rejected: '拒绝', skipped: '跳过', flagged: '标记', train: '训练', val: '验证', test: '测试', Africa: '非洲', Asia: '亚洲', Europe: '欧洲', 'North America': '北美洲', 'South America': '南美洲', Oceania: '大洋洲', Antarctica: '南极洲' }
  },
  errors: {
    title: '真值与首个答案的距离',
    figure: '首个答案与真值的距离不超过该值的查询占比',
    axis: '误差，米（对数）', share: '查询占比',
    run: '评测', at: (metres) => `${metres} 以内`, median: '中位数', counted: '计入',
    none: '没有两端均有坐标的查询：无法给出以米计的误差。',
    note: '半径 6,371 km 球面上的半正矢距离，基于真值与答案均有坐标的查询。',
    ranks: '真值位于前若干名的查询占比', rankAxis: '真值的名次（对数）'
  },
  map: {
    title: '地理分布',
    value: (metric, letter) => `${letter} 各区域的 ${metric}`,
    difference: (metric, a, b) => `各区域的 ${metric}，${a} 减 ${b}`,
    note: '每个点是一个区域，位于其真值的均值处；面积随查询数增大。轮廓：Natural Earth，1:1.1 亿。',
    better: (letter) => `${letter} 更好`,
    none: '没有带坐标的区域：无地图。',
    queries: (n) => `${n} 个查询`
  },
  examples: {
    title: (a, b) => `${a} 对 ${b} 的胜负`,
    counts: (a, b, wins, losses, ties, unpaired) => `与 ${b} 相比，${a} 对 ${wins} 个查询的真值名次更好，${losses} 个更差，${ties} 个相同。${unpaired === '0' ? '' : `${unpaired} 个查询只在其中一个评测中。`}`,
    won: (a) => `${a} 进步最大的查询`, lost: (a) => `${a} 退步最大的查询`,
    worst: (a) => `${a} 最差的查询`,
    query: '查询', region: '区域', rank: (letter) => `${letter} 名次`, error: (letter) => `${letter} 误差`, none: '无。'
  },
  protocols: {
    title: '协议',
    sentence: (of) => `${of.letter}，${of.name}：${of.what}，${of.gallery}排序，${of.split}${of.where}；${of.centred}${of.rerank}。`,
    what: (queries, gallery) => `${queries}检索${gallery}`,
    kinds: { captions: '描述', satellite: '卫星视图', street: '街景', panorama: '全景', drone: '无人机视图', osm: 'OSM 视图' },
    gallery: { all: '在整个图库中', region: '在真值所在区域内', nearest: (m) => `在距真值最近的 ${m} 个中` },
    split: (split) => (split === null ? '全部划分' : `${({ train: '训练', val: '验证', test: '测试' } as Record<string, string>)[split] ?? split}划分`),
    where: (text) => `，符合“${text}”的查询`,
    centred: (yes) => (yes ? '嵌入按集合中心化' : '嵌入保持编码器输出'),
    rerank: (weight, depth) => `；前 ${depth} 个按物理一致性重排，权重 ${weight}`,
    field: '字段',
    fields: {
      name: '名称', run: '评测', made: '时间', origin: '来源', queries: '查询', galleryKind: '图库类型', gallery: '排序范围', split: '划分', where: '筛选', centered: '中心化', rerank: '重排', positives: '正确答案', preset: '预设', ties: '并列规则', galleryMissing: '图库中无向量', queriesMissing: '略去的查询', queriesWithoutTruth: '无真值的查询', datasetHash: '数据集哈希', encoder: '编码器', encoderHash: '编码器哈希', provider: '执行后端', version: 'Planisphere', size: '查询 × 图库'
    },
    none: '无', yes: '是', no: '否', origins: { evaluated: '在此评测', imported: '导入' }
  },
  definitions: {
    title: '数值如何得出',
    estimand: (estimand) => `同一地点的描述、同一区域的地点并不独立。先将描述平均到地点。数值估计的指标${estimand}。`,
    intervals: (confidence) => `区间水平为 ${confidence}。区域不少于 20 个时，为抽取整区域的自助法百分位区间；更少时，为区域数值的学生 t 区间；没有区域时，为按地点的自助法。`,
    tests: '差异通过翻转整区域差异的符号来检验：区域少时穷举，否则用固定种子抽样，p = (b + 1) / (B + 1)。同时给出按区域的 t 检验；每个地点只有一条描述时，另给出 R@1 的精确 McNemar 检验。Holm 校正覆盖一张表的所有对比，或一种划分的所有切片。',
    ranks: '名次是精确的。分数以双精度降序，并列时文档标识靠后者在前，与 trec_eval 一致。R@K 为前 K 个中有正确答案的查询占比；R@1% 在 N 个的图库中取 K = N/100（向上取整）；MRR 为不截断的平均倒数名次；nDCG@K 用线性增益；L@d 为首个答案在 d 米以内的查询占比。',
    source: '此处每个数值都是引擎对同名界面所提问题的回答；data/ 下的文件以全部位数保存同样的回答。'
  },
  provenance: { title: '数值的来源', dataset: '数据集', encoder: '编码器', provider: '执行后端', run: '评测', planisphere: 'Planisphere', node: 'Node', onnxruntime: 'ONNX Runtime', made: '生成时间', imported: '导入，无编码器' },
  notes: {
    missing: (n, signs) => `本机字体缺少 PDF 中的 ${n} 个字符（${signs}），以空心方框代替。HTML 包含全部内容；请安装中文字体（如 Noto Sans CJK）以生成完整的 PDF。`
  }
}
