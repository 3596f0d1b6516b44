import type { FactDraft } from '../../memory/fact';
import type { Clause } from './clauses';

/** Which part of a project a commit touches, by what matters most in it. */
export type Ground = 'code' | 'tooling' | 'tests' | 'documents';

/** A clause, and what a reader needs to judge it. */
export interface Change {
  readonly clause: Clause;
  /** What the subject of the message says. */
  readonly topic: string;
  readonly ground: Ground;
  /** Paths that the commit touches. */
  readonly paths: readonly string[];
  /** A package that a manifest of this commit names: its coming and going is read there. */
  isPackage(name: string): boolean;
}

/** What a reader makes of a clause: the statement, still without its reason and its quote. */
export type Reading = Omit<FactDraft, 'quote'>;

/** Understands one kind of change. Undefined when the clause is none of its kind, or says too little to be remembered. */
export type Reader = (change: Change) => Reading | undefined;

const TESTS =
  /(?:^|\/)(?:__tests__|__mocks__|__snapshots__|tests?|specs?|e2e|fixtures?|benchmarks?|bench|examples?|demos?|samples?|stories|playground)\/|[._-](?:test|tests|spec|bench|stories|test-d)\.\w+$|^(?:test|tests|bench|benchmark)\.\w+$/i;
const DOCUMENTS =
  /\.(?:mdx?|markdown|rst|(?<!requirements[\w-]*\.|constraints\.|CMakeLists\.)txt|adoc|html?|png|svg|gif|jpe?g)"?$|^(?:docs?|documentation|website|site|www)\/|(?:^|\/)(?:LICENSE|README|CHANGELOG|AUTHORS|CONTRIBUTORS)\b|^packages\/docs?\//i;
const TOOLING =
  /^\.|^[^/]*(?:lock|rc|config)(?:\.\w+)?$|(?:^|\/)(?:package(?:-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|\.[^/]+|Makefile|gulpfile\.\w+|rollup\.config\.\w+|tsconfig[^/]*\.json|[^/]*\.config\.\w+|Dockerfile|go\.(?:mod|sum)|Cargo\.lock|bower\.json|component\.json)$|^(?:scripts?|tools?|build|ci)\/|^dist\//i;

export function groundOf(paths: readonly string[]): Ground {
  if (paths.length === 0) return 'code';
  const grounds = new Set(
    paths.map((path): Ground =>
      TESTS.test(path) ? 'tests' : DOCUMENTS.test(path) ? 'documents' : TOOLING.test(path) ? 'tooling' : 'code',
    ),
  );
  return (['code', 'tooling', 'tests', 'documents'] as const).find((ground) => grounds.has(ground)) ?? 'code';
}
