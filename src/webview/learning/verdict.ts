import type { LearningState, TrainingReport, WeightsInUse } from '../../protocol/learning';
import type { LearningAct } from '../../protocol/learningPage';
import { countOf, formatCount, formatTime, trainingFailed, trainingText } from '../../protocol/words';
import { formatPercent, TEXTS } from '../texts';

export type Tone = 'none' | 'running' | 'good' | 'same' | 'failed';

/** What came of learning so far, in words, and what can be done now. */
export interface Verdict {
  readonly tone: Tone;
  /** The sentence that counts. */
  readonly headline: string;
  readonly more: readonly string[];
  /** The first is the one to press next. */
  readonly acts: readonly Offer[];
}

export interface Offer {
  readonly act: LearningAct;
  readonly label: string;
}

const TRAIN: Offer = { act: 'train', label: TEXTS.train };
const TRAIN_AGAIN: Offer = { act: 'train', label: TEXTS.trainAgain };

/** The state of learning as the table of the interface guide has it. What runs now comes before what came of the last time. */
export function verdictOf(state: LearningState): Verdict {
  const { running, failed, last, material } = state;
  if (running) {
    return {
      tone: 'running',
      headline: trainingText(running),
      more: [TEXTS.stopKeeps],
      acts: [{ act: 'stop', label: TEXTS.stop }],
    };
  }
  if (failed !== undefined) {
    return {
      tone: 'failed',
      headline: trainingFailed(failed),
      more: [TEXTS.currentStay],
      acts: [
        { act: 'train', label: TEXTS.tryAgain },
        { act: 'showLog', label: TEXTS.showLog },
      ],
    };
  }
  const again = material.isEnough ? [TRAIN_AGAIN] : [];
  if (last?.outcome === 'won') return won(last, state, again);
  if (last) {
    return {
      tone: 'same',
      headline: TEXTS.notBetter,
      more: [TEXTS.currentOnesStay, ...answersSentences(last)],
      acts: again,
    };
  }
  if (!material.isEnough) return tooLittle(state);
  return {
    tone: 'none',
    headline: TEXTS.notTrained,
    more: [`There are ${madeFrom(material)} to learn from.`],
    acts: [TRAIN],
  };
}

function won(last: TrainingReport, { isOpen, isNewInUse }: LearningState, again: readonly Offer[]): Verdict {
  const numbers = answersSentences(last);
  if (!isNewInUse) {
    return {
      tone: 'same',
      headline: TEXTS.declined,
      more: numbers,
      acts: [{ act: 'useNew', label: TEXTS.useNew }, ...again],
    };
  }
  return {
    tone: 'good',
    headline: TEXTS.better,
    more: [...numbers, TEXTS.inUseAlready],
    acts: isOpen ? [{ act: 'keepOld', label: TEXTS.keepOld }] : again,
  };
}

function tooLittle({ material }: LearningState): Verdict {
  const { history, reviews, needed } = material;
  return {
    tone: 'none',
    headline: `Not enough to learn from: ${formatCount(history + reviews)} of ${formatCount(needed)} reviews and questions.`,
    more: [TEXTS.moreComes],
    acts: [
      { act: 'review', label: TEXTS.review },
      { act: 'scan', label: TEXTS.scan },
    ],
  };
}

/** "320 questions made from this project's history and 86 from your reviews" */
function madeFrom({ history, reviews }: TrainingReport['learnedFrom']): string {
  const made = `${countOf(history, 'question')} made from this project's history`;
  return reviews > 0 ? `${made} and ${formatCount(reviews)} from your reviews` : made;
}

/** "Right answers on 240 held-out questions: 75%, was 68%." and how many changed. */
function answersSentences({ questions, rows, better, worse, same, outcome, stopped }: TrainingReport): string[] {
  const [answers] = rows;
  if (!answers || questions === 0) return [TEXTS.nothingToCompare];
  const { before, after, change } = answers;
  return [
    `Right answers on ${countOf(questions, 'held-out question')}: ${formatPercent(after.mean)}, was ${formatPercent(before.mean)}.`,
    `Better on ${formatCount(better)}, worse on ${formatCount(worse)}, the same on ${formatCount(same)}.`,
    ...(outcome === 'notWon' && change.mean > 0 ? [TEXTS.mayBeChance] : []),
    ...(stopped ? [TEXTS.wasStopped] : []),
  ];
}

/** Which weights answer, sentence by sentence: one where both agents use the same. */
export function inUseSentences({ manager, distillation }: LearningState['inUse']): readonly string[] {
  if (nameOf(manager) === nameOf(distillation)) return [`Answers use ${nameOf(manager)}.`];
  return [`What is remembered is decided by ${nameOf(manager)}.`, `Answers use ${nameOf(distillation)}.`];
}

/** Why not what was chosen. */
export function problemsOf({ manager, distillation }: LearningState['inUse']): readonly string[] {
  return [...new Set([manager, distillation].flatMap(({ problem }) => problem ?? []))];
}

/** The ways back from the weights in use, where the buttons of the verdict do not offer them already. */
export function waysBack({ running, inUse, back, isOpen, isNewInUse, last }: LearningState): readonly Offer[] {
  if (running) return [];
  const isOffered = last?.outcome === 'won' && (isOpen || !isNewInUse);
  const goBack: Offer[] =
    back && !isOffered
      ? [{ act: 'goBack', label: back.source === 'shipped' ? TEXTS.useShipped : BACK_TO[back.source] }]
      : [];
  const isProjects = inUse.manager.source === 'project' || inUse.distillation.source === 'project';
  // "Keep the old ones" may mean the shipped ones too.
  const useShipped: Offer[] =
    isProjects && back?.source !== 'shipped' ? [{ act: 'useShipped', label: TEXTS.useShipped }] : [];
  return [...goBack, ...useShipped];
}

const BACK_TO = { project: TEXTS.goBack, rule: TEXTS.useRule } as const;

function nameOf({ source, trainedAt }: WeightsInUse): string {
  if (source === 'rule') return 'the rule that came with the extension';
  if (source === 'shipped') return 'the weights that came with the extension';
  const trained = trainedAt === undefined ? '' : `, trained ${formatTime(localTime(trainedAt))}`;
  return `the weights of this project${trained}`;
}

/** Where it came from: what was learned from, how often, how long, and that nothing was sent. */
export function originSentence({ learnedFrom, seeds, minutes, at }: TrainingReport): string {
  const took = minutes < 1 ? 'less than a minute' : countOf(Math.round(minutes), 'minute');
  return `Learned from ${madeFrom(learnedFrom)}. ${countOf(seeds, 'run')}, ${took}, ended ${formatTime(localTime(at))}. No data left this computer.`;
}

/** A time of this computer, as its clock on the wall shows it; what other times say belongs to whoever wrote them. */
export function localTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString();
}
