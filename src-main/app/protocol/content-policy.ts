import { tileHosts } from '../security/allowed-links.ts'

/**
 * The page's content security policy. Styles may stand in attributes, which Leaflet, ECharts and virtual lists set;
 * scripts come only from the application. Remote pictures only from the configured tile servers.
 */
export function contentPolicy(tileServers: ReadonlyArray<{ readonly url: string }>): string {
  const remote = tileHosts(tileServers).map((host) => `https://${host}`)
  const rules: Record<string, string[]> = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'media:', 'data:', 'blob:', ...remote],
    'font-src': ["'self'", 'data:'],
    'connect-src': ["'self'", 'media:'],
    'worker-src': ["'self'"],
    'object-src': ["'none'"],
    'frame-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"]
  }
  return Object.entries(rules)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')
}
