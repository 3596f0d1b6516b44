import { JSONParser } from '@streamparser/json';
import { readChunks, skipped, SKIPPED, type ByteRange, type Skipped } from './lines';
import { LongStringFilter } from './longStrings';

export interface JsonPart {
  readonly type: 'part';
  /** The name or index under which the value stands. */
  readonly key: string | number | undefined;
  readonly value: unknown;
}

/**
 * Streams the values at some places of a file (or of a range of it) that is one JSON document ("$.requests.*", "$.sessionId"), holding one at a time.
 * Damage ends it; what came before stands.
 * @throws what the file system throws for `path`; the reason of the signal
 */
export async function* readJsonParts(
  path: string,
  places: readonly string[],
  signal?: AbortSignal,
  range?: ByteRange,
): AsyncGenerator<JsonPart | Skipped> {
  const parser = new JSONParser({ paths: [...places], keepStack: false, stringBufferSize: 1 << 16 });
  let parts: JsonPart[] = [];
  const seen = { damage: false, bytes: false };
  parser.onValue = ({ key, value }) => parts.push({ type: 'part', key, value });
  parser.onError = () => (seen.damage = true);
  parser.onEnd = () => undefined;
  const filter = new LongStringFilter(LONGEST_STRING_BYTES);
  for await (const chunk of readChunks(path, signal, range)) {
    if (parser.isEnded || seen.damage) break;
    parser.write(filter.push(seen.bytes ? chunk : withoutMark(chunk)));
    seen.bytes = true;
    yield* parts;
    parts = [];
  }
  if (seen.bytes && !seen.damage && !parser.isEnded) parser.end();
  yield* parts;
  if (seen.damage) yield skipped(SKIPPED.document);
}

/** Nothing that was said is longer; output of tools is. */
const LONGEST_STRING_BYTES = 1 << 18;

function withoutMark(chunk: Uint8Array): Uint8Array {
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk;
}
