import type { FeatureMessages } from '../../../i18n/index.ts'

/** Bringing in what other systems computed. */
export const messages: FeatureMessages = {
  en: {
    kindName: 'What to import', kind: { trec: 'TREC run', matrix: 'Similarities', vectors: 'Embeddings' },
    text: {
      trec: 'Rankings that were made elsewhere: lines of "query Q0 document rank score tag", with the ids of this project. The studio computes the metrics.',
      matrix: 'A matrix of similarities (.npy): a row for each query, a column for each satellite tile, higher is nearer. It is read a part at a time, however large it is.',
      vectors: 'Vectors of captions and images (.npy, .f32 or .parquet). They become an encoder without a model: to evaluate, compare and search by caption or view, but not by a new text.'
    },
    file: { run: 'Run file…', qrels: 'Qrels…', matrix: 'Matrix…', queryIds: 'Ids of rows…', galleryIds: 'Ids of columns…', text: 'Caption vectors…', textIds: 'Caption ids…', image: 'Image vectors…', imageIds: 'Image ids…' },
    without: 'Leave out: {what}', ownOrder: 'without: the project’s own order', ownColumn: 'without: the table’s own column, or the project’s order', dimensions: 'Dimensions of a vector (.f32)',
    template: 'Write the project’s order…', templateHint: 'queries.csv and gallery.csv: each caption and tile with its id, in the order that holds without ids.', written: 'Written: {files}',
    encoderName: 'Name of the encoder', encoderMade: '{encoder} is here, as vectors only. Evaluate it like any other encoder.', toEncoder: 'Show the encoder'
  },
  zh: {
    kindName: '导入内容', kind: { trec: 'TREC 结果', matrix: '相似度', vectors: '嵌入' },
    text: {
      trec: '在别处得到的排序:每行为“查询 Q0 文档 排名 得分 标签”,使用本项目的标识符。指标由本软件计算。',
      matrix: '相似度矩阵 (.npy):每个查询一行,每个卫星图块一列,数值越大越接近。无论多大都分段读取。',
      vectors: '描述和图像的向量(.npy、.f32 或 .parquet)。它们成为没有模型的编码器:可以评测、对比、按描述或图像检索,但不能按新文本检索。'
    },
    file: { run: '评测文件…', qrels: 'Qrels…', matrix: '矩阵…', queryIds: '行标识符…', galleryIds: '列标识符…', text: '描述向量…', textIds: '描述标识符…', image: '图像向量…', imageIds: '图像标识符…' },
    without: '不使用:{what}', ownOrder: '不提供:采用项目自身的顺序', ownColumn: '不提供:采用表中的列,或项目的顺序', dimensions: '向量维数 (.f32)',
    template: '写出项目的顺序…', templateHint: 'queries.csv 和 gallery.csv:每条描述和每个图块及其标识符,即不提供标识符时所用的顺序。', written: '已写出:{files}',
    encoderName: '编码器名称', encoderMade: '{encoder} 已导入,仅含向量。可像其他编码器一样评测。', toEncoder: '显示编码器'
  }
}
