import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Diagnosis } from '#shared/contracts/diagnosis.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { OpenProject } from '../../store/open-project.ts'

/** `<project>/diagnosis/<run>.json`. A run's id comes from the project's file, which may be a stranger's: only plain names make a path. */
function fileOf(project: OpenProject, run: string): string {
  if (!/^[\w-]{1,100}$/.test(run)) throw new PlanisphereError('UNSUPPORTED', `The run ${run} has an id that no file can be named by.`, { hint: 'Import or evaluate it again.' })
  return join(project.path, 'diagnosis', `${run}.json`)
}

/** The kept diagnosis of a run; null where there is none, or one that cannot be read (it is then made anew). */
export async function readDiagnosis(project: OpenProject, run: string): Promise<Diagnosis | null> {
  try {
    const read = Diagnosis.safeParse(JSON.parse(await readFile(fileOf(project, run), 'utf8')))
    return read.success && read.data.run === run ? read.data : null
  } catch (thrown) {
    if (thrown instanceof PlanisphereError) throw thrown
    return null
  }
}

/** Written beside and renamed, so that a reader never sees half of it. */
export async function writeDiagnosis(project: OpenProject, diagnosis: Diagnosis): Promise<void> {
  const file = fileOf(project, diagnosis.run)
  await mkdir(join(project.path, 'diagnosis'), { recursive: true })
  const beside = `${file}.new`
  try {
    await writeFile(beside, JSON.stringify(diagnosis))
    await rename(beside, file)
  } finally {
    await rm(beside, { force: true })
  }
}
