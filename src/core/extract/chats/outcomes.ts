import { capitalize } from '../../base/text';
import { codeNames } from '../changes/names';
import { readFormer } from '../former';
import type { Reading } from './heard';
import { readSpeech, type Utterance } from './speech';
import { isOneOff, leans } from './talk';

/**
 * What the assistant says it did, where it sums up its work: sentences in the past tense under a heading of a summary. No plans, no walk through the
 * code. They are records: what an assistant did decides nothing.
 */
export function outcomes(text: string): Reading[] {
  const done = summaryOf(readSpeech(text)).flatMap((utterance) => toOutcome(utterance) ?? []);
  return done.slice(0, MOST);
}

const MOST = 3;
/** In characters. */
const LONGEST = 200;

/** From a heading, or a line like one, that announces a summary, up to the next heading. */
function summaryOf(said: readonly Utterance[]): readonly Utterance[] {
  const at = said.findIndex(
    ({ text, place, raw }) => SUMMARY.test(text) && (place === 'heading' || /^\*\*.*\*\*:?$/.test(raw)),
  );
  if (at === -1) return [];
  const rest = said.slice(at + 1);
  const end = rest.findIndex(({ place }) => place === 'heading');
  return end === -1 ? rest : rest.slice(0, end);
}

const SUMMARY =
  /^(?:summary(?: of (?:the )?changes)?|what (?:changed|was done|i did|i changed)|changes(?: made)?|done|result)$/i;

function toOutcome({ text, place, raw }: Utterance): Reading | undefined {
  // "`src/a.ts` - Changed ..." tells of the place, then of the change
  const said = text.replace(/^[`\w./\\-]+\.\w+`?(?:\s*\([^)]*\))?\s*(?:-|–|—|:)\s*/, '').replace(/[\s✓✅.]+$/u, '');
  if (!DID.test(said) || said.length > LONGEST || said.split(/\s+/).length < LEAST_WORDS) return undefined;
  if (isOneOff(said) || leans(said) || SMALL.test(said) || /[:?]$/.test(said)) return undefined;
  if (
    place === 'item' &&
    codeNames(said).length === 0 &&
    !/\b(?:default|instead of|rather than|now|when|if)\b/i.test(said)
  )
    return undefined;
  const { text: told, was } = readFormer(said);
  return { kind: 'change', text: capitalize(told), quote: raw, ...(was !== undefined && { was }) };
}

const LEAST_WORDS = 5;
const DID =
  /^(?:changed?|switched|replaced|removed|renamed|disabled|enabled|dropped|moved|migrated|added support|introduced|deprecated|limited|increased|decreased|reduced|raised|lowered|made)\s+\S/i;
const SMALL =
  /\b(?:tests?|specs?|comments?|docs?|documentation|readme|imports?|variables?|helpers?|lint\w*|typos?|logging|lines?|condition|stale|todo|blocks?|fixtures?|mocks?)\b/i;
