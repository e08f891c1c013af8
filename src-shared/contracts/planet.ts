import * as z from 'zod'
import { method } from './define.ts'
import { AnnotatorName } from './review.ts'
import { EncoderName } from '../domain/encoder.ts'
import { AblateOptions, AblationReport, Agreement, AgreementReport, MiningState, ModelCard, PerSignature, ScoreOptions, Signature, TrainingPoint, TrainOptions } from '../domain/planet.ts'
import { Id, ProjectHandle } from '../domain/vocabulary.ts'

const OfProject = z.object({ project: ProjectHandle })
const StartedJob = z.object({ job: z.string() })

export const planetMethods = {
  /** Measures colour, structure and texture of the satellite views that have no signature yet, as a job. */
  'planet.mine': method(OfProject, StartedJob),
  /** The signatures of one view, measured now where they are not mined. BAD_IMAGE where its picture cannot be read. */
  'planet.signature': method(OfProject.extend({ view: Id }), Signature),
  /** Where the project stands: what is mined, what is scored, which trained encoders there are. */
  'planet.state': method(
    OfProject,
    z.object({
      mining: MiningState,
      /** Null before captions were scored. `scored`: captions with a score of the text that they have now; `stale`: all others. */
      agreement: z.object({ scored: z.int(), stale: z.int(), total: z.int(), options: ScoreOptions, scoredAt: z.number() }).nullable(),
      models: z.array(z.object({ encoder: z.string(), createdAt: z.number(), lambda: z.number(), base: z.string().nullable(), test: ModelCard.shape.test })),
      ablations: z.array(z.object({ job: z.string(), createdAt: z.number(), variants: z.int(), seeds: z.int() })),
      /** Captions that people accepted or edited, and places of each split: what training has to work with. */
      data: z.object({ reviewed: z.int(), places: z.object({ train: z.int(), val: z.int(), test: z.int() }) })
    })
  ),
  /** Trains an encoder as a job; its result: { encoder, card }. Mines signatures first where they are missing. */
  'planet.train': method(OfProject.extend({ options: TrainOptions }), StartedJob),
  /** Points of a training job's curves after the first `after`, also while it runs. */
  'planet.curve': method(OfProject.extend({ job: z.string(), after: z.int().min(0).default(0) }), z.object({ points: z.array(TrainingPoint), steps: z.int() })),
  'planet.card': method(OfProject.extend({ encoder: EncoderName }), ModelCard),
  /** Trains every variant with every seed as a job; resumes after the last variant and seed that was finished. */
  'planet.ablate': method(OfProject.extend({ options: AblateOptions }), StartedJob),
  /** The report of an ablation; while it runs, of what is finished. */
  'planet.ablation': method(OfProject.extend({ job: z.string() }), AblationReport),
  /** Trains cross-fitted heads and scores every caption against its own tile, as a job. */
  'planet.score': method(OfProject.extend({ options: ScoreOptions }), StartedJob),
  /**
   * The agreement of a text with the caption's own tile, by the heads that were not trained on its region. `before`: of
   * the caption's present text. Null with the reason where there is none. `bins`: how the comparison tiles' cosines are
   * spread, 24 equal bins from -1 to 1, for drawing; `own`: the own tile's cosines.
   */
  'planet.agreement': method(
    OfProject.extend({ caption: Id, text: z.string().trim().min(1).max(20_000), annotator: AnnotatorName }),
    z.object({
      agreement: Agreement.nullable(),
      before: Agreement.nullable(),
      missing: z.enum(['not-scored', 'no-tile', 'no-signature', 'no-region']).nullable(),
      own: PerSignature.nullable(),
      bins: z.object({ colour: z.array(z.int()), structure: z.array(z.int()), texture: z.array(z.int()) }).nullable(),
      comparisons: z.int(),
      milliseconds: z.number()
    })
  ),
  /**
   * How well low agreement finds wrong captions. `truth`: JSON Lines of {caption, kind, ...} (the sample's
   * `ground-truth.jsonl`); left out: the project's own. `encoder`: whose own-tile ranks it is compared with.
   */
  'planet.agreementReport': method(OfProject.extend({ truth: z.string().min(1).optional(), encoder: EncoderName.optional(), confidence: z.number().gt(0.5).lt(1).default(0.95) }), AgreementReport, { paths: ['truth'] })
} as const
