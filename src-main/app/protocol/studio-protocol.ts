import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { containedFile } from './contained-file.ts'
import { contentPolicy } from './content-policy.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.geojson': 'application/geo+json',
  '.topojson': 'application/json'
}

/** Serves `app://studio/...`: the built page, and nothing else. */
export function studioHandler(folder: string, tileServers: () => ReadonlyArray<{ readonly url: string }>): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url)
    if (url.host !== 'studio') return plain(404, 'There is no such host.')
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only GET.')
    const file = await containedFile(folder, url.pathname === '/' ? '/index.html' : url.pathname)
    const type = file === null ? undefined : types[extname(file).toLowerCase()]
    if (file === null || type === undefined) return plain(404, 'There is no such file.')
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(await readFile(file)), {
      headers: {
        'Content-Type': type,
        'Content-Security-Policy': contentPolicy(tileServers()),
        'X-Content-Type-Options': 'nosniff',
        'Cross-Origin-Opener-Policy': 'same-origin',
        // The page's own files carry a hash in their names; the page itself must always be the newest.
        'Cache-Control': url.pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
      }
    })
  }
}

function plain(status: number, text: string): Response {
  return new Response(text, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}
