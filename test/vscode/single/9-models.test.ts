import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Answer } from '../../../src/core/index';
import type { App } from '../../../src/extension/app';
import { askMemory } from '../../../src/extension/askMemory';
import { CHAT, COMMANDS, SETTINGS, STATE } from '../../../src/extension/ids';
import { LanguageModels } from '../../../src/extension/languageModels';
import { statusLines } from '../../../src/extension/modelText';
import type { HostedRequest, ModelStatus } from '../../../src/protocol/model';
import type { FakeModel } from '../../host/fakeModel/extension';
import { ABLE_WORDS, ableAnswer, servesAble } from '../../support/ableModel';
import { fails, LlmServer } from '../../support/llmServer';
import { activate, chat, commit, manifest, runTakingFirst, statusOf, waitFor } from '../support';

const VENDOR = 'fake';
const ID = 'fake/fake-1';

const REQUEST: HostedRequest = {
  model: ID,
  purpose: 'answer',
  maxTokens: 50,
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Why?' },
  ],
};

// The last of its window: a model that was examined is trusted from then on, and may choose other memories for an answer.

/** The models of VS Code, through the one of the tests. */
describe('A model of VS Code', function () {
  const never = new AbortController().signal;
  let fake: FakeModel;
  let allowed: boolean | undefined;
  let models: LanguageModels;

  before(() => {
    fake = fakeModel();
  });
  beforeEach(() => {
    fake.requests.length = 0;
    fake.reply = () => 'Because it is so.';
    allowed = true;
    models = new LanguageModels({ canSendRequest: () => allowed });
  });

  it('is asked with its instructions in the first message, and what it used is counted', async () => {
    const { text, usage, cut } = await models.complete(REQUEST, never);
    assert.equal(text, 'Because it is so.');
    assert.ok(usage.input > 0 && usage.output > 0);
    assert.deepEqual([usage.estimated, cut], [undefined, undefined]);
    assert.equal(fake.requests.length, 1);
    assert.equal(fake.requests[0]?.text, 'Be brief.\n\nWhy?');
    assert.deepEqual(fake.requests[0].tools, []);
  });

  it('is not asked in the background where nobody was asked for consent, nor where it was refused', async () => {
    for (const consent of [undefined, false]) {
      allowed = consent;
      await assert.rejects(models.complete(REQUEST, never), { code: 'llm/refused' });
    }
    assert.deepEqual(fake.requests, []);
  });

  it('is asked while something runs that the user asked for, and not longer', async () => {
    allowed = undefined;
    const model = await models.find(ID);
    assert.ok(model);
    const loans = [models.lend(model), models.lend(model)];
    loans[0]?.dispose();
    loans[0]?.dispose();
    assert.equal((await models.complete(REQUEST, never)).text, 'Because it is so.');
    loans[1]?.dispose();
    await assert.rejects(models.complete(REQUEST, never), { code: 'llm/refused' });
  });

  it('is never our own, which is no language model', async () => {
    assert.ok((await models.all()).every(({ vendor }) => vendor !== CHAT.vendor));
    assert.ok((await models.all()).some(({ vendor }) => vendor === VENDOR));
    const own = { ...REQUEST, model: `${CHAT.vendor}/${CHAT.model}` };
    await assert.rejects(models.complete(own, never), { code: 'llm/none' });
  });

  it('that is gone is said to be gone', async () => {
    await assert.rejects(models.complete({ ...REQUEST, model: 'fake/fake-9' }, never), { code: 'llm/none' });
  });

  it('that fails does so in words, by what its error says', async () => {
    const failures = [
      [() => vscode.LanguageModelError.Blocked('quota'), 'llm/rate-limited'],
      [() => vscode.LanguageModelError.NoPermissions('no'), 'llm/refused'],
      [() => new Error('it broke'), 'llm/failed'],
    ] as const;
    for (const [toError, code] of failures) {
      fake.reply = () => {
        throw toError();
      };
      await assert.rejects(models.complete(REQUEST, never), { code });
    }
  });

  it('that never ends its answer is cut at its length, and one that says nothing can be cancelled', async () => {
    fake.reply = () => 'word '.repeat(1000);
    const { text, cut } = await models.complete(REQUEST, never);
    assert.equal(cut, true);
    assert.ok(text.length <= 50 * 6);
    fake.reply = () => new Promise(() => undefined);
    const waiting = new AbortController();
    const asked = models.complete(REQUEST, waiting.signal);
    await waitFor('the request', () => fake.requests.length === 2);
    waiting.abort();
    await assert.rejects(asked, { name: 'AbortError' });
  });
});

