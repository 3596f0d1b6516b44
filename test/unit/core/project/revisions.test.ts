import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { defaultExtractors, type ProjectMemory, type RawEvent } from '../../../../src/core/index';
import { openScripted } from '../../../support/scriptedMemory';
import { readerOf } from '../../../support/scriptedModel';

/** A document as it is on a day. */
function rules(day: number, text: string, more: Partial<RawEvent> = {}): RawEvent {
  const time = new Date(Date.UTC(2026, 0, day)).toISOString();
  return { kind: 'file', ref: 'AGENTS.md', session: `v${day}`, app: 'agents', role: 'user', time, text, ...more };
}

async function open(): Promise<ProjectMemory> {
  return (await openScripted(undefined, { extractors: defaultExtractors })).memory;
}

const read = async (memory: ProjectMemory, ...events: RawEvent[]) =>
  await memory.ingest(events, { kind: 'files', accept: 'none' });
const changes = (memory: ProjectMemory): string[] =>
  memory
    .proposals()
    .map(({ operation, oldText, newText }) => `${operation} ${oldText ?? ''} -> ${newText ?? ''}`)
    .sort();

describe('a document that changed', () => {
  it('ends its statements in the history, by rule and with its name', async () => {
    const memory = await open();
    await read(memory, rules(1, '- Use tabs in Makefiles.\n- Never commit to main.'));
    await memory.accept({ all: true });
    await read(memory, rules(2, '- Use tabs in Makefiles.'));
    await memory.accept({ all: true });
    const ended = memory.memories().find(({ state }) => state === 'deleted');
    assert.equal(ended?.ending?.text, 'AGENTS.md no longer says: Never commit to main.');
    assert.equal(ended.ending.forgotten, false, 'it is told as past, not hidden');
    const [end] = memory.history(ended.id);
    assert.deepEqual(
      [end?.operation, end?.reason, end?.event.quote],
      ['DELETE', 'AGENTS.md says it no more.', 'AGENTS.md'],
    );
  });

  it('says of what still waits for review that it is gone, too', async () => {
    const memory = await open();
    await read(memory, rules(1, '- Use tabs in Makefiles.\n- Never commit to main.'));
    await read(memory, rules(2, '- Use tabs in Makefiles.'));
    assert.deepEqual(changes(memory), [
      'ADD  -> Never commit to main.',
      'ADD  -> Use tabs in Makefiles.',
      'DELETE Never commit to main. -> ',
    ]);
  });

  it('leaves what the user edited to the user, and what a person put in other words where it rests on other words', async () => {
    const memory = await open();
    await read(memory, rules(1, '- Use tabs in Makefiles.\n- Never commit to main.'));
    await memory.accept({ all: true });
    const [tabs] = memory.memories().filter(({ text }) => text.includes('tabs'));
    await memory.editMemory(tabs?.id ?? '', 'Use tabs everywhere.');
    await read(memory, rules(2, '- Never commit to main.'));
    assert.deepEqual(changes(memory), []);
  });

  it('does not take a statement that a commit makes, too, for another form of its own', async () => {
    const memory = await open();
    const said = 'Use yarn instead of npm because its lock file merges better';
    await read(memory, rules(1, `- ${said}.`));
    await memory.accept({ all: true });
    await memory.ingest([rules(2, `- ${said}.`, { ref: 'CLAUDE.md' })], { kind: 'files', accept: 'all' });
    await read(memory, rules(3, '- Keep functions short.'));
    assert.deepEqual(changes(memory), ['ADD  -> Keep functions short.']);
  });

  it('keeps what a language model read in it while the words are there', async () => {
    const memory = await open();
    const words = 'Everything under src/core stays free of Node, for it runs in the browser, too.';
    await read(memory, rules(1, `- Use tabs in Makefiles.\n\n${words}`));
    await memory.readWithModel(readerOf([{ text: 'The core must run in the browser.', quote: words }]));
    await memory.accept({ all: true });
    await read(memory, rules(2, words));
    assert.ok(!changes(memory).some((text) => text.includes('browser')), changes(memory).join());
    await read(memory, rules(3, '- Keep functions short.'));
    assert.ok(changes(memory).includes('DELETE The core must run in the browser. -> '), changes(memory).join());
  });
});
