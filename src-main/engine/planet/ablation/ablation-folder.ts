import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { AblateOptions, AblationReport } from '#shared/domain/planet.ts'
import type { OpenProject } from '../../store/open-project.ts'

/** What a training of an ablation gave: enough to make every figure of the report from. */
export const RunResult = z.object({
  /** Names data, options and division: a result of another key is not used. */
  key: z.string(),
  lambda: z.number(),
  keptStep: z.int(),
  /** The own tile's rank for each caption of the test, places in order. */
  ranks: z.array(z.int().positive())
})
export type RunResult = z.infer<typeof RunResult>

/** What the results of a division are judged by. */
export const DivisionFacts = z.object({
  level: z.enum(['world', 'continents']),
  held: z.string().nullable(),
  gallery: z.int(),
  /** Index of the region of each test caption, in the order of the ranks. */
  regions: z.array(z.int())
})
export type DivisionFacts = z.infer<typeof DivisionFacts>

export const AblationPlan = z.object({
  createdAt: z.number(),
  options: AblateOptions,
  dataHash: z.string(),
  signatureSpec: z.string(),
  provider: z.string(),
  version: z.string(),
  divisions: z.array(DivisionFacts)
})
export type AblationPlan = z.infer<typeof AblationPlan>

/** What an ablation keeps: `<project>/planet/ablations/<job>/`, and its report beside it when it is done. */
export class AblationFolder {
  readonly #folder: string
  readonly #report: string

  constructor(project: OpenProject, job: string) {
    this.#folder = join(project.folders.planet, 'ablations', job)
    this.#report = `${this.#folder}.json`
  }

  async writePlan(plan: AblationPlan): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    await write(join(this.#folder, 'plan.json'), plan)
  }

  async plan(): Promise<AblationPlan | null> {
    return read(join(this.#folder, 'plan.json'), AblationPlan)
  }

  async writeResult(name: string, result: RunResult): Promise<void> {
    await write(join(this.#folder, `${name}.run.json`), result)
  }

  async removeResult(name: string): Promise<void> {
    await rm(join(this.#folder, `${name}.run.json`), { force: true })
  }

  async results(): Promise<Map<string, RunResult>> {
    const names = (await readdir(this.#folder).catch(() => [])).filter((name) => name.endsWith('.run.json'))
    const found = await Promise.all(names.map(async (name) => [name.slice(0, -'.run.json'.length), await read(join(this.#folder, name), RunResult)] as const))
    return new Map(found.filter((entry): entry is readonly [string, RunResult] => entry[1] !== null))
  }

  async writeReport(report: AblationReport): Promise<void> {
    await write(this.#report, report)
  }

  async report(): Promise<AblationReport | null> {
    return read(this.#report, AblationReport)
  }
}

/** Whole or not at all: a kill in the middle leaves what was there. */
async function write(file: string, value: unknown): Promise<void> {
  await writeFile(`${file}.part`, JSON.stringify(value))
  await rename(`${file}.part`, file)
}

/** Null if it is absent, damaged or of another version: it is then made again. */
async function read<T>(file: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return null
  }
}
