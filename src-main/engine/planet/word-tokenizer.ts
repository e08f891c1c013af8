/** Special tokens, in the order of their ids. */
const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'] as const

/** Splits as the tokenizer file below says: lower case, runs of letters and digits, runs of signs. */
export function words(text: string): string[] {
  return text.toLowerCase().match(/\w+|[^\w\s]+/g) ?? []
}

/**
 * A word-level tokenizer over the words that occur at least `least` times in the texts, in the format of Hugging Face's
 * tokenizer.json, so that the encoder loads like any other. Words are ordered by frequency, then by alphabet.
 */
export function wordTokenizer(texts: Iterable<string>, least = 2): { readonly file: object; readonly size: number } {
  const counts = new Map<string, number>()
  for (const text of texts) for (const word of words(text)) counts.set(word, (counts.get(word) ?? 0) + 1)
  const kept = [...counts].filter(([, count]) => count >= least).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  const vocabulary = Object.fromEntries([...special, ...kept.map(([word]) => word)].map((word, id) => [word, id]))
  const file = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((content, id) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })),
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '[SEP]', type_id: 0 } }],
      pair: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '[SEP]', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }, { SpecialToken: { id: '[SEP]', type_id: 1 } }],
      special_tokens: { '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] }, '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] } }
    },
    decoder: null,
    model: { type: 'WordLevel', vocab: vocabulary, unk_token: '[UNK]' }
  }
  return { file, size: Object.keys(vocabulary).length }
}
