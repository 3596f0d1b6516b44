import { JSONParser } from '@streamparser/json';
import { readChunks, skipped, SKIPPED, type Skipped } from './lines';

export interface JsonPart {
  readonly type: 'part';
  /** The name or index under which the value stands. */
  readonly key: string | number | undefined;
  readonly value: unknown;
}

/**
 * Streams the values at some places of a file that is one JSON document ("$.requests.*", "$.sessionId"), holding one at a time.
 * Damage ends it; what came before stands.
 * @throws what the file system throws for `path`; the reason of the signal
 */
export async function* readJsonParts(
  path: string,
  places: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<JsonPart | Skipped> {
  const parser = new JSONParser({ paths: [...places], keepStack: false });
  let parts: JsonPart[] = [];
  let damaged = false;
  let empty = true;
  parser.onValue = ({ key, value }) => parts.push({ type: 'part', key, value });
  parser.onError = () => (damaged = true);
  parser.onEnd = () => undefined;
  for await (const chunk of readChunks(path, { signal, sizeBytes: 1 << 16 })) {
    if (parser.isEnded || damaged) break;
    parser.write(empty ? withoutMark(chunk) : chunk);
    empty = false;
    yield* parts;
    parts = [];
  }
  if (!damaged && !empty && !parser.isEnded) parser.end();
  yield* parts;
  if (damaged) yield skipped(SKIPPED.document);
}

function withoutMark(chunk: Uint8Array): Uint8Array {
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk;
}
