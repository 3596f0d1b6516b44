import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import fc from 'fast-check';
import { readJsonLines, readLines, SKIPPED } from '../../../../src/node/transcripts/lines';
import { collect, TemporaryHome } from '../../../support/transcripts';

describe('reading lines', () => {
  let home: TemporaryHome;
  before(() => (home = new TemporaryHome()));
  after(() => home.dispose());

  const linesOf = async (content: string | Uint8Array, maxLineBytes?: number): Promise<string[]> => {
    const file = home.write('file.jsonl', content);
    const lines = await collect(readLines(file, maxLineBytes === undefined ? {} : { maxLineBytes }));
    return lines.map((line) => (line.type === 'line' ? line.text : `(${line.reason})`));
  };

  it('takes LF and CRLF, a byte order mark, and a last line without an end', async () => {
    assert.deepEqual(await linesOf('\uFEFFone\r\ntwo\n\nthree'), ['one', 'two', '', 'three']);
    assert.deepEqual(await linesOf(''), []);
    assert.deepEqual(await linesOf('\n'), ['']);
  });

  it('passes over a line that is too long, and reads on behind it', async () => {
    assert.deepEqual(await linesOf(`a\n${'b'.repeat(1_000_000)}\nc\n`, 1000), ['a', `(${SKIPPED.longLine})`, 'c']);
    assert.deepEqual(await linesOf(`a\n${'b'.repeat(2000)}`, 1000), ['a', `(${SKIPPED.longLine})`]);
    assert.deepEqual(await linesOf(`${'b'.repeat(1000)}\n`, 1000), ['b'.repeat(1000)]);
  });

  it('keeps characters whole where chunks of the file end', async () => {
    const line = '€ü𝄞'.repeat(70_000);
    assert.deepEqual(await linesOf(`${line}\nx${line}\n`), [line, `x${line}`]);
  });

  it('reads any text as splitting it would', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n\uFEFF]/g, ''))),
        async (texts) => {
          const well = texts.map((text) => Buffer.from(text).toString());
          assert.deepEqual(await linesOf(well.map((text) => `${text}\n`).join('')), well);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('tells a broken line from a last line that is being written', async () => {
    const file = home.write('log.jsonl', '{"a":1}\nno json\n[1]\n\n{"b":');
    const read = async (): Promise<unknown[]> =>
      (await collect(readJsonLines(file))).map((item) => (item.type === 'record' ? item.record : item.reason));
    assert.deepEqual(await read(), [{ a: 1 }, SKIPPED.noJson, SKIPPED.noJson, SKIPPED.lastLine]);
    appendFileSync(file, '2}');
    assert.deepEqual((await read()).at(-1), { b: 2 });
  });

  it('unpacks Zstandard as it reads, and keeps what stands before damage', async () => {
    const unpack = async (bytes: Uint8Array): Promise<unknown[]> =>
      (await collect(readJsonLines(home.write('log.jsonl.zst', bytes)))).map((item) =>
        item.type === 'record' ? item.record : item.reason,
      );
    const archive = storedArchive(['{"a":1}\n{"b":"', 'ü"}\n', '{"c":3}\n']);
    assert.deepEqual(await unpack(archive), [{ a: 1 }, { b: 'ü' }, { c: 3 }]);
    assert.deepEqual(await unpack(Buffer.concat([archive, archive])), [
      { a: 1 },
      { b: 'ü' },
      { c: 3 },
      { a: 1 },
      { b: 'ü' },
      { c: 3 },
    ]);
    assert.deepEqual(await unpack(archive.subarray(0, -3)), [{ a: 1 }, { b: 'ü' }, SKIPPED.archive]);
    assert.deepEqual(await unpack(Buffer.from('no archive at all, for that matter')), [SKIPPED.archive]);
    assert.deepEqual(await unpack(COMPRESSED), [{ text: 'Use pnpm, not npm. '.repeat(20) }]);
    assert.deepEqual(await unpack(new Uint8Array(0)), []);
    const many = Array.from({ length: 9 }, (_, n) => ({ n, text: `${n}`.repeat(100_000) }));
    assert.deepEqual(await unpack(storedArchive(many.map((each) => `${JSON.stringify(each)}\n`))), many);
  });

  it('throws for a folder and for what is not there, and the reason of its signal', async () => {
    home.write('folder.jsonl/inner.jsonl', '');
    await assert.rejects(collect(readLines(home.path('folder.jsonl'))), /not a file/);
    await assert.rejects(collect(readLines(home.path('nothing.jsonl'))), { code: 'ENOENT' });
    const reason = new Error('enough');
    const file = home.write('file.jsonl', 'one\ntwo\n');
    await assert.rejects(collect(readLines(file, { signal: AbortSignal.abort(reason) })), reason);
  });
});

/** An archive whose blocks are stored as they are: RFC 8878, 3.1.1. */
function storedArchive(texts: readonly string[]): Buffer {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]);
  const blocks = texts.map((text, at) => {
    const bytes = Buffer.from(text);
    const size = (bytes.length << 3) | (at === texts.length - 1 ? 1 : 0);
    return Buffer.concat([Buffer.from([size & 0xff, (size >> 8) & 0xff, (size >> 16) & 0xff]), bytes]);
  });
  return Buffer.concat([header, ...blocks]);
}

/** `{"text":"Use pnpm, not npm. ..."}` (the sentence 20 times) as `zstd` writes it. */
const COMPRESSED = Buffer.from('KLUv/QRYNQEA+HsidGV4dCI6IlVzZSBwbnBtLCBub3QgbnBtLiAifQoBAJiZOp3j+MFE', 'base64');
