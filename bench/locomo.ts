import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Memory } from '../src/core/index';

/** One conversation of LoCoMo (Maharana et al. 2024) as a bank would hold it: every turn a memory. */
export interface Conversation {
  readonly id: string;
  readonly memories: readonly Memory[];
  readonly questions: readonly LocomoQuestion[];
}

export interface LocomoQuestion {
  readonly text: string;
  readonly category: Category;
  /** Ids of the memories that hold the answer; never empty. */
  readonly evidence: ReadonlySet<string>;
}

/** By the dataset's own scorer; papers permute the names. Category 5 (adversarial) is left out, as in Memory-R1. */
export const CATEGORIES = { 1: 'multi-hop', 2: 'temporal', 3: 'open-domain', 4: 'single-hop' } as const;
export type Category = (typeof CATEGORIES)[keyof typeof CATEGORIES];

/** Memory-R1 trains on the first and validates on the second; the other eight are its test. */
const NOT_TESTED = ['conv-26', 'conv-30'];

const turn = z.object({
  speaker: z.string(),
  dia_id: z.string(),
  text: z.string(),
  /** What the picture shows that the turn comes with. */
  blip_caption: z.string().optional(),
});
const dataset = z.array(
  z.object({
    sample_id: z.string(),
    conversation: z.record(z.string(), z.unknown()),
    qa: z.array(z.object({ question: z.string(), category: z.number(), evidence: z.array(z.string()).default([]) })),
  }),
);

/** The eight conversations of the test split: 1,307 questions, two of them without any evidence that exists. */
export function readTestConversations(file: string): Conversation[] {
  return dataset
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .filter(({ sample_id }) => !NOT_TESTED.includes(sample_id))
    .map(({ sample_id, conversation, qa }) => {
      const memories = sessionsOf(conversation).flatMap(({ session, day, turns }) =>
        turns.map((spoken, index) => toMemory(spoken, session, timeOf(day, index))),
      );
      const ids = new Set(memories.map(({ id }) => id));
      const questions = qa.flatMap(({ question, category, evidence }): LocomoQuestion[] => {
        const name = new Map<number, Category>(
          Object.entries(CATEGORIES).map(([key, value]) => [Number(key), value]),
        ).get(category);
        const known = new Set(readEvidence(evidence).filter((id) => ids.has(id)));
        return name === undefined ? [] : [{ text: question, category: name, evidence: known }];
      });
      return { id: sample_id, memories, questions };
    });
}

export type Turn = z.infer<typeof turn>;

export interface Session {
  readonly session: string;
  /** "2023-05-08" */
  readonly day: string;
  readonly turns: readonly Turn[];
}

export function sessionsOf(conversation: Readonly<Record<string, unknown>>): Session[] {
  const sessions: Session[] = [];
  for (let number = 1; conversation[`session_${number}`] !== undefined; number++) {
    const session = `session_${number}`;
    const day = dayOf(z.string().parse(conversation[`${session}_date_time`]));
    sessions.push({ session, day, turns: z.array(turn).parse(conversation[session]) });
  }
  return sessions;
}

/** "1:56 pm on 8 May, 2023" -> "2023-05-08" */
function dayOf(written: string): string {
  const [, day = '', month = '', year = ''] = /on (\d+) (\w+),? (\d+)/.exec(written) ?? [];
  return `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** Turns have no time of their own; a second apart they keep their order. */
export function timeOf(day: string, index: number): string {
  return new Date(Date.parse(`${day}T10:00:00Z`) + 1000 * index).toISOString();
}

function toMemory({ speaker, dia_id: id, text, blip_caption: caption }: Turn, session: string, time: string): Memory {
  return {
    id,
    lineage: id,
    text: `${speaker}: ${text}${caption === undefined ? '' : ` [shares ${caption}]`}`,
    kind: 'note',
    state: 'active',
    validFrom: time,
    reviewed: true,
    decidedBy: 'you',
    sources: [{ kind: 'chat', ref: id, session, subject: '', time, author: speaker, quote: text }],
  };
}

/** @param data the file itself, its folder, or the folder above */
export function locomoIn(data: string): string {
  const files = [data, path.join(data, 'locomo10.json'), path.join(data, 'locomo/locomo10.json')];
  const file = files.find((name) => name.endsWith('.json') && existsSync(name));
  if (file === undefined) throw new Error(`There is no locomo10.json in ${data}`);
  return file;
}

/** Some ids are malformed ("D8:6; D9:17", "D:11:26", "D30:05"): what can be read of them is taken. */
export function readEvidence(evidence: readonly string[]): string[] {
  return [...evidence.join(' ').matchAll(/D:?(\d+):0*(\d+)/g)].map(([, session, turn]) => `D${session}:${turn}`);
}
