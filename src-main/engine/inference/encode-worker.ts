import { join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { toErrorData } from '#shared/errors/planisphere-error.ts'
import type { EncodeAnswers, EncodeCall, EncodeReply, EncodeRequest } from './encode-protocol.ts'
import { fitImageSpec, fitTextSpec, openImageSide, openTextSide, type ImageSide, type TextSide } from './encoder-side.ts'
import { openSession, type Session } from './session.ts'
import { openTokenizer, type TextTokenizer } from './text-tokens.ts'

/** Worker thread that holds one side of one encoder, or the tokenizers of several. Calls are answered in order; a run blocks this thread, never the engine. */
let textSide: TextSide | undefined
let imageSide: ImageSide | undefined
const tokenizers = new Map<string, TextTokenizer>()

/** Opens the graph of a side, and its head's on the same provider. */
async function sessions({ folder, spec, provider, threads }: Extract<EncodeRequest, { kind: 'open-text' | 'open-image' }>): Promise<{ base: Session; head: Session | null }> {
  const base = await openSession(join(folder, spec.file), { provider, threads })
  return { base, head: spec.head ? await openSession(join(folder, spec.head.file), { provider, threads }) : null }
}

async function answer(request: EncodeRequest): Promise<EncodeAnswers[keyof EncodeAnswers]> {
  switch (request.kind) {
    case 'open-tokenizer':
      tokenizers.set(request.key, await openTokenizer(request.folder, request.spec))
      return null
    case 'open-text': {
      const { base, head } = await sessions(request)
      const spec = fitTextSpec(request.spec, base.inputs)
      textSide = openTextSide(base, spec, await openTokenizer(request.folder, spec), head)
      return { provider: base.provider, fixedBatch: textSide.fixedBatch, inputs: base.inputs, outputs: base.outputs, headOutputs: head?.outputs ?? null, spec }
    }
    case 'open-image': {
      const { base, head } = await sessions(request)
      const spec = fitImageSpec(request.spec, base.inputs)
      imageSide = openImageSide(base, spec, head)
      return { provider: base.provider, fixedBatch: imageSide.fixedBatch, inputs: base.inputs, outputs: base.outputs, headOutputs: head?.outputs ?? null, spec }
    }
    case 'texts':
      if (!textSide) throw new Error('no text side is open')
      return textSide.encode(request.texts)
    case 'states':
      if (!textSide) throw new Error('no text side is open')
      return textSide.states(request.texts)
    case 'images':
      if (!imageSide) throw new Error('no image side is open')
      return imageSide.encode(request.pixels, request.count)
    case 'count-tokens': {
      const tokenizer = tokenizers.get(request.key)
      if (!tokenizer) throw new Error('no tokenizer is open')
      return tokenizer.count(request.text)
    }
  }
}

/** Large arrays change hands instead of being copied. */
function moved(answer: EncodeAnswers[keyof EncodeAnswers]): ArrayBuffer[] {
  if (answer === null || !('rows' in answer)) return []
  return [answer.rows.buffer as ArrayBuffer, ...('states' in answer ? [answer.states.buffer as ArrayBuffer] : [])]
}

let queue: Promise<void> = Promise.resolve()
parentPort?.on('message', (call: EncodeCall) => {
  queue = queue.then(async () => {
    let reply: EncodeReply
    try {
      reply = { id: call.id, answer: await answer(call.request) }
    } catch (thrown) {
      reply = { id: call.id, error: toErrorData(thrown) }
    }
    parentPort?.postMessage(reply, 'answer' in reply ? moved(reply.answer) : [])
  })
})
