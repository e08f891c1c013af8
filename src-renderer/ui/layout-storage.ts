import type { InjectionKey } from 'vue'

/** Where panes and tables keep their sizes; the application provides one that writes into the settings. */
export interface LayoutStorage {
  read(screen: string, key: string): unknown
  write(screen: string, key: string, value: unknown): void
}

export const layoutStorageKey: InjectionKey<LayoutStorage> = Symbol('layout storage')
