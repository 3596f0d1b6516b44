import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'mocha';

const run = promisify(execFile);
const root = path.resolve(__dirname, '../../..');
const FOLDERS = ['core', 'learning', 'protocol', 'node', 'extension', 'webview'];

/** What a tool said, as "tool: rule", by file. */
type Findings = Map<string, string[]>;

/**
 * A small project with one violation of the arrows in each file named planted*, under the real configuration: the first
 * lines of such a file say who must refuse it, and for what.
 */
describe('The boundaries of src', () => {
  const fixture = path.join(root, 'test/fixtures/boundaries');
  const files = fs.readdirSync(fixture, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const planted = files.filter((file) => path.basename(file).startsWith('planted'));
  let copy: string;
  let findings: Findings;

  before(async function () {
    this.timeout(60_000);
    copy = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'memory-r1-boundaries-')));
    fs.cpSync(fixture, copy, { recursive: true });
    for (const file of ['eslint.config.mjs', ...FOLDERS.map((folder) => `src/${folder}/tsconfig.json`)]) {
      fs.copyFileSync(path.join(root, file), path.join(copy, file));
    }
    const config = JSON.parse(fs.readFileSync(path.join(root, 'tsconfig.json'), 'utf8')) as { compilerOptions: object };
    const references = FOLDERS.map((folder) => ({ path: `src/${folder}` })); // test and bench are not in the copy
    fs.writeFileSync(path.join(copy, 'tsconfig.json'), JSON.stringify({ ...config, references }));
    fs.symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
    findings = new Map();
    for (const { file, finding } of (await Promise.all([lint(copy), compile(copy)])).flat()) {
      findings.set(file, [...(findings.get(file) ?? []), finding]);
    }
  });
  after(() => fs.rmSync(copy, { recursive: true, force: true }));

  for (const file of planted) {
    for (const [, tool, rules = ''] of fs
      .readFileSync(path.join(fixture, file), 'utf8')
      .matchAll(/^\/\/ refused by (\w+): (.+)$/gm)) {
      it(`refuse ${slashed(file)} by ${tool}`, () => {
        const expected = rules.split(', ').map((rule) => `${tool}: ${rule}`);
        const said = findings.get(slashed(file)) ?? [];
        assert.ok(
          expected.some((finding) => said.includes(finding)),
          `wanted ${expected.join(' or ')}, got ${said.join(', ') || 'nothing'}`,
        );
      });
    }
  }

  it('let every allowed import pass', () => {
    const wronged = [...findings.keys()].filter((file) => !path.basename(file).startsWith('planted'));
    assert.deepEqual(
      wronged.map((file) => [file, findings.get(file)]),
      [],
    );
  });

  it('are tried in every folder', () => {
    const tried = new Set(planted.map((file) => slashed(file).split('/')[1]));
    assert.deepEqual([...tried].sort(), [...FOLDERS].sort());
  });
});

interface Finding {
  readonly file: string;
  readonly finding: string;
}

async function lint(cwd: string): Promise<Finding[]> {
  const eslint = path.join(root, 'node_modules/eslint/bin/eslint.js');
  const output = await outputOf(cwd, [eslint, '--format', 'json', 'src']);
  const results = JSON.parse(output) as { filePath: string; messages: { ruleId: string | null; message: string }[] }[];
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, message }) => ({
      file: slashed(path.relative(cwd, filePath)),
      finding: `eslint: ${ruleId ?? message}`,
    })),
  );
}

async function compile(cwd: string): Promise<Finding[]> {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const output = await outputOf(cwd, [tsc, '-b', '--pretty', 'false', ...FOLDERS.map((folder) => `src/${folder}`)]);
  return [...output.matchAll(/^(\S+?)\(\d+,\d+\): error (TS\d+)/gm)].map(([, file = '', code = '']) => ({
    file: slashed(file),
    finding: `tsc: ${code}`,
  }));
}

/** Standard output of a tool that is expected to end with findings. */
async function outputOf(cwd: string, args: readonly string[]): Promise<string> {
  try {
    return (await run(process.execPath, args, { cwd, maxBuffer: 1 << 26 })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    if (!stdout) throw new Error(stderr, { cause: error });
    return stdout;
  }
}

function slashed(file: string): string {
  return file.replaceAll('\\', '/');
}
