import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import { silentLogger } from '../../../src/core/index';
import { createRedactor } from '../../../src/node/redactor';
import { createService, type MemoryService } from '../../../src/node/service';
import { useTemporaryFolders } from '../../support/temporaryFolder';
import { SampleRepository } from './git/sampleRepository';

const signal = new AbortController().signal;

describe('a bank in a file', () => {
  const newFolder = useTemporaryFolders();
  const open: { readonly service: MemoryService; readonly repo: SampleRepository }[] = [];
  let ticks = 0;

  afterEach(async () => {
    for (const { service, repo } of open.splice(0)) {
      await service.dispose();
      repo.remove();
    }
  });

  function bench(): { service: MemoryService; repo: SampleRepository; root: string } {
    const repo = new SampleRepository();
    const service = createService({
      distDir: path.join(repo.root, 'no-such-dist'),
      redactor: createRedactor(),
      clock: () => new Date(Date.UTC(2026, 2, 1) + 1000 * ticks++),
      logger: silentLogger,
      emit: () => undefined,
    });
    open.push({ service, repo });
    return { service, repo, root: repo.root };
  }

  /** A project with something of everything. */
  async function lived(): Promise<{ service: MemoryService; root: string }> {
    const { service, repo, root } = bench();
    const manifest = (version: string): string => JSON.stringify({ devDependencies: { typescript: version } });
    repo.commit('Start', { 'package.json': manifest('^5.8.0') });
    repo.commit('Use TypeScript 5.9 because of its speed', { 'package.json': manifest('^5.9.0') });
    await service.scan({ root, accept: 'all' }, signal);
    const rules = '- Use tabs in Makefiles.\n- Never commit to main.\n- Keep functions short.\n- Write tests first.\n';
    await writeFile(path.join(root, 'AGENTS.md'), rules);
    await service.importDocuments({ root, paths: [path.join(root, 'AGENTS.md')], accept: 'none' }, signal);
    const [first, second, third] = await service.review({ root }, signal);
    await service.accept({ root, ids: [first?.id ?? ''] }, signal);
    await service.edit({ root, id: second?.id ?? '', text: 'Edited by hand.' }, signal);
    await service.reject({ root, ids: [third?.id ?? ''] }, signal);
    await service.remember({ root, text: 'The office is in Bern' }, signal);
    const asked = await service.ask({ root, question: 'Which version of typescript is used?' }, signal);
    assert.equal(asked.declined, false);
    const answer = {
      question: 'Which version of typescript is used?',
      used: asked.used.map(({ id }) => id),
      declined: false,
    };
    await service.rate({ root, ...answer, verdict: 'helpful' }, signal);
    return { service, root };
  }

  const everything = async (service: MemoryService, root: string): Promise<object> => {
    const memories = await service.list({ root }, signal);
    const histories = [];
    for (const { id } of memories) histories.push(await service.history({ root, id }, signal));
    const { feedback, undoable, pending } = await service.status({ root }, signal);
    const proposals = await service.review({ root }, signal);
    return { memories, histories, proposals, runs: await service.runs({ root }, signal), feedback, undoable, pending };
  };

  it('comes out of an empty bank as it went in, with its histories, proposals, feedback and how often memories were used', async () => {
    const { service, root } = await lived();
    const file = path.join(await newFolder(), 'bank.jsonl');
    const report = await service.export({ root, file }, signal);
    assert.deepEqual(report.leftOut, []);
    const copy = bench();
    await copy.service.import({ root: copy.root, file }, signal);
    const before = await everything(service, root);
    assert.deepEqual(await everything(copy.service, copy.root), before);
    assert.ok(
      (await copy.service.list({ root: copy.root }, signal)).some(
        ({ uses }) => uses?.recalled === 1 && uses.helpful === 1,
      ),
    );

    await copy.service.import({ root: copy.root, file }, signal);
    assert.deepEqual(await everything(copy.service, copy.root), before, 'twice is once');
    const again = path.join(await newFolder(), 'again.jsonl');
    await copy.service.export({ root: copy.root, file: again }, signal);
    const lines = async (name: string): Promise<string[]> =>
      (await readFile(name, 'utf8')).trimEnd().split('\n').slice(1);
    assert.deepEqual(await lines(again), await lines(file));
  });

  it('tells what is not in it', async () => {
    const { service, root } = await lived();
    const { path: folder } = await service.status({ root }, signal);
    const journal = path.join(folder, 'journal.log');
    await writeFile(journal, `${await readFile(journal, 'utf8')}damaged\n`);
    const file = path.join(await newFolder(), 'bank.jsonl');
    assert.deepEqual((await service.export({ root, file }, signal)).leftOut, ['1 damaged line of the journal']);
  });

  it('as a page has what holds, its sources and what held before, and says what it leaves out', async () => {
    const { service, root } = await lived();
    const file = path.join(await newFolder(), 'memory.md');
    const report = await service.export({ root, file, format: 'markdown' }, signal);
    const page = await readFile(file, 'utf8');
    assert.match(page, /^<project-memory>\n\n# Memory of .+\n\n\d memories\./);
    assert.match(
      page,
      /\n## Dependencies\n\n- .*typescript.*5\.9\.0.*\n {2}\*Since .*\.\* From `[0-9a-f]{7}` Use TypeScript 5\.9/,
    );
    assert.match(page, /<details>\n {2}<summary>1 version before<\/summary>\n\n {2}- .*5\.8\.0/);
    assert.match(page, /\n- Edited by hand\.\n {2}\*Since .*\.\* From AGENTS\.md\./);
    assert.deepEqual(report.leftOut, ['2 memories that wait for review']);
    assert.equal(page.includes('Bern'), false);
    await service.export({ root, file, format: 'markdown' }, signal);
    assert.equal(await readFile(file, 'utf8'), page);
  });
});
