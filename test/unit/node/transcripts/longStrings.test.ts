import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutLongStrings, LongStringFilter } from '../../../../src/node/transcripts/longStrings';

const LONGEST = 40;
const cut = (json: string): string => cutLongStrings(Buffer.from(json), LONGEST).toString();

/** Short strings are the same; of a long one what stays is its beginning and its end. */
function isLeft(left: unknown, value: unknown): boolean {
  if (typeof value === 'string') {
    if (typeof left !== 'string') return false;
    if (Buffer.from(JSON.stringify(value)).length - 2 <= LONGEST) return left === value;
    return Array.from({ length: left.length + 1 }, (_, at) => at).some(
      (at) => value.startsWith(left.slice(0, at)) && value.endsWith(left.slice(at)),
    );
  }
  if (Array.isArray(value))
    return Array.isArray(left) && left.length === value.length && value.every((item, i) => isLeft(left[i], item));
  if (typeof value !== 'object' || value === null) return left === value;
  return Object.entries(value).every(([name, item]) => isLeft((left as Record<string, unknown>)[name], item));
}

describe('long strings of JSON', () => {
  it('lose their middle, and all else stays', () => {
    assert.equal(cut(`{"a":"${'x'.repeat(100)}","b":[1,"short"]}`), `{"a":"${'x'.repeat(34)}","b":[1,"short"]}`);
    assert.equal(cut('{"a":"short"}'), '{"a":"short"}');
  });

  it('never end within an escape or a character', () => {
    for (const unit of ['\\"', '\\\\', '\\u00e9', 'é', '漢', '😀', '\\ud83d\\ude00', 'a\\n', 'ab\\u00e9cdefgh']) {
      for (let lead = 0; lead < 8; lead++) {
        const json = `["${'x'.repeat(lead)}${unit.repeat(60)}","end"]`;
        const value = JSON.parse(cut(json)) as string[];
        assert.equal(value[1], 'end', json);
        assert.ok(isLeft(value, JSON.parse(json)), json);
      }
    }
  });

  it('leave valid JSON, whatever it holds', () => {
    const any = fc.anything({
      key: fc.constantFrom('a', 'b', 'c'),
      values: [fc.string({ maxLength: 200, unit: 'binary' }), fc.integer()],
    });
    fc.assert(
      fc.property(any, (value) => {
        const json = JSON.stringify(value);
        assert.ok(isLeft(JSON.parse(cut(json)), JSON.parse(json)), json);
      }),
    );
  });

  it('make nothing of what is no JSON', () => {
    for (const text of ['', '"', '"\\', `"${'x'.repeat(100)}`, 'no json', '{"a":"b\\"']) assert.equal(cut(text), text);
  });
});

describe('long strings of JSON in chunks', () => {
  const filter = (json: string, chunk: number): string => {
    const filtered = new LongStringFilter(LONGEST);
    const bytes = Buffer.from(json);
    const parts: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += chunk) parts.push(filtered.push(bytes.subarray(at, at + chunk)));
    return Buffer.concat(parts).toString();
  };

  it('lose what is over the limit, wherever chunks end', () => {
    for (const unit of ['x', '\\"', '\\\\', '\\u00e9', 'é', '漢', '😀', '\\ud83d\\ude00', 'a\\n']) {
      const json = `{"a":"${unit.repeat(60)}","b":["short",1]}`;
      const { a, b } = JSON.parse(json) as { a: string; b: unknown };
      for (const chunk of [1, 2, 3, 7, 1000]) {
        const left = JSON.parse(filter(json, chunk)) as { a: string; b: unknown };
        assert.deepEqual(left.b, b);
        assert.ok(a.startsWith(left.a) && left.a.length < a.length, json);
      }
    }
  });

  it('leave all else as it is', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.integer({ min: 1, max: 50 }), (json, chunk) => {
        const longest = Math.max(
          0,
          ...(json.match(/"(?:[^"\\\\]|\\\\.)*"/g) ?? []).map((text) => Buffer.byteLength(text)),
        );
        if (longest <= LONGEST) assert.equal(filter(json, chunk), json);
        else JSON.parse(filter(json, chunk));
      }),
    );
  });
});
