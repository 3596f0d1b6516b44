import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errors, type Memory, type Proposal, type Source } from '../../../../src/core/index';
import type { CliService } from '../../../../src/node/cli/command';
import { runCli } from '../../../../src/node/cli/program';
import type { LearningState, TrainingReport } from '../../../../src/protocol/learning';
import { useTemporaryFolders } from '../../../support/temporaryFolder';

const AT = '2026-02-03T10:00:00.000Z';
const done = { action: 'a1', label: 'Accepted 1 proposal.', count: 1 };

describe('command line', () => {
  const newFolder = useTemporaryFolders();
  const source: Source = {
    kind: 'commit',
    ref: 'f'.repeat(40),
    subject: 'Upgrade',
    time: AT,
    quote: '^5.9',
    author: 'Ann',
  };
  const memory: Memory = {
    ...{
      id: 'm1',
      lineage: 'm0',
      text: 'typescript was upgraded to ^5.9',
      kind: 'dependency',
      state: 'active',
      subject: 'typescript',
    },
    ...{ attribute: 'version', value: '^5.9', validFrom: AT, reviewed: true, decidedBy: 'rule', sources: [source] },
  };
  const proposal: Proposal = {
    ...{
      id: 'abc123',
      operation: 'UPDATE',
      target: 'm0',
      oldText: 'typescript is ^5.8',
      newText: memory.text,
      kind: 'dependency',
    },
    ...{
      reason: 'Same subject.',
      confidence: 1,
      decidedBy: 'rule',
      sources: [source],
      state: 'pending',
      run: 'r1',
      steps: 2,
    },
  };
  const report = {
    ...{ events: 3, facts: 4, proposals: { add: 1, update: 2, delete: 0, noop: 1 }, accepted: 0, held: 0, secrets: 1 },
    ...{ run: 'r1', ms: 12 },
  };
  const jsonSource = { kind: 'commit', ref: source.ref };
  const jsonProposal = {
    ...{ id: 'abc123', operation: 'UPDATE', target: 'm0', oldText: 'typescript is ^5.8', newText: memory.text },
    ...{ reason: 'Same subject.', confidence: 1, sources: [jsonSource], state: 'pending' },
  };

  describe('--json', () => {
    it('scan', async () => {
      const { json, calls } = await run(['scan', '--json'], { scan: () => report });
      const { events: commits, facts, proposals, accepted, held, ms } = report;
      assert.deepEqual(json, { commits, facts, proposals, accepted, held, ms });
      assert.deepEqual(calls, [
        ['scan', { accept: 'none' }],
        ['settle', {}],
      ]);
    });

    it('scan --since REV --accept all', async () => {
      const { calls } = await run(['scan', '--since', 'v1', '--accept', 'all', '--json'], { scan: () => report });
      assert.deepEqual(calls[0], ['scan', { since: 'v1', accept: 'all' }]);
    });

    it('ask', async () => {
      const used = {
        ...{ id: 'm1', text: memory.text, validFrom: AT, reviewed: false, sources: [source] },
        branch: 'next',
        stale: true as const,
      };
      const replaced = [{ text: 'typescript ^5.8', until: AT }];
      const answer = {
        answer: 'It is ^5.9.',
        replaced,
        declined: false,
        used: [used],
        candidates: 60,
        confidence: 0.9,
        asOf: AT,
        ms: 3,
      };
      const { json, calls } = await run(['ask', 'Which typescript?', '--json'], { ask: () => answer });
      assert.deepEqual(json, {
        ...{ answer: 'It is ^5.9.', replaced, declined: false, candidates: 60, confidence: 0.9, ms: 3 },
        used: [{ ...used, sources: [jsonSource] }],
      });
      assert.deepEqual(calls, [['ask', { question: 'Which typescript?' }]]);
    });

    it('recall', async () => {
      const { json, calls } = await run(['recall', 'typescript', '--limit', '2', '--json'], {
        recall: () => [{ memory, score: 0.5 }],
      });
      assert.deepEqual(json, [
        { id: 'm1', text: memory.text, score: 0.5, state: 'active', validFrom: AT, sources: [jsonSource] },
      ]);
      assert.deepEqual(calls, [['recall', { query: 'typescript', limit: 2 }]]);
    });

    it('list', async () => {
      const pending: Memory = { ...memory, id: 'm2', reviewed: false, validTo: AT, branch: 'next' };
      const { json, calls } = await run(['list', '--state', 'pending', '--kind', 'dependency', '--json'], {
        list: () => [memory, pending],
      });
      const shown = {
        text: memory.text,
        kind: 'dependency',
        subject: 'typescript',
        validFrom: AT,
        sources: [jsonSource],
      };
      assert.deepEqual(json, [
        { id: 'm1', ...shown, state: 'active' },
        { id: 'm2', ...shown, state: 'pending', validTo: AT, branch: 'next' },
      ]);
      assert.deepEqual(calls, [['list', { states: ['pending'], kind: 'dependency' }]]);
    });

    it('check, and why listed memories may be out of date and how they served', async () => {
      const stale = [{ id: 'm1', text: 'x', reason: 'src/foo.ts is gone since 12 Mar 2026 (abc1234).' }];
      const found = { checked: 3, stale, proposed: 1, withdrawn: 0, ms: 5 };
      const checked = await run(['check', '--json'], { checkFreshness: () => found });
      assert.deepEqual(checked.json, found);
      assert.deepEqual(checked.calls, [
        ['checkFreshness', {}],
        ['settle', {}],
      ]);
      const { output } = await run(['check'], { checkFreshness: () => found });
      assert.equal(
        output,
        'Looked at what 3 memories rest on: 1 may be out of date.\n' +
          '  m1 x (src/foo.ts is gone since 12 Mar 2026 (abc1234))\n' +
          '1 new proposal; "review" shows what waits.\n',
      );
      const text = 'src/foo.ts is gone since 12 Mar 2026 (abc1234)';
      const lost = [{ kind: 'cited' as const, paths: ['src/foo.ts'], text }];
      const uses = { recalled: 12, last: AT, helpful: 2, wrong: 1 };
      const marked: Memory = { ...memory, stale: true, lost, uses };
      const { json } = await run(['list', '--json'], { list: () => [marked] });
      const [{ stale: isStale, staleReason, uses: counted }] = json as [Record<string, unknown>];
      assert.deepEqual([isStale, staleReason, counted], [true, text, uses]);
      const listed = await run(['list'], { list: () => [marked] });
      assert.ok(listed.output.includes(`(may be out of date: ${text}; Recalled 12 times, last on `), listed.output);
    });

    it('ask and list, as of a day', async () => {
      const answer = {
        answer: 'It was ^5.8.',
        replaced: [],
        declined: false,
        used: [],
        candidates: 60,
        confidence: 0.9,
        ms: 3,
      };
      const asked = await run(['ask', 'Which typescript?', '--as-of', '2024-03', '--json'], { ask: () => answer });
      assert.deepEqual(asked.calls, [['ask', { question: 'Which typescript?', asOf: '2024-03' }]]);
      const listed = await run(['list', '--as-of', '2024-03-12', '--json'], { list: () => [] });
      assert.deepEqual(listed.calls, [['list', { asOf: '2024-03-12' }]]);
    });

    it('history', async () => {
      const step = {
        version: 2,
        text: 'now',
        operation: 'UPDATE' as const,
        decidedBy: 'you' as const,
        reason: 'because',
        at: AT,
      };
      const entry = { ...step, id: 'm1', event: source, reviewed: true };
      const alone = await run(['history', 'm1', '--json'], { history: () => [entry], chatsOf: () => [] });
      assert.deepEqual(alone.json, [{ ...step, event: jsonSource }]);
      const uses = { recalled: 1, last: AT, helpful: 0, wrong: 0 };
      const served = { history: () => [{ ...entry, uses }], chatsOf: () => [] };
      assert.deepEqual((await run(['history', 'm1', '--json'], served)).json, [{ ...step, event: jsonSource, uses }]);
      assert.match((await run(['history', 'm1'], served)).output, /; Recalled once, on \d/);
      const turn: Source = {
        ...{ kind: 'chat', ref: 't4', session: 'aider:c1', subject: 'Upgrade it', time: AT, quote: 'Upgrade it' },
        ...{ app: 'aider', title: 'TypeScript', turn: 4 },
      };
      const answers = { history: () => [entry], chatsOf: () => [{ source: turn, confidence: 0.9 }] };
      const led = await run(['history', 'm1', '--json'], answers);
      const chats = [{ kind: 'chat', ref: 't4', session: 'aider:c1', confidence: 0.9 }];
      assert.deepEqual(led.json, [{ ...step, event: jsonSource, chats }]);
      assert.match((await run(['history', 'm1'], answers)).output, /discussed in Aider, turn 4: TypeScript/);
    });

    it('review', async () => {
      const { json } = await run(['review', '--json'], { review: () => [proposal] });
      assert.deepEqual(json, [jsonProposal]);
    });

    it('accept, by the first digits of an id', async () => {
      const { json, calls } = await run(['accept', 'abc', '--json'], {
        review: () => [proposal, { ...proposal, id: 'def' }],
        accept: () => done,
      });
      assert.deepEqual(json, [{ ...jsonProposal, state: 'accepted' }]);
      assert.deepEqual(calls.slice(1), [
        ['accept', { ids: ['abc'] }],
        ['settle', {}],
      ]);
    });

    it('accept --all', async () => {
      const { json, calls } = await run(['accept', '--all', '--json'], {
        review: () => [proposal],
        accept: () => done,
      });
      assert.deepEqual(json, [{ ...jsonProposal, state: 'accepted' }]);
      assert.deepEqual(calls[1], ['accept', { all: true }]);
    });

    it('edit', async () => {
      const { json, calls } = await run(['edit', 'abc123', 'better words', '--json'], {
        review: () => [proposal],
        edit: () => done,
      });
      assert.deepEqual(json, [{ ...jsonProposal, newText: 'better words', state: 'edited' }]);
      assert.deepEqual(calls[1], ['edit', { id: 'abc123', text: 'better words' }]);
    });

    it('reject', async () => {
      const { json, calls } = await run(['reject', 'abc123', '--json'], {
        review: () => [proposal],
        reject: () => done,
      });
      assert.deepEqual(json, [{ ...jsonProposal, state: 'rejected' }]);
      assert.deepEqual(calls[1], ['reject', { ids: ['abc123'] }]);
    });

    it('undo shows what waits again', async () => {
      let isUndone = false;
      const { json, calls } = await run(['undo', '2', '--json'], {
        review: () => (isUndone ? [proposal] : []),
        undo: () => {
          isUndone = true;
          return [done];
        },
      });
      assert.deepEqual(json, [jsonProposal]);
      assert.deepEqual(calls[1], ['undo', { count: 2 }]);
    });

    it('ingest', async () => {
      const file = join(await newFolder(), 'events.jsonl');
      await writeFile(file, '{"text":"a\u2028b"}\n{"kind":2}\n');
      const { json, calls } = await run(['ingest', file, '--json'], { ingest: () => ({ ...report, badLines: [2] }) });
      assert.deepEqual((json as { badLines: unknown }).badLines, [2]);
      assert.equal((json as { commits: unknown }).commits, 3);
      assert.deepEqual(calls[0], ['ingest', { lines: ['{"text":"a\u2028b"}', '{"kind":2}', ''], accept: 'none' }]);
    });

    it('import-chats', async () => {
      const chat = { app: 'aider', id: 'c1', title: 'Package manager', turns: 5, events: 3, facts: 4 } as const;
      const skipped = [{ app: 'aider', file: '/tmp/history.md', reason: 'a line that is no JSON (2)' }] as const;
      const args = ['import-chats', '/tmp/history.md', '--source', 'aider', '--accept', 'all'];
      const importTranscripts = () => ({ ...report, chats: [chat], skipped });
      const { json, calls } = await run([...args, '--json'], { importTranscripts });
      const { events: commits, facts, proposals, accepted, held, ms } = report;
      assert.deepEqual(json, {
        ...{ commits, facts, proposals, accepted, held, ms },
        sessions: [{ session: 'c1', title: 'Package manager', turns: 5, new: 3, facts: 4 }],
        skipped: [{ file: '/tmp/history.md', reason: 'a line that is no JSON (2)' }],
      });
      assert.deepEqual(calls[0], [
        'importTranscripts',
        { path: resolve('/tmp/history.md'), app: 'aider', accept: 'all' },
      ]);
      const { output } = await run(args, { importTranscripts });
      assert.match(output, /^1 conversation, 5 turns\.\nRead 3 turns in/);
      assert.match(output, /Passed over: a line that is no JSON \(2\), in \/tmp\/history\.md/);
    });

    it('sources of chats with their conversation', async () => {
      const turn: Source = {
        kind: 'chat',
        ref: 't1',
        session: 'aider:c1',
        subject: 'Use pnpm',
        time: AT,
        quote: 'pnpm',
      };
      const { json } = await run(['list', '--json'], { list: () => [{ ...memory, sources: [turn] }] });
      assert.deepEqual((json as { sources: unknown }[])[0]?.sources, [
        { kind: 'chat', ref: 't1', session: 'aider:c1' },
      ]);
    });

    it('import-documents', async () => {
      const found = [
        { path: '/p/AGENTS.md', name: 'AGENTS.md', kind: 'agents', sizeBytes: 1_200, state: 'new' },
        {
          path: '/h/x.md',
          name: 'Claude Code memory/x.md',
          kind: 'claude-memory',
          sizeBytes: 9,
          state: 'read',
          outside: true,
        },
      ] as const;
      const documents = [{ name: 'AGENTS.md', kind: 'agents', statements: 60, leftOut: 3, news: true }] as const;
      const skipped = [{ name: 'x.md', reason: 'empty' }];
      const service = { findDocuments: () => found, importDocuments: () => ({ ...report, documents, skipped }) };

      const listed = await run(['import-documents', '--list', '--json'], service);
      const { sizeBytes: size, ...first } = found[0];
      assert.deepEqual((listed.json as unknown[])[0], { ...first, size });
      assert.deepEqual(
        listed.calls.map(([name]) => name),
        ['findDocuments', 'settle'],
      );
      assert.match(
        (await run(['import-documents', '--list'], service)).output,
        /x\.md .*outside of the project: name its path/,
      );

      const all = await run(['import-documents', '--json'], service);
      assert.deepEqual(all.calls[1], ['importDocuments', { paths: ['/p/AGENTS.md'], accept: 'none' }]);
      assert.deepEqual((all.json as { documents: unknown }).documents, [
        { name: 'AGENTS.md', kind: 'agents', statements: 60, leftOut: 3, new: true },
      ]);
      const named = await run(['import-documents', 'a.md', '/h/x.md', '--accept', 'all'], service);
      assert.deepEqual(named.calls[0], [
        'importDocuments',
        { paths: [resolve('a.md'), resolve('/h/x.md')], accept: 'all' },
      ]);
      assert.match(named.output, /^AGENTS\.md: 60 statements, 3 more left out\.\nPassed over: x\.md: empty\n/);
    });

    it('export, import', async () => {
      const file = join(await newFolder(), 'bank.jsonl');
      const exported = await run(['export', file, '--json'], { export: () => ({ records: 4, file, leftOut: [] }) });
      assert.deepEqual(exported.json, { records: 4, file, leftOut: [] });
      assert.deepEqual(exported.calls, [['export', { file: resolve(file), format: 'jsonl' }]]);
      const leftOut = ['2 memories that wait for review'];
      const page = await run(['export', file, '--format', 'markdown'], {
        export: () => ({ records: 1, file, leftOut }),
      });
      assert.deepEqual(page.calls[0], ['export', { file: resolve(file), format: 'markdown' }]);
      assert.equal(page.output, `Wrote 1 memory to ${file}.\nLeft out: 2 memories that wait for review.\n`);
      const imported = await run(['import', file, '--json'], { import: () => ({ records: 4, added: 1 }) });
      assert.deepEqual(imported.json, { records: 4, added: 1 });
      assert.deepEqual(imported.calls, [
        ['import', { file }],
        ['settle', {}],
      ]);
    });

    it('doctor fails when something is wrong', async () => {
      const checks = [{ name: 'journal', ok: false, detail: '1 damaged record.' }];
      const { json, exitCode } = await run(['doctor', '--json'], { doctor: () => ({ ok: false, checks }) });
      assert.deepEqual(json, { ok: false, checks });
      assert.equal(exitCode, 1);
    });
  });

  describe('for people', () => {
    it('prints the answer, what it replaced, and its sources', async () => {
      const used = { id: 'm1', text: memory.text, validFrom: AT, reviewed: false, sources: [source] };
      const answer = {
        answer: 'It is ^5.9.',
        replaced: [{ text: '^5.8', until: AT }],
        declined: false,
        used: [used],
        candidates: 60,
        confidence: 0.9,
        ms: 3,
      };
      const { output } = await run(['ask', 'Which?'], { ask: () => answer });
      assert.equal(
        output,
        'It is ^5.9.\nReplaced: ^5.8, until 3 Feb 2026.\n\nm1 typescript was upgraded to ^5.9 (3 Feb 2026, not reviewed, fffffff Upgrade)\n',
      );
    });

    it('says what a scan found and what to do next', async () => {
      const { output } = await run(['scan'], { scan: () => report });
      assert.match(
        output,
        /^Read 3 commits in 0\.0 s: 4 facts\.\nProposals: 1 to add, 2 to update, 0 to delete; 1 need no review\.\n/,
      );
      assert.match(output, /1 secret was left out\.\n"review" shows them/);
    });

    it('shows a proposal as old and new', async () => {
      const { output } = await run(['review'], { review: () => [proposal] });
      assert.match(
        output,
        /^abc123 UPDATE pending\n {2}- typescript is \^5\.8\n {2}\+ typescript was upgraded to \^5\.9\n/,
      );
      assert.equal((await run(['review'], { review: () => [] })).output, 'Nothing to review.\n');
    });

    it('does not let the text of a commit steer the terminal', async () => {
      const evil: Memory = { ...memory, text: 'red \u001b[31m\u009b2J \u202egnp.exe\r\nfake line' };
      const { output } = await run(['list'], { list: () => [evil] });
      assert.doesNotMatch(output, /[\u001b\u009b\u202e\r]/);
      assert.equal(output.split('\n').length, 2);
    });
  });

  describe('exit codes', () => {
    it('is 0 when memory declines', async () => {
      const answer = {
        answer: 'Memory holds nothing.',
        replaced: [],
        declined: true,
        used: [],
        candidates: 4,
        confidence: 0.1,
        ms: 1,
      };
      assert.equal((await run(['ask', 'What?'], { ask: () => answer })).exitCode, 0);
    });

    it('is 1 with the reason on standard error when it fails', async () => {
      const fails = { history: () => Promise.reject(errors.noSuchMemory('zzz')) };
      const { exitCode, output, errorOutput } = await run(['history', 'zzz', '--json'], fails);
      assert.deepEqual([exitCode, output], [1, '']);
      assert.match(errorOutput, /^No memory or proposal has the id "zzz"/);
    });

    for (const args of [
      [],
      ['nonsense'],
      ['ask'],
      ['ask', 'one', 'two'],
      ['scan', '--accept', 'some'],
      ['list', '--state', 'lost'],
      ['recall', 'q', '--limit', '0'],
      ['undo', 'x'],
      ['undo', '0'],
      ['accept'],
      ['accept', 'abc', '--all'],
      ['reject'],
      ['scan', '--what'],
      ['ingest', '/no/such/file.jsonl'],
      ['import-chats', '/tmp'],
      ['import-chats', '/tmp', '--source', 'nobody'],
      ['list', '--repo', '/no/such/folder'],
    ]) {
      it(`is 2 for wrong usage: ${args.join(' ') || '(nothing)'}`, async () => {
        const { exitCode, output, errorOutput, calls } = await run(args, {});
        assert.equal(exitCode, 2);
        assert.equal(output, '');
        assert.notEqual(errorOutput, '');
        assert.deepEqual(calls, []);
      });
    }

    it('is 0 for help, which names every command', async () => {
      const { exitCode, output } = await run(['--help'], {});
      assert.equal(exitCode, 0);
      const names =
        'scan ask recall list history review accept edit reject undo ingest import-chats import-documents redact export import train doctor';
      for (const name of names.split(' ')) assert.match(output, new RegExp(`^ {2}${name}\\b`, 'm'));
    });

    it('lets a bug through', async () => {
      await assert.rejects(run(['review'], { review: () => Promise.reject(new TypeError('a bug')) }), TypeError);
    });

    it('is 1 when it is cancelled, and says what stays', async () => {
      const stop = new AbortController();
      const scan = (_: unknown, signal: AbortSignal): Promise<never> => {
        stop.abort();
        return Promise.reject(signal.reason as Error);
      };
      const { exitCode, errorOutput, isDisposed } = await run(['scan'], { scan }, { signal: stop.signal });
      assert.equal(exitCode, 1);
      assert.equal(errorOutput, 'Cancelled. What was saved before stays.\n');
      assert.ok(isDisposed);
    });
  });

  it('prints the result before it settles', async () => {
    const order: string[] = [];
    const service = { scan: () => report, settle: () => void order.push('settled') };
    await run(['scan'], service, { onWrite: () => order.push('printed') });
    assert.deepEqual(order, ['printed', 'settled']);
  });

  it('takes --repo before and after the command, relative to where it is', async () => {
    const folder = await newFolder();
    for (const args of [['--repo', '.', 'review'], ['review', '--repo', folder], ['review']]) {
      const roots: string[] = [];
      const review = ({ root }: { root: string }): [] => {
        roots.push(root);
        return [];
      };
      await run(args, { review }, { cwd: folder });
      assert.deepEqual(roots, [folder]);
    }
  });

  describe('redact', () => {
    const redact = ({ texts }: { texts: readonly string[] }) => ({
      texts: texts.map((text) => text.replaceAll('hunter2', '[secret]')),
      found: 1,
    });

    it('cleans standard input as one text', async () => {
      const { output } = await run(['redact'], { redact }, { stdin: ['my hun', 'ter2\r\n', 'and more'] });
      assert.equal(output, 'my [secret]\r\nand more');
    });

    it('cleans JSON strings line by line, in order', async () => {
      const texts = ['hunter2', 'a\nb', '', 'raw \u2028 and \u2029', 'end'];
      const input = Buffer.from(texts.map((text) => `${JSON.stringify(text)}\n`).join(''));
      // Cut in the middle of a character, too.
      const chunks = Array.from({ length: Math.ceil(input.length / 5) }, (_, i) => input.subarray(5 * i, 5 * i + 5));
      const { output, exitCode } = await run(['redact', '--jsonl'], { redact }, { stdin: chunks });
      const lines = output
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as string);
      assert.deepEqual(lines, ['[secret]', ...texts.slice(1)]);
      assert.equal(exitCode, 0);
    });

    it('takes Windows line ends and a last line without one', async () => {
      const { output } = await run(['redact', '--jsonl'], { redact }, { stdin: ['"a"\r\n"b"'] });
      assert.equal(output, '"a"\n"b"\n');
    });

    it('names a bad line, keeps the order, goes on, and fails', async () => {
      const { output, errorOutput, exitCode } = await run(
        ['redact', '--jsonl'],
        { redact },
        { stdin: ['"a"\nhunter2\n{"b":1}\n"c"\n'] },
      );
      assert.equal(output, '"a"\nnull\nnull\n"c"\n');
      assert.equal(errorOutput, 'Line 2 is no JSON string.\nLine 3 is no JSON string.\n');
      assert.equal(exitCode, 1);
    });
  });

  describe('train', () => {
    const measure = (mean: number) => ({ mean, low: mean - 0.05, high: mean + 0.05 });
    const report: TrainingReport = {
      ...{ at: AT, outcome: 'won', verdict: 'New weights answer better.', stopped: true, minutes: 1.25, seeds: 2 },
      ...{ questions: 80, better: 12, worse: 3, same: 65, changed: [], curve: [] },
      rows: [
        { name: 'Right answers', unit: 'share', before: measure(0.6), after: measure(0.7), change: measure(0.1) },
        {
          name: 'Memories used per answer',
          unit: 'count',
          before: measure(2),
          after: measure(1.5),
          change: measure(-0.5),
        },
      ],
      learnedFrom: { history: 120, reviews: 7 },
    };
    const inUse = {
      manager: { source: 'project', trainedAt: AT },
      distillation: {
        source: 'rule',
        problem: 'The shipped weights are not used: they are damaged. The rule stands in.',
      },
    } as const;

    it('prints its report as JSON', async () => {
      const { json, calls, exitCode } = await run(['train', '--seeds', '2', '--json'], { train: () => report });
      assert.deepEqual(json, report);
      assert.deepEqual(calls, [['train', { seeds: 2 }]]);
      assert.equal(exitCode, 0);
    });

    it('says in one sentence what came of it, then in numbers, and how to go back', async () => {
      const { output } = await run(['train'], { train: () => report });
      assert.equal(
        output,
        [
          'New weights answer better.',
          '"train --use before" goes back to the old ones.',
          '                          before  now    change (95 %)',
          'Right answers             60.0%   70.0%  +10.0% (+5.0% to +15.0%)',
          'Memories used per answer  2.00    1.50   -0.50 (-0.55 to -0.45)',
          'Of 80 questions held out: 12 better, 3 worse, 65 the same.',
          'Learned from 120 questions of the history and 7 of reviews, 2 times, in 1.3 min, until it was stopped.',
          '',
        ].join('\n'),
      );
    });

    it('goes back, or to the weights that are named, and says which are used', async () => {
      const state = { inUse } as unknown as LearningState;
      const back = await run(['train', '--use', 'before'], { revertWeights: () => state });
      assert.deepEqual(back.calls, [['revertWeights', {}]]);
      assert.equal(
        back.output,
        [
          'Memory Manager: weights of this project, trained 3 Feb 2026.',
          'Distillation: the rule.',
          'The shipped weights are not used: they are damaged. The rule stands in.',
          '',
        ].join('\n'),
      );
      const shipped = await run(['train', '--use', 'shipped', '--json'], { revertWeights: () => state });
      assert.deepEqual(shipped.calls, [['revertWeights', { to: 'shipped' }]]);
      assert.deepEqual(shipped.json, inUse);
    });

    it('says what is missing where there is too little, and takes --use or --seeds', async () => {
      const tooLittle = await run(['train'], { train: () => Promise.reject(errors.tooLittle(12, 40)) });
      assert.equal(tooLittle.exitCode, 1);
      assert.match(tooLittle.errorOutput, /12 of 40 reviews and questions/);
      assert.equal((await run(['train', '--use', 'rule', '--seeds', '2'], {})).exitCode, 2);
      assert.equal((await run(['train', '--use', 'none'], {})).exitCode, 2);
    });
  });

  describe('doctor --purge', () => {
    const stored = { secrets: 2, records: 3, memories: ['abc123'], files: ['journal.log'] };
    const purged = { secrets: 2, records: 3, files: ['journal.log', 'bank.sqlite'] };
    const service = { doctor: () => ({ ok: false, checks: [], stored }), purge: () => purged };
    const asked = (answer: string) => run(['doctor', '--purge'], service, { isInteractive: true, stdin: [answer] });

    it('says what it would do and changes nothing where nobody can be asked', async () => {
      const { exitCode, output, errorOutput, calls } = await run(['doctor', '--purge'], service);
      assert.equal(exitCode, 1);
      assert.match(errorOutput, /^2 secrets .* in 1 memory \(abc123\), in journal\.log/);
      assert.match(output, /^Nothing was changed\./);
      assert.deepEqual(calls, [['doctor', {}]]);
    });

    it('purges with --yes', async () => {
      const { exitCode, json, calls } = await run(['doctor', '--purge', '--yes', '--json'], service);
      assert.equal(exitCode, 0);
      assert.deepEqual(json, purged);
      assert.deepEqual(calls.at(-1), ['purge', {}]);
    });

    it('purges after a typed yes, and nothing else', async () => {
      assert.deepEqual((await asked('yes\n')).calls.at(-1), ['purge', {}]);
      for (const answer of ['', 'y\n', 'no\n', 'yes please\n'])
        assert.deepEqual((await asked(answer)).calls, [['doctor', {}]], answer);
    });

    it('has nothing to ask where nothing is stored', async () => {
      const { exitCode, output } = await run(['doctor', '--purge'], { doctor: () => ({ ok: true, checks: [] }) });
      assert.equal(exitCode, 0);
      assert.match(output, /Nothing was changed/);
    });
  });
});

