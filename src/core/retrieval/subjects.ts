import { terms, type Term } from '../base/words';

/** A known subject that a text names. */
export interface NamedSubject {
  /** As memories write it, in lower case. */
  readonly subject: string;
  /** Where in the text it is named. */
  readonly start: number;
  readonly end: number;
}

/** The things that memories are about, by the names that people call them. */
export class Subjects {
  readonly #exact = new Map<string, Set<string>>();
  readonly #loose = new Map<string, Set<string>>();
  readonly #tails = new Map<string, Set<string>>();

  constructor(subjects: Iterable<string>) {
    for (const written of subjects) {
      const subject = written.toLowerCase();
      if (this.#exact.has(subject)) continue;
      addTo(this.#exact, subject, subject);
      addTo(this.#loose, loosen(subject), subject);
      const tail = /^@[^/]+\/(.+)$/.exec(subject)?.[1];
      if (tail !== undefined) addTo(this.#tails, tail, subject);
    }
  }

  /**
   * The one subject that is called so: by its own name, else by a looser form ("Node.js" -> node, "VS Code" -> vscode), else by the last
   * part of its scoped name. Undefined when there is none, or several.
   */
  resolve(name: string): string | undefined {
    const lower = name.toLowerCase();
    return only(this.#exact.get(lower)) ?? only(this.#loose.get(loosen(lower))) ?? only(this.#tails.get(lower));
  }

  /** The subjects named in a text, in order; of overlapping names the longest. */
  find(text: string): NamedSubject[] {
    const all = terms(text);
    const found: NamedSubject[] = [];
    for (let first = 0; first < all.length;) {
      const named = this.#longestAt(all, first, text);
      if (named) found.push(named.found);
      first += named?.length ?? 1;
    }
    return found;
  }

  #longestAt(all: readonly Term[], first: number, text: string): { found: NamedSubject; length: number } | undefined {
    const begin = all[first];
    if (!begin) return undefined;
    for (let length = Math.min(LONGEST_NAME, all.length - first); length > 0; length--) {
      const last = all[first + length - 1];
      if (!last) continue;
      const end = last.start + last.text.length;
      const subject = this.resolve(text.slice(begin.start, end));
      if (subject === undefined || (length === 1 && isFurniture(begin) && !isPointedAt(text, begin.start))) continue;
      return { found: { subject, start: begin.start, end }, length };
    }
    return undefined;
  }
}

/** In terms: "visual studio code extension" is no subject, but "package manager" is. */
const LONGEST_NAME = 4;

/** What people call a thing, where that is not its name. In the form `loosen` gives. */
const ALIASES: Readonly<Record<string, string>> = {
  nodejs: 'node',
  'node js': 'node',
  'vs code': 'vscode',
  'visual studio code': 'vscode',
};

/** Words of questions that also are names of packages; they count as such only where the question points at them. */
const FURNITURE = new Set(
  'version project package use depend tool requir default minimum replac remov chang still'.split(' '),
);

function isFurniture(term: Term): boolean {
  return term.stop || FURNITURE.has(term.whole);
}

function isPointedAt(text: string, start: number): boolean {
  return /(?:[`"'“]|\b(?:versions? of|depends? on|rel(?:y|ies) on)\s+)$/i.test(text.slice(0, start));
}

function loosen(name: string): string {
  const plain = name
    .replace(/[-_\s]+/g, ' ')
    .replace(/(?<=.)\.js$/, '')
    .trim();
  return ALIASES[plain] ?? plain;
}

function only(set: ReadonlySet<string> | undefined): string | undefined {
  if (set?.size !== 1) return undefined;
  const [one] = set;
  return one;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}
