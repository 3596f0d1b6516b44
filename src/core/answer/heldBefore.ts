import type { Memory } from '../memory/memory';
import type { Retriever } from '../retrieval/retriever';
import type { Answer } from './answer';

/** How far back an answer tells; all of it is in the memory's history. */
const MOST_REPLACED = 5;

/** The earlier versions of what an answer rests on, newest first; where memory holds none, what its event tells of before. */
export function whatHeldBefore(deciding: Memory, retriever: Retriever): Answer['replaced'] {
  const { was, validFrom } = deciding;
  const held = earlierVersions(deciding, retriever);
  return held.length === 0 && was !== undefined ? [{ text: was, until: validFrom }] : held;
}

function earlierVersions(deciding: Memory, retriever: Retriever): Answer['replaced'] {
  const versions = retriever.lineage(deciding.lineage).filter((version) => version.validFrom <= deciding.validFrom);
  return versions
    .filter((version) => (version.id === deciding.id ? isEnded(deciding) : true))
    .flatMap(({ text, validTo }) => (validTo === undefined ? [] : [{ text, until: validTo }]))
    .filter(({ text }) => text !== deciding.text || isEnded(deciding))
    .reverse()
    .slice(0, MOST_REPLACED);
}

/** A deleted memory held before it ended; one that is nothing but its end did not. */
function isEnded({ ending, text }: Memory): boolean {
  return ending !== undefined && ending.text !== text;
}
