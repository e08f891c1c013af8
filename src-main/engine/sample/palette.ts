import type { Ground, RoofColour, WallColour, WaterColour } from './scene.ts'

export const roofFill: Readonly<Record<RoofColour, string>> = {
  terracotta: '#c4703f', red: '#a8322c', brown: '#6e4a34', 'dark grey': '#4c4f55', 'light grey': '#a9abad', white: '#efeeea', blue: '#4b78ad', green: '#5f9880', sand: '#d3bd8c'
}
export const groundFill: Readonly<Record<Ground, string>> = { lawn: '#7d9358', 'dry grass': '#aea070', sand: '#d2bd93', asphalt: '#98979a', gravel: '#b5aea2' }
export const waterFill: Readonly<Record<WaterColour, string>> = { 'dark blue': '#2a4a66', turquoise: '#48a5ad', green: '#4c6b52', brown: '#80694a' }
export const wallFill: Readonly<Record<WallColour, string>> = {
  white: '#ecebe6', cream: '#e9dcbc', yellow: '#e2bd5e', pink: '#dba8a2', 'brick red': '#a65844', grey: '#a5a7aa', 'light blue': '#a5c0d4', ochre: '#c08d4c'
}
export const carColours = ['#f2f2f0', '#2b2d33', '#8b8f96', '#b33a33', '#33507c', '#d8d8d6', '#c9b26b'] as const

/** Mixes a colour with white (`by` > 0) or black (`by` < 0). */
export function shade(colour: string, by: number): string {
  const value = Number.parseInt(colour.slice(1), 16)
  const mixed = [16, 8, 0].map((bits) => {
    const channel = (value >> bits) & 255
    return Math.round(by < 0 ? channel * (1 + by) : channel + (255 - channel) * by)
  })
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}
