// Which conversation led to which commit:
//   npm run bench -- links --data DIR [--json FILE] [--seed 1] [--zone +00:00] [--fit]
// How it is measured stands in bench/README.md.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CommitLinker, LINK_MODEL, type LinkCommit, type LinkModel, type LinkTurn } from '../src/core/index';
import { EVIDENCE, type Evidence } from '../src/core/link/evidence';
import { Baselines, WINDOWS, type LinkOf } from './linkBaselines';
import { fit, type Example } from './linkFit';
import { readLinkGold, type LinkGold, type Zone } from './linkGold';
import { gainOf, linksBy, scoreOf, type Gain, type Links, type Score, type Share } from './linkScores';
import { timeLinks } from './linkSpeed';
import { provenanceOf } from './provenance';
import { table } from './report';

/** Weights and threshold rest on commits before; numbers are told for those after and for all. */
const TRAINED_UNTIL = Date.parse('2024-08-14T00:00:00Z');

/** Precision that the training part must show, on either input, for a threshold to be taken: what is asked for, and as much again as links lose on other days. */
const TRAINED_PRECISION = 0.94;

/** Of the Gaussian prior: weights of about 1 are expected. */
const DECAY = 1;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      json: { type: 'string' },
      seed: { type: 'string', default: '1' },
      zone: { type: 'string', default: 'commits' },
      fit: { type: 'boolean', default: false },
    },
  });
  if (values.data === undefined) throw new Error('usage: npm run bench -- links --data DIR [--json FILE]');
  const gold = await readLinkGold(values.data, values.zone as Zone);
  const inputs = inputsOf(gold);
  const model = values.fit ? fitModel(gold, inputs) : LINK_MODEL;
  const ablated = Object.entries(PARTS).map(([part, left]) => ({
    system: `product without ${part}`,
    model: fitModel(gold, inputs, left),
  }));
  if (values.fit) process.stdout.write(`${JSON.stringify(model, null, 2)}\n\n`);

  const results = inputs.map((input) =>
    measure(gold, input, [{ system: PRODUCT, model }, ...ablated], Number(values.seed)),
  );
  for (const result of results) process.stdout.write(`${report(result)}\n\n`);
  const speed = timeLinks(Number(values.seed));
  process.stdout.write(`${JSON.stringify(speed)}\n`);
  if (values.json === undefined) return;
  const written = { ...provenanceOf(gold.files, values), model, ablated, gold: gold.origins.size, results, speed };
  writeFileSync(values.json, `${JSON.stringify(written, null, 2)}\n`);
}

interface Input {
  readonly name: string;
  readonly turns: readonly LinkTurn[];
}

/** What is known of the conversations. One in which nobody said a word (`aider --commit`) is only a beginning: one turn without text. */
function inputsOf({ turns, beginnings }: LinkGold): Input[] {
  const spoken = new Set(turns.map(({ session }) => session));
  const silent = [...beginnings]
    .filter(([session]) => !spoken.has(session))
    .map(([session, order]): LinkTurn => ({ ref: 'beginning', session, role: 'user', order, text: '', files: [] }));
  return [
    { name: `all ${beginnings.size} conversations`, turns: [...turns, ...silent] },
    { name: `the ${spoken.size} in which something was said`, turns },
  ];
}

/** Evidence that is left out together, to see what it buys; weights and threshold are fitted again without it. */
const PARTS: Readonly<Record<string, readonly (keyof Evidence)[]>> = {
  files: ['files', 'allFiles', 'noFiles', 'spent'],
  time: ['minutes', 'begun', 'overtaken'],
  words: ['mentioned', 'said', 'told'],
};

/** @param without evidence that is not used */
function fitModel(gold: LinkGold, inputs: readonly Input[], without: readonly (keyof Evidence)[] = []): LinkModel {
  const first = 1000 * Math.min(...gold.beginnings.values());
  const training = gold.commits.filter((commit) => timeOf(commit) >= first && timeOf(commit) < TRAINED_UNTIL);
  const examples = inputs.flatMap(({ turns }): Example[] => {
    const linker = new CommitLinker(turns, gold.commits);
    return training.flatMap((commit) =>
      linker.candidates(commit).map(({ conversation, evidence }) => ({
        evidence,
        isRight: gold.origins.get(commit.ref)?.sessions.has(conversation.session) === true,
      })),
    );
  });
  const names = EVIDENCE.filter((name) => !without.includes(name));
  const weights = fit(examples, DECAY, names);
  const isPrecise = (threshold: number): boolean =>
    inputs.every(({ turns }) => {
      const links = linksBy(product(turns, gold.commits, { weights, threshold }), training);
      return scoreOf(gold, links, training).strict.share >= TRAINED_PRECISION;
    });
  const threshold = Array.from({ length: 19 }, (_, step) => (step + 1) / 20).find(isPrecise);
  // Where none is precise enough, none makes a link.
  return { weights, threshold: threshold ?? 1 };
}

