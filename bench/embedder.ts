// Times the embedder and the vector indexes and prints JSON: npx tsx bench/embedder.ts [--hnsw-50k]
// The large hnsw index takes about a minute to build, and is left out unless asked for.
import { join } from 'node:path';
import { ExactIndex, type VectorIndex } from '../src/core/index';
import { createRandom } from '../src/learning/random';
import { loadBackground } from '../src/node/embedder/background';
import { buildModel } from '../src/node/embedder/buildModel';
import { openUseLite } from '../src/node/embedder/useLite';
import { createVectorIndex } from '../src/node/vectors/createVectorIndex';

const DIMENSION = 512;
/** As many candidates as a question gets. */
const NEAREST = 60;

const TEXTS = {
  short: 'typescript was upgraded from 5.8.3 to 5.9.2',
  question: 'Why did the project drop lodash, and what replaced it?',
  tokens40:
    'The cache of parsed files was moved into the worker because reading it on the main thread made the editor stutter; ' +
    'since then opening a large project takes a second less.',
};

async function main(): Promise<void> {
  const report = { node: process.version, embedder: await timeEmbedder(), indexes: await timeIndexes() };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
}

async function timeEmbedder() {
  const modelDir = join(__dirname, '../dist/model');
  buildModel(modelDir);
  let start = performance.now();
  const embedder = await openUseLite(modelDir);
  const loadMs = since(start);
  start = performance.now();
  await loadBackground(modelDir);
  const backgroundMs = since(start);
  const texts: Record<string, Times> = {};
  for (const [name, text] of Object.entries(TEXTS)) texts[name] = await time(300, () => embedder.embed([text]));
  return { loadMs, backgroundMs, rssMB: Math.round(process.memoryUsage.rss() / 2 ** 20), textMs: texts };
}

async function timeIndexes() {
  const sizes = [1000, 10_000, 50_000];
  const vectors = Array.from({ length: 50_000 + 50 }, randomUnitVector);
  const queries = vectors.slice(50_000);
  const rows: { index: string; size: number; buildMs: number; queryMs: Times; recall?: number }[] = [];
  for (const size of sizes) {
    const exact = await createVectorIndex('exact', DIMENSION, size);
    const indexes: Record<string, VectorIndex> = { plain: new ExactIndex(DIMENSION), exact };
    if (size < 50_000 || process.argv.includes('--hnsw-50k')) {
      indexes['hnsw'] = await createVectorIndex('hnsw', DIMENSION, size);
    }
    for (const [name, index] of Object.entries(indexes)) {
      const start = performance.now();
      for (let i = 0; i < size; i++) index.set(`m${i}`, vectors[i] ?? new Float32Array(DIMENSION));
      const buildMs = since(start);
      let next = 0;
      const queryMs = await time(queries.length, () => index.search(at(queries, next++), NEAREST));
      const recall = name === 'hnsw' ? { recall: recallBeside(exact, index, queries) } : {};
      rows.push({ index: name, size, buildMs, queryMs, ...recall });
    }
    for (const index of Object.values(indexes)) index.dispose();
  }
  return rows;
}

function recallBeside(exact: VectorIndex, index: VectorIndex, queries: readonly Float32Array[]): number {
  const recalls = queries.map((query) => {
    const right = new Set(exact.search(query, NEAREST).map(({ id }) => id));
    return index.search(query, NEAREST).filter(({ id }) => right.has(id)).length / NEAREST;
  });
  return recalls.reduce((sum, value) => sum + value, 0) / recalls.length;
}

interface Times {
  readonly p50: number;
  readonly p95: number;
}

async function time(runs: number, work: () => unknown): Promise<Times> {
  const times: number[] = [];
  for (let i = 0; i < runs + 5; i++) {
    const start = performance.now();
    await work();
    if (i >= 5) times.push(since(start)); // The first runs warm up.
  }
  times.sort((a, b) => a - b);
  return { p50: at(times, Math.floor(runs / 2)), p95: at(times, Math.floor(runs * 0.95)) };
}

/** Vectors around 200 centres, as alike as short texts on one subject; without structure no graph finds its way. */
function randomUnitVector(): Float32Array {
  const centre = at(centres, Math.floor(random() * centres.length));
  const vector = Float32Array.from(centre, (value) => value + 2 * (random() - 0.5));
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / length);
}

/** Seeded, so that every run times the same vectors. */
const random = createRandom(1);
const centres = Array.from({ length: 200 }, () => Float32Array.from({ length: DIMENSION }, () => 2 * (random() - 0.5)));

function since(start: number): number {
  return Math.round((performance.now() - start) * 100) / 100;
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length];
  if (item === undefined) throw new RangeError(`No item ${index}`);
  return item;
}

void main();
