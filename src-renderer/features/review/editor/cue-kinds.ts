import { cueKinds, type CueKind } from '#shared/domain/cues.ts'

/** A key for each kind, and one to clear: with Alt, since bare digits turn and zoom the pictures, and type in the editor. */
export const cueKeys: Readonly<Record<CueKind, string>> = Object.fromEntries(cueKinds.map((kind, i) => [kind, `Alt+${i + 1}`])) as Record<CueKind, string>
export const clearKey = 'Alt+0'
