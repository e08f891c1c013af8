import { onMounted, shallowRef, watch, type ShallowRef } from 'vue'
import { plainColour, readTheme } from '../../../charts/index.ts'
import { readPalette } from '../../../map/index.ts'
import { useSettings } from '../../../platform/index.ts'

/** The theme's colours as every program knows them: for canvases and for pictures that are saved. */
export interface MapLook {
  readonly ground: 'dark' | 'light'
  readonly font: string
  readonly text: string
  readonly quiet: string
  readonly surface: string
  readonly accent: string
  readonly truth: string
  readonly answer: string
  readonly water: string
  readonly land: string
  readonly border: string
}

/** Read anew when the theme changes; null before there is an element to read it from. */
export function useMapLook(element: Readonly<ShallowRef<HTMLElement | null>>): ShallowRef<MapLook | null> {
  const settings = useSettings()
  const look = shallowRef<MapLook | null>(null)
  function read(): void {
    if (element.value === null) return
    const theme = readTheme(element.value)
    const palette = readPalette(element.value)
    look.value = {
      ground: document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark',
      font: theme.font,
      text: theme.text,
      quiet: theme.text2,
      surface: theme.surface,
      accent: theme.accent,
      truth: theme.truth,
      answer: theme.answer,
      water: plainColour(palette.water),
      land: plainColour(palette.land),
      border: plainColour(palette.border)
    }
  }
  onMounted(read)
  watch(() => settings.theme, read, { flush: 'post' })
  return look
}
