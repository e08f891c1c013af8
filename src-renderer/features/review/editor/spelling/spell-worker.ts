import nspell from 'nspell'
import { english } from './dictionaries.ts'
import type { SpellReply, SpellRequest } from './spell-protocol.ts'
import { fieldWords, rankSuggestions } from './spell-words.ts'

/** Reads the dictionaries (a fifth of a second) and looks words up, off the page's thread. */
const speller = nspell(english.affixes, english.dictionary)
for (const word of fieldWords) speller.add(word)

self.addEventListener('message', ({ data }: MessageEvent<SpellRequest>) => {
  const words = data.kind === 'check' ? data.words.filter((word) => !speller.correct(word)) : rankSuggestions(data.word, speller.suggest(data.word), data.most)
  const reply: SpellReply = { id: data.id, words }
  self.postMessage(reply)
})
