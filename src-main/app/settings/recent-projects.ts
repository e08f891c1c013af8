import { existsSync } from 'node:fs'
import * as z from 'zod'
import type { RecentProject } from '#shared/contracts/bridge.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'

const Kept = z.array(z.object({ path: z.string().min(1), name: z.string(), openedAt: z.number() }))

const most = 30

/** The projects that were opened lately, newest first, in one JSON file. */
export class RecentProjects {
  readonly #path: string
  #kept: z.infer<typeof Kept>

  constructor(path: string) {
    this.#path = path
    const parsed = Kept.safeParse(readJsonFile(path).value)
    this.#kept = parsed.success ? parsed.data : []
  }

  list(): RecentProject[] {
    return this.#kept.map((project) => ({ ...project, exists: existsSync(project.path) }))
  }

  remember(path: string, name: string): void {
    this.#save([{ path, name, openedAt: Date.now() }, ...this.#kept.filter((kept) => kept.path !== path)].slice(0, most))
  }

  forget(path: string): void {
    this.#save(this.#kept.filter((kept) => kept.path !== path))
  }

  #save(next: z.infer<typeof Kept>): void {
    this.#kept = next
    writeJsonFile(this.#path, next)
  }
}
