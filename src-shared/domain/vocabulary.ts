import * as z from 'zod'

/** The kinds of view (DESIGN, section 1). `satellite` is the reference: the gallery. */
export const viewKinds = ['satellite', 'street', 'panorama', 'drone', 'osm'] as const
export const ViewKind = z.enum(viewKinds)
export type ViewKind = z.infer<typeof ViewKind>

/** What an annotator decided of a caption. */
export const verdicts = ['accepted', 'edited', 'rejected', 'skipped', 'flagged'] as const
export const Verdict = z.enum(verdicts)
export type Verdict = z.infer<typeof Verdict>

/** A caption's present state: its latest standing verdict, or `unreviewed`. */
export const captionStatuses = ['unreviewed', ...verdicts] as const
export const CaptionStatus = z.enum(captionStatuses)
export type CaptionStatus = z.infer<typeof CaptionStatus>

export const splits = ['train', 'val', 'test'] as const
export const Split = z.enum(splits)
export type Split = z.infer<typeof Split>

export const authorKinds = ['lvlm', 'import', 'person'] as const
export const AuthorKind = z.enum(authorKinds)
export type AuthorKind = z.infer<typeof AuthorKind>

export const continents = ['Africa', 'Asia', 'Europe', 'North America', 'South America', 'Oceania', 'Antarctica'] as const
export const Continent = z.enum(continents)
export type Continent = z.infer<typeof Continent>

export const encoderSides = ['text', 'image'] as const
export const EncoderSide = z.enum(encoderSides)
export type EncoderSide = z.infer<typeof EncoderSide>

/** Latitude and longitude in WGS 84 degrees. */
export const Latitude = z.number().min(-90).max(90)
export const Longitude = z.number().min(-180).max(180)

/** [west, south, east, north] in WGS 84 degrees. West may exceed east where the box crosses the antimeridian. */
export const BoundingBox = z.tuple([z.number(), z.number(), z.number(), z.number()])
export type BoundingBox = z.infer<typeof BoundingBox>

/** A ring of [longitude, latitude] corners, not closed, in WGS 84 degrees. */
export const Footprint = z.array(z.tuple([z.number(), z.number()])).min(3)
export type Footprint = z.infer<typeof Footprint>

/** Integer keys inside one project; stable text ids (`uid`) outside. */
export const Id = z.int().positive()
/** The handle of an open project: a hash of its real path, so that it is the same after a restart of the engine. */
export const ProjectHandle = z.string().regex(/^[0-9a-f]{16}$/)
