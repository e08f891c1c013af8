import type { Arrangement, Ground, GreenKind, LandmarkKind, Layout, Orientation, RoofColour, Setting, Side, TreeCover, WallColour, WaterColour, WaterKind } from './scene.ts'

/** How people and models say things: several ways for each, all of them true. */
type Words<K extends string> = Readonly<Record<K, readonly string[]>>

export const settingWords: Words<Setting> = {
  'old-town': ['an old town quarter', 'a historic neighbourhood', 'the dense fabric of an old town'],
  downtown: ['a city centre', 'a downtown district', 'a high-rise urban core'],
  suburb: ['a residential suburb', 'a suburban neighbourhood', 'a quiet housing area'],
  terraces: ['a neighbourhood of row houses', 'a terraced residential district', 'a compact residential quarter'],
  estate: ['a housing estate', 'an estate of apartment blocks', 'a planned apartment district'],
  industrial: ['an industrial zone', 'a warehouse district', 'an industrial estate'],
  commercial: ['a commercial strip', 'a retail park', 'a business area at the edge of town'],
  rural: ['farmland', 'a rural area', 'open countryside']
}

export const layoutWords: Words<Layout> = {
  grid: ['a regular grid of streets', 'an orthogonal street grid', 'a checkerboard of rectangular blocks'],
  parallel: ['closely spaced parallel streets', 'a series of parallel streets', 'long parallel rows of streets'],
  curved: ['curving concentric streets', 'streets that bend in wide arcs', 'a fan of curved streets'],
  'cul-de-sac': ['cul-de-sacs branching off a main road', 'dead-end streets with round turning heads', 'short cul-de-sacs on both sides of a main road'],
  crossroads: ['a crossroads of two wide avenues', 'two broad avenues crossing at right angles', 'a large four-way intersection'],
  't-junction': ['a T-junction of two avenues', 'an avenue that ends at a T-junction', 'a T-shaped junction'],
  roundabout: ['a large roundabout with four arms', 'a roundabout where four roads meet', 'a big traffic circle with four exits'],
  star: ['six avenues radiating from a small circle', 'a star of six avenues', 'avenues that meet in a star-shaped junction'],
  highway: ['a wide divided highway', 'a dual carriageway cutting through', 'a broad motorway with several lanes'],
  lane: ['a winding country lane', 'a narrow winding lane', 'a single unpaved lane that meanders']
}

export const orientationWords: Words<Orientation> = {
  'north-south': ['running north to south', 'on a north-south axis', 'aligned north-south'],
  'east-west': ['running east to west', 'on an east-west axis', 'aligned east-west'],
  'northeast-southwest': ['running diagonally from southwest to northeast', 'on a northeast-southwest diagonal', 'slanting up toward the northeast'],
  'northwest-southeast': ['running diagonally from northwest to southeast', 'on a northwest-southeast diagonal', 'slanting down toward the southeast']
}

export const arrangementWords: Words<Arrangement> = {
  detached: ['detached houses', 'small single-family houses', 'separate houses on their own plots'],
  terraced: ['terraced houses wall to wall', 'continuous rows of narrow houses', 'unbroken house rows'],
  courtyard: ['perimeter blocks around courtyards', 'closed street fronts of deep buildings', 'courtyard buildings lining the streets'],
  slabs: ['long slab-shaped apartment blocks', 'elongated slab blocks', 'long flat-roofed apartment bars'],
  towers: ['square high-rise towers', 'tall tower blocks with long shadows', 'point towers with flat roofs'],
  halls: ['large warehouse halls', 'big box-shaped halls', 'wide low industrial sheds'],
  scattered: ['a few scattered farm buildings', 'isolated farmhouses', 'single farmsteads far apart']
}

export const roofWords: Words<RoofColour> = {
  terracotta: ['terracotta', 'orange terracotta'], red: ['red', 'deep red'], brown: ['brown', 'dark brown'], 'dark grey': ['dark grey', 'charcoal'], 'light grey': ['light grey', 'pale grey'],
  white: ['white', 'bright white'], blue: ['blue', 'steel blue'], green: ['green', 'copper green'], sand: ['sand-coloured', 'beige']
}

export const groundWords: Words<Ground> = {
  lawn: ['smooth green lawns', 'even green grass'], 'dry grass': ['dry yellowish grass', 'patchy dry grass'], sand: ['bare sandy ground', 'smooth pale sand'],
  asphalt: ['flat grey pavement', 'paved grey ground'], gravel: ['grainy gravel', 'pale speckled gravel']
}

