import type { MethodInput, MethodName, MethodOutput } from '#shared/contracts/index.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { parseMediaUrl } from './media-url.ts'
import { studioOrigin } from './origins.ts'

export type AskEngine = <M extends MethodName>(method: M, input: MethodInput<M>, signal?: AbortSignal) => Promise<MethodOutput<M>>

/** Types that the engine may answer with; anything else is not shown. */
const pictures = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif'])

/** A picture may be shown from memory for this long; a moved folder or a new sample shows within it. */
const headers = { 'Cache-Control': 'private, max-age=300', 'X-Content-Type-Options': 'nosniff', 'Access-Control-Allow-Origin': studioOrigin }

/** Serves `media://view/...` and `media://tiles/...` by library id, through the engine; never a path. */
export function mediaHandler(ask: AskEngine): (request: Request) => Promise<Response> {
  return async (request) => {
    const wanted = request.method === 'GET' ? parseMediaUrl(request.url) : null
    if (wanted === null) return failure(400)
    try {
      const picture = wanted.kind === 'view' ? await ask('media.view', wanted.input, request.signal) : await ask('media.tile', wanted.input, request.signal)
      if (picture === null || !pictures.has(picture.type)) return failure(404)
      return new Response(new Uint8Array(picture.bytes), { headers: { ...headers, 'Content-Type': picture.type } })
    } catch (error) {
      return failure(error instanceof PlanisphereError ? (statuses[error.code] ?? 500) : 500)
    }
  }
}

const statuses: Partial<Record<PlanisphereError['code'], number>> = { NOT_FOUND: 404, BAD_IMAGE: 422, INVALID_INPUT: 400, ENGINE_GONE: 503, CANCELLED: 499 }

function failure(status: number): Response {
  return new Response(null, { status, headers: { 'Cache-Control': 'no-store', 'Access-Control-Allow-Origin': studioOrigin } })
}
