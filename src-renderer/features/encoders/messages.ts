import type { FeatureMessages } from '../../i18n/index.ts'

export const messages: FeatureMessages = {
  en: {
    title: 'Encoders', none: 'No encoder yet', noneText: 'An encoder turns captions and images into vectors, so that one finds the other. Add an ONNX export of CLIP, SigLIP or their remote-sensing kin, or an image encoder alone.',
    add: 'Add an encoder', folder: 'Folder…', file: 'ONNX file…', name: 'Name', nameHint: 'Letters, digits, dot, dash and underscore.', adding: 'Loading and checking…', addIt: 'Add', chosen: 'Chosen', notChosen: 'Choose a folder or an ONNX file.',
    what: 'What can be added', whatFolder: 'A folder as Hugging Face exports it: onnx/text_model.onnx, onnx/vision_model.onnx, tokenizer.json, preprocessor_config.json, config.json. CLIP, SigLIP, RemoteCLIP, GeoRSCLIP and the like.',
    whatJson: 'Any other dual encoder with an encoder.json beside it that names files, tensors, image size, mean, std and text length.', whatFile: 'A single image ONNX file, for image to image retrieval (drone to satellite, say).',
    demoTitle: 'This is a demo', demoText: 'It is small, and was trained on the training regions of the sample project only. It shows the way through the studio; it says nothing about real places. For real work add CLIP, SigLIP or an encoder for remote sensing.',
    side: { text: 'Text', image: 'Image' }, both: 'both sides', dimensions: '{n} dimensions', layout: { 'hugging-face': 'Hugging Face layout', 'encoder-json': 'encoder.json', 'onnx-file': 'ONNX file', vectors: 'Vectors only' }, vectorsTitle: 'Imported vectors', vectorsText: 'There is no model here: it evaluates, compares and searches by captions and views that have a vector, but cannot embed a new text or picture.',
    tokens: 'up to {n} tokens', pixels: '{n} × {n} px', embedded: '{done} of {total} embedded', nothingToEmbed: 'nothing to embed', complete: 'complete', hash: 'Hash of the files', added: 'added', lastProvider: 'last embedded on {provider}',
    embed: 'Embed what is missing', embedSide: 'Embed {side}', embedOn: 'Embed on', auto: 'Best provider', check: 'Check again', checking: 'Checking…', checkOk: 'Everything is in order', checkBad: 'Something is not in order', reveal: 'Show in folder', remove: 'Remove…',
    removeTitle: 'Remove {name}?', removeText: 'Its vectors in this project are deleted. The encoder’s own files and the runs made with it stay.', removeIt: 'Remove', keep: 'Keep', embedding: 'Embedding', pause: 'Pause', resume: 'Resume', cancel: 'Cancel', eta: '{time} left', failed: 'The last embedding failed',
    problems: '{n} images could not be read', show: 'Show', providers: 'Execution provider', inUse: 'In use', available: 'available', notAvailable: 'not available', probing: 'Probing…', probe: 'Probe again', maxError: 'largest difference to the CPU {e}', evaluate: 'Evaluate', search: 'Search with it',
    actions: { add: 'Add an encoder', folder: 'Choose an encoder folder' }
  },
  zh: {
    title: '编码器', none: '还没有编码器', noneText: '编码器把描述和图像变成向量,使二者可以互相检索。可添加 CLIP、SigLIP 或遥感同类模型的 ONNX 导出,或单独的图像编码器。',
    add: '添加编码器', folder: '文件夹…', file: 'ONNX 文件…', name: '名称', nameHint: '字母、数字、点、连字符和下划线。', adding: '正在加载并检查…', addIt: '添加', chosen: '已选择', notChosen: '请选择文件夹或 ONNX 文件。',
    what: '可以添加什么', whatFolder: 'Hugging Face 导出的文件夹:onnx/text_model.onnx、onnx/vision_model.onnx、tokenizer.json、preprocessor_config.json、config.json。适用于 CLIP、SigLIP、RemoteCLIP、GeoRSCLIP 等。',
    whatJson: '其他双编码器:旁边放一个 encoder.json,注明文件、张量、图像尺寸、均值、标准差和文本长度。', whatFile: '单个图像 ONNX 文件,用于以图搜图(例如无人机到卫星)。',
    demoTitle: '这是演示编码器', demoText: '它很小,只在示例项目的训练区域上训练过。它用来演示流程,不代表真实地点上的效果。实际工作请添加 CLIP、SigLIP 或遥感编码器。',
    side: { text: '文本', image: '图像' }, both: '两侧', dimensions: '{n} 维', layout: { 'hugging-face': 'Hugging Face 布局', 'encoder-json': 'encoder.json', 'onnx-file': 'ONNX 文件', vectors: '仅向量' }, vectorsTitle: '导入的向量', vectorsText: '这里没有模型:可用已有向量的描述和图像进行评测、对比和检索,但不能嵌入新的文本或图片。',
    tokens: '最多 {n} 个词元', pixels: '{n} × {n} 像素', embedded: '已嵌入 {done} / {total}', nothingToEmbed: '没有可嵌入的内容', complete: '已完成', hash: '文件哈希', added: '添加于', lastProvider: '上次在 {provider} 上嵌入',
    embed: '嵌入缺少的部分', embedSide: '嵌入{side}', embedOn: '嵌入设备', auto: '最佳执行器', check: '重新检查', checking: '正在检查…', checkOk: '一切正常', checkBad: '存在问题', reveal: '在文件夹中显示', remove: '移除…',
    removeTitle: '移除 {name}?', removeText: '将删除它在此项目中的向量。编码器自身的文件和用它得到的评测结果会保留。', removeIt: '移除', keep: '保留', embedding: '正在嵌入', pause: '暂停', resume: '继续', cancel: '取消', eta: '剩余 {time}', failed: '上次嵌入失败',
    problems: '{n} 张图像无法读取', show: '查看', providers: '执行器', inUse: '使用中', available: '可用', notAvailable: '不可用', probing: '正在探测…', probe: '重新探测', maxError: '与 CPU 的最大差异 {e}', evaluate: '评测', search: '用它检索',
    actions: { add: '添加编码器', folder: '选择编码器文件夹' }
  }
}