export const treeWords: Words<TreeCover> = {
  bare: ['hardly any trees', 'almost no trees'], some: ['a few scattered trees', 'occasional trees'], leafy: ['many leafy trees', 'plenty of trees along the streets']
}

export const waterColourWords: Words<WaterColour> = { 'dark blue': ['dark blue', 'deep blue'], turquoise: ['turquoise', 'bright turquoise'], green: ['greenish', 'murky green'], brown: ['brown', 'muddy brown'] }

/** `C` stands for the colour, `S` for the side. */
export const waterWords: Words<WaterKind> = {
  river: ['a wide C river flows along the S side', 'a C river bends past on the S side', 'the S side is crossed by a broad C river'],
  canal: ['a narrow straight C canal runs along the S side', 'a C canal with straight banks lies to the S'],
  lake: ['a large C lake fills the S side', 'a C lake with a rounded shore lies to the S'],
  pond: ['a small C pond lies to the S', 'there is a little C pond on the S side'],
  coast: ['the C sea begins to the S behind a narrow beach', 'a sandy shore and C sea take up the S side', 'the S side opens to the C sea']
}

/** `S` stands for the side. */
export const greenWords: Words<GreenKind> = {
  park: ['a park with crossing paths lies to the S', 'on the S side there is a square park with trees and paths'],
  forest: ['dense forest covers the S side', 'a thick woodland with a bumpy canopy spreads to the S'],
  fields: ['striped crop fields stretch to the S', 'the S side is ploughed into striped fields'],
  orchard: ['an orchard with trees in regular dotted rows covers the S side', 'rows of evenly dotted orchard trees lie to the S'],
  meadow: ['a smooth open meadow extends to the S', 'the S side is empty meadow']
}

/** `P` stands for the position, with its preposition. */
export const landmarkWords: Words<LandmarkKind> = {
  stadium: ['a big oval stadium with a red track stands P', 'an oval sports stadium rises P'],
  bridge: ['a road bridge crosses the water', 'the water is spanned by a bridge'],
  railway: ['a railway line with a train passes P', 'railway tracks run P'],
  'parking lot': ['a large parking lot full of cars lies P', 'rows of parked cars fill a lot P'],
  'swimming pool': ['a bright swimming pool with a pale deck lies P', 'there is an outdoor pool P'],
  'storage tanks': ['six round white storage tanks stand P', 'a group of white cylindrical tanks stands P'],
  runway: ['an airstrip with a dark runway passes P', 'a runway with white markings runs P'],
  'football pitch': ['a football pitch with white lines lies P', 'there is a green soccer field P'],
  'tennis courts': ['three orange tennis courts lie P', 'a set of clay tennis courts lies P'],
  'solar farm': ['rows of dark blue solar panels stand P', 'a solar farm occupies the plot P'],
  'domed building': ['a building with a golden dome stands P', 'a golden dome rises P'],
  church: ['a church with a cross-shaped roof stands P', 'a church with a pointed tower stands P'],
  greenhouses: ['a row of white greenhouses lies P', 'long glass greenhouses lie P'],
  'container yard': ['stacks of colourful shipping containers fill a yard P', 'a container yard with many colours lies P'],
  'construction site': ['a construction site with a yellow crane lies P', 'bare orange earth and a crane mark a building site P'],
  'fountain square': ['a paved square with a round fountain lies P', 'there is a plaza with a fountain P']
}

export const positionWords: Readonly<Record<Side | 'centre', readonly string[]>> = {
  centre: ['in the centre', 'in the middle'],
  north: ['at the north edge', 'in the north'], south: ['at the south edge', 'in the south'], east: ['at the east edge', 'in the east'], west: ['at the west edge', 'in the west'],
  northeast: ['in the northeast corner', 'in the northeast'], northwest: ['in the northwest corner', 'in the northwest'],
  southeast: ['in the southeast corner', 'in the southeast'], southwest: ['in the southwest corner', 'in the southwest']
}

/** Facades, as the street view shows them; nothing of them can be seen from above. */
export const wallWords: Words<WallColour> = {
  white: ['white'], cream: ['cream-coloured'], yellow: ['yellow'], pink: ['pink'], 'brick red': ['brick-red'], grey: ['grey'], 'light blue': ['pale blue'], ochre: ['ochre']
}