interface Around {
  readonly stdin?: readonly (string | Uint8Array)[];
  readonly cwd?: string;
  readonly signal?: AbortSignal;
  readonly isInteractive?: boolean;
  readonly onWrite?: () => void;
}

/** Runs a command line over a service of which only these calls work. */
async function run(
  args: readonly string[],
  service: Partial<CliService>,
  {
    stdin = [],
    cwd = process.cwd(),
    signal = new AbortController().signal,
    isInteractive = false,
    onWrite = () => undefined,
  }: Around = {},
) {
  const calls: [string, object][] = [];
  let output = '';
  let errorOutput = '';
  let isDisposed = false;

  const all: Partial<CliService> = { settle: () => undefined, ...service };
  const recording = new Proxy(all, {
    get: (target, property) => {
      const name = property as keyof CliService;
      if (name === 'dispose') return () => Promise.resolve(void (isDisposed = true));
      const answer = target[name] as ((params: object, signal: AbortSignal) => unknown) | undefined;
      return (params: { root?: string }, at: AbortSignal) => {
        const { root: _, ...rest } = params;
        calls.push([name, rest]);
        return (answer ?? assert.fail(`not expected: ${name}`))(params, at);
      };
    },
  }) as CliService;

  const exitCode = await runCli(args, {
    openService: () => recording,
    ...{ cwd, signal },
    terminal: {
      stdin: (async function* () {
        await Promise.resolve();
        yield* stdin;
      })(),
      write: (text) => {
        onWrite();
        output += text;
        return Promise.resolve();
      },
      writeError: (text) => void (errorOutput += text),
      isInteractive,
    },
  });
  const json = args.includes('--json') && output !== '' ? (JSON.parse(output) as unknown) : undefined;
  return { exitCode, output, errorOutput, json, calls, isDisposed };
}
