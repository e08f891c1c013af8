import affixes from '../../../../../node_modules/dictionary-en/index.aff?raw'
import american from '../../../../../node_modules/dictionary-en/index.dic?raw'
import british from '../../../../../node_modules/dictionary-en-gb/index.dic?raw'
import { mergeDictionaries } from './merge-dictionaries.ts'

/** American and British English as one Hunspell dictionary: both come from SCOWL, with the same affixes. */
export const english = { affixes, dictionary: mergeDictionaries(american, british) }
