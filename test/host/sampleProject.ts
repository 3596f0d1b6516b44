import fs from 'node:fs';
import path from 'node:path';
import { SAMPLE_HISTORY, type ManifestChange, type Person, type Step } from './sampleHistory';
import { git, writeFiles } from './workspace';

/** Makes the sample project: a git repository in `root`, which must not exist yet, with `main` checked out. */
export function makeSampleProject(root: string): void {
  fs.mkdirSync(root, { recursive: true });
  git(root, ['init', '-q', '-b', 'main']);
  git(root, ['config', 'core.autocrlf', 'false']); // the same bytes, thus the same commit ids, on Windows
  for (const step of SAMPLE_HISTORY) make(root, step);
}

function make(root: string, step: Step): void {
  switch (step.kind) {
    case 'branch':
      git(root, ['checkout', '-q', '-b', step.name]);
      break;
    case 'checkout':
      git(root, ['checkout', '-q', step.name]);
      break;
    case 'commit':
      if (step.manifest) changeManifest(root, step.manifest);
      if (step.files) writeFiles(root, step.files);
      git(root, ['add', '.']);
      git(root, ['commit', '-q', '-m', step.message], stamp(step.on, step.by));
      break;
    case 'merge':
      git(root, ['merge', '-q', '--no-ff', '-m', `Merge branch '${step.name}'`, step.name], stamp(step.on, step.by));
      break;
    case 'revert': {
      const sha = git(root, ['log', '--format=%H', `--grep=^${step.subject}$`, '-1']);
      git(root, ['revert', '--no-commit', sha]);
      const message = `Revert "${step.subject}"\n\nThis reverts commit ${sha}.\n\n${step.why}`;
      git(root, ['commit', '-q', '-m', message], stamp(step.on, step.by));
      break;
    }
  }
}

function stamp(on: string, by: Person): Record<string, string> {
  const email = `${by.toLowerCase().replace(' ', '.')}@example.invalid`;
  const date = `${on}T09:00:00Z`;
  return {
    GIT_AUTHOR_NAME: by,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: by,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
}

function changeManifest(root: string, change: ManifestChange): void {
  const file = path.join(root, 'package.json');
  const manifest = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as ManifestChange) : {};
  const { dependencies, devDependencies, ...rest } = change;
  const changed = {
    ...manifest,
    ...rest,
    dependencies: merge(manifest.dependencies, dependencies),
    devDependencies: merge(manifest.devDependencies, devDependencies),
  };
  fs.writeFileSync(file, `${JSON.stringify(changed, null, 2)}\n`);
}

type Versions = Readonly<Record<string, string | null>>;

function merge(before: Versions = {}, change: Versions = {}): Versions {
  const kept = Object.entries({ ...before, ...change }).filter(([, version]) => version !== null);
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)));
}
