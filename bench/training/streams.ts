import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { streamOf } from '../../src/learning/questions/streamOf';
import type { Stream } from '../../src/learning/types';
import { takeIn } from '../histories';
import { digestOf, type History, type HistorySource } from './histories';

/** What was made once lies here until the code or the data changes; it can be deleted at any time. */
export const CACHE = path.resolve(__dirname, '../../out/training');

/** Seed of the draw of questions and wordings. */
const QUESTION_SEED = 1;

/** Where the stream of a history lies, for processes of their own. */
export interface KeptStream {
  readonly name: string;
  readonly file: string;
  readonly source: HistorySource;
}

/** Makes the streams that are not there yet. */
export async function keepStreams(
  histories: readonly History[],
  background: ReadonlyMap<string, number>,
  most?: number,
): Promise<KeptStream[]> {
  const kept: KeptStream[] = [];
  for (const history of histories) {
    const file = path.join(
      CACHE,
      'streams',
      `${digestOf(codeDigest(), history.digest, history.name, String(most))}.json`,
    );
    if (!existsSync(file)) {
      const memory = await takeIn(history.events(), { background });
      const stream = streamOf(memory.material(), {
        name: history.name,
        seed: QUESTION_SEED,
        ...(most !== undefined && { most }),
      });
      await memory.close();
      writeWhole(file, JSON.stringify(stream));
    }
    kept.push({ name: history.name, file, source: history.source });
  }
  return kept;
}

export function readStream({ file }: KeptStream): Stream {
  return JSON.parse(readFileSync(file, 'utf8')) as Stream;
}

/** Of all that a stream, a training or a score follows from, but the data. */
export function codeDigest(): string {
  code ??= digestOf(
    ...['core', 'learning'].flatMap((folder) => sourcesIn(path.resolve(__dirname, '../../src', folder))),
    process.version,
  );
  return code;
}

let code: string | undefined;

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => readFileSync(path.join(folder, file), 'utf8'));
}

/** Whoever finds the file finds all of it. */
export function writeWhole(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}
