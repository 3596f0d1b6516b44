import type { Utterance } from './speech';

/**
 * Of a plan that somebody hands over ("Implement the following plan: # Plan: ..."), what it is for: its title, what comes before the first section, and
 * the sections that say what is wanted. Steps, files and checks are work at hand. Texts without headings come back as they are.
 */
export function goalsOf(said: readonly Utterance[]): readonly Utterance[] {
  const headings = said.filter(({ place }) => place === 'heading');
  if (headings.length === 0) return said;
  const [title] = headings;
  let isGoal = true;
  return said.flatMap((utterance) => {
    if (utterance.place !== 'heading') return isGoal && !isStep(utterance.text) ? [utterance] : [];
    isGoal = utterance === title || GOAL.test(utterance.text);
    return utterance === title && headings.length > 1 ? [{ ...utterance, text: titleOf(utterance.text) }] : [];
  });
}

const GOAL =
  /^(?:\d+[.)]\s*)?(?:executive )?(?:summary|overview|goals?|objectives?|decisions?|key decisions|target behaviou?r|expected behaviou?r|new behaviou?r|behaviou?r|requirements?|rationale|approach|conventions?|rules|constraints|principles|guidelines|preferences|code style|coding style|policy)\b/i;

/** "Step 1: ...", "Update `a.ts`": what to do, not what holds. */
function isStep(text: string): boolean {
  return /^(?:step|phase|task|todo)\b|^implement the following\b/i.test(text);
}

/** "Plan: Change Telemetry Default to Disabled" -> "Change telemetry default to disabled". */
function titleOf(heading: string): string {
  const title = heading.replace(/^(?:(?:implementation )?plan|design|proposal|rfc|task|feature|spec)\s*[:–-]\s*/i, '');
  const words = title.split(' ');
  const capitals = words.filter((word) => /^[A-Z][a-z]+$/.test(word)).length;
  return capitals < words.length / 2
    ? title
    : words.map((word, index) => (index > 0 && /^[A-Z][a-z]+$/.test(word) ? word.toLowerCase() : word)).join(' ');
}
