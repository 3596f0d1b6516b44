import {
  openMemory,
  ruleV3,
  type Event,
  type Extractor,
  type FactDraft,
  type MemoryDeps,
  type ProjectMemory,
  type RawEvent,
} from '../../src/core/index';
import { InMemoryStore, type SharedJournal } from './inMemoryStore';

/**
 * An extractor whose input is written for tests, one fact a line: "typescript = 5.9" (key typescript/version),
 * "typescript ends" (removed), "reverts abc1234: subject", anything after "say " (no key), anything after "did " (a record of what was done once).
 */
export const lines: Extractor = {
  name: 'lines',
  extract: (event: Event): FactDraft[] => event.text.split('\n').flatMap((line) => parseLine(line.trim())),
};

function parseLine(line: string): FactDraft[] {
  const [, subject, value] = /^(\S+) = (\S+)$/.exec(line) ?? [];
  if (subject !== undefined && value !== undefined)
    return [
      {
        kind: 'dependency',
        text: `The project uses ${subject} ${value}.`,
        quote: line,
        subject,
        attribute: 'version',
        value,
      },
    ];
  const [, ended] = /^(\S+) ends$/.exec(line) ?? [];
  if (ended !== undefined)
    return [
      {
        kind: 'dependency',
        text: `${ended} was removed.`,
        quote: line,
        subject: ended,
        attribute: 'version',
        ends: true,
      },
    ];
  const [, sha, of] = /^reverts (\w*): (.+)$/.exec(line) ?? [];
  if (of !== undefined)
    return [{ kind: 'revert', text: `"${of}" was reverted.`, quote: line, subject: of, ...(sha && { reverts: sha }) }];
  if (line.startsWith('did ')) return [{ kind: 'change', text: line.slice(4), quote: line.slice(4) }];
  return line.startsWith('say ') ? [{ kind: 'decision', text: line.slice(4), quote: line.slice(4) }] : [];
}

/** A commit on the given day; its sha is made from its name. */
export function commit(name: string, day: number, text: string, more: Partial<RawEvent> = {}): RawEvent {
  const time = new Date(Date.UTC(2025, 0, 1) + day * 86_400_000).toISOString();
  return { kind: 'commit', ref: shaOf(name), time, role: 'user', author: 'dev', text, ...more };
}

export function shaOf(name: string): string {
  return Buffer.from(name).toString('hex').padEnd(40, '0').slice(0, 40);
}

/** A memory without a disk. Two of them on one journal behave like two processes. */
export async function openScripted(
  journal?: SharedJournal,
  more: Partial<MemoryDeps> = {},
): Promise<{ memory: ProjectMemory; journal: SharedJournal; store: InMemoryStore }> {
  const store = new InMemoryStore(journal);
  let next = 0;
  const start = Date.UTC(2026, 0, 1);
  const prefix = journal ? `b${journal.records.length}-` : 'a-';
  const memory = await openMemory({
    store,
    redactor: {
      redact: (texts) =>
        Promise.resolve({
          texts: texts.map((text) => text.replaceAll('s3cret', '[secret removed]')),
          found: texts.filter((text) => text.includes('s3cret')).length,
        }),
    },
    policy: ruleV3,
    background: new Map(),
    clock: () => new Date(start + next * 1000),
    newId: () => `${prefix}${next++}`,
    extractors: [lines],
    ...more,
  });
  return { memory, journal: store.journal, store };
}
