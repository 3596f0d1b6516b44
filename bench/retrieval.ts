// How well retrieval finds the evidence of LoCoMo's questions, whole and without each input:
//   npm run bench -- retrieval --data PATH [--json FILE] [--full]
// PATH is locomo10.json, or a folder with it or with locomo/locomo10.json. FILE gets the figures of the whole retrieval.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { VectorIndex } from '../src/core/index';
import { Retriever } from '../src/core/retrieval/retriever';
import { meanOf } from '../src/learning/statistics';
import { createVectorIndex } from '../src/node/vectors/createVectorIndex';
import { openModel, type Model } from './histories';
import { CATEGORIES, locomoIn, readTestConversations, type Category, type Conversation } from './locomo';
import { recallAt, reciprocalRank } from './metrics';
import { table } from './report';
import { without, type Variant } from './variants';
import { embedAll, openVectors } from './vectors';

/** How many memories are looked at; the last is what an answer may use. */
const DEPTHS = [5, 10, 20, 60] as const;

const VARIANTS: readonly Variant[] = [
  without(),
  without('embedder'),
  without('author'),
  without('neighbours'),
  without('synonyms'),
  without('embedder', 'author', 'neighbours'),
  without('embedder', 'author', 'neighbours', 'context'),
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, json: { type: 'string' }, full: { type: 'boolean', default: false } },
  });
  if (values.data === undefined)
    throw new Error('usage: npm run bench -- retrieval --data PATH [--json FILE] [--full]');
  const conversations = readTestConversations(locomoIn(values.data));
  const model = await openModel();
  const asked = await Promise.all(conversations.map((conversation) => embed(conversation, model)));
  const results = (values.full ? VARIANTS.slice(0, 1) : VARIANTS).map((variant) => ({
    variant,
    found: asked.flatMap((conversation) => askAll(conversation, variant)),
  }));
  process.stdout.write(`${report(results)}\n`);
  const [whole] = results;
  if (whole && values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify(scoresOf(whole.found), null, 2)}\n`);
}

interface Embedded extends Conversation {
  readonly index: VectorIndex;
  /** By text: of the memories and the questions. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
}

async function embed(conversation: Conversation, model: Model): Promise<Embedded> {
  const { memories, questions } = conversation;
  const texts = [...memories, ...questions].map(({ text }) => text);
  const vectors = await embedAll(texts, model, openVectors(`locomo/${conversation.id}`, model));
  const index = await createVectorIndex('exact', model.embedder.dimension, memories.length);
  for (const { id, text } of memories) index.set(id, vectors.get(text)!);
  return { ...conversation, index, vectors };
}

/** What was found for one question. */
interface Found {
  readonly category: Category;
  /** By the order of `DEPTHS`. */
  readonly recalls: readonly number[];
  readonly reciprocalRank: number;
  readonly hasAll: boolean;
}

function askAll({ memories, questions, index, vectors }: Embedded, { weights, hasEmbedder }: Variant): Found[] {
  const retriever = new Retriever(new Map(), weights);
  retriever.sync(memories);
  return questions.flatMap(({ text, category, evidence }): Found[] => {
    if (evidence.size === 0) return [];
    const dense = hasEmbedder ? { vector: vectors.get(text)!, index } : {};
    const found = retriever.retrieve(text, dense).map(({ id }) => id);
    const recalls = DEPTHS.map((depth) => recallAt(depth, found, evidence));
    return [
      {
        category,
        recalls,
        reciprocalRank: reciprocalRank(found, (id) => evidence.has(id)),
        hasAll: recalls.at(-1) === 1,
      },
    ];
  });
}

type Scores = Readonly<Record<`R@${(typeof DEPTHS)[number]}` | 'MRR', number>>;

/** In percent. */
function scoresOf(found: readonly Found[]): Scores {
  const percent = (values: readonly number[]): number => Math.round(1000 * meanOf(values)) / 10;
  const recalls = DEPTHS.map((depth, i) => [`R@${depth}`, percent(found.map(({ recalls: of }) => of[i]!))]);
  return Object.fromEntries([...recalls, ['MRR', percent(found.map((one) => one.reciprocalRank))]]) as Scores;
}

function report(results: readonly { readonly variant: Variant; readonly found: readonly Found[] }[]): string {
  const head = [
    'retrieval',
    ...DEPTHS.map((depth) => `R@${depth}`),
    'MRR',
    'all@60',
    ...Object.values(CATEGORIES).map((name) => `${name} R@10 / R@60`),
  ];
  const rows = results.map(({ variant, found }) => {
    const ofCategory = (category: Category): string => {
      const { 'R@10': ten, 'R@60': sixty } = scoresOf(found.filter((one) => one.category === category));
      return `${ten.toFixed(1)} / ${sixty.toFixed(1)}`;
    };
    const all = 100 * meanOf(found.map(({ hasAll }) => (hasAll ? 1 : 0)));
    const figures = [...Object.values(scoresOf(found)), all].map((figure) => figure.toFixed(1));
    return [variant.name, ...figures, ...Object.values(CATEGORIES).map(ofCategory)];
  });
  return `${table(head, rows)}\n${results[0]?.found.length ?? 0} questions with evidence`;
}

void main();
