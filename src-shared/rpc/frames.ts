import * as z from 'zod'
import { ErrorDataSchema } from '../errors/schema.ts'

/** Who speaks, and in which version of the frames. Each side's first frame. */
export const Hello = z.object({
  type: z.literal('hello'),
  protocol: z.int(),
  /** Planisphere's version, for logs and error messages. */
  version: z.string().max(100),
  pid: z.int().nullable()
})
export type Hello = z.infer<typeof Hello>

const CallId = z.int().min(1)

/** What the asking side sends. `input` is parsed by the method's own schema. */
export const ClientFrame = z.discriminatedUnion('type', [
  Hello,
  z.object({ type: z.literal('request'), id: CallId, method: z.string().max(100), input: z.unknown() }),
  z.object({ type: z.literal('cancel'), id: CallId })
])
export type ClientFrame = z.infer<typeof ClientFrame>

/** What the engine sends. Progress of long work comes as events of its job. */
export const ServerFrame = z.discriminatedUnion('type', [
  Hello,
  z.object({ type: z.literal('result'), id: CallId, output: z.unknown() }),
  z.object({ type: z.literal('error'), id: CallId, error: ErrorDataSchema }),
  z.object({ type: z.literal('event'), event: z.unknown() })
])
export type ServerFrame = z.infer<typeof ServerFrame>

export type Frame = ClientFrame | ServerFrame
