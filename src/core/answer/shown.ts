import { cutToTokens } from '../llm/tokens';
import type { Memory } from '../memory/memory';
import type { ShownMemory } from '../prompts/answer';
import type { FoundAnswer } from './ask';
import { whatHeldBefore } from './heldBefore';

/** The memories that the plain answer rests on, the deciding one first. */
export function usedMemories({ answer, deps }: FoundAnswer): Memory[] {
  const byId = new Map(deps.memories.map((memory) => [memory.id, memory]));
  return answer.used.flatMap(({ id }) => byId.get(id) ?? []);
}

/** What a model may choose from: what distillation kept, then all other candidates. An older version stands for the one that holds now. */
export function distilledMemories({ kept, retrieved, deps }: FoundAnswer, used: readonly Memory[]): Memory[] {
  const { retriever } = deps;
  const current = (memory: Memory): Memory =>
    memory.state === 'superseded'
      ? (retriever.lineage(memory.lineage).findLast(({ state }) => state !== 'superseded') ?? memory)
      : memory;
  const others = [...kept, ...retrieved.map(({ memory }) => memory)].map(current);
  return [...new Map([...used, ...others].map((memory) => [memory.id, memory])).values()].filter(
    ({ ending }) => ending?.forgotten !== true,
  );
}

/** Of what was said where a memory comes from: one of the kept ones, and any other. In tokens. */
const KEPT_PASSAGE = 250;
const OTHER_PASSAGE = 80;

/** A memory as a model reads it. */
export function toShown(memory: Memory, { question, deps }: FoundAnswer, isKept: boolean): ShownMemory {
  const { text, ending, validFrom, validTo, branch, sources } = memory;
  const { retriever } = deps;
  const passage =
    isKept || question.type === 'why' || question.type === 'how' ? retriever.told(memory)?.text : undefined;
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
      saysMore(passage, says) && { passage: cutToTokens(passage, isKept ? KEPT_PASSAGE : OTHER_PASSAGE) }),
    ...(question.type === 'who' && author !== undefined && { author }),
    ...(branch !== undefined && { branch }),
  };
}

/** A message that is the memory's own words adds nothing. */
function saysMore(passage: string, text: string): boolean {
  return passage.trim().length > text.length + 20 || !text.includes(passage.trim().replace(/[.\s]+$/, ''));
}
