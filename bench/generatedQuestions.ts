import { createRandom, sample } from '../src/learning/random';
import { messageOf, type CommitRecord } from './histories';
import type { Question } from './judge';

export interface GenerateOptions {
  /** Name of the file of records. */
  readonly records: string;
  /** At most so many questions of each kind. */
  readonly perKind: number;
  readonly seed: number;
  /** Packages of other histories; those that this one never mentions make the questions that must be declined. */
  readonly foreign: readonly string[];
}

/** Questions whose answers follow from the root manifests of a history, who wrote its commits and when. No hand writes them. */
export function generateQuestions(commits: readonly CommitRecord[], options: GenerateOptions): Question[] {
  const history = readHistory(commits);
  return KINDS.flatMap(({ kind, cases, wordings }) => {
    // Each kind has a draw of its own, so that a new kind does not change the questions of the others.
    const random = createRandom(options.seed);
    const drawn = sample(cases(history, options.foreign), options.perKind, random);
    return drawn.map(({ fill, ...known }, index) => {
      const wording = wordings[index % wordings.length] ?? '';
      return { records: options.records, q: wording.replace('%', fill), ...known, kind };
    });
  });
}

/** Every package that the manifests of a history name. */
export function packagesOf(commits: readonly CommitRecord[]): string[] {
  return [...readHistory(commits).packages.keys()];
}

type Case = Pick<Question, 'accept' | 'reject' | 'sha'> & {
  /** What stands in place of the % of a wording. */
  readonly fill: string;
};

interface Kind {
  readonly kind: string;
  /** Taken in turn. */
  readonly wordings: readonly string[];
  readonly cases: (history: History, foreign: readonly string[]) => Case[];
}

const KINDS: readonly Kind[] = [
  {
    kind: 'version',
    wordings: ['Which version of % does the project use?'],
    cases: (history) => versions(history),
  },
  {
    kind: 'version, reworded',
    wordings: ['What % version are we on?', 'Which % version is installed?', "What's the version of % here?"],
    cases: (history) => versions(history),
  },
  {
    kind: 'gone',
    wordings: ['Does the project still depend on %?'],
    cases: (history) => gone(history),
  },
  {
    kind: 'gone, reworded',
    wordings: ['Is % still used?', 'Do we still use %?', 'Is % still a dependency?'],
    cases: (history) => gone(history),
  },
  {
    kind: 'kept',
    wordings: ['Does the project still depend on %?'],
    cases: (history) => kept(history),
  },
  {
    kind: 'kept, reworded',
    wordings: ['Is % still used?', 'Do we still use %?', 'Is % still a dependency?'],
    cases: (history) => kept(history),
  },
  {
    kind: 'engine',
    wordings: ['What is the minimum Node.js version?'],
    cases: ({ head }) => {
      const major = bare(head.engines.node)?.split('.')[0];
      return major === undefined ? [] : [{ fill: '', accept: [`\\b${escape(major)}\\b`], reject: [], sha: [] }];
    },
  },
  {
    kind: 'replaced',
    wordings: ['What replaced %?', 'Which package replaced %?', 'What do we use instead of %?'],
    cases: ({ replacements, head }) =>
      replacements
        .filter(({ before, after }) => !head.packages.has(before) && head.packages.has(after))
        .map(({ before, after, commit }) => ({
          fill: before,
          accept: [wholeName(after)],
          reject: [],
          sha: [commit.sha],
        })),
  },
  {
    kind: 'when',
    wordings: ['When was % added to the project?', 'Since when do we use %?', 'When did we start using %?'],
    cases: ({ arrivals }) =>
      arrivals.map(({ name, commit }) => ({ fill: name, accept: onDay(commit), reject: [], sha: [commit.sha] })),
  },
  {
    kind: 'when removed',
    wordings: ['When was % removed?', 'When did we drop %?'],
    cases: ({ departures }) =>
      departures.map(({ name, commit }) => ({ fill: name, accept: onDay(commit), reject: [], sha: [commit.sha] })),
  },
  {
    kind: 'who',
    wordings: ['Who added % to the project?', 'Who introduced %?'],
    cases: ({ arrivals }) =>
      arrivals.map(({ name, commit }) => ({
        fill: name,
        accept: [wholeName(commit.author)],
        reject: [],
        sha: [commit.sha],
      })),
  },
  {
    kind: 'never there',
    wordings: ['Which version of % does the project use?', 'Why was % removed?', 'What is the default of %?'],
    cases: ({ mentioned }, foreign) =>
      foreign.filter((name) => !mentioned(name)).map((fill) => ({ fill, accept: [], reject: [], sha: [] })),
  },
];

/** Packages that hold now and had more than one version. */
function versions({ packages, head }: History): Case[] {
  return [...packages].flatMap(([name, ranges]) => {
    const version = bare(head.packages.get(name));
    return version === undefined || ranges.size < 2
      ? []
      : [{ fill: name, accept: [`(^|[^\\d.])${escape(version)}($|[^\\d.]|\\.(?!\\d))`], reject: [], sha: [] }];
  });
}

function gone({ packages, head }: History): Case[] {
  return [...packages.keys()]
    .filter((name) => !head.packages.has(name))
    .map((fill) => ({ fill, accept: [NO], reject: [], sha: [] }));
}

