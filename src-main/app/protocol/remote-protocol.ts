import { net } from 'electron'
import { tileHosts } from '../security/allowed-links.ts'
import { parseUrl } from '../security/parse-url.ts'

/**
 * Stands before the network: of http and https, only GETs from the configured tile servers go out. The content security
 * policy says the same to the page; this holds as well if the policy does not.
 */
export function remoteHandler(tileServers: () => ReadonlyArray<{ readonly url: string }>): (request: Request) => Promise<Response> {
  return async (request) => {
    if (!mayLeave(request.method, request.url, tileServers())) return new Response(null, { status: 403 })
    return net.fetch(request.url, { method: 'GET', bypassCustomProtocolHandlers: true, credentials: 'omit', redirect: 'error' })
  }
}

export function mayLeave(method: string, address: string, tileServers: ReadonlyArray<{ readonly url: string }>): boolean {
  const url = parseUrl(address)
  return url !== null && method === 'GET' && url.protocol === 'https:' && tileHosts(tileServers).includes(url.host)
}
