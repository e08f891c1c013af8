import type PDFDocument from 'pdfkit'

/** A4 in points, and its margins. */
export const page = { width: 595.28, height: 841.89, left: 44, right: 44, top: 48, bottom: 56 } as const
export const contentWidth: number = page.width - page.left - page.right

/** Where the next thing goes; begins a new page where it does not fit. */
export class PageFlow {
  readonly #document: InstanceType<typeof PDFDocument>
  y: number = page.top

  constructor(document: InstanceType<typeof PDFDocument>) {
    this.#document = document
  }

  get left(): number {
    return page.height - page.bottom - this.y
  }

  get atTop(): boolean {
    return this.y === page.top
  }

  newPage(): void {
    this.#document.addPage()
    this.y = page.top
  }

  /** Makes room for so many points, on this page or the next. What is higher than a page begins on a new one. */
  need(height: number): void {
    if (height > this.left && !this.atTop) this.newPage()
  }

  /** Empty space, none at the top of a page. */
  space(height: number): void {
    if (!this.atTop) this.y += height
  }
}
