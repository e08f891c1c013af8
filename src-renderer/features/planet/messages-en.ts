export const en = {
  tabs: { signatures: 'Signatures', train: 'Train', models: 'Models', ablation: 'Ablation', consistency: 'Consistency' },
  actions: { next: 'Next tab', previous: 'Previous tab', measure: 'Measure signatures', train: 'Train an encoder', retrain: 'Retrain on reviewed captions', ablate: 'Start an ablation', score: 'Score captions against their tiles' },
  kind: { colour: 'Colour', structure: 'Structure', texture: 'Texture' },
  what: {
    colour: 'How the light of the tile is spread over red, green and blue: for each, the share of the pixels in 32 steps from dark to bright.',
    structure: 'Which way the edges run: how much of the gradient lies in each of 36 directions over half a turn, drawn as a rose.',
    texture: 'How much detail there is at every size: the mean power of the spectrum in 32 rings, from the whole tile down to two pixels.'
  },
  invariance: {
    colour: 'Stays the same when the tile is turned or mirrored; moves with brightness and white balance.',
    structure: 'Turns with the tile; hardly changes with brightness. A flat tile has none.',
    texture: 'Stays nearly the same when the tile is turned; strong JPEG compression and blur lower its fine end.'
  },
  waiting: { paused: 'Paused: it goes on where it stopped.', interrupted: 'It was broken off and can go on where it stopped.' },
  mining: {
    of: 'of {n} satellite view measured | of {n} satellite views measured', whole: 'All that can be measured is measured', left: '{n} left', problems: '{n} picture could not be read | {n} pictures could not be read', progress: 'Satellite views with a signature', none: 'There is no satellite view in this project.', import: 'Import',
    explain: 'Measured from the pictures alone, without learning; kept in the project, and measured again only where a picture is new.', spec: 'spec {hash}', specLong: 'Hash of everything that decides the numbers: bins, bands, raster, formulas'
  },
  example: { alt: 'Satellite tile of {place}', another: 'Another tile', browse: 'Show in Browse' },
  data: {
    title: 'What training has to work with', reviewed: 'Reviewed', import: 'Import with splits', unmined: '{n} satellite view has no signature yet: training measures it first. | {n} satellite views have no signature yet: training measures them first.',
    missing: { train: 'No place is in the training split: import places with a column “split” (train, val, test).', val: 'No place is in the validation split: nothing can choose the weight or stop early, so the last step is kept.', test: 'No place is in the test split: the result cannot be tested on regions that it never saw.' }
  },
  form: {
    name: 'Name of the new encoder', base: 'Base', scratch: 'From scratch (PLANET-nano)', scratchHint: 'A small text and a small image encoder, trained whole.', baseHint: 'Its towers stay as they are; heads are trained on their features. It must give token states.', noOther: 'No other',
    captions: 'Captions', which: { all: 'All', reviewed: 'Reviewed', filter: 'Filter' }, whichHint: { all: 'Every caption that is not rejected.', reviewed: 'Only what people accepted or edited: {n} caption. | Only what people accepted or edited: {n} captions.' }, noneReviewed: 'Nobody has accepted or edited a caption yet.', toReview: 'Review captions',
    filter: 'Captions to train on', filterHint: 'In the filter language, as in Browse. Validation and test keep all their captions.', filterFits: '{n} caption fits, {train} of the training split. Rejected ones are left out. | {n} captions fit, {train} of the training split. Rejected ones are left out.',
    lambda: 'λ, weight of L_phy', lambdaHint: 'Several, as in “0, 0.25, 0.5”: validation chooses. 0 is plain contrastive learning.', seed: 'Seed', compareWith: 'Compare with', compareHint: 'Embeds and evaluates both on the test regions afterwards.', details: 'Details', steps: 'Steps', batch: 'Batch', places: 'places', rate: 'Peak learning rate', weightDecay: 'Weight decay', threads: 'Threads', threadsHint: '0: all cores', textsLabel: 'Texts', texts: { current: 'As corrected', first: 'As first written' },
    early: 'Stop early', patience: 'Looks at validation without a better one', looks: 'looks', train: 'Train', busy: 'A training is under way.',
    problem: { name: 'Letters, digits, dot, dash and underscore.', taken: 'The project has an encoder of this name.', lambda: 'One to eight numbers from 0 to 100.', filter: 'Write a filter.', numbers: 'A number is missing.' }
  },
  train: {
    title: 'New training', run: 'Training', which: 'Training to show', none: 'Nothing was trained yet', noneText: 'PLANET learns a text and an image encoder so that captions find their tiles, and so that what a caption says of colour, structure and texture fits what was measured. The curves appear here while it runs.', toForm: 'To the form',
    retrainLong: 'Trains {name} on the {n} reviewed caption and sets it beside {other} on the test regions. | Trains {name} on the {n} reviewed captions and sets it beside {other} on the test regions.', retrainAlone: 'Trains {name} on the {n} reviewed caption. | Trains {name} on the {n} reviewed captions.',
    scratch: 'from scratch', onBase: 'heads on {base}', allCaptions: 'all captions', reviewedCaptions: 'reviewed captions', seedIs: 'seed {seed}', runLong: 'It goes on while you work elsewhere, can be paused, and survives a restart.', done: 'Trained. {queries} captions of regions it never saw, each against {gallery} tiles:', doneNoTest: 'Trained. There are no test places to try it on.',
    kept: 'The weights of step {step} with λ {lambda} are kept: the best in validation.', keptEarly: 'It stopped early: validation no longer became better. The weights of step {step} with λ {lambda} are kept.', toCard: 'Open its card', toCompare: 'Compare with {other}'
  },
  curve: {
    which: 'Which λ is shown', whichLong: 'One training for each λ; validation chooses.', at: 'Step {step} of {steps}', lossNow: 'loss {loss} nats', bestNow: 'best in validation at step {step}:', lossTitle: 'Loss and its terms', validationTitle: 'Validation', lambdaTitle: 'Validation {metric} for each λ', total: 'L', step: 'Step', loss: 'Loss', nats: 'nats', share: 'Share of validation captions', best: 'kept', bestSoFar: 'best so far', stopped: 'stopped early', waiting: 'The first points come when the first steps are done.', none: 'No curve was kept of this training.'
  },
  card: {
    title: 'Model card', none: 'No encoder was trained here yet', noneText: 'What is trained becomes an encoder like any other, with a card that says on what, how, and how well.', lambdaLong: 'Weight of L_phy in the loss, chosen by validation', testLong: 'Share of test captions whose own tile is ranked first', testBase: '{queries} captions, {gallery} tiles', trained: 'Trained', toEncoders: 'Open in Encoders', test: 'Test regions', testOnce: '{queries} captions, each ranked against {gallery} tiles of regions that were neither trained on nor chosen by; looked at once, after everything was chosen.',
    noTest: 'There were no test places.', how: 'How it came to be', curves: 'Curves', lambdaOf: '{lambda}, chosen by validation from {list}', plain: '0: plain contrastive learning', terms: 'Terms of L_phy', kept: 'Kept weights', keptOf: 'step {step} of {steps}', keptEarly: 'step {step}; stopped early, before step {steps}', batch: 'Batch', batchIs: '{batch} places, peak rate {rate}, weight decay {decay}', parameters: 'Trained parameters', provider: 'Trained on', providerIs: '{provider}, {rate} steps/s', dataHash: 'Data', spec: 'Signature spec', split: 'Split', regions: 'Regions of each split'
  },
  runs: { title: 'Evaluations', none: 'Not evaluated in this project yet.', evaluate: 'Evaluate', evaluateTest: 'Evaluate on the test split', compare: 'Compare with…', ready: 'both evaluated', itsBase: 'its base', first: 'evaluated first' },
  variant: { contrastive: 'Contrastive', planet: 'PLANET', colour: 'Colour alone', structure: 'Structure alone', texture: 'Texture alone' },
  variantLong: { contrastive: 'L_itc alone (λ = 0): what all else is held against', planet: 'L_itc with all three terms of L_phy', colour: 'L_phy with its colour term alone', structure: 'L_phy with its structure term alone', texture: 'L_phy with its texture term alone' },
  finding: { better: 'better', worse: 'worse', none: 'no difference shown', unknown: 'too few regions to say' },
  ablation: {
    title: 'New ablation', result: 'Ablation', about: 'Trains with and without each term, with the same seeds, and tests on regions that were never seen: does L_phy help, and which part of it?', variants: 'Variants', levels: 'Tested on', level: { world: 'World: the project’s splits', continents: 'Continents, each held out in turn' }, levelLong: { world: 'Trained on its training regions, tested on its test regions', continents: 'Trained on all others, tested on its regions' },
    seeds: 'Seeds', seedsHint: 'Each variant is trained with each of them.', start: 'Start', trainings: '{n} training | {n} trainings', toForm: 'To the form', none: 'No ablation yet', noneText: 'It tells whether PLANET is better than plain contrastive learning on regions it never saw, with the interval of the difference. It may take hours; it can be paused and goes on after a restart.',
    problem: { seeds: 'One to twenty whole numbers.', variants: 'At least one variant beside Contrastive.', levels: 'Choose what it is tested on.', continents: 'Holding continents out goes with all captions only.', lambda: 'At least one number above 0, at most 100.', numbers: 'Steps are missing.' },
    whichReport: 'Ablation to show', of: '{variants} variants, {seeds} seed | {variants} variants, {seeds} seeds', metric: 'Metric', partial: 'What is finished so far. Intervals become narrower with more seeds.', seedsAre: 'seeds {seeds}', stepsAre: '{steps} steps', dataIs: 'data {hash}',
    variant: 'Variant', scale: '{from} to {to}', difference: 'Difference', differenceScale: '{from} to {to} points', pLong: 'Sign-flip test of whole regions, two-sided, of the difference in {metric}', says: 'To Contrastive', reference: 'what the others are held against', notYet: 'not finished', meanOfContinents: 'Mean over continents, each held out in turn', heldOut: '{continent} held out', base: '{regions} regions, {queries} captions, {gallery} tiles', seedsDone: '{n} of {of} seeds',
    interval: '{value}, {coverage} interval {low} to {high}', noInterval: '{value}, no interval: too few regions', few: 'Fewer than 20 test regions: intervals are wide and rest on few places; read them with care.', legend: 'Point: mean over seeds. Line: {coverage} interval over regions and seeds. Rings: single seeds. “Better” and “worse” only where the interval of the difference leaves out zero; otherwise no difference is shown, which does not say that there is none.'
  },
  score: {
    about: 'How well does a caption’s text fit the colours, structure and texture of its own tile? A score says how many other tiles fit it less: 100 is the best, near 0 the caption is likely wrong. Each region is scored by heads that were trained without it.',
    of: 'of {n} caption has a score for its present text | of {n} captions have a score for their present text', stale: '{n} new or changed', when: 'scored', progress: 'Captions with a score', start: 'Score captions', changed: 'Score what changed', again: 'Score all again', toQueue: 'Review the most doubtful first', toBrowse: 'Browse, least agreement first', scratch: 'Small text towers, from scratch', base: 'Text tower', folds: 'Folds', comparisons: 'Tiles compared with', details: 'How it is scored',
    how: 'Regions are dealt into folds; the captions of a fold are scored by heads that were trained on the others. The own tile is compared with seeded tiles of other places of its split; ties count half.'
  },
  report: {
    title: 'How well low scores find wrong captions', untold: 'Nobody has said which captions of this project are wrong, so this cannot be measured here. The sample project knows its wrong claims; for others, give a JSON Lines file of {open}caption, kind{close}.', choose: 'Choose a file…', rankUnder: 'Encoder whose ranks it is compared with', noRank: 'Without ranks', needsRun: 'Evaluate an encoder on captions against all tiles to see the order by rank beside it.', toRun: 'Evaluate', base: '{wrong} of {captions} scored captions are known to be wrong.', onlyRanked: 'Only captions count that the newest run of {encoder} ranks.', claim: 'Wrong claim about', order: 'Ordered by', aucLong: 'Chance that a wrong caption stands before a right one', scale: '0 to 1, half is chance', firstTenth: 'Wrong in the first tenth', firstTenthLong: '{n} of {of} wrong captions stand in the first tenth of the queue',
    claims: { colour: 'Colour', structure: 'Structure', texture: 'Texture', any: 'Any of the three' }, orders: { agreement: 'agreement, lowest first', rank: 'rank of the own tile under {encoder}', random: 'random' }, wrong: '{n} wrong', noWrong: 'no caption with such a claim is wrong', legend: 'AUC: the chance that a wrong caption comes before a right one. Intervals resample regions. “Any” is ordered by the least of the three.'
  }
}
