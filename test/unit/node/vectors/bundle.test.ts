import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { modelDir } from '../embedder/model';

const SOURCE = join(__dirname, '../../../../src/node');

/** What a program does with embedder and indexes; it answers with the hits and with whether a `window` was left behind. */
const PROGRAM = `
  import { parentPort, workerData } from 'node:worker_threads';
  import { openUseLite } from './embedder/useLite';
  import { createVectorIndex } from './vectors/createVectorIndex';
  const texts = ['The database is Postgres.', 'The icon became blue.', 'Tests run with Mocha.'];
  const search = async () => {
    const embedder = await openUseLite(workerData);
    const hits = [];
    for (const kind of ['exact', 'hnsw']) {
      const index = await createVectorIndex(kind, embedder.dimension, texts.length);
      (await embedder.embed(texts)).forEach((vector, i) => index.set(texts[i], vector));
      const [question] = await embedder.embed(['Which database is used?']);
      hits.push(index.search(question, 1)[0].id);
      index.dispose();
    }
    return { hits, window: 'window' in globalThis };
  };
  void search().then((answer) => parentPort.postMessage(answer));
`;

describe('Bundled for a worker', () => {
  it('embedder and both indexes work', async function () {
    this.timeout(20_000);
    const folder = await mkdtemp(join(tmpdir(), 'bundle-'));
    const outfile = join(folder, 'program.js');
    await build({
      stdin: { contents: PROGRAM, resolveDir: SOURCE, loader: 'ts' },
      bundle: true,
      platform: 'node',
      mainFields: ['module', 'main'],
      format: 'cjs',
      target: 'node20',
      logLevel: 'error',
      outfile,
    });
    const worker = new Worker(outfile, { workerData: modelDir });
    const answer = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    await worker.terminate();
    await rm(folder, { recursive: true });
    assert.deepEqual(answer, { hits: ['The database is Postgres.', 'The database is Postgres.'], window: false });
  });
});
