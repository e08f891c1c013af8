import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { OpenProject } from '../../store/open-project.ts'
import { curveName } from './curve-file.ts'

/** What a training job keeps: `<project>/planet/training/<job>/`. */
export interface TrainingFolder {
  readonly folder: string
  readonly curve: string
  /** The data that it began with. */
  readonly data: string
  /** The state of the run with the lambda of this index. */
  state(index: number): string
}

const trainingFolders = (project: OpenProject): string => join(project.folders.planet, 'training')

export function trainingFolder(project: OpenProject, job: string): TrainingFolder {
  const folder = join(trainingFolders(project), job)
  return { folder, curve: join(folder, curveName), data: join(folder, 'data.jsonl'), state: (index) => join(folder, `state-${index}.bin`) }
}

/** Removes what a job needs only to go on, and keeps its curve. */
export async function keepOnlyCurve({ folder }: TrainingFolder): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) if (name !== curveName) await rm(join(folder, name), { force: true, recursive: true })
}

/** Makes the job's folder, and removes those of jobs that people have forgotten. */
export async function openTrainingFolder(project: OpenProject, job: string): Promise<TrainingFolder> {
  const own = trainingFolder(project, job)
  await mkdir(own.folder, { recursive: true })
  for (const other of await readdir(trainingFolders(project))) {
    if (other !== job && !(await project.store.read('jobs.get', { id: other }))) await rm(join(trainingFolders(project), other), { recursive: true, force: true })
  }
  return own
}
