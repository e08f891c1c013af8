import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import * as z from 'zod'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { EncoderSpec, type EncoderFiles, type ImageSpec, type TextSpec } from './encoder-spec.ts'

/**
 * Finds out what an encoder's path holds: a folder with an `encoder.json`, a folder in the layout of Hugging Face ONNX
 * exports, or a bare image ONNX file. Reads configuration only; whether the models run is `check-encoder.ts`'s question.
 * NOT_FOUND if there is nothing, BAD_ENCODER if it is none of these.
 */
export async function recogniseEncoder(path: string): Promise<EncoderFiles> {
  const status = await stat(path).catch(() => null)
  if (!status) throw new PlanisphereError('NOT_FOUND', `There is no file or folder at ${path}.`, { hint: 'Check the path.', place: { file: path } })
  if (status.isDirectory()) {
    if (await isFile(join(path, 'encoder.json'))) return fromEncoderJson(path)
    return fromHuggingFace(path)
  }
  if (!path.toLowerCase().endsWith('.onnx')) {
    throw new PlanisphereError('BAD_ENCODER', `${path} is neither a folder nor an ONNX file.`, { hint: 'Choose an encoder’s folder, or a file that ends in .onnx.', place: { file: path } })
  }
  const folder = dirname(path)
  if (await isFile(join(folder, 'encoder.json'))) {
    const described = await fromEncoderJson(folder)
    if (described.spec.image?.file === basename(path) || described.spec.text?.file === basename(path)) return described
  }
  return { layout: 'onnx-file', folder, spec: bareImageSpec(basename(path)), files: [basename(path)] }
}

/**
 * What a bare image model is taken to want: 224 px square, bicubic, (rgb - 128) / 128. Size and layout are corrected by
 * the shape of the graph's input when it is checked. Another preprocessing needs an `encoder.json` beside the file.
 */
export function bareImageSpec(file: string): EncoderSpec {
  return EncoderSpec.parse({ image: { file, size: 224, fit: 'stretch', resample: 'bicubic', rescale: 1, mean: [128, 128, 128], std: [128, 128, 128] } })
}

async function fromEncoderJson(folder: string): Promise<EncoderFiles> {
  const file = join(folder, 'encoder.json')
  const parsed = EncoderSpec.safeParse(await readJson(file))
  if (!parsed.success) throw new PlanisphereError('BAD_ENCODER', `${file} does not describe an encoder: ${firstIssue(parsed.error)}.`, { hint: 'The guide has the fields of encoder.json.', place: { file } })
  const { text, image, planet } = parsed.data
  const files = ['encoder.json']
  if (image) files.push(await mustBeFile(folder, image.file, 'the image model'))
  if (image?.head) files.push(await mustBeFile(folder, image.head.file, 'the image head'))
  if (text) {
    files.push(await mustBeFile(folder, text.file, 'the text model'), await mustBeFile(folder, text.tokenizer, 'the tokenizer'))
    if (text.tokenizerConfig) files.push(await mustBeFile(folder, text.tokenizerConfig, 'the tokenizer’s configuration'))
    if (text.head) files.push(await mustBeFile(folder, text.head.file, 'the text head'))
  }
  if (planet) files.push(await mustBeFile(folder, planet.signature, 'the projection of signatures'))
  return { layout: 'encoder-json', folder, spec: parsed.data, files: await withExternalData(folder, files) }
}

// Exports name their precisions in the file; the most exact that is there is taken.
const precisions = ['', '_fp16', '_quantized', '_int8', '_uint8', '_q4', '_q4f16', '_bnb4']
const folders = ['onnx/', '']

async function fromHuggingFace(folder: string): Promise<EncoderFiles> {
  const config = Config.parse((await readJsonIfThere(join(folder, 'config.json'))) ?? {})
  const combined = await firstFile(folder, 'model')
  const textFile = (await firstFile(folder, 'text_model')) ?? (config.text_config ? combined : undefined)
  const imageFile = (await firstFile(folder, 'vision_model')) ?? (config.vision_config || (await isFile(join(folder, 'preprocessor_config.json'))) ? combined : undefined)
  if (!textFile && !imageFile) {
    throw new PlanisphereError('BAD_ENCODER', `${folder} holds no encoder that Planisphere recognises.`, {
      hint: 'It should hold onnx/text_model.onnx and onnx/vision_model.onnx (a Hugging Face export), or an encoder.json that names its files.',
      place: { file: folder }
    })
  }
  const files: string[] = []
  let text: z.input<typeof TextSpec> | undefined
  let image: z.input<typeof ImageSpec> | undefined
  if (textFile) {
    files.push(textFile, await mustBeFile(folder, 'tokenizer.json', 'the tokenizer'))
    const tokenizerConfig = TokenizerConfig.parse((await readJsonIfThere(join(folder, 'tokenizer_config.json'))) ?? {})
    const hasConfig = await isFile(join(folder, 'tokenizer_config.json'))
    if (hasConfig) files.push('tokenizer_config.json')
    text = {
      file: textFile,
      tokenizer: 'tokenizer.json',
      ...(hasConfig ? { tokenizerConfig: 'tokenizer_config.json' } : {}),
      length: textLength(config, tokenizerConfig),
      padding: 'length',
      padToken: await padToken(folder, config, tokenizerConfig)
    }
  }
  if (imageFile) {
    files.push(imageFile)
    const preprocessor = await readJsonIfThere(join(folder, 'preprocessor_config.json'))
    if (preprocessor !== undefined) files.push('preprocessor_config.json')
    image = { file: imageFile, ...imagePreprocessing(Preprocessor.parse(preprocessor ?? {}), config.vision_config?.image_size) }
  }
  if (await isFile(join(folder, 'config.json'))) files.push('config.json')
  return { layout: 'hugging-face', folder, spec: EncoderSpec.parse({ text, image }), files: await withExternalData(folder, [...new Set(files)]) }
}