function kept({ packages, head }: History): Case[] {
  return [...packages.keys()]
    .filter((name) => head.packages.has(name))
    .map((fill) => ({ fill, accept: ['.'], reject: [NO], sha: [] }));
}

const NO = '(^|\\b)([Nn]o\\b|[Nn]ot\\b|[Rr]emov|[Dd]ropp|[Rr]eplac|longer)';

interface Change {
  readonly name: string;
  readonly commit: CommitRecord;
}

interface History {
  /** Every package there ever was, with all version ranges it had. */
  readonly packages: ReadonlyMap<string, ReadonlySet<string>>;
  readonly head: { readonly packages: ReadonlyMap<string, string>; readonly engines: Readonly<Record<string, string>> };
  /** Packages that came once, after the first manifest, and never went. */
  readonly arrivals: readonly Change[];
  /** The last removal of packages that did not come back. */
  readonly departures: readonly Change[];
  /** Commits that took one package out and one in, and name both. */
  readonly replacements: readonly { readonly before: string; readonly after: string; readonly commit: CommitRecord }[];
  /** Whether the history ever says this name, in a manifest or a message. */
  readonly mentioned: (name: string) => boolean;
}

function readHistory(commits: readonly CommitRecord[]): History {
  const packages = new Map<string, Set<string>>();
  const arrivals = new Map<string, CommitRecord[]>();
  const departures = new Map<string, CommitRecord>();
  const replacements: { before: string; after: string; commit: CommitRecord }[] = [];
  let now: ReadonlyMap<string, string> | undefined;
  let engines: Readonly<Record<string, string>> = {};
  for (const commit of commits) {
    if (!commit.manifest) continue;
    const before = now;
    now = dependenciesOf(commit.manifest);
    engines = record(commit.manifest['engines']);
    const added = [...now.keys()].filter((name) => before?.has(name) !== true);
    const removed = [...(before?.keys() ?? [])].filter((name) => now?.has(name) !== true);
    for (const [name, range] of now) packages.set(name, (packages.get(name) ?? new Set()).add(range));
    // What the first manifest has came with it, or before the records begin: that commit says nothing of when.
    for (const name of added) {
      arrivals.set(name, [...(arrivals.get(name) ?? []), commit]);
      departures.delete(name);
    }
    if (before === undefined) for (const name of added) arrivals.set(name, [commit, commit]);
    for (const name of removed) departures.set(name, commit);
    const [gone, ...othersGone] = removed;
    const [came, ...othersCame] = added;
    const isSwap = gone !== undefined && came !== undefined && othersGone.length === 0 && othersCame.length === 0;
    if (isSwap && says(commit, gone) && says(commit, came)) replacements.push({ before: gone, after: came, commit });
  }
  const messages = commits.map(messageOf).join('\n').toLowerCase();
  const head = { packages: now ?? new Map<string, string>(), engines };
  return {
    packages,
    head,
    arrivals: [...arrivals].flatMap(([name, [commit, ...again]]) =>
      commit && again.length === 0 && head.packages.has(name) ? [{ name, commit }] : [],
    ),
    departures: [...departures].map(([name, commit]) => ({ name, commit })),
    // of a package that was replaced twice the last time counts
    replacements: [...new Map(replacements.map((swap) => [swap.before, swap])).values()].filter(
      ({ before, commit }) => departures.get(before) === commit,
    ),
    mentioned: (name) => packages.has(name) || messages.includes(name.toLowerCase()),
  };
}

/** As npm reads them: what is needed to run wins over what is needed to develop, and that over what is expected of others. */
function dependenciesOf(manifest: Readonly<Record<string, unknown>>): Map<string, string> {
  return new Map(
    Object.entries({
      ...record(manifest['peerDependencies']),
      ...record(manifest['devDependencies']),
      ...record(manifest['dependencies']),
    }),
  );
}

function record(value: unknown): Readonly<Record<string, string>> {
  return (value ?? {}) as Readonly<Record<string, string>>;
}

/** "^5.9.2" -> "5.9.2" */
function bare(range: string | undefined): string | undefined {
  return range === undefined ? undefined : /\d[\w.+-]*/.exec(range)?.[0];
}

function says(commit: CommitRecord, name: string): boolean {
  return new RegExp(wholeName(name), 'i').test(messageOf(commit));
}

/** Not as a part of another name: "lint" is not in "eslint" or "lint-staged". */
function wholeName(name: string): string {
  return `(?<![\\w@/-])${escape(name)}(?![\\w/-])`;
}

/** The day as people write it: 2024-03-09, 9 March 2024, Mar 9, 2024. Where the author's day is another than that in UTC, both count. */
function onDay({ date }: CommitRecord): string[] {
  const days = new Set([date.slice(0, 10), new Date(date).toISOString().slice(0, 10)]);
  return [...days].flatMap((day) => {
    const [year = '', month = '', number = ''] = day.split('-');
    const name = `${MONTHS[Number(month) - 1] ?? ''}[a-z]*\\.?`;
    const dayOfMonth = `0?${Number(number)}`;
    return [day, `\\b${dayOfMonth} ${name},? ${year}\\b`, `\\b${name} ${dayOfMonth},? ${year}\\b`];
  });
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
