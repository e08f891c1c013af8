import type { Protocol } from './run.ts'

/**
 * What must be equal for figures to be comparable: what is ranked for what, what is right, and how scores are made. The
 * encoder, its files, provider and version are what one compares; which queries had a vector is warned of, and pairs are
 * tested over the queries that both have. Tiles that are missing from a gallery cannot be answered wrongly.
 */
export const bindingFields = ['queries', 'galleryKind', 'gallery', 'split', 'where', 'positives', 'centered', 'rerank', 'ties', 'datasetHash', 'galleryMissing'] as const satisfies readonly (keyof Protocol)[]
export type BindingField = (typeof bindingFields)[number]

/** Equal for runs that stand in one table. */
export function protocolKey(protocol: Protocol): string {
  return JSON.stringify(bindingFields.map((field) => protocol[field]))
}

/** In which of the fields two protocols differ. */
export function differingFields<F extends keyof Protocol>(a: Protocol, b: Protocol, fields: readonly F[]): F[] {
  return fields.filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]))
}
