import type { DistillPolicy, ManagerPolicy, Material, PolicyRole, PolicyWeights } from '../core/index';
import { streamOf } from './questions/streamOf';
import type { Question, Stream, TrainingHooks } from './types';

/** How many questions it takes before a training can tell anything: of the thirty in a hundred that are held out, a dozen are left. */
export const LEAST_QUESTIONS = 40;

/** What a project gives to learn from. */
export interface ProjectQuestions {
  /** Its facts as they were told, with the questions that its history answers. */
  readonly stream: Stream;
  /** Made from reviews and feedback. */
  readonly reviews: readonly Question[];
}

/** @param name what the project is called */
export function questionsOf(material: Material, name: string): ProjectQuestions {
  return { stream: streamOf(material, { name, seed: QUESTION_SEED }), reviews: [] };
}

/** The same questions for the same history, so that trainings can be compared. */
const QUESTION_SEED = 1;

/** What answers now, and its weights; without them it is the rule. */
export interface AgentsInUse {
  readonly manager: { readonly policy: ManagerPolicy; readonly weights?: PolicyWeights };
  readonly distillation: { readonly policy: DistillPolicy; readonly weights?: PolicyWeights };
}

export interface OwnProjectOptions {
  /** What the project is called. */
  readonly name: string;
  /** Word to probability in ordinary text; the prior of IDF. */
  readonly background: ReadonlyMap<string, number>;
  readonly before: AgentsInUse;
  /** Default 3. */
  readonly seeds?: number;
  /** ISO 8601, for the card. */
  readonly trainedOn: string;
  readonly hooks: Omit<TrainingHooks, 'onStep'> & { readonly onProgress?: (progress: LearningStep) => void };
}

/** A value with its 95 % interval. */
export interface Measure {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface LearningStep {
  readonly phase: 'preparing' | 'training' | 'evaluating';
  readonly step: number;
  readonly steps: number;
  readonly curve: readonly { readonly step: number; readonly score: Measure }[];
  readonly before?: Measure;
}

export interface Compared {
  readonly name:
    'Right answers' | 'Right operations' | 'Rightly said that memory holds nothing' | 'Memories used per answer';
  readonly unit: 'share' | 'count';
  readonly before: Measure;
  readonly after: Measure;
  readonly change: Measure;
}

export interface ChangedAnswer {
  readonly question: string;
  readonly before: string;
  readonly after: string;
  readonly right: readonly string[];
  readonly became: 'better' | 'worse' | 'neither';
}

/** What came of learning from one project. */
export interface Learned {
  readonly weights: Readonly<Record<PolicyRole, PolicyWeights>>;
  /** The whole interval of the difference in right answers is above zero. */
  readonly won: boolean;
  /** Held-out questions. */
  readonly questions: number;
  readonly better: number;
  readonly worse: number;
  readonly same: number;
  readonly rows: readonly Compared[];
  readonly changed: readonly ChangedAnswer[];
  readonly curve: LearningStep['curve'];
  readonly learnedFrom: { readonly history: number; readonly reviews: number };
  readonly seeds: number;
}

export async function learnFromProject(_material: Material, _options: OwnProjectOptions): Promise<Learned> {
  await Promise.resolve();
  throw new Error('to be written');
}
