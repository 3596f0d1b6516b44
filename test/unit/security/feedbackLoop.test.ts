import assert from 'node:assert/strict';
import { rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { INJECTED_END, INJECTED_START, silentLogger } from '../../../src/core/index';
import { createRedactor } from '../../../src/node/redactor';
import { createService, type MemoryService } from '../../../src/node/service';
import { makeSampleProject } from '../../host/sampleProject';

const signal = new AbortController().signal;

/** Forty conversations of before, one decision each. */
const TOPICS =
  'cache queue search uploads invoices sessions exports imports logging metrics backups previews tags sharing themes avatars drafts reminders calendars sync'.split(
    ' ',
  );
const DECIDED = TOPICS.flatMap((topic, i) => [
  `We keep ${topic} in folder ${topic}-${i + 11} because one place is easier to watch.`,
  `We limit ${topic} to ${i * 7 + 30} per minute because the small machine cannot take more.`,
]);

/** What was decided in the week itself: the only news in it. */
const NEWS = [
  'We use Valkey for presence because it needs no licence.',
  'We use minisign for releases because its keys are short.',
  'We never deploy from a laptop because nobody can repeat that build.',
  'We use Typst for receipts because LaTeX took a minute for each.',
  'We store audit trails in ClickHouse because they grow by millions of rows.',
];

type Recite = (texts: readonly string[]) => string;
const uncapital = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
/** How assistants put what was recalled for them. */
const ASSISTANTS: readonly Recite[] = [
  (texts) => texts.map((text, i) => `${text} [${i + 1}]`).join(' '),
  (texts) => `From project memory:\n\n${texts.map((text) => `- ${text}`).join('\n')}\n\nShall I go on?`,
  (texts) => texts.map((text) => `According to project memory, ${uncapital(text)}`).join('\n\n'),
  (texts) => `## Summary\n\n${texts.map((text) => `- ${text}`).join('\n')}`,
  (texts) => `Keep in mind that ${uncapital(texts[0] ?? '')} I will follow that.`,
  (texts) => `Remember: ${texts.join(' ')}`,
  (texts) => `Update: ${texts[0] ?? ''} -> ${texts[1] ?? ''}`,
  (texts) => `${INJECTED_START}\n${texts.join('\n')}\n${INJECTED_END}\nI have read it.`,
];
/** What people write back. */
const USERS: readonly Recite[] = [
  () => 'Thanks, that is what I wanted to know.',
  () => 'Yes, please.',
  (texts) =>
    `Memory told me:\n\n${texts.map((text, i) => `${text} [${i + 1}]`).join('\n')}\n\nAs of 3 Mar 2026. 2 of 60 candidates used.`,
  (texts) => texts[0] ?? '',
  (texts) => `Ok. ${texts[1] ?? ''}`,
  (texts) => `> ${texts[0] ?? ''}\n\nIs that still so?`,
];

describe('what memory told', function () {
  this.timeout(120_000);
  let root: string;
  let service: MemoryService;
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'memory-week-'));
    makeSampleProject(root);
    service = createService({
      distDir: path.join(root, 'no-such-dist'),
      ...{ redactor: createRedactor(), clock: () => new Date('2026-03-10T00:00:00Z'), logger: silentLogger },
      emit: () => undefined,
    });
    await service.scan({ root, accept: 'all' }, signal);
    await say(DECIDED.map((text, i) => turn(`past-${i}`, 0, '2026-01-15', 'user', text)));
    await service.accept({ root, all: true }, signal);
  });
  after(async () => {
    await service.dispose();
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  });

  it('is not learned again in a week in which every conversation recites it; only the news are', async () => {
    const start = await texts();
    assert.ok(start.length >= 60, `${start.length} memories`);
    const sizes: number[] = [];
    for (let day = 0; day < 7; day++) {
      for (let chat = 0; chat < 8; chat++) await converse(day, chat, start);
      const news = NEWS[day];
      if (news !== undefined) await say([turn(`news-${day}`, 0, `2026-03-0${day + 1}`, 'user', news)]);
      sizes.push((await texts()).length - start.length);
    }
    const all = await texts();
    const twice = (list: readonly string[]): string[] => list.filter((text, i) => list.indexOf(text) < i).sort();
    assert.deepEqual(twice(all), twice(start));
    const added = all.filter((text) => !start.includes(text)).sort();
    assert.deepEqual(added, [...NEWS].sort());
    assert.deepEqual(sizes, [1, 2, 3, 4, 5, 5, 5]);
    const proposals = await service.review({ root }, signal);
    assert.deepEqual(
      proposals.map(({ operation, newText }) => `${operation} ${newText}`).sort(),
      NEWS.map((text) => `ADD ${text}`).sort(),
    );
  });

  it('may be changed by a person who says the opposite, or something newer', async () => {
    await say([
      turn('change', 0, '2026-03-08', 'user', 'We use npm instead of pnpm because the new mirror only speaks npm.'),
      turn('change', 1, '2026-03-08', 'user', 'We limit search to 999 per minute because the new machine can take it.'),
    ]);
    const proposed = (await service.review({ root }, signal)).map(({ newText }) => newText ?? '');
    assert.ok(proposed.some((text) => text.includes('npm instead of pnpm')));
    assert.ok(proposed.some((text) => text.includes('999')));
  });

  /** A question, what an assistant recites of what memory finds, and a reply. */
  async function converse(day: number, chat: number, known: readonly string[]): Promise<void> {
    const n = day * 8 + chat;
    const session = `week-${n}`;
    const asked = known[(n * 13) % known.length] ?? '';
    const hits = await service.recall({ root, query: asked, limit: 2 }, signal);
    const recalled = hits.map(({ memory }) => memory.text);
    const date = `2026-03-0${day + 1}`;
    const recite = ASSISTANTS[n % ASSISTANTS.length] ?? assert.fail();
    const reply = USERS[n % USERS.length] ?? assert.fail();
    await say([
      turn(session, 0, date, 'user', `What do we know about this: ${asked.split(' ').slice(0, 6).join(' ')}?`),
      turn(session, 1, date, 'assistant', recite(recalled)),
      turn(session, 2, date, 'user', reply(recalled)),
      turn(session, 3, date, 'assistant', `## Done\n\n- ${recalled[0]}\n- I looked at ${recalled[1]}`),
    ]);
  }

  /** Everything that is remembered, records of what was done included. */
  async function texts(): Promise<string[]> {
    return (await service.list({ root }, signal)).map(({ text }) => text);
  }

  async function say(lines: readonly object[]): Promise<void> {
    await service.ingest({ root, lines: lines.map((line) => JSON.stringify(line)), accept: 'none' }, signal);
  }
});

function turn(session: string, index: number, date: string, role: 'user' | 'assistant', text: string): object {
  return { kind: 'chat', session, ref: `${index}`, time: `${date}T10:0${index}:00Z`, role, text };
}
