import type { en } from './messages-en.ts'

export const zh: typeof en = {
  tabs: { signatures: '特征', train: '训练', models: '模型', ablation: '消融', consistency: '一致性' },
  actions: { next: '下一个标签页', previous: '上一个标签页', measure: '测量特征', train: '训练编码器', retrain: '用已审阅的描述重新训练', ablate: '开始消融实验', score: '为描述与图块的一致性打分' },
  kind: { colour: '颜色', structure: '结构', texture: '纹理' },
  what: {
    colour: '图块的光在红、绿、蓝上如何分布：每个通道从暗到亮 32 级，各级像素所占比例。',
    structure: '边缘朝哪个方向延伸：半周 36 个方向上各有多少梯度，画成玫瑰图。',
    texture: '每种尺度上有多少细节：频谱在 32 个环内的平均功率，从整个图块到两个像素。'
  },
  invariance: { colour: '旋转或镜像图块时不变；随亮度和白平衡变化。', structure: '随图块旋转；几乎不受亮度影响。纯色图块没有结构。', texture: '旋转图块时几乎不变；强 JPEG 压缩和模糊会降低其细节一端。' },
  waiting: { paused: '已暂停：会从停下处继续。', interrupted: '已中断，可从停下处继续。' },
  mining: {
    of: '/ {n} 张卫星图像已测量', whole: '可测量的均已测量', left: '剩余 {n}', problems: '{n} 张图片无法读取', progress: '已有特征的卫星图像', none: '此项目中没有卫星图像。', import: '导入',
    explain: '仅由图片测得，无需学习；保存在项目中，只有新图片才会重新测量。', spec: '规格 {hash}', specLong: '决定数值的一切（分箱、频带、栅格、公式）的哈希'
  },
  example: { alt: '{place} 的卫星图块', another: '换一个图块', browse: '在浏览中显示' },
  data: {
    title: '可用于训练的数据', reviewed: '已审阅', import: '导入划分', unmined: '{n} 张卫星图像还没有特征：训练会先测量它们。',
    missing: { train: '训练划分中没有地点：请导入带 split 列（train、val、test）的地点。', val: '验证划分中没有地点：无法选择权重或提前停止，将保留最后一步。', test: '测试划分中没有地点：无法在未见过的区域上测试结果。' }
  },
  form: {
    name: '新编码器的名称', base: '基础', scratch: '从零开始（PLANET-nano）', scratchHint: '小型文本编码器和小型图像编码器，整体训练。', baseHint: '其双塔保持不变；在其特征上训练投影头。它必须提供词元状态。', noOther: '无',
    captions: '描述', which: { all: '全部', reviewed: '已审阅', filter: '筛选' }, whichHint: { all: '所有未被拒绝的描述。', reviewed: '只用人们接受或修改过的：{n} 条描述。' }, noneReviewed: '还没有人接受或修改过描述。', toReview: '审阅描述',
    filter: '用于训练的描述', filterHint: '使用筛选语言，与浏览相同。验证和测试保留全部描述。', filterFits: '{n} 条描述符合，其中训练划分 {train} 条。被拒绝的不计入。',
    lambda: 'λ，L_phy 的权重', lambdaHint: '可写多个，如“0, 0.25, 0.5”：由验证选择。0 为普通对比学习。', seed: '种子', compareWith: '对比对象', compareHint: '训练后在测试区域上嵌入并评测两者。', details: '详细设置', steps: '步数', batch: '批量', places: '个地点', rate: '最高学习率', weightDecay: '权重衰减', threads: '线程', threadsHint: '0：所有核心', textsLabel: '文本', texts: { current: '修改后的', first: '最初的' },
    early: '提前停止', patience: '验证无改进的次数', looks: '次', train: '训练', busy: '正在训练。',
    problem: { name: '只能使用字母、数字、点、连字符和下划线。', taken: '项目中已有此名称的编码器。', lambda: '一到八个 0 到 100 之间的数。', filter: '请填写筛选条件。', numbers: '缺少数值。' }
  },
  train: {
    title: '新的训练', run: '训练', which: '要显示的训练', none: '还没有训练过', noneText: 'PLANET 学习一个文本编码器和一个图像编码器，使描述能找到自己的图块，并使描述中的颜色、结构和纹理与测得的一致。训练时曲线会显示在这里。', toForm: '前往表单',
    retrainLong: '用 {n} 条已审阅的描述训练 {name}，并在测试区域上与 {other} 对比。', retrainAlone: '用 {n} 条已审阅的描述训练 {name}。',
    scratch: '从零开始', onBase: '{base} 上的投影头', allCaptions: '全部描述', reviewedCaptions: '已审阅的描述', seedIs: '种子 {seed}', runLong: '您可以同时做别的事；它可以暂停，重启后也能继续。', done: '训练完成。来自未见过区域的 {queries} 条描述，各对 {gallery} 个图块：', doneNoTest: '训练完成。没有可供测试的地点。',
    kept: '保留第 {step} 步、λ 为 {lambda} 的权重：验证中最好。', keptEarly: '已提前停止：验证不再变好。保留第 {step} 步、λ 为 {lambda} 的权重。', toCard: '打开其卡片', toCompare: '与 {other} 对比'
  },
  curve: {
    which: '显示哪个 λ', whichLong: '每个 λ 训练一次；由验证选择。', at: '第 {step} 步，共 {steps} 步', lossNow: '损失 {loss} 奈特', bestNow: '验证最好在第 {step} 步：', lossTitle: '损失及其各项', validationTitle: '验证', lambdaTitle: '各 λ 的验证 {metric}', total: 'L', step: '步', loss: '损失', nats: '奈特', share: '验证描述的比例', best: '保留', bestSoFar: '目前最好', stopped: '提前停止', waiting: '完成最初几步后会出现第一批数据点。', none: '这次训练没有保留曲线。'
  },
  card: {
    title: '模型卡片', none: '这里还没有训练过编码器', noneText: '训练的结果会成为与其他编码器一样的编码器，并附有说明数据、方法和效果的卡片。', lambdaLong: 'L_phy 在损失中的权重，由验证选择', testLong: '自身图块排在第一的测试描述所占比例', testBase: '{queries} 条描述，{gallery} 个图块', trained: '训练时间', toEncoders: '在编码器中打开', test: '测试区域', testOnce: '{queries} 条描述，各在 {gallery} 个图块中排序；这些区域既未用于训练也未用于选择，一切选定之后只看一次。',
    noTest: '没有测试地点。', how: '如何得到', curves: '曲线', lambdaOf: '{lambda}，由验证从 {list} 中选出', plain: '0：普通对比学习', terms: 'L_phy 的各项', kept: '保留的权重', keptOf: '第 {step} 步，共 {steps} 步', keptEarly: '第 {step} 步；在第 {steps} 步之前提前停止', batch: '批量', batchIs: '{batch} 个地点，最高学习率 {rate}，权重衰减 {decay}', parameters: '训练的参数', provider: '训练设备', providerIs: '{provider}，每秒 {rate} 步', dataHash: '数据', spec: '特征规格', split: '划分', regions: '各划分的区域'
  },
  runs: { title: '评测', none: '尚未在此项目中评测。', evaluate: '评测', evaluateTest: '在测试划分上评测', compare: '对比…', ready: '两者已评测', itsBase: '其基础', first: '先评测' },
  variant: { contrastive: '对比学习', planet: 'PLANET', colour: '仅颜色', structure: '仅结构', texture: '仅纹理' },
  variantLong: { contrastive: '仅 L_itc（λ = 0）：其他各项以此为参照', planet: 'L_itc 加 L_phy 的全部三项', colour: 'L_phy 仅含颜色项', structure: 'L_phy 仅含结构项', texture: 'L_phy 仅含纹理项' },
  finding: { better: '更好', worse: '更差', none: '未显示差异', unknown: '区域太少，无法判断' },
  ablation: {
    title: '新的消融实验', result: '消融', about: '用相同的种子，分别在有和没有各项的情况下训练，并在从未见过的区域上测试：L_phy 有帮助吗？哪一部分有帮助？', variants: '变体', levels: '测试于', level: { world: '全球：项目的划分', continents: '各大洲轮流留出' }, levelLong: { world: '在训练区域上训练，在测试区域上测试', continents: '在其余各洲训练，在该洲区域上测试' },
    seeds: '种子', seedsHint: '每个变体用每个种子各训练一次。', start: '开始', trainings: '{n} 次训练', toForm: '前往表单', none: '还没有消融实验', noneText: '它说明 PLANET 在从未见过的区域上是否优于普通对比学习，并给出差异的区间。可能需要数小时；可以暂停，重启后继续。',
    problem: { seeds: '一到二十个整数。', variants: '除对比学习外至少一个变体。', levels: '请选择在哪里测试。', continents: '留出大洲时只能使用全部描述。', lambda: '至少一个大于 0 且不超过 100 的数。', numbers: '缺少步数。' },
    whichReport: '要显示的消融实验', of: '{variants} 个变体，{seeds} 个种子', metric: '指标', partial: '目前已完成的部分。种子越多，区间越窄。', seedsAre: '种子 {seeds}', stepsAre: '{steps} 步', dataIs: '数据 {hash}',
    variant: '变体', scale: '{from} 到 {to}', difference: '差异', differenceScale: '{from} 到 {to} 个百分点', pLong: '整区域符号翻转检验，双侧，针对 {metric} 的差异', says: '相对对比学习', reference: '其他变体的参照', notYet: '未完成', meanOfContinents: '各大洲轮流留出的平均', heldOut: '留出{continent}', base: '{regions} 个区域，{queries} 条描述，{gallery} 个图块', seedsDone: '{of} 个种子中的 {n} 个',
    interval: '{value}，{coverage} 区间 {low} 至 {high}', noInterval: '{value}，没有区间：区域太少', few: '测试区域少于 20 个：区间较宽，且依据的地点很少，请谨慎解读。', legend: '点：各种子的平均。线：对区域和种子的 {coverage} 区间。圆环：单个种子。只有差异的区间不含零时才写“更好”或“更差”；否则为未显示差异，这并不说明没有差异。'
  },
  score: {
    about: '描述的文字与自身图块的颜色、结构和纹理有多吻合？分数表示有多少其他图块不如它吻合：100 最好，接近 0 则描述很可能有误。每个区域由未在其上训练的投影头打分。',
    of: '/ {n} 条描述的当前文本已有分数', stale: '{n} 条新增或已修改', when: '打分时间', progress: '已有分数的描述', start: '为描述打分', changed: '为有变化的打分', again: '全部重新打分', toQueue: '先审阅最可疑的', toBrowse: '浏览：最不一致的优先', scratch: '小型文本塔，从零开始', base: '文本塔', folds: '折数', comparisons: '比较的图块数', details: '如何打分',
    how: '区域被分入若干折；每一折的描述由在其他折上训练的投影头打分。自身图块与同一划分中其他地点的图块（按种子抽取）比较；相等计一半。'
  },
  report: {
    title: '低分能多好地找出错误描述', untold: '没有人说明此项目中哪些描述有误，因此无法在此衡量。示例项目知道自己的错误说法；其他项目请提供 JSON Lines 文件，每行为 {open}caption, kind{close}。', choose: '选择文件…', rankUnder: '与之比较排名的编码器', noRank: '不含排名', needsRun: '用某个编码器以全部图块评测描述后，可同时看到按排名的顺序。', toRun: '评测', base: '{captions} 条已打分的描述中，已知 {wrong} 条有误。', onlyRanked: '只计 {encoder} 最新评测中有排名的描述。', claim: '错误说法关于', order: '排序依据', aucLong: '错误描述排在正确描述之前的概率', scale: '0 到 1，一半为随机', firstTenth: '前十分之一中的错误', firstTenthLong: '{of} 条错误描述中有 {n} 条排在队列前十分之一',
    claims: { colour: '颜色', structure: '结构', texture: '纹理', any: '三者任一' }, orders: { agreement: '一致性，最低在前', rank: '自身图块在 {encoder} 下的排名', random: '随机' }, wrong: '{n} 条有误', noWrong: '没有此类错误说法', legend: 'AUC：错误描述排在正确描述之前的概率。区间由区域重抽样得到。“三者任一”按三者中最低者排序。'
  }
}
