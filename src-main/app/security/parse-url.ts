/** The parsed URL, or null. (`URL.parse` is missing from the Node of older Electrons.) */
export function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}
