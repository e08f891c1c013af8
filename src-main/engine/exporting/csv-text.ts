/** One CSV row (RFC 4180) with its line end. Null is an empty field. */
export function stringify(fields: readonly (string | number | null | undefined)[]): string {
  return `${fields.map(field).join(',')}\n`
}

function field(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return ''
  const text = String(value)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
