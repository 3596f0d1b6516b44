// Which conversation led to which commit:
//   npm run bench -- links --data DIR [--json FILE] [--seed 1] [--zone +00:00] [--fit]
// How it is measured stands in bench/README.md.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CommitLinker, LINK_MODEL, type LinkCommit, type LinkModel, type LinkTurn } from '../src/core/index';
import { Baselines, WINDOWS, type LinkOf, type Made } from './linkBaselines';
import { fit, type Example } from './linkFit';
import { readLinkGold, type LinkGold, type Zone } from './linkGold';
import { timeLinks } from './linkSpeed';
import { bootstrapMean, type Interval } from './metrics';
import { groupBy } from './outcomes';
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
  if (values.fit) process.stdout.write(`${JSON.stringify(model, null, 2)}\n\n`);

  const results = inputs.map((input) => measure(gold, input, model, Number(values.seed)));
  for (const result of results) process.stdout.write(`${report(result)}\n\n`);
  const speed = timeLinks(Number(values.seed));
  process.stdout.write(`${JSON.stringify(speed)}\n`);
  if (values.json === undefined) return;
  const written = { ...provenanceOf(gold.files, values), model, gold: gold.origins.size, results, speed };
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

function fitModel(gold: LinkGold, inputs: readonly Input[]): LinkModel {
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
  const weights = fit(examples, DECAY);
  const isPrecise = (threshold: number): boolean =>
    inputs.every(({ turns }) => {
      const links = linksBy(product(turns, gold.commits, { weights, threshold }), training);
      return scoreOf(gold, links, training).strict.share >= TRAINED_PRECISION;
    });
  const threshold = Array.from({ length: 19 }, (_, step) => (step + 1) / 20).find(isPrecise);
  if (threshold === undefined) throw new Error(`No threshold reaches a precision of ${TRAINED_PRECISION}.`);
  return { weights, threshold };
}

function product(turns: readonly LinkTurn[], commits: readonly LinkCommit[], model: LinkModel): LinkOf {
  const linker = new CommitLinker(turns, commits, model);
  return (commit) => linker.linksOf(commit)[0];
}

interface Measured {
  readonly input: string;
  readonly systems: readonly { readonly system: string; readonly all: Score; readonly later: Score }[];
  /** Of the product over the best window that reaches a strict precision of 0.9 on all commits; none does where it is absent. */
  readonly bestWindow?: string;
  /** Recall of the product less that of the system, in [-1, 1]; over all commits. */
  readonly gains: readonly ({ readonly over: string; readonly gain: number } & Interval)[];
}

