import type { ProjectStore } from './project-store.ts'

/** A project that the engine has open: its folder, its database, its lock. */
export interface OpenProject {
  /** First 16 hex digits of the SHA-256 of the real path. */
  readonly handle: string
  readonly path: string
  readonly name: string
  readonly readOnly: boolean
  readonly createdAt: number
  readonly store: ProjectStore
  readonly folders: {
    readonly vectors: string
    readonly thumbnails: string
    readonly backups: string
    readonly encoders: string
    readonly images: string
    /** Signatures, training, ablations and agreement of PLANET. */
    readonly planet: string
  }
  /** Raised by every change of places, views or captions; caches are keyed by it. */
  dataVersion: number
}
