import {
  arrangementWords, greenWords, groundWords, landmarkWords, layoutWords, orientationWords, positionWords, roofWords, settingWords, treeWords, wallWords, waterColourWords, waterWords
} from './caption-words.ts'
import { Random } from './random.ts'
import { grounds, layouts, orientations, roofColours, similarRoofs, waterColours, type Ground, type Layout, type Orientation, type RoofColour, type Scene, type WaterColour } from './scene.ts'

/** The invented models that "wrote" the sample's captions. Their names say that they are not real. */
export const sampleAuthors = ['sample-lvlm-a', 'sample-lvlm-b', 'sample-lvlm-c'] as const
export type SampleAuthor = (typeof sampleAuthors)[number]
/** The prompts that each was "given". */
export const samplePrompts: Readonly<Record<SampleAuthor, readonly string[]>> = {
  'sample-lvlm-a': ['describe-place-v1', 'describe-place-v2'],
  'sample-lvlm-b': ['list-cues-v1'],
  'sample-lvlm-c': ['street-first-v1']
}

/** Share of captions with one wrong claim. */
export const wrongShare = 0.15

export type WrongKind = 'colour' | 'structure' | 'texture'

/** What is wrong in a caption: kept apart from the captions, as ground truth for measuring review. */
export interface WrongClaim {
  readonly kind: WrongKind
  /** UTF-16 offsets of the wrong words in the text. */
  readonly start: number
  readonly end: number
  readonly wrong: string
  /** What the scene has instead. */
  readonly right: string
}

export interface SampleCaption {
  readonly text: string
  readonly author: SampleAuthor
  readonly prompt: string
  readonly wrong: WrongClaim | null
}

/** What a caption says; one of these may differ from the scene. */
interface Told {
  readonly layout: Layout
  readonly orientation: Orientation
  readonly roof: RoofColour
  readonly ground: Ground
  readonly waterColour: WaterColour | null
}
type Slot = keyof Told

/** Marks around the words of the slot that is wrong, until its place in the text is known. */
const [open, close] = ['\u0001', '\u0002']

/** The captions of a place: `count` of them, each a pure function of the seed, the place's number and its own. */
export function makeCaptions(scene: Scene, seed: number, index: number, count?: number): SampleCaption[] {
  const random = new Random(`captions/${seed}/${index}`)
  const total = count ?? random.weighted([[3, 3], [4, 2], [5, 1]] as const)
  const first = random.below(sampleAuthors.length)
  return Array.from({ length: total }, (_, i) => makeCaption(scene, sampleAuthors[(first + i) % sampleAuthors.length] as SampleAuthor, new Random(`caption/${seed}/${index}/${i}`)))
}

function makeCaption(scene: Scene, author: SampleAuthor, random: Random): SampleCaption {
  const truth: Told = { layout: scene.layout, orientation: scene.orientation, roof: scene.buildings.roof, ground: scene.ground, waterColour: scene.water?.colour ?? null }
  const prompt = random.pick(samplePrompts[author])
  const mistake = random.chance(wrongShare) ? makeMistake(scene, truth, random) : null
  const told: Told = mistake ? { ...truth, ...mistake.told } : truth
  const text = styles[author](phrases(scene, told, mistake?.slot ?? null, random), random)
  const marked = tidy(text)
  const [start, end] = [marked.indexOf(open), marked.indexOf(close) - 1]
  const clean = marked.replace(open, '').replace(close, '')
  if (!mistake || start < 0) return { text: clean, author, prompt, wrong: null }
  return { text: clean, author, prompt, wrong: { kind: mistake.kind, start, end, wrong: clean.slice(start, end), right: String(truth[mistake.slot]) } }
}

function makeMistake(scene: Scene, truth: Told, random: Random): { slot: Slot; kind: WrongKind; told: Partial<Told> } {
  const kind = random.pick(['colour', 'structure', 'texture'] as const)
  if (kind === 'texture') {
    return { slot: 'ground', kind, told: { ground: random.pick(grounds.filter((ground) => ground !== truth.ground)) } }
  }
  if (kind === 'structure') {
    if (random.chance(0.4)) return { slot: 'orientation', kind, told: { orientation: random.pick(orientations.filter((orientation) => orientation !== truth.orientation)) } }
    return { slot: 'layout', kind, told: { layout: random.pick(layouts.filter((layout) => layout !== truth.layout)) } }
  }
  if (truth.waterColour && random.chance(0.3)) return { slot: 'waterColour', kind, told: { waterColour: random.pick(waterColours.filter((colour) => colour !== truth.waterColour)) } }
  const { accent } = scene.buildings
  const others = roofColours.filter((roof) => !similarRoofs(roof, truth.roof) && !(accent && similarRoofs(roof, accent)))
  return { slot: 'roof', kind, told: { roof: random.pick(others) } }
}

interface Phrases {
  readonly setting: string
  readonly layout: string
  readonly buildings: string
  readonly roofs: string
  readonly accent: string | null
  readonly ground: string
  readonly trees: string
  readonly water: string | null
  readonly green: string | null
  readonly landmarks: readonly string[]
  readonly wall: string
  readonly sign: string | null
}