const optionalNumber = z.number().optional().catch(undefined)
const Config = z.object({
  text_config: z.object({ max_position_embeddings: optionalNumber, pad_token_id: optionalNumber }).optional().catch(undefined),
  vision_config: z.object({ image_size: optionalNumber }).optional().catch(undefined),
  max_position_embeddings: optionalNumber
})
const TokenizerConfig = z.object({ model_max_length: optionalNumber, pad_token: z.union([z.string(), z.object({ content: z.string() }).transform((token) => token.content)]).optional().catch(undefined) })
const Size = z.union([z.number(), z.object({ shortest_edge: z.number() }), z.object({ height: z.number(), width: z.number() })])
const Preprocessor = z.object({
  do_resize: z.boolean().default(true),
  size: Size.optional().catch(undefined),
  resample: optionalNumber,
  do_center_crop: z.boolean().default(false),
  crop_size: Size.optional().catch(undefined),
  do_rescale: z.boolean().default(true),
  rescale_factor: z.number().default(1 / 255),
  do_normalize: z.boolean().default(true),
  image_mean: z.array(z.number()).length(3).optional().catch(undefined),
  image_std: z.array(z.number()).length(3).optional().catch(undefined)
})

/** CLIP's 77 where nothing says otherwise. `model_max_length` of 1e30 is transformers' way of saying "not known". */
function textLength(config: z.infer<typeof Config>, tokenizer: z.infer<typeof TokenizerConfig>): number {
  const lengths = [config.text_config?.max_position_embeddings, config.max_position_embeddings, tokenizer.model_max_length].filter((length) => length !== undefined && length >= 1 && length <= 8192)
  return lengths.length ? Math.min(...(lengths as number[])) : 77
}

async function padToken(folder: string, config: z.infer<typeof Config>, tokenizer: z.infer<typeof TokenizerConfig>): Promise<number> {
  const parsed = z
    .object({
      added_tokens: z.array(z.object({ id: z.number(), content: z.string() })).catch([]),
      padding: z.object({ pad_id: z.number() }).nullish().catch(null),
      model: z.object({ vocab: z.record(z.string(), z.number()).catch({}) }).catch({ vocab: {} })
    })
    .catch({ added_tokens: [], padding: null, model: { vocab: {} } })
    .parse(await readJson(join(folder, 'tokenizer.json')))
  const name = tokenizer.pad_token
  const named = name === undefined ? undefined : (parsed.added_tokens.find((token) => token.content === name)?.id ?? parsed.model.vocab[name])
  return named ?? parsed.padding?.pad_id ?? config.text_config?.pad_token_id ?? 0
}

// PIL's numbers for the resampling filters.
const resamplings = ['nearest', 'lanczos', 'bilinear', 'bicubic'] as const

function imagePreprocessing(config: z.infer<typeof Preprocessor>, imageSize: number | undefined): Omit<z.input<typeof ImageSpec>, 'file'> {
  const side = (size: z.infer<typeof Size> | undefined): number | undefined =>
    size === undefined ? undefined : typeof size === 'number' ? size : 'shortest_edge' in size ? size.shortest_edge : Math.min(size.height, size.width)
  const resize = side(config.size) ?? imageSize ?? 224
  const crop = config.do_center_crop ? (side(config.crop_size) ?? resize) : undefined
  const shortest = typeof config.size === 'number' || (typeof config.size === 'object' && 'shortest_edge' in config.size)
  return {
    size: crop ?? resize,
    fit: crop !== undefined || shortest ? 'crop' : 'stretch',
    resize,
    resample: resamplings[config.resample ?? 3] ?? 'bicubic',
    rescale: config.do_rescale ? config.rescale_factor : 1,
    ...(config.do_normalize
      ? { ...(config.image_mean ? { mean: config.image_mean as [number, number, number] } : {}), ...(config.image_std ? { std: config.image_std as [number, number, number] } : {}) }
      : { mean: [0, 0, 0], std: [1, 1, 1] })
  }
}

async function firstFile(folder: string, name: string): Promise<string | undefined> {
  for (const inside of folders) for (const precision of precisions) if (await isFile(join(folder, `${inside}${name}${precision}.onnx`))) return `${inside}${name}${precision}.onnx`
  return undefined
}

async function mustBeFile(folder: string, name: string, what: string): Promise<string> {
  if (await isFile(join(folder, name))) return name
  throw new PlanisphereError('BAD_ENCODER', `${what[0]?.toUpperCase()}${what.slice(1)} is missing: there is no ${name} in ${folder}.`, { hint: `Put ${name} into the encoder’s folder.`, place: { file: join(folder, name) } })
}

/** Large models keep their weights beside the graph: `model.onnx_data` (Hugging Face) or `model.onnx.data`. */
async function withExternalData(folder: string, files: readonly string[]): Promise<string[]> {
  const out = [...files]
  for (const file of files) for (const suffix of ['_data', '.data']) if (file.endsWith('.onnx') && (await isFile(join(folder, file + suffix)))) out.push(file + suffix)
  return out
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (thrown) {
    throw new PlanisphereError('BAD_ENCODER', `${file} is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { hint: 'Copy the encoder again.', place: { file } })
  }
}

async function readJsonIfThere(file: string): Promise<unknown> {
  return (await isFile(file)) ? readJson(file) : undefined
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]
  return issue ? `${issue.path.join('.') || 'the document'}: ${issue.message}` : 'it does not fit'
}
