import type { Protocol } from '#shared/domain/run.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { RankedCaptionRow, RankedViewRow } from '../store/repositories/gallery.ts'

/** What is shown of an answer: of a view, or of a caption. */
export type RankedDocumentRow = (RankedViewRow & { readonly caption: null; readonly document: number }) | (RankedCaptionRow & { readonly document: number })

/** The documents of a run's gallery by their ids, in the order asked; null where one has been removed. */
export async function readDocuments(project: OpenProject, { galleryKind }: Pick<Protocol, 'galleryKind'>, ids: Int32Array): Promise<(RankedDocumentRow | null)[]> {
  if (galleryKind === 'captions') return (await project.store.read('gallery.rankedCaptions', { captions: ids })).map((row) => row && { ...row, document: row.caption.id })
  return (await project.store.read('gallery.rankedViews', { views: ids })).map((row) => row && { ...row, caption: null, document: row.view })
}
