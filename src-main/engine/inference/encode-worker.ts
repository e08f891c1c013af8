import { join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import { toErrorData } from '#shared/errors/planisphere-error.ts'
import type { EncodeAnswers, EncodeCall, EncodeReply, EncodeRequest } from './encode-protocol.ts'
import { fitImageSpec, fitTextSpec, openImageSide, openTextSide, type ImageSide, type TextSide } from './encoder-side.ts'
import { openSession } from './session.ts'
import { openTokenizer, type TextTokenizer } from './text-tokens.ts'

/** Worker thread that holds one side of one encoder, or the tokenizers of several. Calls are answered in order; a run blocks this thread, never the engine. */
let textSide: TextSide | undefined
let imageSide: ImageSide | undefined
const tokenizers = new Map<string, TextTokenizer>()

async function answer(request: EncodeRequest): Promise<EncodeAnswers[keyof EncodeAnswers]> {
  switch (request.kind) {
    case 'open-tokenizer':
      tokenizers.set(request.key, await openTokenizer(request.folder, request.spec))
      return null
    case 'open-text': {
      const session = await openSession(join(request.folder, request.spec.file), { provider: request.provider, threads: request.threads })
      const spec = fitTextSpec(request.spec, session.inputs)
      textSide = openTextSide(session, spec, await openTokenizer(request.folder, spec))
      return { provider: session.provider, fixedBatch: textSide.fixedBatch, inputs: session.inputs, outputs: session.outputs, spec }
    }
    case 'open-image': {
      const session = await openSession(join(request.folder, request.spec.file), { provider: request.provider, threads: request.threads })
      const spec = fitImageSpec(request.spec, session.inputs)
      imageSide = openImageSide(session, spec)
      return { provider: session.provider, fixedBatch: imageSide.fixedBatch, inputs: session.inputs, outputs: session.outputs, spec }
    }
    case 'texts':
      if (!textSide) throw new Error('no text side is open')
      return textSide.encode(request.texts)
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

let queue: Promise<void> = Promise.resolve()
parentPort?.on('message', (call: EncodeCall) => {
  queue = queue.then(async () => {
    let reply: EncodeReply
    try {
      reply = { id: call.id, answer: await answer(call.request) }
    } catch (thrown) {
      reply = { id: call.id, error: toErrorData(thrown) }
    }
    const moved = 'answer' in reply && reply.answer && 'rows' in reply.answer ? [reply.answer.rows.buffer as ArrayBuffer] : []
    parentPort?.postMessage(reply, moved)
  })
})
