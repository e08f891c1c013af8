import * as z from 'zod'
import { method } from './define.ts'
import { EncoderCheck, EncoderInfo, EncoderName } from '../domain/encoder.ts'
import { ProjectHandle } from '../domain/vocabulary.ts'

const EncoderRef = z.object({ project: ProjectHandle, name: EncoderName })

export const encoderMethods = {
  'encoders.list': method(z.object({ project: ProjectHandle }), z.array(EncoderInfo)),
  /** Recognises, checks (shapes, dtypes, a trial run, equal dimensions) and registers an encoder. */
  'encoders.add': method(z.object({ project: ProjectHandle, path: z.string().min(1), name: EncoderName }), EncoderInfo, { paths: ['path'] }),
  'encoders.check': method(EncoderRef, EncoderCheck),
  /** Unregisters it and deletes its vectors; the encoder's own files and its runs stay. */
  'encoders.remove': method(EncoderRef, z.object({})),
  /**
   * Tokens of a text under an encoder's tokenizer (special ones included), and where it is cut: `truncatedAt` of its own
   * tokens are kept, and `cutAt` is the offset (UTF-16) of the first word that is not read whole. Null where it is not cut.
   */
  'encoders.tokens': method(EncoderRef.extend({ text: z.string().max(20_000) }), z.object({ tokens: z.int(), limit: z.int(), truncatedAt: z.int().nullable(), cutAt: z.int().nullable() })),
  /** Embeds what has no vector yet, as a job. Result: {text: {embedded, failed}, image: {...}, provider, perSecond}. */
  'encoders.embed': method(
    z.object({ project: ProjectHandle, name: EncoderName, side: z.enum(['text', 'image', 'both']).default('both'), provider: z.string().optional() }),
    z.object({ job: z.string() })
  )
}