describe('@memory with a language model', function () {
  let app: App;
  let root: string;
  let fake: FakeModel;
  let picked: vscode.LanguageModelChat;

  const plain = (question: string): Promise<Answer> => app.service.call('ask', { root, question, model: 'none' });
  const worded = (question: string): Promise<Answer> =>
    askMemory(app, { root, question, picked }, new AbortController().signal);

  before(async () => {
    ({ app } = await activate());
    root = app.projects.current?.root ?? '';
    fake = fakeModel();
    const [model] = await vscode.lm.selectChatModels({ vendor: VENDOR });
    assert.ok(model);
    picked = model;
    commit(
      root,
      manifest({ devDependencies: { typescript: '^5.9.2', eslint: '^9.1.0' }, engines: { node: '>=20' } }),
      'Lint with eslint',
    );
    await runTakingFirst(COMMANDS.scan);
    await vscode.commands.executeCommand(COMMANDS.acceptAll);
    assert.equal((await statusOf(app, root)).pending, 0);
  });
  beforeEach(() => {
    fake.requests.length = 0;
    fake.reply = ({ text }) => ableAnswer(text);
  });

  it('words its answer with the model of the chat, from the same sources', async () => {
    const question = 'Which version of eslint does the project use?';
    const before = await plain(question);
    assert.deepEqual(fake.requests, []);
    const after = await worded(question);
    assert.equal(after.wordedBy, 'Fake One');
    assert.ok(after.answer.startsWith(ABLE_WORDS), after.answer);
    assert.match(after.answer, /9\.1\.0/);
    assert.equal(after.plain, before.answer);
    assert.deepEqual(
      after.used.map(({ id }) => id),
      before.used.map(({ id }) => id),
    );
  });

  it('does so in the real chat view', async () => {
    const turn = await chat('@memory Which version of eslint is in use?', VENDOR);
    assert.equal(turn.errorDetails, undefined);
    const [id] = (await plain('Which version of eslint is in use?')).used.map((used) => used.id);
    assert.deepEqual(turn.metadata?.answer?.used[0], id);
    assert.equal(fake.requests.length, 1);
    assert.match(fake.requests[0]?.text ?? '', /eslint 9\.1\.0|eslint.*9\.1\.0/s);
  });

  it('answers in the words of memory where the model fails, or says what no memory does', async () => {
    const replies: FakeModel['reply'][] = [
      () => {
        throw vscode.LanguageModelError.Blocked('quota');
      },
      () => 'I am only a model.',
      () => '{"used": [99], "knows": true, "answer": "It is version 42."}',
      () => '{"used": [1], "knows": true, "answer": "It is version 42."}',
    ];
    const question = 'What is the version of typescript?';
    const before = await plain(question);
    for (const reply of replies) {
      fake.reply = reply;
      const { wordedBy, problem, answer, used } = await worded(question);
      assert.equal(wordedBy, undefined);
      assert.ok(problem);
      assert.deepEqual([answer, used], [before.answer, before.used]);
    }
  });

  it('sends nothing where the user wants no model', async () => {
    await set(SETTINGS.model, 'none');
    try {
      await worded('Which version of node is required?');
      await chat('@memory Which version of node is needed?', VENDOR);
      assert.deepEqual(fake.requests, []);
    } finally {
      await set(SETTINGS.model, undefined);
    }
  });

  it('is set up from those of VS Code, and then used where no chat brings its own', async function () {
    this.timeout(60_000);
    await app.choose({ kind: 'vscode', id: ID, name: 'Fake One' }); // so that the steps begin there
    await app.context.globalState.update(STATE.agreedModels, [`vscode:${ID}`]);
    try {
      await runTakingFirst(COMMANDS.setUpModel);
      assert.ok(fake.requests.length >= 10);
      const status = await app.service.call('modelStatus', { root });
      assert.deepEqual(status?.trust, { answers: 'distils', decides: true, extracts: true });
      assert.equal(status.where, 'vscode');
      const { wordedBy } = await app.service.call('ask', { root, question: 'Which typescript version is used?' });
      assert.equal(wordedBy, 'Fake One');
    } finally {
      await set(SETTINGS.model, undefined);
      await app.context.globalState.update(STATE.hostedModel, undefined);
      await app.context.globalState.update(STATE.agreedModels, undefined);
    }
  });

  /** As a person does who takes what is offered first at every step. */
  describe('that is set up at an endpoint', function () {
    let server: LlmServer;

    before(async () => {
      server = await LlmServer.start(servesAble('qwen3:4b', 'nomic-embed-text'));
      // What the steps begin with; the test host takes no dialog, so the agreement is there already.
      await set(SETTINGS.endpointUrl, server.url);
      await set(SETTINGS.endpointModel, 'qwen3:4b');
      await set(SETTINGS.dailyTokens, 0);
      await app.context.globalState.update(STATE.agreedModels, [server.url]);
      await app.keys.set(server.url, 'sk-of-the-test');
    });
    after(async () => {
      await app.keys.remove(server.url);
      for (const key of [SETTINGS.model, SETTINGS.endpointUrl, SETTINGS.endpointModel, SETTINGS.dailyTokens])
        await set(key, undefined);
      await app.context.globalState.update(STATE.agreedModels, undefined);
      await server.close();
    });
    afterEach(() => server.does(servesAble('qwen3:4b', 'nomic-embed-text')));

    it('leaves everything as it was when it is closed half-way', async () => {
      const before = app.choice();
      const done = vscode.commands.executeCommand(COMMANDS.setUpModel);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      await done;
      assert.deepEqual(app.choice(), before);
      assert.equal(await app.keys.get(server.url), 'sk-of-the-test');
    });

    it('is examined, and kept with what it can do', async function () {
      this.timeout(60_000);
      await runTakingFirst(COMMANDS.setUpModel);
      assert.equal(vscode.workspace.getConfiguration().get(SETTINGS.model), 'endpoint');
      assert.deepEqual(app.choice(), { kind: 'endpoint', url: server.url, model: 'qwen3:4b' });
      const status = await modelStatus();
      assert.deepEqual(status.trust, { answers: 'distils', decides: true, extracts: true });
      assert.ok(server.requests.every(({ headers }) => headers.authorization === 'Bearer sk-of-the-test'));
      assert.ok(server.requests.length >= 10);
    });

    it('answers in the chat instead of the model that is picked there, and says so in /status', async () => {
      const turn = await chat('@memory Which eslint version is used?', VENDOR);
      assert.equal(turn.errorDetails, undefined);
      assert.deepEqual(fake.requests, []);
      assert.ok(server.requests.some(({ purpose }) => purpose === 'answer'));
      const [first, counts] = statusLines(app.choice(), await modelStatus());
      assert.match(first ?? '', /^Language model qwen3:4b at 127\.0\.0\.1:\d+: words answers/);
      assert.match(counts ?? '', /^In the last 24 hours: \d+ answers? \(/);
      assert.equal((await chat('@memory /status', VENDOR)).errorDetails, undefined);
    });

    it('reads commits at a command; what it finds waits for review', async function () {
      this.timeout(60_000);
      commit(root, { 'notes.txt': 'x\n' }, 'Keep sessions in Redis\n\nThey were lost with every deployment.');
      await app.service.call('capture', { root });
      const before = await statusOf(app, root);
      void vscode.commands.executeCommand(COMMANDS.readWithModel);
      await takeFirst(); // of the history that other tests made only the newest are read
      const proposal = await waitFor('a proposal of the model', async () =>
        (await app.service.call('review', { root })).find(({ newText }) => newText?.includes('Redis')),
      );
      assert.equal(proposal.state, 'pending');
      assert.deepEqual((await statusOf(app, root)).memories, before.memories);
      await waitFor('the end of the reading', async () => (await modelStatus()).log.length >= 20);
      assert.ok((await modelStatus()).log.some(({ subject }) => subject === 'Keep sessions in Redis'));
      await app.acts.reject(root, { all: true });
    });

    it('whose key is refused leaves answers as they are, and /status says what to do', async () => {
      server.does(fails(401, { message: 'no such key: sk-of-the-test' }));
      const answer = await app.service.call('ask', { root, question: 'What version of node is required?' });
      assert.equal(answer.wordedBy, undefined);
      assert.match(answer.problem ?? '', /refused the key\. Set it with "Memory: Set API Key"/);
      assert.doesNotMatch(JSON.stringify(answer), /sk-of-the-test/);
    });

    async function modelStatus(): Promise<ModelStatus> {
      const status = await app.service.call('modelStatus', { root });
      assert.ok(status);
      return status;
    }
  });
});

function fakeModel(): FakeModel {
  const extension = vscode.extensions.getExtension<FakeModel>('memory-r1-test.fake-model');
  assert.ok(extension?.isActive);
  return extension.exports;
}

/** Takes the first item of a list that is about to open. */
async function takeFirst(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2000));
  await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
}

async function set(key: string, value: string | number | undefined): Promise<void> {
  await vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);
}
