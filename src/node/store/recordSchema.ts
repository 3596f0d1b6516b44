import * as z from 'zod';
import { FACT_KINDS, type JournalRecord } from '../../core/index';

/**
 * What a line of the journal, or of an imported file, must look like to reach the bank. Fields that are not known here pass through
 * untouched: a newer minor version may have written them, and will want them back.
 */
const id = z.string().min(1);
const text = z.string();
const time = z.string().min(1);
const share = z.number().min(0).max(1);
const decidedBy = z.enum(['you', 'rule', 'policy', 'model']);

const reach = z.union([
  z.looseObject({ on: z.literal('main') }),
  z.looseObject({ on: z.literal('branch'), branch: text, left: z.literal(true).exactOptional() }),
  z.looseObject({ on: z.literal('gone'), left: z.literal(true).exactOptional() }),
]);

const event = z.looseObject({
  id,
  kind: z.enum(['commit', 'chat', 'note', 'file']),
  ref: id,
  session: text.exactOptional(),
  time,
  order: z.number(),
  role: z.enum(['user', 'assistant']),
  author: text.exactOptional(),
  app: text.exactOptional(),
  title: text.exactOptional(),
  turn: z.number().int().min(1).exactOptional(),
  commits: z.array(text).exactOptional(),
  text,
  files: z.array(text),
  parents: z.array(text).exactOptional(),
  rewriteOf: text.exactOptional(),
  secrets: z.number().int().min(0),
});

const fact = z.looseObject({
  id,
  event: id,
  order: z.number(),
  time,
  kind: z.enum(FACT_KINDS),
  text,
  quote: text,
  subject: text.exactOptional(),
  attribute: text.exactOptional(),
  value: text.exactOptional(),
  was: text.exactOptional(),
  ends: z.literal(true).exactOptional(),
  replacedBy: text.exactOptional(),
  reverts: text.exactOptional(),
  target: text.exactOptional(),
  readBy: text.exactOptional(),
});

const operation = z.enum(['ADD', 'UPDATE', 'DELETE', 'NOOP']);

const opinion = z.looseObject({
  fact: id,
  operation,
  target: text.exactOptional(),
  text: text.exactOptional(),
  reason: text,
  model: text,
});

const decision = z.looseObject({
  fact: id,
  operation,
  target: text.exactOptional(),
  confidence: share,
  reason: text,
  by: decidedBy,
  candidates: z.array(text),
  text: text.exactOptional(),
});

const record = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('run'),
    id,
    kind: z.enum(['scan', 'capture', 'ingest', 'import', 'note', 'chats', 'files', 'check']),
    at: time,
    commits: z.number().exactOptional(),
  }),
  z.looseObject({
    type: z.literal('event'),
    at: time,
    run: id,
    event,
    reach,
    facts: z.array(fact),
    decisions: z.array(decision),
    action: text.exactOptional(),
  }),
  z.looseObject({ type: z.literal('decide'), at: time, decisions: z.array(decision) }),
  z.looseObject({
    type: z.literal('review'),
    at: time,
    action: id,
    facts: z.array(id),
    verdict: z.enum(['accepted', 'edited', 'rejected', 'reverted']),
    text: text.exactOptional(),
    by: decidedBy,
    label: text,
  }),
  z.looseObject({ type: z.literal('undo'), at: time, action: id, undoes: id, label: text }),
  z.looseObject({
    type: z.literal('feedback'),
    at: time,
    action: id,
    question: text,
    used: z.array(id),
    declined: z.boolean(),
    verdict: z.enum(['helpful', 'wrong']),
    label: text,
  }),
  z.looseObject({
    type: z.literal('reading'),
    at: time,
    event: id,
    model: text,
    facts: z.array(fact),
    decisions: z.array(decision),
    opinions: z.array(opinion),
  }),
  z.looseObject({ type: z.literal('reach'), at: time, entries: z.array(z.looseObject({ event: id, reach })) }),
]);

/** @returns undefined when it is no record that this version understands. */
export function parseRecord(value: unknown): JournalRecord | undefined {
  const result = record.safeParse(value);
  return result.success ? result.data : undefined;
}
