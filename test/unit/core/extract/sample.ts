import { cleanEvent, type Redactor } from '../../../../src/core/memory/clean';
import type { Event, FileChange, RawEvent } from '../../../../src/core/memory/event';

const keepAll: Redactor = { redact: (texts) => Promise.resolve({ texts: [...texts], found: 0 }) };

/** A commit that passed the entrance, as extractors see it. */
export function commit(text: string, files: readonly FileChange[] = []): Promise<Event> {
  const raw: RawEvent = {
    kind: 'commit',
    ref: 'c'.repeat(40),
    time: '2026-03-01T12:00:00Z',
    role: 'user',
    text,
    files,
  };
  return cleanEvent(raw, keepAll);
}

/** The change of a package.json from one content to another; undefined stands for no file. */
export function manifestChange(
  before: object | undefined,
  after: object | undefined,
  path = 'package.json',
): FileChange {
  return {
    path,
    status: before === undefined ? 'A' : after === undefined ? 'D' : 'M',
    ...(before && { before: JSON.stringify(before, null, 2) }),
    ...(after && { after: JSON.stringify(after, null, 2) }),
  };
}
