import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { ScoreOptions } from '#shared/domain/planet.ts'
import { splits, type Split } from '#shared/domain/vocabulary.ts'
import type { ComparisonTile } from './comparison-tiles.ts'

const Tile = z.object({ place: z.int(), view: z.int() })

/** What the scores of a project rest on: `<project>/planet/agreement/agreement.json`. Places, views and regions are the project's own numbers. */
export const AgreementState = z.object({
  version: z.literal(1),
  /** Folder of the heads beside this file; `fold-0`, `fold-1`, ... in it. */
  heads: z.string().regex(/^[\w-]{1,100}$/),
  createdAt: z.number(),
  options: ScoreOptions,
  /** The encoder on whose frozen text tower the heads stand; null: on none. */
  base: z.object({ name: z.string(), hash: z.string() }).nullable(),
  /** Hash of the spec by which the signatures were measured that the heads know. */
  signatureSpec: z.string(),
  folds: z.array(z.object({ places: z.int(), captions: z.int(), vocabulary: z.int(), loss: z.number() })).min(1),
  /** The fold of each region: pairs of region and fold. */
  regions: z.array(z.tuple([z.int(), z.int()])),
  /** The tiles that captions are compared with, for each split, in the draw's order. */
  tiles: z.object({ train: z.array(Tile), val: z.array(Tile), test: z.array(Tile), none: z.array(Tile) })
})
export type AgreementState = z.infer<typeof AgreementState>

export type SplitName = Split | 'none'
export const splitNames: readonly SplitName[] = [...splits, 'none']
export type DrawnTiles = Readonly<Record<SplitName, readonly ComparisonTile[]>>

const fileName = 'agreement.json'

/** Where a project keeps what its scores rest on. */
export function agreementFolder(planet: string): string {
  return join(planet, 'agreement')
}

export function foldFolder(planet: string, heads: string, fold: number): string {
  return join(agreementFolder(planet), heads, `fold-${fold}`)
}

/** Null where captions were never scored, or where the file is not one of ours (they are then scored anew). */
export async function readAgreementState(planet: string): Promise<AgreementState | null> {
  try {
    return AgreementState.parse(JSON.parse(await readFile(join(agreementFolder(planet), fileName), 'utf8')))
  } catch {
    return null
  }
}

/** Puts new heads in the place of those before, which are removed. A crash leaves the one or the other. */
export async function writeAgreementState(planet: string, state: AgreementState): Promise<void> {
  const folder = agreementFolder(planet)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${fileName}.part`), `${JSON.stringify(state)}\n`)
  await rename(join(folder, `${fileName}.part`), join(folder, fileName))
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name !== state.heads) await rm(join(folder, entry.name), { recursive: true, force: true })
  }
}

/**
 * The fold whose heads score a region: its own, whose heads were trained without it. A region that came after the heads
 * were trained is new to all of them, and is scored by the first.
 */
export function foldOfRegion(state: Pick<AgreementState, 'regions'>): (region: number) => number {
  const folds = new Map(state.regions)
  return (region) => folds.get(region) ?? 0
}
