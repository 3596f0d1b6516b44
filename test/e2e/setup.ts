import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'mocha';
import { makeSampleProject } from '../host/sampleProject';
import { SAMPLE_QUESTIONS } from '../host/sampleHistory';

export const root = path.resolve(__dirname, '../..');

/** Where pictures of the surfaces go. */
export const screenshots = path.join(root, 'out/screenshots');

/** The package that `npm run package` has made. */
export function packagedVsix(): string {
  const { name, version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<
    'name' | 'version',
    string
  >;
  const file = path.join(root, `${name}-${version}.vsix`);
  if (!fs.existsSync(file)) throw new Error(`${file} is not there: run "npm run package" first.`);
  return file;
}

export interface Project {
  readonly folder: string;
  readonly questions: readonly { readonly question: string; readonly answer: RegExp }[];
}

/**
 * The sample project of `npm start`, or a copy of the repository that MEMORY_R1_E2E_FOLDER names; what to ask about that one
 * stands in MEMORY_R1_E2E_QUESTIONS, as JSON: [{ "question": ..., "answer": "regular expression" }].
 */
export function makeProject(): Project {
  const folder = path.join(fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'memory-r1-e2e-'))), 'project');
  const other = process.env.MEMORY_R1_E2E_FOLDER;
  if (!other) {
    makeSampleProject(folder);
    return { folder, questions: SAMPLE_QUESTIONS };
  }
  fs.cpSync(other, folder, { recursive: true });
  fs.rmSync(path.join(folder, '.git/memory-r1'), { recursive: true, force: true });
  const asked = JSON.parse(process.env.MEMORY_R1_E2E_QUESTIONS ?? '[]') as { question: string; answer: string }[];
  return { folder, questions: asked.map(({ question, answer }) => ({ question, answer: new RegExp(answer, 'i') })) };
}

export function removeProject(project: Project): void {
  fs.rmSync(path.dirname(project.folder), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Writes a dependency into package.json, for a test to commit. */
export function setDependency(
  folder: string,
  group: 'dependencies' | 'devDependencies',
  name: string,
  version: string,
): void {
  const file = path.join(folder, 'package.json');
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, Record<string, string> | undefined>;
  manifest[group] = { ...manifest[group], [name]: version };
  fs.writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** In a suite whose steps rest on one another: after a failure the others are skipped. Mocha's own `bail` ends the whole run. */
export function skipAfterFailure(): void {
  let hasFailed = false;
  beforeEach(function () {
    if (hasFailed) this.skip();
  });
  afterEach(function () {
    hasFailed ||= this.currentTest?.state === 'failed';
  });
}
