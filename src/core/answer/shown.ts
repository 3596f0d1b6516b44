import type { Memory } from '../memory/memory';
import { MOST_USED_BY_MODEL, type ShownMemory } from '../prompts/answer';
import type { FoundAnswer } from './ask';
import { excerpt } from './excerpt';
import { whatHeldBefore } from './heldBefore';

/** The memories that the plain answer rests on, the deciding one first. */
export function usedMemories({ answer, deps }: FoundAnswer): Memory[] {
  const byId = new Map(deps.memories.map((memory) => [memory.id, memory]));
  return answer.used.flatMap(({ id }) => byId.get(id) ?? []);
}

/**
 * What a model may choose from: what the plain answer rests on and what distillation kept, then all other candidates. The version that holds now stands for
 * older ones.
 */
export function allMemories({ kept, retrieved, deps }: FoundAnswer, used: readonly Memory[]): MemoriesToShow {
  const { retriever } = deps;
  const current = (memory: Memory): Memory =>
    memory.state === 'superseded'
      ? (retriever.lineage(memory.lineage).findLast(({ state }) => state !== 'superseded') ?? memory)
      : memory;
  const best = distinct([...used, ...kept.map(current)]).slice(0, MOST_USED_BY_MODEL);
  return { memories: distinct([...best, ...retrieved.map(({ memory }) => current(memory))]), chosen: best.length };
}

/** Memories for a model. Those that were chosen already come first. */
export interface MemoriesToShow {
  readonly memories: readonly Memory[];
  readonly chosen: number;
}

/** Each once, and none that the user wanted gone. */
function distinct(memories: readonly Memory[]): Memory[] {
  return [...new Map(memories.map((memory) => [memory.id, memory])).values()].filter(
    ({ ending }) => ending?.forgotten !== true,
  );
}

/** Of what was said where a memory comes from: one that was chosen, and any other. In tokens. */
const CHOSEN_PASSAGE = 250;
const OTHER_PASSAGE = 80;

/** A memory as a model reads it. */
export function toShown(memory: Memory, { question, deps }: FoundAnswer, isChosen: boolean): ShownMemory {
  const { text, ending, validFrom, validTo, branch, sources } = memory;
  const { retriever } = deps;
  const passage = retriever.told(memory)?.text;
  const says = ending?.text ?? text;
  const replaced = whatHeldBefore(memory, retriever);
  const author = (ending?.sources ?? sources)[0]?.author;
  return {
    text: says,
    time: ending?.time ?? validFrom,
    ...(ending && { isEnd: true }),
    ...(!ending && validTo !== undefined && { until: validTo }),
    ...(replaced.length > 0 && { replaced }),
    ...(passage !== undefined &&
      saysMore(passage, says) && {
        passage: excerpt(passage, question, retriever.idf, isChosen ? CHOSEN_PASSAGE : OTHER_PASSAGE),
      }),
    ...(question.type === 'who' && author !== undefined && { author }),
    ...(branch !== undefined && { branch }),
  };
}

/** A message that is the memory's own words adds nothing. */
function saysMore(passage: string, text: string): boolean {
  return passage.trim().length > text.length + 20 || !text.includes(passage.trim().replace(/[.\s]+$/, ''));
}
