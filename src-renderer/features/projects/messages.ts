import type { FeatureMessages } from '../../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    open: 'Open', missing: 'Not found', forget: 'Remove from this list', recent: 'Recent', currentTitle: 'Open project', counts: '{places} places · {views} views · {captions} captions · {regions} regions',
    openOther: 'Open…', create: 'New…', emptyTitle: 'No projects yet', emptyText: 'A project is a folder with captions, verdicts and vectors; your images stay where they are. The sample shows the whole studio in two minutes.',
    sample: {
      title: 'Sample project', button: 'Sample project', text: 'Places in real cities with drawn satellite tiles and captions, some of them wrong, and a small demo encoder. Everything is made on this computer.',
      where: 'Folder', places: 'Places', seed: 'Seed', seedHint: 'The same seed makes the same project.', start: 'Make the sample'
    },
    package: {
      button: 'Open a work package…', short: 'Open a work package', title: 'Work package {name}', about: 'Made by {by} in {from}, {date}.', aboutFor: 'Made by {by} in {from} for {recipient}, {date}.',
      holds: '{n} caption, {size}. | {n} captions, {size}.', blind: 'Blind: it holds nothing that others decided.', where: 'Folder of the new project', whereHint: 'The pictures are unpacked into it.', open: 'Open it'
    },
    import: {
      button: 'Import…', title: 'Import', into: 'into {name}', close: 'Close the import', settings: 'Import settings', preview: 'Preview', drop: 'Drop a file or a folder here',
      dropText: 'CSV, JSON, JSON Lines, COCO, Karpathy, Hugging Face and CVG-Text sets, GeoText-1652, TagGUI, or a folder of geotagged images or GeoTIFFs. Nothing is copied.',
      file: 'Choose file…', folder: 'Choose folder…', otherFile: 'Other file…', otherFolder: 'Other folder…', format: 'Format', formatHint: 'Could also be read as 1 other format. | Could also be read as {n} other formats.',
      mapping: 'Columns', mappingHint: 'Columns without a field are kept with the record.', fieldOf: 'Field of the column {column}', kind: 'Kind of the images', kindGuess: 'As the source says', author: 'Author of the captions', authorPlaceholder: 'As the source says',
      asRead: 'As it is read', asWritten: 'As it is written', problems: 'Problems', noProblems: 'No problem in the first records.', line: 'Line', missing: 'The image does not exist',
      start: 'Import', dryRun: 'Count first', starting: 'Starting', wouldAdd: 'Would add', done: 'Imported', removed: 'Removed again', skipped: '{n} were there already', problemCount: '1 record could not be used. | {n} records could not be used.', showProblems: 'Show',
      toBrowse: 'Browse them', undo: 'Undo this import'
    },
    export: {
      button: 'Export…', title: 'Export {name}', start: 'Choose where and export', copyImages: 'Copy the images as well', done: '{places} places and {captions} captions were written.', dropped: 'Left out: {what} ({n})',
      format: { jsonl: 'JSON Lines', csv: 'CSV', coco: 'COCO captions', hf: 'Hugging Face folder', webdataset: 'WebDataset', taggui: 'TagGUI', geojson: 'GeoJSON' },
      text: { jsonl: 'Everything, the log included', csv: 'A row a caption', coco: 'One JSON file', hf: 'metadata.jsonl beside images', webdataset: 'Tar shards', taggui: 'A text file beside each image', geojson: 'Points with captions' }
    },
    format: {
      csv: 'CSV', tsv: 'TSV', json: 'JSON', jsonl: 'JSON Lines', 'image-folder': 'Image folder', 'cvg-text': 'CVG-Text', 'hf-folder': 'Hugging Face folder', coco: 'COCO captions', karpathy: 'Karpathy split JSON',
      'geotext-1652': 'GeoText-1652', taggui: 'TagGUI folder', 'line-pairs': 'Line-aligned captions', 'planisphere-jsonl': 'Planisphere JSON Lines'
    },
    field: {
      none: '–', id: 'Id', place: 'Place', caption: 'Caption', captions: 'Captions (list)', image: 'Image', kind: 'Kind', lat: 'Latitude', lon: 'Longitude', region: 'Region', country: 'Country', continent: 'Continent', split: 'Split',
      author: 'Author', prompt: 'Prompt', width: 'Width', height: 'Height'
    }
  },
  zh: {
    open: '已打开', missing: '未找到', forget: '从列表中移除', recent: '最近使用', currentTitle: '已打开的项目', counts: '{places} 个地点 · {views} 张图像 · {captions} 条描述 · {regions} 个区域',
    openOther: '打开…', create: '新建…', emptyTitle: '尚无项目', emptyText: '项目是一个文件夹，包含描述、判定和向量；图像保留在原处。示例项目可在两分钟内展示整个工作室。',
    sample: { title: '示例项目', button: '示例项目', text: '真实城市中的地点，配有绘制的卫星图块和描述（其中一些有误），以及一个小型演示编码器。全部在本机生成。', where: '文件夹', places: '地点数', seed: '种子', seedHint: '相同的种子生成相同的项目。', start: '生成示例' },
    package: {
      button: '打开工作包…', short: '打开工作包', title: '工作包 {name}', about: '{by} 于 {date} 在 {from} 中制作。', aboutFor: '{by} 于 {date} 在 {from} 中为 {recipient} 制作。',
      holds: '{n} 条描述，{size}。', blind: '盲审：不含他人的决定。', where: '新项目的文件夹', whereHint: '图像将解包到其中。', open: '打开'
    },
    import: {
      button: '导入…', title: '导入', into: '到 {name}', close: '关闭导入', settings: '导入设置', preview: '预览', drop: '将文件或文件夹拖到此处', dropText: 'CSV、JSON、JSON Lines、COCO、Karpathy、Hugging Face、CVG-Text、GeoText-1652、TagGUI，或带地理标签的图像、GeoTIFF 文件夹。不会复制任何文件。',
      file: '选择文件…', folder: '选择文件夹…', otherFile: '其他文件…', otherFolder: '其他文件夹…', format: '格式', formatHint: '还可以按另外 {n} 种格式读取。', mapping: '列', mappingHint: '没有对应字段的列会随记录保留。', fieldOf: '列 {column} 的字段',
      kind: '图像类型', kindGuess: '按来源', author: '描述的作者', authorPlaceholder: '按来源', asRead: '读取结果', asWritten: '原始内容', problems: '问题', noProblems: '前几条记录没有问题。', line: '行', missing: '图像不存在',
      start: '导入', dryRun: '先计数', starting: '正在开始', wouldAdd: '将添加', done: '已导入', removed: '已移除', skipped: '{n} 条已存在', problemCount: '{n} 条记录无法使用。', showProblems: '查看', toBrowse: '浏览', undo: '撤销此次导入'
    },
    export: {
      button: '导出…', title: '导出 {name}', start: '选择位置并导出', copyImages: '同时复制图像', done: '已写入 {places} 个地点和 {captions} 条描述。', dropped: '未包含：{what}（{n}）',
      format: { jsonl: 'JSON Lines', csv: 'CSV', coco: 'COCO 描述', hf: 'Hugging Face 文件夹', webdataset: 'WebDataset', taggui: 'TagGUI', geojson: 'GeoJSON' },
      text: { jsonl: '全部内容，含日志', csv: '每条描述一行', coco: '单个 JSON 文件', hf: '图像旁的 metadata.jsonl', webdataset: 'Tar 分片', taggui: '每张图像旁一个文本文件', geojson: '带描述的点' }
    },
    format: {
      csv: 'CSV', tsv: 'TSV', json: 'JSON', jsonl: 'JSON Lines', 'image-folder': '图像文件夹', 'cvg-text': 'CVG-Text', 'hf-folder': 'Hugging Face 文件夹', coco: 'COCO 描述', karpathy: 'Karpathy 划分 JSON',
      'geotext-1652': 'GeoText-1652', taggui: 'TagGUI 文件夹', 'line-pairs': '按行对齐的描述', 'planisphere-jsonl': 'Planisphere JSON Lines'
    },
    field: {
      none: '–', id: '编号', place: '地点', caption: '描述', captions: '描述（列表）', image: '图像', kind: '类型', lat: '纬度', lon: '经度', region: '区域', country: '国家', continent: '大洲', split: '划分', author: '作者', prompt: '提示词', width: '宽', height: '高'
    }
  }
}
