import type { Component } from 'vue'

export type MenuEntry =
  | 'separator'
  | {
      readonly label: string
      readonly run: () => void
      readonly icon?: Component
      readonly kbd?: string
      readonly hint?: string
      readonly danger?: boolean
      readonly disabled?: boolean
      readonly checked?: boolean
    }
