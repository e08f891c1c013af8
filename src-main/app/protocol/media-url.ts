import { contract, type MethodInput } from '#shared/contracts/index.ts'
import { parseUrl } from '../security/parse-url.ts'

export type MediaRequest =
  | { readonly kind: 'view'; readonly input: MethodInput<'media.view'> }
  | { readonly kind: 'tile'; readonly input: MethodInput<'media.tile'> }

const whole = (text: string | undefined): number => (text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN)

/** Reads `media://view/PROJECT/VIEW?size=N` and `media://tiles/ARCHIVE/Z/X/Y`; null for anything else. */
export function parseMediaUrl(text: string): MediaRequest | null {
  const url = parseUrl(text)
  if (url === null || url.protocol !== 'media:') return null
  const parts = url.pathname.slice(1).split('/')
  if (url.host === 'view' && parts.length === 2) {
    const parsed = contract['media.view'].input.safeParse({ project: parts[0], view: whole(parts[1]), size: whole(url.searchParams.get('size') ?? '0') })
    return parsed.success ? { kind: 'view', input: parsed.data } : null
  }
  if (url.host === 'tiles' && parts.length === 4 && /^[\w-]{1,128}$/.test(parts[0] ?? '')) {
    const parsed = contract['media.tile'].input.safeParse({ archive: parts[0], z: whole(parts[1]), x: whole(parts[2]), y: whole(parts[3]?.replace(/\.\w+$/, '')) })
    return parsed.success ? { kind: 'tile', input: parsed.data } : null
  }
  return null
}
