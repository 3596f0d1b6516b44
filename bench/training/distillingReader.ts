import { prepareAnswer, Retriever, type DistillPolicy, type Memory } from '../../src/core/index';
import type { Reader, ReadMemory } from '../../src/learning/types';

/**
 * The trained Answer Agent as the reader of an environment: it distils what it is handed, and the frozen reader answers from what is kept. So a Memory Manager can
 * learn again against the agent that learned on its banks.
 */
export function createDistillingReader(
  reader: Reader,
  policy: DistillPolicy,
  background: ReadonlyMap<string, number>,
): Reader {
  const retriever = new Retriever(background);
  const known = new Map<string, Memory>();
  const toMemory = (memory: ReadMemory): Memory => {
    const key = `${memory.ends === true ? 'ends' : 'holds'} ${memory.id}`;
    const found = known.get(key) ?? asMemory(memory, key);
    known.set(key, found);
    return found;
  };
  return {
    name: reader.name,
    read(question, memories) {
      const {
        asked,
        fitting,
        question: understood,
      } = prepareAnswer(question, {
        memories: memories.map(toMemory),
        retriever,
      });
      const kept = policy.keep(understood.text, fitting, asked).map((place) => fitting[place]?.id);
      return reader.read(
        question,
        memories.filter((memory) => kept.includes(toMemory(memory).id)),
      );
    },
  };
}

/** A memory as the product holds it, of which no more is known than this. */
export function asMemory({ text, time, author }: ReadMemory, id: string): Memory {
  const source = { kind: 'commit', ref: id, subject: text, time, quote: text } as const;
  return {
    id,
    lineage: id,
    text,
    kind: 'decision',
    state: 'active',
    validFrom: time,
    reviewed: true,
    sources: [{ ...source, ...(author !== undefined && { author }) }],
    decidedBy: 'policy',
  };
}
