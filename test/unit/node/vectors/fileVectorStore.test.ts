import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Logger } from '../../../../src/core';
import { FileVectorStore } from '../../../../src/node/vectors/fileVectorStore';

const DIMENSION = 6;
const FILE = `vectors-use-lite-${DIMENSION}.bin`;

describe('The vector file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vectors-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const open = (model = 'use-lite', dimension = DIMENSION) => new FileVectorStore(folder, model, dimension);
  const path = () => join(folder, FILE);
  const put = async (...texts: readonly string[]): Promise<void> => {
    const store = open();
    await store.put(texts.map(entry));
    await store.close();
  };
  /** What a new process finds. */
  const found = (...texts: readonly string[]): string => {
    const store = open();
    const isKept = (text: string): boolean => {
      const vector = store.get(text);
      if (vector) assert.deepEqual(vector, vectorOf(text));
      return vector !== undefined;
    };
    return texts.filter(isKept).join(' ');
  };

  it('keeps vectors from one process to the next', async () => {
    await put('a', 'b');
    assert.equal(found('a', 'b', 'c'), 'a b');
  });

  it('has a vector at once, before it is on disk', () => {
    const store = open();
    void store.put([entry('a')]);
    assert.deepEqual(store.get('a'), vectorOf('a'));
  });

  it('touches nothing until it is used, and makes its folder', async () => {
    const inside = join(folder, 'not', 'yet');
    const store = new FileVectorStore(inside, 'use-lite', DIMENSION);
    assert.equal(store.get('a'), undefined);
    assert.deepEqual(await readdir(folder), []);
    await store.put([entry('a')]);
    assert.deepEqual(await readdir(inside), [FILE]);
  });

  it('finds what another process added since', async () => {
    const early = open();
    assert.equal(early.get('a'), undefined);
    await put('a');
    assert.deepEqual(early.get('a'), vectorOf('a'));
  });

  it('never mixes models or dimensions', async () => {
    await put('a');
    assert.equal(open('another').get('a'), undefined);
    assert.equal(open('use-lite', 7).get('a'), undefined);
    const twin = open('use:lite'); // Both become use_lite in a name of a file.
    await open('use/lite').put([entry('b')]);
    assert.equal(twin.get('b'), undefined);
    await twin.put([entry('c')]);
    assert.deepEqual(twin.get('c'), vectorOf('c'));
  });

  it('holds no text', async () => {
    await put('a secret that was forgotten');
    assert.ok(!(await readFile(path())).includes('secret'));
  });

  it('loses a torn tail only, and goes on after it', async () => {
    await put('a', 'b');
    const { size } = await stat(path());
    for (const lost of [1, 9, size / 2 - 1]) {
      await truncate(path(), size - lost);
      assert.equal(found('a', 'b'), 'a');
    }
    const early = open();
    assert.equal(early.get('c'), undefined);
    await put('c', 'b');
    assert.equal(found('a', 'b', 'c'), 'a b c');
    assert.deepEqual(early.get('c'), vectorOf('c'));
  });

  it('loses at most the entries that damage touches', async () => {
    const texts = [...'abcdefgh'];
    await put(...texts);
    const whole = await readFile(path());
    const entryBytes = whole.length / texts.length;
    const damage = fc.record({
      place: fc.nat(whole.length - 1),
      remove: fc.nat(40),
      insert: fc.uint8Array({ maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ place, remove, insert }) => {
        await writeFile(path(), Buffer.concat([whole.subarray(0, place), insert, whole.subarray(place + remove)]));
        const isTouched = (_: string, i: number): boolean =>
          place < (i + 1) * entryBytes && place + remove > i * entryBytes - 0.5;
        const untouched = texts.filter((text, i) => !isTouched(text, i));
        assert.equal(found(...untouched), untouched.join(' '));
        found(...texts); // What is given at all is right.
      }),
      { numRuns: 60 },
    );
  });

  it('reads past a file that holds something else', async () => {
    await writeFile(path(), Buffer.alloc(10_000, 'no vectors here'));
    const store = open();
    assert.equal(store.get('a'), undefined);
    await put('a');
    assert.equal(found('a'), 'a');
    assert.deepEqual(store.get('a'), vectorOf('a'));
  });

  it('finds an entry whose mark came in two writes', async () => {
    await put('a');
    const whole = await readFile(path());
    await writeFile(path(), Buffer.concat([Buffer.alloc(500), whole.subarray(0, 3)]));
    const store = open();
    assert.equal(store.get('a'), undefined);
    await appendFile(path(), whole.subarray(3));
    assert.deepEqual(store.get('a'), vectorOf('a'));
  });

  it('loses nothing when several processes append at once', async function () {
    this.timeout(20_000);
    const writer = `
      const { FileVectorStore } = require(${JSON.stringify(join(__dirname, '../../../../src/node/vectors/fileVectorStore'))});
      const store = new FileVectorStore(process.argv[1], 'use-lite', ${DIMENSION});
      (async () => {
        for (let i = 0; i < 200; i++) {
          const text = process.argv[2] + i;
          await store.put([{ text, vector: Float32Array.from({ length: ${DIMENSION} }, (_, k) => text.length + k) }]);
        }
      })();`;
    const names = ['x', 'y', 'z'];
    const exits = names.map(async (name) => {
      const child = spawn(process.execPath, ['--import', 'tsx', '-e', writer, folder, name], { stdio: 'inherit' });
      const [code] = (await once(child, 'exit')) as [number];
      assert.equal(code, 0);
    });
    await Promise.all(exits);
    const store = open();
    for (const name of names) for (let i = 0; i < 200; i++) assert.ok(store.get(`${name}${i}`), `${name}${i}`);
  });

  it('reports a file that cannot be written, and still knows the vectors', async () => {
    const warnings: string[] = [];
    const logger: Logger = { debug() {}, info() {}, warn: (message) => warnings.push(message), error() {} };
    await writeFile(join(folder, 'file'), '');
    const store = new FileVectorStore(join(folder, 'file'), 'use-lite', DIMENSION, logger);
    await store.put([entry('a')]);
    assert.deepEqual(store.get('a'), vectorOf('a'));
    assert.equal(warnings.length, 1);
  });

  it('refuses vectors of another dimension', () => {
    assert.throws(() => void open().put([{ text: 'a', vector: new Float32Array(5) }]), RangeError);
  });

  it('reads 10,000 vectors of 512 numbers quickly', async function () {
    this.timeout(20_000);
    const vector = Float32Array.from({ length: 512 }, (_, k) => Math.sin(k));
    await open('big', 512).put(Array.from({ length: 10_000 }, (_, i) => ({ text: `text ${i}`, vector })));
    const store = open('big', 512);
    const start = performance.now();
    assert.deepEqual(store.get('text 9999'), vector);
    assert.ok(performance.now() - start < 1000, 'ten times what it takes on an idle machine');
  });
});

function entry(text: string): { text: string; vector: Float32Array } {
  return { text, vector: vectorOf(text) };
}

function vectorOf(text: string): Float32Array {
  return Float32Array.from({ length: DIMENSION }, (_, k) => text.charCodeAt(0) / (k + 3));
}