function phrases(scene: Scene, told: Told, wrong: Slot | null, random: Random): Phrases {
  const mark = (slot: Slot, words: string): string => (slot === wrong ? `${open}${words}${close}` : words)
  const { arrangement, density, accent, wall } = scene.buildings
  const dense = { sparse: random.pick(['widely spaced', 'sparse']), moderate: random.pick(['loosely grouped', 'moderately dense']), dense: random.pick(['densely packed', 'tightly spaced']) }[density]
  const water = scene.water && told.waterColour
    ? random.pick(waterWords[scene.water.kind]).replace('C', mark('waterColour', random.pick(waterColourWords[told.waterColour]))).replace('S', `${scene.water.side}`)
    : null
  return {
    setting: random.pick(settingWords[scene.setting]),
    layout: `${mark('layout', random.pick(layoutWords[told.layout]))} ${mark('orientation', random.pick(orientationWords[told.orientation]))}`,
    buildings: arrangement === 'scattered' ? random.pick(arrangementWords[arrangement]) : `${dense} ${random.pick(arrangementWords[arrangement])}`,
    roofs: mark('roof', random.pick(roofWords[told.roof])),
    accent: accent ? random.pick(roofWords[accent]) : null,
    ground: mark('ground', random.pick(groundWords[told.ground])),
    trees: random.pick(treeWords[scene.trees]),
    water,
    green: scene.green ? random.pick(greenWords[scene.green.kind]).replace('S', scene.green.side) : null,
    landmarks: scene.landmarks.map(({ kind, position }) => random.pick(landmarkWords[kind]).replace('P', random.pick(positionWords[position]))),
    wall: random.pick(wallWords[wall]),
    sign: scene.sign
  }
}

type Style = (of: Phrases, random: Random) => string

const styles: Readonly<Record<SampleAuthor, Style>> = {
  /** Full sentences, from the whole to the detail. */
  'sample-lvlm-a'(of, random) {
    const opening = random.pick([
      `The image shows ${of.setting} laid out around ${of.layout}.`,
      `This place is ${of.setting} with ${of.layout}.`,
      `The scene depicts ${of.setting}, structured by ${of.layout}.`
    ])
    const houses = random.pick([
      `The buildings are ${of.buildings} with ${of.roofs} roofs${of.accent ? `, some of them ${of.accent}` : ''}.`,
      `It is built up with ${of.buildings}; most roofs are ${of.roofs}${of.accent ? `, a few are ${of.accent}` : ''}.`
    ])
    const ground = random.pick([`Between them there is ${of.ground} with ${of.trees}.`, `The open ground is ${of.ground}, and there are ${of.trees}.`])
    const rest = random.shuffled([of.water, of.green, ...of.landmarks].filter((phrase) => phrase !== null)).map(sentence)
    return [opening, houses, ground, ...rest].join(' ')
  },
  /** Short cues, separated by semicolons, in any order. */
  'sample-lvlm-b'(of, random) {
    const roofs = of.accent ? `${of.roofs} roofs with some ${of.accent} ones` : `${of.roofs} roofs`
    const cues = random.shuffled([...of.landmarks, of.water, of.green, of.layout, `${of.buildings}, ${roofs}`, of.ground, random.chance(0.7) ? of.trees : null].filter((cue) => cue !== null))
    return `${random.pick(['Cues', 'Visible', 'Key features'])}: ${of.setting}; ${cues.join('; ')}.`
  },
  /** As seen from the pavement first, then the surroundings. */
  'sample-lvlm-c'(of, random) {
    const street = of.sign
      ? random.pick([`Next to a sign reading "${of.sign}" stand ${of.wall} facades.`, `A shop sign says "${of.sign}" on a ${of.wall} facade.`])
      : random.pick([`The street is lined with ${of.wall} facades.`, `From the pavement one sees ${of.wall} walls.`])
    const rest = random.shuffled([of.water, of.green, ...of.landmarks].filter((phrase) => phrase !== null)).map(sentence)
    const roofs = random.pick([`Above them are ${of.roofs} roofs on ${of.buildings}.`, `The roofs of the ${of.buildings} are ${of.roofs}.`]) + (of.accent ? ` A stretch of roofs is ${of.accent}.` : '')
    const layout = random.pick([`The neighbourhood follows ${of.layout}.`, `The roads form ${of.layout}.`])
    const ground = random.pick([`Around lies ${of.ground}, with ${of.trees}.`, `One notices ${of.trees} and ${of.ground}.`])
    return [street, ...random.shuffled([roofs, layout, ground, ...rest])].join(' ')
  }
}

function sentence(phrase: string): string {
  const at = phrase.startsWith(open) ? 1 : 0
  return `${phrase.slice(0, at)}${phrase.charAt(at).toUpperCase()}${phrase.slice(at + 1)}.`
}

function tidy(text: string): string {
  return text.replace(/\ba ([\u0001]?)(?=[aeio])/g, 'an $1').replace(/ +/g, ' ').trim()
}
