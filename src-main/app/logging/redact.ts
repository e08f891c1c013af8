const patterns: ReadonlyArray<readonly [RegExp, string]> = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 [redacted]'],
  [/\b(sk|hf|ghp|gho|github_pat|glpat|xox[bap])[-_][\w-]{8,}/g, '[redacted]'],
  [/((?:api[_-]?key|token|secret|password|passwd|authorization|access[_-]?key)["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi, '$1[redacted]'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]+:[^\s/@]+@/gi, '$1[redacted]@']
]

/** Replaces what looks like a credential: bearer tokens, known key prefixes, `key=value` pairs, passwords in URLs. */
export function redact(text: string): string {
  return patterns.reduce((kept, [pattern, replacement]) => kept.replace(pattern, replacement), text)
}
