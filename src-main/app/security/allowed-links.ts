import { parseUrl } from './parse-url.ts'

/** Hosts of documentation that the studio links to, each with its subdomains. */
const documentation = ['github.com', 'huggingface.co', 'onnxruntime.ai', 'openstreetmap.org', 'naturalearthdata.com', 'arxiv.org', 'leafletjs.com']

/**
 * Whether a link may be handed to the system's browser: https, no credentials, the usual port, and a host that is
 * documentation or a tile server of the settings (for its terms). Decided on the parsed URL, never on its text.
 */
export function isAllowedLink(link: string, tileServers: ReadonlyArray<{ readonly url: string }>): boolean {
  const url = parseUrl(link)
  if (url === null || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.port !== '') return false
  const hosts = [...documentation, ...tileHosts(tileServers)]
  return hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))
}

/** Host names of the configured tile servers. `{s}` and the like in a template's host are not supported, so no wildcard. */
export function tileHosts(tileServers: ReadonlyArray<{ readonly url: string }>): string[] {
  const hosts = tileServers.flatMap(({ url }) => {
    const parsed = parseUrl(url)
    return parsed !== null && parsed.protocol === 'https:' && /^[a-z0-9.-]+$/.test(parsed.hostname) ? [parsed.host] : []
  })
  return [...new Set(hosts)].sort()
}
