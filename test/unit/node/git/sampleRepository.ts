import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A real repository in a temporary folder, with dates that a test chooses. */
export class SampleRepository {
  readonly root: string;
  #seconds = 1_700_000_000;

  /** @param copyOf with everything that stands in its folder; quicker than the same commits again */
  constructor({ init = true, copyOf }: { readonly init?: boolean; readonly copyOf?: SampleRepository } = {}) {
    this.root = realpathSync(mkdtempSync(path.join(tmpdir(), 'memory-git-')));
    if (copyOf) {
      cpSync(copyOf.root, this.root, { recursive: true });
      this.#seconds = copyOf.#seconds;
    } else if (init) this.git('init', '-q', '-b', 'main');
  }

  /** @returns the output, without the last line end. */
  git(...args: string[]): string {
    return this.gitWith({}, ...args);
  }

  gitWith(env: Record<string, string>, ...args: string[]): string {
    const date = `${this.#seconds} +0000`;
    const run = spawnSync('git', ['-c', 'core.autocrlf=false', '-c', 'commit.gpgsign=false', ...args], {
      cwd: this.root,
      encoding: 'utf8',
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: path.join(this.root, 'no-such-config'),
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Jane',
        GIT_AUTHOR_EMAIL: 'jane@example.org',
        GIT_COMMITTER_NAME: 'Joe',
        GIT_COMMITTER_EMAIL: 'joe@example.org',
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
        ...env,
      },
    });
    if (run.status !== 0) throw new Error(`git ${args.join(' ')}: ${run.stderr}`);
    return run.stdout.trimEnd();
  }

  /** Writes files (undefined deletes), and commits them a minute later than the commit before, or at `seconds`. @returns the sha. */
  commit(message: string, files: Record<string, string | undefined> = {}, seconds = this.#seconds + 60): string {
    this.#seconds = seconds;
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(this.root, name);
      if (text === undefined) rmSync(file);
      else {
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
    }
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', message);
    return this.head();
  }

  head(): string {
    return this.git('rev-parse', 'HEAD');
  }

  /** Lets time pass without a commit, so that a rewritten one differs. */
  wait(seconds = 3600): void {
    this.#seconds += seconds;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 3 });
  }
}
