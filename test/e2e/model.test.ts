import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { canHost } from '../host/setup';
import { git } from '../host/workspace';
import { ABLE_WORDS, servesAble } from '../support/ableModel';
import { fails, LlmServer, says, type Treatment } from '../support/llmServer';
import { makeProject, packagedVsix, removeProject, screenshots, skipAfterFailure, type Project } from './setup';
import { Workbench } from './workbench';

const KEY = 'sk-of-the-test';
const QUESTION = '@memory Which version of typescript does the project use?';

/** What a person may need who has the address and the key at hand. */
const SET_UP_LIMIT_MS = 60_000;

const COMMITS = [
  ...['users', 'notes', 'tags', 'attachments', 'shares', 'searches'].map((what) => `Index the table of ${what}`),
  'Keep sessions in Redis\n\nThey were lost with every deployment.',
];

/** A fresh user sets up an endpoint, asks the same question as before, and has the model read. */
describe('A language model, in the real VS Code', function () {
  skipAfterFailure();
  let project: Project;
  let server: LlmServer;
  let workbench: Workbench;
  let plain: string;
  let startedAt: number;

  before(async function () {
    if (!canHost) return void this.skip();
    fs.mkdirSync(screenshots, { recursive: true });
    server = await LlmServer.start(wantsKey(serves));
    project = makeProject();
    // It reads when it is asked to: what it would read meanwhile is another thing each time.
    const settings = { 'memory.dailyTokens': 0 };
    workbench = await Workbench.open(packagedVsix(), project.folder, settings);
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench.page.screenshot({ path: path.join(screenshots, 'failed-model.png') });
  });
  after(async () => {
    if (!canHost) return;
    await workbench.close();
    await server.close();
    removeProject(project);
  });

  it('is not needed: memory answers without one', async () => {
    await workbench.showSidebar();
    await workbench.command('Memory: Scan Commits...');
    await workbench.quickPickItem(/^Whole history/).click();
    const proposals = await workbench.webview('proposals');
    await proposals.getByRole('button', { name: 'Accept all', exact: true }).click();
    await proposals.getByText('Nothing to review').waitFor();
    await workbench.dismissNotifications();
    plain = await (await workbench.ask(QUESTION)).innerText();
    assert.doesNotMatch(plain, /Worded by/);
    assert.deepEqual(server.requests, []);
  });

  it('is looked for where models run', async () => {
    // Meanwhile others work on the project: by the time that the model is asked to read, these have been read by rules.
    for (const message of COMMITS) git(project.folder, ['commit', '-q', '--allow-empty', '-m', message]);
    startedAt = Date.now();
    await workbench.command('Memory: Set Up Language Model...');
    await workbench.quickPickItem(/^Ollama/).waitFor();
    await workbench.screenshot(screenshots, 'model-where');
  });

  it('says so where nothing runs, and lets one go back', async () => {
    await workbench.quickPickItem(/^vLLM/).click();
    await workbench.quickPickItem(/Try again/).waitFor();
    await workbench.screenshot(screenshots, 'model-not-running');
    await workbench.goBack();
    await workbench.quickPickItem(/^Another address/).click();
  });

  it('says what is wrong with an address, and that a key is wanted', async () => {
    await workbench.typeIntoInput(/^Address of/, 'localhost');
    await workbench.typeIntoInput(/begins with http/, server.url);
    await workbench.quickPickItem(/Enter its API key/).waitFor();
    await workbench.screenshot(screenshots, 'model-key-wanted');
    await workbench.goBack();
    await workbench.typeIntoInput(/^Address of/, server.url);
    await workbench.quickPickItem(/Enter its API key/).click();
    await workbench.typeIntoInput(/^API key for/, KEY);
  });

  it('says what is sent where, before anything is', async () => {
    await workbench.quickPickItem(/^scripted-able/).waitFor();
    await workbench.screenshot(screenshots, 'model-which');
    await workbench.quickPickItem(/^scripted-weak/).click();
    const dialog = workbench.dialog();
    await dialog.getByText('Use scripted-weak on this machine?').waitFor();
    await workbench.screenshot(screenshots, 'model-agreement');
    assert.deepEqual(
      server.requests.filter(({ path: asked }) => !asked.endsWith('/models')),
      [],
    );
    await dialog.getByRole('button', { name: 'Test It' }).click();
  });

  it('is tested, and says what it will not be used for, and why', async () => {
    await workbench.quickPickItem(/Words answers/).waitFor();
    await workbench.quickPickItem(/Does not read commits and chats/).waitFor();
    await workbench.screenshot(screenshots, 'model-weak');
    await workbench.goBack();
  });

  it('says so where the endpoint does not have it, and which it has', async () => {
    await workbench.quickPickItem(/^scripted-able/).waitFor();
    await workbench.quickPickItem(/Type a name/).click();
    await workbench.typeIntoInput(/^Name of the model/, 'scripted-able9');
    await workbench.quickPickItem(/has no model scripted-able9.*It has scripted-able/).waitFor();
    await workbench.screenshot(screenshots, 'model-unknown');
    await workbench.quickPickItem(/Choose one that it has/).click();
    await workbench.quickPickItem(/^scripted-able/).click();
  });

  it('is tested, and says what it will be used for', async () => {
    await workbench.quickPickItem(/Use scripted-able/).waitFor(); // it was agreed to already
    await workbench.quickPickItem(/Words answers/).waitFor();
    assert.ok(server.requests.every(({ prompt }) => !prompt.includes('typescript')));
    await workbench.screenshot(screenshots, 'model-result');
    await workbench.quickPickItem(/Use scripted-able/).click();
    await workbench.notification(/^From now on scripted-able words answers/).waitFor();
    assert.ok(Date.now() - startedAt < SET_UP_LIMIT_MS);
    await workbench.screenshot(screenshots, 'model-set-up');
    await workbench.dismissNotifications();
  });

  it('words the answer to the same question, from the same sources', async () => {
    const shown = await workbench.ask(QUESTION);
    const text = await shown.innerText();
    assert.ok(text.includes(ABLE_WORDS), text);
    assert.match(text, /Worded by scripted-able\./);
    assert.deepEqual(sourcesOf(text), sourcesOf(plain));
    await workbench.screenshot(screenshots, 'model-answer');
  });

  it('leaves the answer to memory where it fails', async () => {
    server.does(fails(500, { message: 'out of memory' }));
    const shown = await workbench.ask('@memory Which version of node is required?');
    assert.doesNotMatch(await shown.innerText(), /Worded by|out of memory/);
    server.does(wantsKey(serves));
  });

  it('reads what rules did not understand; what it finds waits for review', async () => {
    await workbench.closeChat();
    await workbench.command('Memory: Read with Language Model...');
    await workbench.quickPickItem(/^The newest 20/).waitFor();
    await workbench.screenshot(screenshots, 'model-portion');
    await workbench.quickPickItem(/^The newest 20/).click();
    await workbench.notification(/^Read \d+ commits and messages: \d+ new facts?/).waitFor();
    const proposals = await workbench.webview('proposals');
    await proposals.getByRole('row', { name: /Redis/ }).first().waitFor();
    await workbench.screenshot(screenshots, 'model-read');
    await workbench.dismissNotifications();
  });

  it('shows in /status what it is used for and what it used', async () => {
    const shown = await workbench.ask('@memory /status');
    const text = await shown.innerText();
    assert.match(text, /Language model scripted-able at 127\.0\.0\.1:\d+: words answers/);
    assert.match(text, /In the last 24 hours: \d+ answers?/);
    assert.doesNotMatch(text, new RegExp(KEY));
    await workbench.screenshot(screenshots, 'model-status');
    await workbench.closeChat();
  });

  it('has another key from a command on, and none after it was removed', async () => {
    // Each time another question: what was answered once is not asked again.
    for (const [typed, told, sent, question] of [
      ['sk-another', /^The key for .* was saved\.$/, 'Bearer sk-another', '@memory Which test runner is used?'],
      ['', /^The key for .* was removed\.$/, undefined, '@memory Which web framework is used?'],
    ] as const) {
      await workbench.command('Memory: Set API Key...');
      await workbench.typeIntoInput(/^API key for/, typed);
      await workbench.notification(told).waitFor();
      await workbench.dismissNotifications();
      server.does(wantsKey(serves));
      assert.doesNotMatch(await (await workbench.ask(question)).innerText(), /Worded by/);
      await workbench.closeChat();
      assert.deepEqual([...new Set(server.requests.map(({ headers }) => headers.authorization))], [sent]);
    }
  });

  it('leaves no key in settings or logs', () => {
    const data = path.join(workbench.home, '../data');
    const settings = fs.readFileSync(path.join(data, 'User/settings.json'), 'utf8');
    assert.match(settings, /"memory\.endpoint\.url"/);
    const logs = fs.readdirSync(path.join(data, 'logs'), { recursive: true, encoding: 'utf8' });
    const texts = logs
      .map((name) => path.join(data, 'logs', name))
      .filter((file) => fs.statSync(file).isFile())
      .map((file) => fs.readFileSync(file, 'utf8'));
    assert.ok(texts.some((text) => text.includes('scripted-able at 127.0.0.1'))); // ours is among them
    for (const text of [settings, ...texts]) assert.doesNotMatch(text, /sk-of-the-test|sk-another/);
  });
});

/** Two models: of the small one nobody knows what it says about commits. */
const serves: Treatment = (request, response) => {
  const { model } = request.body;
  if (model === 'scripted-able9') return fails(404, { message: 'model "scripted-able9" not found' })(request, response);
  const isLost = model === 'scripted-weak' && request.purpose !== 'answer';
  (isLost && request.path.endsWith('/completions') ? says('I like commits.') : able)(request, response);
};
const able = servesAble('scripted-able', 'scripted-weak', 'nomic-embed-text');

/** As servers do that want one. */
function wantsKey(otherwise: Treatment): Treatment {
  return (request, response) => {
    if (request.headers.authorization === `Bearer ${KEY}`) return otherwise(request, response);
    fails(401, { message: 'Incorrect API key provided.' })(request, response);
  };
}

/** The lines below the answer: "[1] ...". */
function sourcesOf(answer: string): string[] {
  return answer.split('\n').filter((line) => /^\s*\[\d+\]/.test(line));
}
