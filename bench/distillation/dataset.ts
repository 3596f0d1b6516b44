import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Memory } from '../../src/core/index';
import { readEvidence, sessionsOf, timeOf, type Turn } from '../locomo';

/** One conversation of LoCoMo whose bank holds the statements ("observations") that come with it, all of them added. */
export interface Talk {
  readonly id: string;
  readonly split: Split;
  readonly observations: readonly Observation[];
  readonly questions: readonly GoldQuestion[];
}

/** As in Memory-R1: one conversation to train on, one to choose with, eight to test. */
export type Split = 'train' | 'validation' | 'test';

export interface Observation {
  readonly memory: Memory;
  /** Ids of the turns it was taken from. */
  readonly turns: ReadonlySet<string>;
  /** What was said in them. */
  readonly said: string;
  /** Of its session: "2023-05-08". */
  readonly day: string;
}

export interface GoldQuestion {
  /** "conv-26/12" */
  readonly id: string;
  readonly text: string;
  /** The dataset's own number; papers permute the names. 5 is left out. */
  readonly category: 1 | 2 | 3 | 4;
  readonly gold: string;
  /** Ids of turns. */
  readonly evidence: ReadonlySet<string>;
}

const statement = z.tuple([z.string(), z.union([z.string(), z.array(z.string())])]);
const dataset = z.array(
  z.object({
    sample_id: z.string(),
    conversation: z.record(z.string(), z.unknown()),
    observation: z.record(z.string(), z.record(z.string(), z.array(statement))),
    qa: z.array(
      z.object({
        question: z.string(),
        answer: z.union([z.string(), z.number()]).optional(),
        category: z.number(),
        evidence: z.array(z.string()).default([]),
      }),
    ),
  }),
);

export function readTalks(file: string): Talk[] {
  return dataset
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .map(({ sample_id: id, conversation, observation, qa }): Talk => {
      const observations = sessionsOf(conversation).flatMap(({ session, day, turns }) => {
        const said = new Map(turns.map((turn) => [turn.dia_id, turn]));
        return Object.entries(observation[`${session}_observation`] ?? {})
          .flatMap(([speaker, statements]) => statements.map(([text, ids]) => ({ speaker, text, ids: idsIn(ids) })))
          .sort((a, b) => numberOf(a.ids) - numberOf(b.ids))
          .map(({ speaker, text, ids }, index): Observation => {
            const spoken = ids.flatMap((turn) => said.get(turn) ?? []);
            const memoryId = `${session}/${index}`;
            return {
              memory: toMemory(memoryId, text, speaker, session, timeOf(day, index), spoken),
              turns: new Set(ids),
              said: spoken.map((turn) => turn.text).join('\n'),
              day,
            };
          });
      });
      const questions = qa.flatMap(({ question, answer, category, evidence }, index): GoldQuestion[] =>
        isCategory(category) && answer !== undefined
          ? [
              {
                id: `${id}/${index}`,
                text: question,
                category,
                gold: String(answer),
                evidence: new Set(readEvidence(evidence)),
              },
            ]
          : [],
      );
      return { id, split: splitOf(id), observations, questions };
    });
}

function splitOf(id: string): Split {
  return id === 'conv-26' ? 'train' : id === 'conv-30' ? 'validation' : 'test';
}

function isCategory(category: number): category is GoldQuestion['category'] {
  return category >= 1 && category <= 4;
}

function idsIn(ids: string | readonly string[]): string[] {
  return readEvidence(typeof ids === 'string' ? [ids] : ids);
}

/** "D3:14" -> 14: statements stand in the order in which they were said. */
function numberOf([first]: readonly string[]): number {
  return Number(first?.split(':')[1] ?? 0);
}

function toMemory(
  id: string,
  text: string,
  speaker: string,
  session: string,
  time: string,
  spoken: readonly Turn[],
): Memory {
  const quote = spoken[0]?.text ?? '';
  return {
    id,
    lineage: id,
    text,
    kind: 'note',
    state: 'active',
    validFrom: time,
    reviewed: true,
    decidedBy: 'you',
    sources: [{ kind: 'chat', ref: spoken[0]?.dia_id ?? id, session, subject: '', time, author: speaker, quote }],
  };
}