function product(turns: readonly LinkTurn[], commits: readonly LinkCommit[], model: LinkModel): LinkOf {
  const linker = new CommitLinker(turns, commits, model);
  return (commit) => linker.linksOf(commit)[0];
}

const PRODUCT = 'product';
const UNLIMITED = 'product without threshold';
const TIME_ONLY = 'time only';

interface Named {
  readonly system: string;
  readonly model: LinkModel;
}

interface Measured {
  readonly input: string;
  readonly systems: readonly { readonly system: string; readonly all: Score; readonly later: Score }[];
  /** In recall over all commits, over the plain time window and over the best one whose links are right nine times of ten, where there is one. */
  readonly gains: readonly (Gain & { readonly system: string; readonly over: string })[];
}

function measure(gold: LinkGold, { name, turns }: Input, models: readonly Named[], seed: number): Measured {
  const { commits } = gold;
  const simple = new Baselines(turns, commits);
  const systems: readonly (readonly [string, LinkOf])[] = [
    ...models.map(({ system, model }) => [system, product(turns, commits, model)] as const),
    ...models.slice(0, 1).map(({ model }) => [UNLIMITED, product(turns, commits, { ...model, threshold: 0 })] as const),
    ...WINDOWS.map((seconds) => [`${TIME_ONLY}, ${spoken(seconds)}`, simple.time(seconds)] as const),
    ['files only', simple.files],
    ['content only', simple.content],
    ...[0.5, 0.7, 0.9].map((least) => [`content only, at least ${least}`, atLeast(simple.content, least)] as const),
  ];
  const later = commits.filter((commit) => timeOf(commit) >= TRAINED_UNTIL);
  const linked = systems.map(([system, linkOf]) => ({ system, links: linksBy(linkOf, commits) }));
  const scores = linked.map(({ system, links }) => ({
    system,
    all: scoreOf(gold, links, commits, seed),
    later: scoreOf(gold, links, later, seed),
  }));
  const linksOf = (system: string): Links => linked.find((one) => one.system === system)!.links;
  const precise = scores
    .filter(({ system, all }) => system.startsWith(TIME_ONLY) && all.strict.share >= 0.9)
    .sort((a, b) => b.all.recall.share - a.all.recall.share);
  const compared = new Set([`${TIME_ONLY}, ${spoken(Infinity)}`, ...precise.slice(0, 1).map(({ system }) => system)]);
  const gains = [PRODUCT, UNLIMITED].flatMap((system) =>
    [...compared].map((over) => ({ system, over, ...gainOf(gold, linksOf(system), linksOf(over), seed) })),
  );
  return { input: name, systems: scores, gains };
}

function atLeast(linkOf: LinkOf, least: number): LinkOf {
  return (commit) => {
    const made = linkOf(commit);
    return made && (made.confidence ?? 1) >= least ? made : undefined;
  };
}

function spoken(seconds: number): string {
  if (seconds === Infinity) return 'any time';
  return seconds < 60 ? `${seconds} s` : seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`;
}

function timeOf({ time }: LinkCommit): number {
  return Date.parse(time);
}

function report({ input, systems, gains }: Measured): string {
  const cell = (share: Share | undefined): string =>
    share === undefined
      ? ''
      : `${share.hits}/${share.of} ${share.share.toFixed(3)} (${share.low.toFixed(3)}-${share.high.toFixed(3)})`;
  const rows = systems.map(({ system, all, later }) => [
    system,
    cell(all.strict),
    cell(all.named),
    cell(all.recall),
    cell(later.strict),
    cell(later.recall),
    cell(all.turn),
    String(all.rewritten),
  ]);
  const head = [
    input,
    'precision, all links',
    'precision, named commits',
    'recall',
    'later: precision',
    'later: recall',
    'request',
    'rewritten',
  ];
  const lines = gains.map(({ system, over, gain, low, high }) => [
    `${system} over ${over}`,
    gain.toFixed(3),
    `${low.toFixed(3)} to ${high.toFixed(3)}`,
  ]);
  return `${table(head, rows)}\n\n${table(['recall', 'gain', '95 %'], lines)}`;
}

void main();
