import type { FeatureMessages } from '../../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    query: 'Query', answers: 'Answers', answersShort: 'answers', map: 'Map', byText: 'Text', fromProject: 'From project', byImage: 'Image', queryText: 'Query text', textPlaceholder: 'Describe a place as it looks from the ground or from above…', search: 'Search',
    encoder: 'Encoder', second: 'Beside it', noSecond: 'no second encoder', gallerySplit: 'Gallery', allSplits: 'All splits', depth: 'Answers', centred: 'Centred embeddings', centredTitle: 'Takes the mean embedding of each side away before comparing: helps encoders that were not trained for retrieval.',
    nowhere: 'None of these tiles has coordinates.', captions: 'Captions', places: 'Places', findCaption: 'Find a caption by its words', photosOfPlace: 'Views of this place', searchWithView: 'Search with this {kind} view', dropHere: 'Drop an image here. It is not added to the project.', chooseImage: 'Choose an image…',
    empty: 'Ask for a place', emptyText: 'Write a description, pick a caption or a photo of the project, or drop an image. The satellite tiles are ranked for it.', truth: 'truth', truthRank: 'truth at rank {rank} of {gallery}', gallery: 'of {n} tiles', truthBeyond: 'The truth is not among the first {k}: it stands at rank {rank}.',
    results: 'Ranking of {encoder}', scoreTitle: 'Score {score}; the bar is its share of the best score', embedNow: 'Embed now', rankN: 'Rank {n}', fromTruth: '{d} from the truth', showInBrowse: 'Browse', useAsQuery: 'Search with it',
    rerank: 'Re-rank by physical agreement', reranked: 're-ranked', rerankTitle: 'Score = cosine + {weight} × mean agreement of colour, structure and texture, over the first {depth} answers. The text embedding alone decides where this is off.',
    rerankNot: { encoder: 'Only with an encoder that PLANET trained.', signatures: 'No tile is measured yet: measure colour, structure and texture in PLANET.', picture: 'Only for a text or a caption: a picture has no words that could agree.' }, was: 'was {n}', movedTitle: 'Rank {rank} by cosine ({cosine}); mean agreement {agreement}', moved: 'By cosine: rank {rank}, {cosine}. Mean agreement of colour, structure and texture: {agreement}', deeper: 'By cosine it lies deeper than was looked.',
    noEncoder: 'No encoder yet', noEncoderText: 'Retrieval needs an encoder: a model that turns texts and images into vectors. Add one, embed the project with it, and search.', toEncoders: 'Add an encoder',
    actions: { query: 'Write a query', results: 'To the answers', centred: 'Centre the embeddings', rerank: 'Re-rank by physical agreement', fit: 'Show all answers on the map' }
  },
  zh: {
    query: '查询', answers: '结果', answersShort: '结果', map: '地图', byText: '文本', fromProject: '来自项目', byImage: '图像', queryText: '查询文本', textPlaceholder: '描述一个地点,从地面或空中看到的样子…', search: '检索',
    encoder: '编码器', second: '并列编码器', noSecond: '不使用第二个', gallerySplit: '图库', allSplits: '全部划分', depth: '结果数', centred: '中心化嵌入', centredTitle: '比较前减去每一侧嵌入的均值:对未针对检索训练的编码器有帮助。',
    nowhere: '这些图块都没有坐标。', captions: '描述', places: '地点', findCaption: '按词语查找描述', photosOfPlace: '该地点的图像', searchWithView: '用此{kind}图像检索', dropHere: '将图像拖放到此处。图像不会加入项目。', chooseImage: '选择图像…',
    empty: '查找一个地点', emptyText: '写一段描述,选择项目中的描述或照片,或拖放一张图像。系统会据此对卫星图块排序。', truth: '真值', truthRank: '真值排名 {rank} / {gallery}', gallery: '共 {n} 个图块', truthBeyond: '真值不在前 {k} 个之中:排名 {rank}。',
    results: '{encoder} 的排序', scoreTitle: '得分 {score};条形为其占最高分的比例', embedNow: '立即嵌入', rankN: '第 {n} 名', fromTruth: '距真值 {d}', showInBrowse: '浏览', useAsQuery: '用它检索',
    rerank: '按物理一致性重新排序', reranked: '已重新排序', rerankTitle: '得分 = 余弦 + {weight} × 颜色、结构和纹理的平均一致性，作用于前 {depth} 个结果。关闭时仅由文本嵌入决定。',
    rerankNot: { encoder: '仅适用于由 PLANET 训练的编码器。', signatures: '还没有图块测量过：请在 PLANET 中测量颜色、结构和纹理。', picture: '仅适用于文本或描述：图像没有可供对照的词语。' }, was: '原第 {n}', movedTitle: '按余弦第 {rank} 名（{cosine}）；平均一致性 {agreement}', moved: '按余弦：第 {rank} 名，{cosine}。颜色、结构和纹理的平均一致性：{agreement}', deeper: '按余弦排得更深，未查看到。',
    noEncoder: '还没有编码器', noEncoderText: '检索需要编码器:把文本和图像变成向量的模型。请添加一个,嵌入项目后即可检索。', toEncoders: '添加编码器',
    actions: { query: '编写查询', results: '转到结果', centred: '中心化嵌入', rerank: '按物理一致性重新排序', fit: '在地图上显示全部结果' }
  }
}
