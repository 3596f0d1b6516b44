// What users of other memory systems suffer from, each as a promise of ours. The comment names the public report.
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { countTokens, defaultExtractors, type ProjectMemory, type ReadingOutcome } from '../../../src/core/index';
import { tellAnswer } from '../../../src/protocol/assistants';
import { USUAL_BUDGET } from '../../../src/protocol/assistantTools';
import { commit, openScripted, shaOf } from '../../support/scriptedMemory';
import { readerOf, scriptedModel } from '../../support/scriptedModel';
import { ask } from './answer/asking';

const texts = (memory: ProjectMemory, state = 'active'): string[] =>
  memory
    .memories()
    .filter((item) => item.state === state)
    .map((item) => item.text)
    .sort();

const read = (memory: ProjectMemory, events: Parameters<ProjectMemory['ingest']>[0], accept: 'none' | 'all' = 'all') =>
  memory.ingest(events, { kind: 'ingest', accept });

describe('What users of memory systems suffer from', () => {
  it('a contradiction loses neither the old fact nor the new one', async () => {
    // mem0ai/mem0#4536
    const { memory } = await openScripted();
    await read(memory, [
      commit('a', 1, 'say The cache size is 10 because memory is tight.'),
      commit('b', 2, 'say The cache size is 20 because 10 was too little.'),
    ]);
    assert.deepEqual(texts(memory), ['The cache size is 20 because 10 was too little.']);
    assert.deepEqual(texts(memory, 'superseded'), ['The cache size is 10 because memory is tight.']);
  });

  it('adding the same fact again does not delete it', async () => {
    // mem0ai/mem0#1674
    const { memory } = await openScripted();
    for (const [i, name] of ['a', 'b', 'c'].entries())
      await read(memory, [commit(name, i, 'say Use pnpm because it is fast.')]);
    assert.deepEqual(texts(memory), ['Use pnpm because it is fast.']);
  });

  it('duplicates do not pile up, whatever their case and punctuation, also twenty at once', async () => {
    // mem0ai/mem0#4573, MemTensor/MemOS#881
    const { memory } = await openScripted();
    const variants = [
      'Use pnpm because it is fast.',
      'use pnpm because it is fast',
      'Use  pnpm because it is fast!',
      '"Use pnpm because it is fast."',
    ];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => read(memory, [commit(`c${i}`, i, `say ${variants[i % 4]!}`)], 'none')),
    );
    assert.equal(memory.proposals().length, 1);
  });

  it('what memory told is not taken in again as something new', async () => {
    // mem0ai/mem0#4573 (52.7 % restated boot files), dcellison/kai#320
    const { INJECTED_START, INJECTED_END } = await import('../../../src/core/index');
    const { memory } = await openScripted();
    await read(
      memory,
      [
        commit(
          'a',
          1,
          `say Use pnpm because it is fast.\n${INJECTED_START}\nsay Deploy on Fridays because we can.\n${INJECTED_END}`,
        ),
      ],
      'none',
    );
    assert.deepEqual(
      memory.proposals().map((proposal) => proposal.newText),
      ['Use pnpm because it is fast.'],
    );
  });

  it('every memory names the event and the words it rests on', async () => {
    // github/copilot-cli#1719
    const { memory } = await openScripted();
    const event = commit('a', 1, 'Switch to pnpm\nsay Use pnpm because it is fast.');
    await read(memory, [event]);
    const [source] = memory.memories()[0]!.sources;
    assert.deepEqual(source, {
      kind: 'commit',
      ref: event.ref,
      subject: 'Switch to pnpm',
      time: event.time,
      author: 'dev',
      quote: 'Use pnpm because it is fast.',
    });
  });

  it('stale text does not stand beside what replaced it', async () => {
    // mem0ai/mem0#5821
    const { memory } = await openScripted();
    await read(
      memory,
      Array.from({ length: 10 }, (_, i) => commit(`c${i}`, i, `typescript = 5.${i}`)),
    );
    assert.deepEqual(texts(memory), ['The project uses typescript 5.9.']);
  });

  it('nothing is saved without being asked', async () => {
    // anthropics/claude-code#65064
    const { memory } = await openScripted();
    await read(memory, [commit('a', 1, 'typescript = 5.7')], 'none');
    assert.equal(memory.proposals().length, 1);
    assert.equal(memory.memories()[0]!.reviewed, false);
  });

  it('one single memory can be deleted, and stays deleted', async () => {
    // github/copilot-cli#1443, lobehub/lobehub#15576
    const { memory, journal } = await openScripted();
    const events = [commit('a', 1, 'typescript = 5.7\nsay Use pnpm because it is fast.')];
    await read(memory, events);
    await memory.deleteMemory(memory.memories().find((item) => item.text.startsWith('Use'))!.id);
    await read(memory, events);
    const { memory: again } = await openScripted(journal);
    assert.deepEqual(texts(again), ['The project uses typescript 5.7.']);
  });

  it('every change can be undone, and the undo too', async () => {
    // MystenLabs/MemWal#509, letta-ai/letta-code#417
    const { memory } = await openScripted();
    await read(memory, [commit('a', 1, 'typescript = 5.7'), commit('b', 2, 'typescript = 5.8')]);
    const id = memory.memories().find((item) => item.state === 'active')!.id;
    await memory.editMemory(id, 'TypeScript stays at 5.8.');
    await memory.undo();
    assert.deepEqual(texts(memory), ['The project uses typescript 5.8.']);
  });

  it('event time and recorded time are two things', async () => {
    // mem0ai/mem0#3944
    const { memory, journal } = await openScripted();
    await read(memory, [commit('a', 1, 'typescript = 5.7')]);
    assert.equal(memory.memories()[0]!.validFrom, '2025-01-02T00:00:00.000Z');
    assert.ok(journal.records.every((record) => record.at.startsWith('2026-01-01')));
  });

  it('parallel writers lose nothing', async () => {
    // modelcontextprotocol/servers#4797
    const one = await openScripted();
    const two = await openScripted(one.journal);
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        read(i % 2 ? one.memory : two.memory, [commit(`c${i}`, i, `lib${i} = ${i}`)]),
      ),
    );
    await one.memory.refresh();
    assert.equal(texts(one.memory).length, 40);
  });

  it('a secret in a commit reaches neither memory nor journal', async () => {
    // NousResearch/hermes-agent#18559
    const { memory, journal } = await openScripted();
    await read(memory, [commit('a', 1, 'say The token is s3cret because of the demo.')]);
    assert.equal(JSON.stringify([memory.memories(), journal.records]).includes('s3cret'), false);
  });

  it('of statements that contradict each other the newest answers, and what it replaced stands apart', async () => {
    // mem0ai/mem0#4536, mem0ai/mem0#5821
    const { memory } = await openScripted();
    await read(memory, [
      commit('b', 2, 'say The cache size is 20 because 10 was too little.'),
      commit('a', 1, 'say The cache size is 10 because memory is tight.'),
      commit('c', 3, 'typescript = 5.8'),
      commit('d', 4, 'typescript = 5.9'),
    ]);
    const told = (question: string) => {
      const { answer, replaced } = ask(question, memory.memories());
      return [answer, ...replaced.map(({ text }) => text)];
    };
    assert.deepEqual(told('What is the cache size?'), [
      'The cache size is 20 because 10 was too little.',
      'The cache size is 10 because memory is tight.',
    ]);
    assert.deepEqual(told('Which version of typescript is used?'), [
      'The project uses typescript 5.9.',
      'The project uses typescript 5.8.',
    ]);
  });

  it('what was advised once is not advised after it was deprecated', async () => {
    // mem0ai/mem0#5821
    const { memory } = await openScripted();
    await read(memory, [
      commit('a', 1, 'say Use `request.abort()` because it stops the upload.'),
      commit('b', 2, 'say `request.abort()` is deprecated because it leaks.'),
    ]);
    assert.equal(
      ask('Can I still use `request.abort()`?', memory.memories()).answer,
      'No longer advised. `request.abort()` is deprecated because it leaks.',
    );
  });

  it('what was reverted no longer answers, and answers again when the revert is reverted', async () => {
    // MystenLabs/MemWal#509
    const { memory } = await openScripted();
    const asked = () => ask('Is pnpm used?', memory.memories()).answer;
    await read(memory, [commit('a', 1, 'pnpm = 10'), commit('b', 2, 'pnpm ends')]);
    assert.match(asked(), /^No\. pnpm was removed on 3 Jan 2025/);
    await read(memory, [commit('c', 3, `reverts ${shaOf('b')}: Remove pnpm`)]);
    assert.equal(asked(), 'Yes. The project uses pnpm 10.');
    await read(memory, [commit('d', 4, `reverts ${shaOf('c')}: Revert "Remove pnpm"`)]);
    assert.match(asked(), /^No\./);
  });

  it('what was never said is not made up', async () => {
    // github/copilot-cli#1719
    const { memory } = await openScripted();
    await read(memory, [commit('a', 1, 'typescript = 5.9'), commit('b', 2, 'say Use pnpm because it is fast.')]);
    for (const question of [
      'Why do we use typescript?',
      'Who approved pnpm?',
      'Which version of pnpm is used?',
      'Is yarn used?',
    ])
      assert.equal(ask(question, memory.memories()).declined, true, question);
  });

  it('what an assistant repeats of memory, marked or not, is not taken in as something new', async () => {
    // dcellison/kai#320
    const { memory } = await openScripted();
    await read(memory, [commit('a', 1, 'say Use pnpm because it is fast in CI.\ntypescript = 5.9')]);
    const said = [
      'did Use pnpm because it is fast in CI.',
      'did The project uses typescript 5.9.',
      'did We use yarn, says my memory [1]',
    ];
    await read(
      memory,
      said.map((text, i) => ({ ...commit(`${i}`, 2, text), kind: 'chat', session: 's', role: 'assistant' })),
    );
    assert.deepEqual(texts(memory), ['The project uses typescript 5.9.', 'Use pnpm because it is fast in CI.']);
  });

  it('what was deleted or rejected stays so when an export of before is imported', async () => {
    // lobehub/lobehub#15576
    const { memory, journal } = await openScripted();
    await read(
      memory,
      [commit('a', 1, 'say Use pnpm because it is fast.\nsay Use tabs because they are short.')],
      'none',
    );
    const [first, second] = memory.proposals();
    const { memory: teammate, journal: theirs } = await openScripted({ records: [...journal.records] });
    await teammate.accept({ all: true });
    await memory.accept({ ids: [first!.id] });
    await memory.deleteMemory(first!.id);
    await memory.reject({ ids: [second!.id] });
    const adopted = memory.adoptable(theirs.records);
    journal.records.push(...adopted);
    await memory.refresh();
    assert.deepEqual(texts(memory), []);
    assert.deepEqual(memory.proposals(), []);
  });

  it('memories that cite code are checked against the code: what is gone marks them, with a proposal to review', async () => {
    // github/copilot-cli#2278: a third of about 310 memories was wrong and nobody noticed; GitHub's own memory re-checks its citations
    const { memory } = await openScripted();
    const touched = { files: [{ path: 'src/parse.ts', status: 'M' as const }] };
    await read(memory, [
      commit('a', 1, 'did begin', touched),
      commit('b', 2, 'say Parsing happens in src/parse.ts alone.'),
    ]);
    const removal = { commit: shaOf('c'), subject: 'Drop the parser', time: '2025-03-12T09:00:00Z' };
    const removals = () => Promise.resolve(new Map([['src/parse.ts', removal]]));
    await memory.checkFreshness({ tree: new Set(), removals });
    const [marked] = memory.memories().filter(({ stale }) => stale);
    assert.equal(marked?.lost?.[0]?.text, `src/parse.ts is gone since 12 Mar 2025 (${shaOf('c').slice(0, 7)})`);
    const [proposal] = memory.proposals();
    assert.deepEqual([proposal?.operation, proposal?.target], ['DELETE', marked.id]);
  });

  it('nothing expires by itself: not what is outdated, not what nobody used, not what lost its commit', async () => {
    // GitHub's memory drops what was not used for 28 days; anthropics/claude-code#65064: silently created, updated, deleted
    const { memory } = await openScripted(undefined, { clock: () => new Date('2036-01-01') });
    const touched = { files: [{ path: 'a.ts', status: 'M' as const }] };
    await read(memory, [
      commit('a', 1, 'did begin', touched),
      commit('b', 2, 'say Sorting happens in a.ts because it is slow.'),
    ]);
    await read(memory, [commit('c', 3, 'say Use pnpm because it is fast.')]);
    const { event } = memory.commits().get(shaOf('c'))!;
    await memory.place([{ event, reach: { on: 'gone' } }]);
    const removal = { commit: shaOf('d'), subject: 'x', time: '2025-03-12T09:00:00Z' };
    await memory.checkFreshness({ tree: new Set(), removals: () => Promise.resolve(new Map([['a.ts', removal]])) });
    assert.equal(memory.proposals().length, 2);
    assert.deepEqual(
      texts(memory).filter((text) => /Sorting|pnpm/.test(text)),
      ['Sorting happens in a.ts because it is slow.', 'Use pnpm because it is fast.'],
    );
    await memory.reject({ all: true });
    assert.equal(memory.memories().filter(({ stale }) => stale).length, 0, 'who keeps them is not nagged');
  });

  it('whether a memory ever helped can be seen', async () => {
    // microsoft/vscode#300804, #296782: stored but never used
    const { memory } = await openScripted();
    await read(memory, [commit('a', 1, 'say Use pnpm because it is fast.')]);
    const id = memory.memories()[0]?.id ?? assert.fail('nothing was remembered');
    await memory.rate({ question: 'Which package manager?', used: [id], declined: false }, 'helpful');
    await memory.rate({ question: 'Why pnpm?', used: [id], declined: false }, 'wrong');
    const last = '2026-11-03T10:00:00.000Z';
    const uses = memory.uses(new Map([[id, { count: 12, last }]]));
    assert.deepEqual(uses.get(id), { recalled: 12, last, helpful: 1, wrong: 1 });
    await memory.undo();
    assert.deepEqual(memory.uses(new Map()).get(id), { recalled: 0, helpful: 1, wrong: 0 });
  });

  it('what an assistant reads of a big memory does not flood its context', async () => {
    // modelcontextprotocol/servers#3953: 50,000 to 80,000 tokens for one call
    const { memory } = await openScripted();
    const says = (at: number): string =>
      `say The cache of part ${at} holds ${at} entries because ${'it is read often, '.repeat(9)}and changes rarely.`;
    await read(memory, [commit('a', 1, Array.from({ length: 500 }, (_, at) => says(at)).join('\n'))]);
    const memories = memory.memories();
    const near = memories.map((one) => ({ memory: one, score: 1 }));
    const options = { limit: 500, budget: USUAL_BUDGET, count: countTokens, more: 'ask for the history of one' };
    const { text, leftOut } = await tellAnswer(ask('How many entries does the cache hold?', memories), near, options);
    assert.equal(memories.length, 500);
    assert.ok(countTokens(text) <= USUAL_BUDGET, `${countTokens(text)} tokens`);
    assert.ok(leftOut > 400, 'and it says that there is more');
    assert.match(text, new RegExp(`${leftOut} more memories left out`));
  });

  it('an import brings proposals, and decides nothing about what holds here', async () => {
    // NousResearch/hermes-agent#84251
    const { memory, journal } = await openScripted();
    await read(memory, [commit('a', 1, 'typescript = 5.8')]);
    const other = await openScripted();
    await read(other.memory, [commit('b', 2, 'typescript = 0.1'), commit('c', 3, 'zod = 4')]);
    journal.records.push(...memory.adoptable(other.journal.records));
    await memory.refresh();
    assert.deepEqual(texts(memory), ['The project uses typescript 5.8.', 'The project uses zod 4.']);
    assert.deepEqual(
      memory.proposals().map(({ operation, oldText, newText }) => [operation, oldText, newText]),
      [['UPDATE', 'The project uses typescript 5.8.', 'The project uses typescript 0.1.']],
    );
  });

  it('a memory from a chat names the conversation, the turn and who said it', async () => {
    // github/copilot-cli#1719
    const { memory } = await openScripted();
    const turn = { session: 's-1', role: 'user', app: 'claude-code', title: 'Speed up CI', turn: 7 } as const;
    await read(memory, [{ ...commit('a', 1, 'say Use pnpm because it is fast.'), ...turn, kind: 'chat' }]);
    const [source] = memory.memories()[0]!.sources;
    const { session, role, app, title, turn: at, kind } = source!;
    assert.deepEqual({ session, role, app, title, turn: at, kind }, { ...turn, kind: 'chat' });
  });

  it('what a model makes up has no words of the event under it, and is not remembered', async () => {
    // mem0ai/mem0#4573 ("John Doe")
    const { memory } = await openScripted();
    await read(memory, [
      commit('a', 1, 'Speed up the parser\n\nIt reads ahead now, since nobody needs the old order.'),
    ]);
    const model = readerOf([
      { text: 'John Doe likes pizza.', quote: 'John Doe likes pizza' },
      { text: 'The parser was rewritten in Rust 1.80.', quote: 'Speed up the parser' },
      { text: 'The parser reads ahead, since nobody needs the old order.', quote: 'nobody needs the old order' },
    ]);
    await memory.readWithModel(model);
    assert.deepEqual(
      memory.proposals().map(({ newText, sources }) => [newText, sources[0]!.quote]),
      [['The parser reads ahead, since nobody needs the old order.', 'nobody needs the old order']],
    );
  });

  it('what memory told is not read again by a model', async () => {
    // mem0ai/mem0#4573 (52.7 % restated boot files), dcellison/kai#320
    const { memory } = await openScripted();
    const told = ['Use pnpm because it is fast in CI.', 'The project uses typescript 5.9.'];
    await read(memory, [commit('a', 1, `say ${told[0]!}\ntypescript = 5.9`)]);
    const chat = { kind: 'chat', session: 's' } as const;
    await read(memory, [{ ...commit('b', 2, `Do as it says: ${told.join(' ')} Also rename it.`), ...chat }]);
    await memory.readWithModel(readerOf(told.map((text) => ({ text, quote: text }))));
    assert.deepEqual([texts(memory), memory.proposals()], [[...told].sort(), []]);
  });

  it('a model that is slow keeps nobody waiting: what rules read is there before it is asked', async () => {
    // mem0ai/mem0#1487, getzep/graphiti#1262, agno-agi/agno#5032
    const { memory } = await openScripted();
    let answer: (text: string) => void = () => undefined;
    const model = scriptedModel(() => new Promise((resolve) => (answer = resolve)));
    await read(memory, [commit('a', 1, 'say Use pnpm because it is fast.')]);
    const reading = memory.readWithModel(model);
    await read(memory, [commit('b', 2, 'say Use tabs because they are short.')]);
    await memory.deleteMemory(memory.memories().find(({ text }) => text.startsWith('Use tabs'))!.id);
    assert.deepEqual(texts(memory), ['Use pnpm because it is fast.']);
    while (model.asked.length === 0) await new Promise((resolve) => setTimeout(resolve));
    answer('{"facts": []}');
    assert.equal((await reading).events, 1);
  });

  it('a reading in the background tells what came of every event, also where nothing did', async () => {
    // langchain-ai/langmem#14 (never runs), langmem#106 (schema refused)
    const { memory } = await openScripted();
    await read(memory, [commit('a', 1, 'Use tabs'), commit('b', 2, 'Say nothing'), commit('c', 3, 'Confuse models')]);
    const model = scriptedModel(({ messages }) => {
      const shown = messages.map(({ content }) => content).join('\n');
      if (shown.includes('Confuse models')) return 'Sure. What can I do for you?';
      const fact = { text: 'Use tabs.', quote: 'Use tabs', kind: 'convention', subject: '', ends: false };
      return JSON.stringify({ facts: shown.includes('Use tabs') ? [fact] : [] });
    });
    const told: string[] = [];
    const report = await memory.readWithModel(model, {
      onOutcome: ({ subject, facts, problem }) => told.push(`${subject}: ${problem === undefined ? facts : 'failed'}`),
    });
    assert.deepEqual(told, ['Confuse models: failed', 'Say nothing: 0', 'Use tabs: 1']);
    assert.deepEqual(report, { events: 2, facts: 1, failed: 1, left: 1 });
  });

  it('what was asked for once is no rule', async () => {
    // anthropics/claude-code#56329
    const { memory } = await openScripted(undefined, { extractors: defaultExtractors });
    const asked = [
      'Use the parent epic PROJ-12 for these tickets.',
      'Add a footer with a joke to this pull request.',
      'Fix the failing test and run it again.',
      "Don't touch that file now.",
      'Can you rename this variable to count?',
    ];
    await read(
      memory,
      asked.map((text, i) => ({ ...commit(`${i}`, i, text), kind: 'chat', session: 's' })),
      'none',
    );
    assert.deepEqual(
      memory.proposals().map(({ newText }) => newText),
      [],
    );
  });

  it('a memory that a model names and that does not exist is refused, asked about once more, and logged', async () => {
    // mem0ai/mem0#3931, mem0ai/mem0#4708
    const fact = { text: 'The cache holds 20 entries.', quote: 'The cache holds 20 entries' };
    const invented = [undefined, 'DELETE', 'UPDATE', 'NOOP'].map((operation = 'DROP') => ({
      fact: 'a',
      operation,
      memory: 4711,
    }));
    for (const decision of invented) {
      const outcomes: ReadingOutcome[] = [];
      const { memory } = await openScripted();
      await read(memory, [
        commit('a', 1, 'say The cache holds 10 entries.'),
        commit('b', 2, 'The cache holds 20 entries'),
      ]);
      const model = readerOf([fact], () => [decision]);
      await memory.readWithModel(model, { onOutcome: (outcome) => outcomes.push(outcome) });
      // The rule decides, as without a model, and nothing is let in unseen.
      assert.deepEqual(texts(memory), ['The cache holds 10 entries.']);
      assert.deepEqual(
        memory.proposals().map(({ newText, oldText, decidedBy }) => [newText, oldText, decidedBy]),
        [[fact.text, 'The cache holds 10 entries.', 'rule']],
      );
      const asked = model.asked.filter(({ purpose }) => purpose === 'decide');
      assert.equal(asked.length, 2, decision.operation);
      assert.match(asked[1]?.messages.at(-1)?.content ?? '', /cannot be used/);
      assert.match(outcomes.map(({ problem }) => problem ?? '').join(), /memory 4711|"operation"/);
    }
  });

  it('an answer that is no clean JSON is read all the same; one that is none at all changes nothing, and says why', async () => {
    // mem0ai/mem0#3391, mem0ai/mem0#1841, mem0ai/mem0#1854, getzep/graphiti#868, getzep/graphiti#331
    const told = 'We keep sessions in Redis now';
    const fact = `{"quote": "${told}", "text": "Sessions are kept in Redis.", "kind": "decision", "subject": "", "ends": false}`;
    const answers: readonly (readonly [string, boolean])[] = [
      [`\`\`\`json\n{"facts": [${fact}]}\n\`\`\``, true],
      [`Sure, here it is: {"facts": [${fact}]} Anything else?`, true],
      [`<think>Hm.</think>[${fact}]`, true],
      [`{'facts': [${fact.replaceAll('"', "'")},],}`, true],
      [`{"facts": [${fact}, {"quote": "${told}", "text": "Sessi`, true],
      ['Sessions are kept in Redis.', false],
      ['', false],
      ['{"facts": "Sessions are kept in Redis."}', false],
    ];
    for (const [answer, isRead] of answers) {
      const { memory, journal } = await openScripted();
      await read(memory, [commit('a', 1, told)]);
      const [records, outcomes]: [number, ReadingOutcome[]] = [journal.records.length, []];
      const model = scriptedModel(({ purpose }) => (purpose === 'extract' ? answer : '{"decisions": []}'));
      await memory.readWithModel(model, { onOutcome: (outcome) => outcomes.push(outcome) });
      assert.deepEqual(
        memory.proposals().map(({ newText }) => newText),
        isRead ? ['Sessions are kept in Redis.'] : [],
        answer,
      );
      if (isRead) continue;
      assert.equal(journal.records.length, records);
      assert.match(outcomes[0]?.problem ?? '', /JSON|empty|list/, answer);
    }
  });
});
