import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AblationReport, ModelCard } from '#shared/domain/planet.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'

/** The model card as data, inside a trained encoder's folder. */
export const cardName = 'planet.json'

/** The card in an encoder's folder; null where it is not one that was trained here. PROJECT_DAMAGED if it cannot be read. */
export async function readCard(folder: string): Promise<ModelCard | null> {
  const file = join(folder, cardName)
  const text = await readFile(file, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR') return null
    throw thrown
  })
  if (text === null) return null
  try {
    return ModelCard.parse(JSON.parse(text))
  } catch (thrown) {
    throw new PlanisphereError('PROJECT_DAMAGED', `The model card at ${file} cannot be read.`, { hint: 'Train the encoder again; it still embeds.', place: { file }, cause: thrown })
  }
}

/** The newest finished ablation over the same data; null if there is none. */
export async function ablationOf(folder: string, dataHash: string): Promise<AblationReport | null> {
  const names = await readdir(folder).catch(() => [])
  const reports: AblationReport[] = []
  for (const name of names.filter((file) => file.endsWith('.json'))) {
    try {
      const report = AblationReport.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))
      if (report.dataHash === dataHash && report.rows.length > 0) reports.push(report)
    } catch {
      // One that is still being written, or of another version: it says nothing of this model.
    }
  }
  return reports.sort((a, b) => b.createdAt - a.createdAt)[0] ?? null
}
