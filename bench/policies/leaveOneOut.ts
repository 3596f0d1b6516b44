import { createLearnedDistill, createLearnedManager } from '../../src/core/index';
import { readQuestioned } from '../questionFiles';
import { recordedHistories } from '../training/histories';
import { measureManagers, runJobs } from '../training/jobs';
import type { Weights } from '../training/runJob';
import { keepStreams, readStream, type KeptStream } from '../training/streams';
import type { Asked, Bench } from './parts';
import { askProduct, summariseProducts, type ProductResult, type ProductSummary } from './products';

/**
 * The hand-written questions of bench/questions, asked of the product with its rules and with what was learned. Of a train history the agents
 * learn anew from the other ten, with algorithm and seed of the shipped ones; the others had no part in any training.
 */
export async function askAllProducts({ data, model }: Asked, bench: Bench): Promise<ProductSummary[]> {
  const { manager, distillation } = bench.shipped;
  if (!manager || !distillation) throw new Error('There are no shipped weights: npm run train.');
  const { histories } = readQuestioned({ data, files: [], origin: 'hand', perKind: 0, seed: 1 });
  const pairs: (readonly [ProductResult, ProductResult])[] = [];
  for (const history of histories) {
    const known = bench.train.find(({ name }) => name === history.name);
    const learned = known
      ? await learnedWithout(known, bench, manager.card.seed, { manager, distillation })
      : { manager, distillation };
    const [kept] = await keepStreams(
      (['train', 'validation', 'test'] as const)
        .flatMap((set) => (history.set === set ? recordedHistories(data, set) : []))
        .filter(({ name }) => name === history.name),
      model.background,
    );
    const { told, ended } = await truthOf(kept!);
    const agents = {
      manager: createLearnedManager(learned.manager),
      distillation: createLearnedDistill(learned.distillation),
    };
    pairs.push([
      await askProduct(history, model, {}, told, ended),
      await askProduct(history, model, agents, told, ended),
    ]);
    process.stderr.write(`${history.name}: asked\n`);
  }
  return summariseProducts(pairs);
}

/** Which facts of a stream policies decide, and which of them hold no longer at its end: those that are stale where everything is added. */
async function truthOf(kept: KeptStream): Promise<{ told: ReadonlySet<string>; ended: ReadonlySet<string> }> {
  const [[added] = []] = await measureManagers([kept], [{ method: 'ADD-only' }], 'What has ended');
  return {
    told: new Set(readStream(kept).facts.map(({ id }) => id)),
    ended: new Set(added?.staleIds),
  };
}

async function learnedWithout(
  known: KeptStream,
  { train }: Bench,
  seed: number,
  shipped: { readonly manager: Weights; readonly distillation: Weights },
): Promise<{ readonly manager: Weights; readonly distillation: Weights }> {
  const streams = train.filter((stream) => stream !== known);
  const [manager] = await runJobs(
    [{ job: 'train manager' as const, streams, training: { algorithm: shipped.manager.algorithm, seed } }],
    `Memory Manager without ${known.name}`,
  );
  const [agents = []] = await runJobs(
    [
      {
        job: 'train answers' as const,
        streams,
        manager: { method: 'learned' as const, weights: manager!.weights },
        trainings: [{ algorithm: shipped.distillation.algorithm, seed }],
      },
    ],
    `Answer Agent without ${known.name}`,
  );
  return { manager: manager!.weights, distillation: agents[0]!.weights };
}