function measure(gold: LinkGold, { name, turns }: Input, model: LinkModel, seed: number): Measured {
  const { commits } = gold;
  const simple = new Baselines(turns, commits);
  const systems: readonly (readonly [string, LinkOf])[] = [
    ['product', product(turns, commits, model)],
    ['product without threshold', product(turns, commits, { ...model, threshold: 0 })],
    ...WINDOWS.map((seconds) => [`time only, ${spoken(seconds)}`, simple.time(seconds)] as const),
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
  const windows = scores.filter(({ system, all }) => system.startsWith('time only') && all.strict.share >= 0.9);
  const bestWindow = windows.sort((a, b) => b.all.recall.share - a.all.recall.share)[0]?.system;
  const compared = [`time only, ${spoken(Infinity)}`, ...(bestWindow === undefined ? [] : [bestWindow])];
  const gains = ['product', 'product without threshold'].flatMap((own) =>
    compared.map((over) => ({ own, over, ...gainOf(gold, linksOf(own), linksOf(over), seed) })),
  );
  return { input: name, systems: scores, ...(bestWindow !== undefined && { bestWindow }), gains };

  function linksOf(system: string): Links {
    return linked.find((one) => one.system === system)!.links;
  }
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

/** By sha. */
type Links = ReadonlyMap<string, Made>;

function linksBy(linkOf: LinkOf, commits: readonly LinkCommit[]): Links {
  return new Map(
    commits.flatMap((commit) => {
      const made = linkOf(commit);
      return made ? [[commit.ref, made]] : [];
    }),
  );
}

/** A share with its interval, all in [0, 1]. */
type Share = Interval & { readonly hits: number; readonly of: number; readonly share: number };

interface Score {
  /** Right links of all that were made. A link to a commit that the history does not name is taken to be wrong. */
  readonly strict: Share;
  /** Right links of those made for commits that the history names. */
  readonly named: Share;
  /** Right links of the commits that the history names. */
  readonly recall: Share;
  /** Right links that also tell the request, of those whose request is known. */
  readonly turn?: Share;
  /** Links to commits that the history does not name, whose subject it has in that very conversation under another sha: most likely right. */
  readonly rewritten: number;
}

function scoreOf(gold: LinkGold, links: Links, commits: readonly LinkCommit[], seed = 1): Score {
  const made = commits.filter(({ ref }) => links.has(ref));
  const named = commits.filter(({ ref }) => gold.origins.has(ref));
  const isRight = ({ ref }: LinkCommit): boolean => isRightLink(gold, links, ref);
  const asked = made.filter((commit) => isRight(commit) && gold.origins.get(commit.ref)?.turn !== undefined);
  const tellsTurn = asked.some(({ ref }) => links.get(ref)?.turn !== undefined);
  return {
    strict: shareOf(made, isRight, seed),
    named: shareOf(
      made.filter(({ ref }) => gold.origins.has(ref)),
      isRight,
      seed,
    ),
    recall: shareOf(named, isRight, seed),
    ...(tellsTurn && {
      turn: shareOf(asked, ({ ref }) => links.get(ref)?.turn === gold.origins.get(ref)?.turn, seed),
    }),
    rewritten: made.filter(
      ({ ref, text }) => !gold.origins.has(ref) && gold.subjects.get(links.get(ref)!.session)?.has(text),
    ).length,
  };
}

function isRightLink(gold: LinkGold, links: Links, ref: string): boolean {
  const session = links.get(ref)?.session;
  return session !== undefined && gold.origins.get(ref)?.sessions.has(session) === true;
}

/** Bootstrap over days: what was made on one day was made in few conversations. */
function shareOf(commits: readonly LinkCommit[], isHit: (commit: LinkCommit) => boolean, seed: number): Share {
  const hits = commits.filter(isHit).length;
  if (commits.length === 0) return { hits: 0, of: 0, share: 0, low: 0, high: 1 };
  const { low, high } = bootstrapMean(
    byDay(commits, (commit) => (isHit(commit) ? 1 : 0)),
    { seed },
  );
  return { hits, of: commits.length, share: rounded(hits / commits.length), low: rounded(low), high: rounded(high) };
}

/** Paired: each draw compares both on the same days. */
function gainOf(gold: LinkGold, own: Links, other: Links, seed: number): { readonly gain: number } & Interval {
  const named = gold.commits.filter(({ ref }) => gold.origins.has(ref));
  const gain = ({ ref }: LinkCommit): number =>
    Number(isRightLink(gold, own, ref)) - Number(isRightLink(gold, other, ref));
  const { low, high } = bootstrapMean(byDay(named, gain), { seed });
  const mean = named.reduce((sum, commit) => sum + gain(commit), 0) / named.length;
  return { gain: rounded(mean), low: rounded(low), high: rounded(high) };
}

function byDay(commits: readonly LinkCommit[], valueOf: (commit: LinkCommit) => number): number[][] {
  return [...groupBy(commits, ({ time }) => time.slice(0, 10)).values()].map((day) => day.map(valueOf));
}

function rounded(share: number): number {
  return Math.round(1000 * share) / 1000;
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
  const lines = gains.map(({ over, gain, low, high, ...rest }) => [
    `${'own' in rest ? String(rest.own) : 'product'} over ${over}`,
    gain.toFixed(3),
    `${low.toFixed(3)} to ${high.toFixed(3)}`,
  ]);
  return `${table(head, rows)}\n\n${table(['recall', 'gain', '95 %'], lines)}`;
}

void main();
