import * as z from 'zod'

/**
 * `encoder.json`: describes an encoder that has no layout which Planisphere recognises by itself. It lies in the
 * encoder's folder (or beside a bare ONNX file); file names are relative to it. Only `file` is required of a side.
 *
 * @example
 * { "image": { "file": "vision.onnx", "size": 224, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225] },
 *   "text": { "file": "text.onnx", "tokenizer": "tokenizer.json", "length": 77 } }
 */
const FileName = z
  .string()
  .min(1)
  .refine((name) => !name.startsWith('/') && !/^[A-Za-z]:|\\/.test(name) && !name.split('/').includes('..'), 'a file name inside the encoder’s folder')

/** How token or patch states [N, T, D] become one vector: the first, the mean over the attention mask, the last attended. An [N, D] output is taken as it is. */
export const Pooling = z.enum(['cls', 'mean', 'last'])
export type Pooling = z.infer<typeof Pooling>

/**
 * A trained head on a frozen base: `file` is then the base's graph, whose answers go through this one. `embeds` and
 * `states` name the base's outputs (default: the most likely ones); the side's `output` names one of the head's.
 */
export const TextHead = z.object({ file: FileName, embeds: z.string().optional(), states: z.string().optional() }).strict()
export const ImageHead = z.object({ file: FileName, embeds: z.string().optional() }).strict()

export const TextSpec = z.object({
  file: FileName,
  head: TextHead.optional(),
  tokenizer: FileName.default('tokenizer.json'),
  tokenizerConfig: FileName.optional(),
  /** Names of the graph's inputs. Default: those whose names say what they are. */
  inputs: z.object({ ids: z.string().optional(), mask: z.string().optional() }).strict().default({}),
  /** Name of the graph's output. Default: the most likely one (`text_embeds`, `embedding`, ...). */
  output: z.string().optional(),
  /** The longest input in tokens, special tokens included. Longer texts are cut. */
  length: z.int().min(1).max(8192).default(77),
  /** Pad to `length`, or to the longest text of the batch (which needs a mask). */
  padding: z.enum(['length', 'longest']).default('length'),
  padToken: z.int().min(0).default(0),
  /** Token for words that the vocabulary lacks, where the tokenizer gives none. */
  unknownToken: z.int().min(0).optional(),
  pooling: Pooling.default('mean')
})
export type TextSpec = z.infer<typeof TextSpec>

const Channel3 = z.tuple([z.number(), z.number(), z.number()])

export const ImageSpec = z.object({
  file: FileName,
  head: ImageHead.optional(),
  input: z.string().optional(),
  output: z.string().optional(),
  /** The square input's side in pixels. */
  size: z.int().min(8).max(2048).default(224),
  /** `crop`: the shorter side is resized to `resize` and the middle is cut out; `stretch`: both sides are resized to `size`. */
  fit: z.enum(['crop', 'stretch']).default('stretch'),
  /** Shorter side before cropping. Default: `size`. */
  resize: z.int().min(8).max(4096).optional(),
  resample: z.enum(['nearest', 'bilinear', 'bicubic', 'lanczos']).default('bicubic'),
  /** A pixel p in 0..255 becomes (p * rescale - mean) / std. */
  rescale: z.number().positive().default(1 / 255),
  mean: Channel3.default([0.48145466, 0.4578275, 0.40821073]),
  std: Channel3.refine((std) => std.every((value) => value > 0), 'above zero').default([0.26862954, 0.26130258, 0.27577711]),
  layout: z.enum(['NCHW', 'NHWC']).default('NCHW'),
  channels: z.enum(['rgb', 'bgr']).default('rgb'),
  pooling: Pooling.default('cls')
})
export type ImageSpec = z.infer<typeof ImageSpec>

/** What an encoder that PLANET trained has besides: its text side gives `text_physical`, and a model projects signatures to `signature_physical`. */
export const PlanetSpec = z.object({
  /** ONNX model: `signature` [n, 164] as measured -> `signature_physical` [n, 3 x dimensions]. */
  signature: FileName,
  /** Hash of the spec by which signatures are measured for it. */
  signatureSpec: z.string(),
  /** Of the space of each kind: colour, structure and texture stand side by side, each normalised. */
  dimensions: z.int().positive()
})
export type PlanetSpec = z.infer<typeof PlanetSpec>

/** Vectors that another system made: the names of the files that they came from. There is no model that could make more. */
export const VectorsSpec = z.object({ text: z.object({ file: z.string() }).optional(), image: z.object({ file: z.string() }).optional() }).strict()

export const EncoderSpec = z
  .object({ text: TextSpec.optional(), image: ImageSpec.optional(), planet: PlanetSpec.optional() })
  .refine((spec) => spec.text !== undefined || spec.image !== undefined, 'a text side, an image side, or both')
export type EncoderSpec = z.infer<typeof EncoderSpec>

/** What the check found out about a side, kept with the spec in the project. */
export const CheckedSide = z.object({ dimensions: z.int().positive(), bytes: z.int() })
/** As EncoderSpec; an encoder of imported vectors has `vectors` instead of models. */
const KeptSpec = z
  .object({ text: TextSpec.optional(), image: ImageSpec.optional(), planet: PlanetSpec.optional(), vectors: VectorsSpec.optional() })
  .refine((spec) => spec.text !== undefined || spec.image !== undefined || spec.vectors !== undefined, 'a text side, an image side, or vectors')
export const StoredSpec = z.object({ spec: KeptSpec, checked: z.object({ text: CheckedSide.optional(), image: CheckedSide.optional() }) })
export type StoredSpec = z.infer<typeof StoredSpec>

export type EncoderLayout = 'hugging-face' | 'encoder-json' | 'onnx-file'

/** An encoder as it lies on disk. */
export interface EncoderFiles {
  readonly layout: EncoderLayout
  /** Folder that the spec's file names are relative to. */
  readonly folder: string
  readonly spec: EncoderSpec
  /** Every file that decides the vectors, relative to `folder`: these are hashed. */
  readonly files: readonly string[]
}
