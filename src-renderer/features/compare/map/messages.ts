import type { FeatureMessages } from '../../../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    map: 'Where the runs are right and wrong', chooseRun: 'Choose a run', chooseRunText: 'The map shows where its answers are right, where they are wrong, and how far off.',
    layers: 'Layers', layer: { regions: 'Regions', failures: 'Failures', errors: 'Errors', places: 'Places' },
    layerText: { regions: 'Each region in the colour of its {metric}', failures: 'Share of failed queries by where they are asked', errors: 'From the truth to the wrong answer', places: 'All places of the project' },
    shownRun: 'Run', difference: 'Difference {a} − {b}', otherProtocol: '{a} and {b} were run under different protocols: this difference is also one of tasks.',
    failsIf: 'A query fails if', failRank: 'rank over', failMetres: 'error over', k: 'Rank', metres: 'Metres', failsRank: 'rank over {k}', failsMetres: 'answer over {m} away',
    arcLimit: 'How many', here: 'Only with an end in this window', arcCount: 'the worst {n} of {total}', arcAll: 'all {total}', arcNone: 'no wrong answer', arcUnknown: 'no distance is known', placeCount: '{n} places', unlocated: '{n} queries are not on the map: no coordinates',
    cellFailing: 'failure: {failing}', cellShare: '{share} failures', cellCount: '{failures} of {queries} queries', arcFacts: '{distance} off, truth at rank {rank}', holm: 'p = {p} (Holm over the regions)', interval: '{coverage} interval {range}', sample: '{queries} queries of {places} places',
    scaleRegions: '{metric} by region', scaleDifference: '{metric}, {a} − {b} by region', scaleBetter: 'left {b} better, right {a} better', scaleStands: 'thick border: p < 0.05 (Holm)', scaleFailures: 'Share of failures: {failing}', scaleFull: 'full square: {n} queries or more', scaleErrors: 'Errors', truth: 'truth', answer: 'first answer',
    legend: 'Scales', nowhere: 'No coordinates', nowhereText: 'No place of these queries has coordinates, so there is nothing to draw. Their ranks are in the distribution.', noneSelected: 'No query is selected', noneSelectedText: 'No query of this run fits the selection.',
    tool: { name: 'What dragging does', pan: 'Move the map', lasso: 'Lasso: draw around places', box: 'Box: draw a box around places', window: 'Select what the window shows', clear: 'Clear the drawn area' },
    toolHint: { lasso: 'Draw around places. By keys: arrows move the cross, Enter sets a corner, Enter again on the same spot closes, Esc stops.', box: 'Draw a box. By keys: arrows move the cross, Enter sets a corner, Enter again the opposite one, Esc stops.' }, selected: 'Area selected', toolOn: '{tool}. {hint}',
    distribution: 'Distribution', worst: 'Worst errors', distributionOf: 'Distribution of', ofError: 'Errors', ofRank: 'Ranks', errorTitle: 'Distance of the first answer', rankTitle: 'Rank of the truth', errorAxis: 'At most this far from the truth', rankAxis: 'At most this rank', shareAxis: 'Share of queries',
    median: 'median', run: 'Run', base: '{n} of {all} queries have a distance', marksNote: 'Shares of all {n} queries', marksLocated: 'Shares of the queries whose truth and answer have coordinates', noErrors: 'No query has both a truth and an answer with coordinates, so errors have no distance. Ranks have a distribution still.',
    worstNone: 'No answer lies away from its truth.', worstHint: 'Turn on the layer Errors to list them.', query: 'Query', side: 'Beside the map',
    save: 'Save the map', saveSvg: 'Picture (SVG)', savePng: 'Picture (PNG)', csvRegions: 'Regions (CSV)', csvCells: 'Cells of failures (CSV)', csvArcs: 'Errors (CSV)', file: 'map', pictureRun: '{letter}: {name}', pictureSelection: 'Selected queries only', inWindow: 'with an end in this window', notReady: 'The map is not there yet.', computing: 'Counting…',
    actions: { regions: 'Layer: regions', failures: 'Layer: failures', errors: 'Layer: errors', places: 'Layer: places', lasso: 'Lasso', box: 'Box', window: 'Select what the window shows', clear: 'Clear the drawn area', difference: 'Difference of A and B', fit: 'Show all' }
  },
  zh: {
    map: '各次评测在哪里答对、答错', chooseRun: '请选择一次评测', chooseRunText: '地图显示其答案在哪里正确、在哪里错误以及相差多远。',
    layers: '图层', layer: { regions: '区域', failures: '失败', errors: '误差', places: '地点' },
    layerText: { regions: '各区域按其 {metric} 着色', failures: '按查询所在位置的失败占比', errors: '从真值到错误答案', places: '项目的全部地点' },
    shownRun: '评测', difference: '差异 {a} − {b}', otherProtocol: '{a} 与 {b} 的方案不同:此差异也包含任务的差异。',
    failsIf: '查询失败的条件', failRank: '排名大于', failMetres: '误差大于', k: '排名', metres: '米', failsRank: '排名大于 {k}', failsMetres: '答案相距超过 {m}',
    arcLimit: '数量', here: '仅显示一端在此窗口内的', arcCount: '{total} 条中最差的 {n} 条', arcAll: '全部 {total} 条', arcNone: '没有错误答案', arcUnknown: '距离均未知', placeCount: '{n} 个地点', unlocated: '{n} 个查询不在地图上:没有坐标',
    cellFailing: '失败:{failing}', cellShare: '失败占 {share}', cellCount: '{queries} 个查询中的 {failures} 个', arcFacts: '相差 {distance},真值排名 {rank}', holm: 'p = {p}(对各区域作 Holm 校正)', interval: '{coverage} 区间 {range}', sample: '{places} 个地点的 {queries} 个查询',
    scaleRegions: '各区域的 {metric}', scaleDifference: '各区域的 {metric},{a} − {b}', scaleBetter: '左侧 {b} 更好,右侧 {a} 更好', scaleStands: '粗边框:p < 0.05(Holm)', scaleFailures: '失败占比:{failing}', scaleFull: '满格:{n} 个查询或更多', scaleErrors: '误差', truth: '真值', answer: '首个答案',
    legend: '图例', nowhere: '没有坐标', nowhereText: '这些查询的地点都没有坐标,因此没有可绘制的内容。排名仍可在分布中查看。', noneSelected: '没有选中的查询', noneSelectedText: '此评测没有符合所选条件的查询。',
    tool: { name: '拖动的作用', pan: '移动地图', lasso: '套索:圈出地点', box: '方框:框出地点', window: '选择窗口所示范围', clear: '清除所画区域' },
    toolHint: { lasso: '圈出地点。用键盘:方向键移动十字,Enter 设定顶点,在同一处再按 Enter 闭合,Esc 停止。', box: '画出方框。用键盘:方向键移动十字,Enter 设定一角,再按 Enter 设定对角,Esc 停止。' }, selected: '已选择区域', toolOn: '{tool}。{hint}',
    distribution: '分布', worst: '最大误差', distributionOf: '分布对象', ofError: '误差', ofRank: '排名', errorTitle: '首个答案的距离', rankTitle: '真值的排名', errorAxis: '距真值不超过', rankAxis: '排名不大于', shareAxis: '查询占比',
    median: '中位数', run: '评测', base: '{all} 个查询中有 {n} 个有距离', marksNote: '占全部 {n} 个查询的比例', marksLocated: '占真值与答案均有坐标的查询的比例', noErrors: '没有真值与答案均有坐标的查询,因此误差没有距离。排名仍有分布。',
    worstNone: '没有偏离真值的答案。', worstHint: '打开“误差”图层以列出它们。', query: '查询', side: '地图旁',
    save: '保存地图', saveSvg: '图片(SVG)', savePng: '图片(PNG)', csvRegions: '区域(CSV)', csvCells: '失败格网(CSV)', csvArcs: '误差(CSV)', file: '地图', pictureRun: '{letter}:{name}', pictureSelection: '仅所选查询', inWindow: '一端在此窗口内', notReady: '地图尚未就绪。', computing: '正在统计…',
    actions: { regions: '图层:区域', failures: '图层:失败', errors: '图层:误差', places: '图层:地点', lasso: '套索', box: '方框', window: '选择窗口所示范围', clear: '清除所画区域', difference: 'A 与 B 的差异', fit: '显示全部' }
  }
}
