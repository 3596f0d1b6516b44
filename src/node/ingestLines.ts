import * as z from 'zod';
import type { RawEvent, Said } from '../core/index';

/** One line of `ingest`: see the command line's contract in README. */
const Line = z.object({
  kind: z.enum(['chat', 'commit', 'note']),
  ref: z.string().min(1),
  session: z.string().optional(),
  time: z.string().refine((time) => !Number.isNaN(Date.parse(time)), 'no date'),
  role: z.enum(['user', 'assistant']).default('user'),
  text: z.string(),
  files: z.array(z.string()).default([]),
});

/** How many turns of its session before it a turn of a chat goes on from. */
const BEFORE = 4;

/** @returns the events, and the numbers (from 1) of the lines that are none; empty lines are skipped */
export function parseIngestLines(lines: readonly string[]): {
  readonly events: RawEvent[];
  readonly badLines: number[];
} {
  const events: RawEvent[] = [];
  const badLines: number[] = [];
  const said = new Map<string, Said[]>();
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const parsed = Line.safeParse(parseJson(line));
    if (!parsed.success) {
      badLines.push(i + 1);
      continue;
    }
    const { files, session, ...event } = parsed.data;
    const before = event.kind === 'chat' && session !== undefined ? (said.get(session) ?? []) : undefined;
    if (before && session !== undefined)
      said.set(session, [...before, { role: event.role, text: event.text }].slice(-BEFORE));
    events.push({
      ...event,
      ...(session !== undefined && { session }),
      ...(before && { before }),
      files: files.map((path) => ({ path, status: 'M' })),
    });
  }
  return { events, badLines };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // the line is counted as bad
  }
}
