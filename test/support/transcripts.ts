import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type {
  Conversation,
  Places,
  TranscriptItem,
  TranscriptReader,
  Turn,
} from '../../src/node/transcripts/transcript';

/** A home folder of its own for each test, with nothing in it. */
export class TemporaryHome {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'memory-transcripts-'));

  /** Writes a file, its folders too. @returns its absolute path */
  write(name: string, content: string | Uint8Array): string {
    const file = this.path(name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  places(more: Partial<Places> = {}): Places {
    return { home: this.folder, platform: 'linux', env: {}, userData: [], roots: [this.path('app')], ...more };
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a reader made of a file, sorted by kind. */
export interface Heard {
  readonly conversations: readonly Conversation[];
  readonly turns: readonly Turn[];
  readonly skipped: readonly string[];
}

export async function hear(reader: TranscriptReader, file: string, signal?: AbortSignal): Promise<Heard> {
  const conversations: Conversation[] = [];
  const turns: Turn[] = [];
  const skipped: string[] = [];
  for (const { type, ...rest } of await collect<TranscriptItem>(reader.read(file, signal))) {
    if (type === 'conversation') conversations.push(rest as Conversation);
    else if (type === 'turn') turns.push(rest as Turn);
    else skipped.push((rest as { reason: string }).reason);
  }
  return { conversations, turns, skipped };
}

/** "user: Use pnpm." for each turn. */
export function spoken({ turns }: Heard): string[] {
  return turns.map(({ role, text }) => `${role}: ${text}`);
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export function jsonLines(...records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
