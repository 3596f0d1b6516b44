import stem from 'wink-porter2-stemmer';

/** How right an answer is, each in [0, 1]. */
export interface AnswerScores {
  /** Of stemmed words, as LoCoMo scores (there: Porter's first stemmer). */
  readonly f1: number;
  readonly bleu1: number;
  /** Exact match after LoCoMo's normalisation. */
  readonly em: number;
  /** LoCoMo's own F1 of category 1: the mean over the parts of the gold answer, cut at commas, of the best part of the answer. Else as `f1`. */
  readonly byParts: number;
}

export function scoreAnswer(answer: string, gold: string, category: number): AnswerScores {
  const wanted = goldOf(gold, category);
  const said = normalise(answer);
  const f1 = tokenF1(stemsOf(answer), stemsOf(wanted));
  return {
    f1,
    bleu1: bleu1(wordsIn(said), wordsIn(normalise(wanted))),
    em: said === normalise(wanted) ? 1 : 0,
    byParts: category === 1 ? f1ByParts(answer, wanted) : f1,
  };
}

/** What stands behind a semicolon in category 3 explains the answer (LoCoMo's scorer leaves it out). */
export function goldOf(gold: string, category: number): string {
  return category === 3 ? (gold.split(';')[0] ?? '').trim() : gold;
}

/** Lower case, without punctuation and articles ("and" counts as one, as in LoCoMo). */
export function normalise(text: string): string {
  return text
    .toLowerCase()
    .replace(/[!-/:-@[-`{-~]/g, '')
    .replace(/\b(?:a|an|the|and)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The stemmed words of a text that count. */
export function stemsOf(text: string): string[] {
  return wordsIn(normalise(text)).map(stem);
}

/** Harmonic mean of precision and recall of words, with repetitions. */
export function tokenF1(said: readonly string[], wanted: readonly string[]): number {
  const hits = overlap(said, wanted);
  return hits === 0 ? 0 : (2 * hits) / (said.length + wanted.length);
}

/** Clipped precision of single words, with the penalty for answers shorter than the gold one (Papineni et al. 2002). */
export function bleu1(said: readonly string[], wanted: readonly string[]): number {
  if (said.length === 0) return 0;
  const brevity = said.length >= wanted.length ? 1 : Math.exp(1 - wanted.length / said.length);
  return (brevity * overlap(said, wanted)) / said.length;
}

function f1ByParts(answer: string, gold: string): number {
  const said = answer.split(',').map(stemsOf);
  const parts = gold.split(',').map(stemsOf);
  const best = parts.map((part) => Math.max(0, ...said.map((one) => tokenF1(one, part))));
  return best.reduce((sum, value) => sum + value, 0) / best.length;
}

function overlap(said: readonly string[], wanted: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of wanted) left.set(word, (left.get(word) ?? 0) + 1);
  let hits = 0;
  for (const word of said) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    hits++;
    left.set(word, count - 1);
  }
  return hits;
}

function wordsIn(normalised: string): string[] {
  return normalised === '' ? [] : normalised.split(' ');
}
