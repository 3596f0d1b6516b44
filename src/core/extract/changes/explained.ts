import { capitalize } from '../../base/text';
import { givesReason, isStandalone, isVague, sentenceDecides } from '../decisionWords';
import type { Reader } from './change';

/** A sentence or item of the body that decides and gives its reason at once. */
export const explained: Reader = ({ clause, ground, topic }) => {
  const { text, place } = clause;
  if (place === 'subject' || ground === 'documents' || ground === 'tests' || text.length > MAX_LENGTH) return undefined;
  if (/^(?:fix|bugfix|hotfix|tests?|style)$/.test(clause.type ?? '') || /^fix/i.test(topic)) return undefined;
  if (!sentenceDecides(text) || !givesReason(place === 'item' ? text.replace(CONTRAST, '') : text) || isVague(text))
    return undefined;
  if (isStandalone(text)) return { kind: 'decision', text: capitalize(text) };
  const whole = `${capitalize(topic.replace(/[\s.:;,…]+$/, ''))}: ${capitalize(text)}`;
  return whole.length <= MAX_LENGTH && !isVague(topic) ? { kind: 'decision', text: whole } : undefined;
};

/** Of a step in a list it is no reason that it was done in another way. */
const CONTRAST = /\b(?:instead of|rather than|in favou?r of)\b/gi;
/** In characters, so that an answer can show it whole. */
const MAX_LENGTH = 290;
