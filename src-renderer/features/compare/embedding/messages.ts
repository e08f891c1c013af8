import type { FeatureMessages } from '../../../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    none: 'No picture of embeddings yet', noneText: 'Lays out the embeddings of an encoder in a plane: principal components at once, then UMAP. Draw around points to select their queries everywhere.', noEncoder: 'Embed captions or views with an encoder first.',
    make: 'Lay out', making: 'Laying out embeddings', new: 'New picture', which: 'Picture', kept: '{encoder}: {what}, {n}', remove: 'Remove this picture', layout: 'Layout', colour: 'Colour by', pointer: 'What dragging does', pan: 'Pan', lasso: 'Lasso', inView: 'Select what is in view', unselect: 'Unselect', selected: 'The queries inside are selected.',
    what: { name: 'What to lay out', captions: 'Captions', views: 'Views', both: 'Both' }, kind: 'Kind of view', limit: 'Points at most', limitHint: 'Where there are more, a seeded sample; {n} at most.', centered: 'Each side minus its mean',
    by: { side: 'Side', region: 'Region', country: 'Country', continent: 'Continent', split: 'Split', status: 'Status', author: 'Author', length: 'Length of the text', rank: 'Rank under A', right: 'Right under A' },
    legend: 'What the colours mean', alone: 'Show {name} alone', unknown: '{n} without a value', logarithmic: 'logarithmic', right: 'first answer right', wrong: 'first answer wrong',
    caution: 'UMAP keeps neighbours together: that two points are near says something; how far clusters lie apart, and how large they are, says little.', explained: 'The two directions of greatest variance hold {x} and {y} of it.',
    near: 'Of a point’s {k} nearest neighbours among the vectors, {share} are among its {k} nearest in this picture.', sampled: 'A seeded sample of {n} of {all}.', missing: '{n} have no vector.',
    picture: 'Embeddings of {n} points', keys: 'Arrows move the picture, plus and minus zoom, 0 shows all, Enter tells the point nearest to the middle.', point: 'Point at a dot to see what it is.', rankOf: 'rank {rank} under A',
    savePng: 'Picture (PNG)', saveCsv: 'Points (CSV)', saved: 'Saved {path}',
    phase: { 'reading-vectors': 'Reading vectors', 'finding-the-principal-plane': 'Finding the principal plane', 'finding-neighbours': 'Finding neighbours', 'laying-out': 'Laying out' },
    actions: { lasso: 'Pan or lasso', inView: 'Select the queries in view', layout: 'Principal components or UMAP', fit: 'Show all points' }
  },
  zh: {
    none: '还没有嵌入图', noneText: '将编码器的嵌入排布在平面上:先显示主成分,随后是 UMAP。圈选点即可在所有视图中选择其查询。', noEncoder: '请先用编码器嵌入描述或图像。',
    make: '生成', making: '正在排布嵌入', new: '新建', which: '嵌入图', kept: '{encoder}:{what},{n}', remove: '移除此图', layout: '布局', colour: '着色依据', pointer: '拖动操作', pan: '平移', lasso: '套索', inView: '选择视野内的查询', unselect: '取消选择', selected: '已选择圈内的查询。',
    what: { name: '排布内容', captions: '描述', views: '图像', both: '两者' }, kind: '图像类型', limit: '最多点数', limitHint: '超出时按种子抽样;最多 {n}。', centered: '各侧减去其均值',
    by: { side: '类别', region: '区域', country: '国家', continent: '大洲', split: '划分', status: '状态', author: '作者', length: '文本长度', rank: 'A 的排名', right: 'A 是否正确' },
    legend: '颜色含义', alone: '仅突出 {name}', unknown: '{n} 个没有取值', logarithmic: '对数', right: '首个答案正确', wrong: '首个答案错误',
    caution: 'UMAP 保持邻近关系:两点相近有意义;簇之间的距离和簇的大小意义不大。', explained: '方差最大的两个方向分别占 {x} 和 {y}。',
    near: '每个点在向量空间的 {k} 个最近邻中,{share} 仍是图中的 {k} 个最近邻。', sampled: '按种子从 {all} 个中抽取 {n} 个。', missing: '{n} 个没有向量。',
    picture: '{n} 个点的嵌入图', keys: '方向键移动,加减键缩放,0 显示全部,Enter 读出最靠近中心的点。', point: '指向圆点以查看内容。', rankOf: 'A 中排名 {rank}',
    savePng: '图片(PNG)', saveCsv: '点(CSV)', saved: '已保存 {path}',
    phase: { 'reading-vectors': '读取向量', 'finding-the-principal-plane': '计算主平面', 'finding-neighbours': '查找近邻', 'laying-out': '排布' },
    actions: { lasso: '平移或套索', inView: '选择视野内的查询', layout: '主成分或 UMAP', fit: '显示所有点' }
  }
}
