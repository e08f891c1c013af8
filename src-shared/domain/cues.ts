import * as z from 'zod'

/** What a cue tells of the place: spatial layout, building style, a physical attribute (colour, structure, texture), sign text. */
export const cueKinds = ['layout', 'style', 'colour', 'structure', 'texture', 'sign'] as const
export const CueKind = z.enum(cueKinds)
export type CueKind = z.infer<typeof CueKind>

/** A span of a caption: offsets in UTF-16 code units, `end` excluded. */
export const Cue = z
  .object({ kind: CueKind, start: z.int().min(0), end: z.int().positive() })
  .refine(({ start, end }) => start < end, 'A cue ends after it starts.')
export type Cue = z.infer<typeof Cue>

/** The most cues a caption may have. */
export const maxCues = 200
