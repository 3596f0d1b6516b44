import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ProjectMemory, RawEvent, Role } from '../../../src/core/index';
import { commit, openScripted } from '../../support/scriptedMemory';

const KNOWN = 'We switched from npm to pnpm because installs are faster.';

describe('what a chat recites of memory', () => {
  for (const [name, role, said] of [
    ['an assistant repeats it', 'assistant', 'did We switched from npm to pnpm because installs are faster.'],
    ['an assistant leaves the reason out', 'assistant', 'did We switched from npm to pnpm.'],
    [
      'an assistant words it a little otherwise',
      'assistant',
      'did The team has switched from npm to pnpm because installs are much faster.',
    ],
    ['an assistant tells what a file said', 'assistant', 'did The project uses typescript 5.9.'],
    [
      'a person cites it',
      'user',
      'say We switched to pnpm because of speed [1].\nAs of 3 Mar 2026. 2 of 60 candidates used.',
    ],
    [
      'a person says that memory says so',
      'user',
      'According to project memory, we like it.\nsay Project memory says we like pnpm because it is small.',
    ],
    ['a person pastes a proposal', 'user', 'Update: say use yarn because it is old -> say use pnpm because it is new'],
  ] as const satisfies readonly (readonly [string, Role, string])[]) {
    it(`is no news when ${name}`, async () => {
      const memory = await known();
      await hear(memory, role, said);
      assert.deepEqual(texts(memory), [KNOWN, 'The project uses typescript 5.9.'].sort());
    });
  }

  for (const [name, role, said] of [
    [
      'a person says the opposite in the same words',
      'user',
      'say We switched from pnpm to npm because installs are faster.',
    ],
    ['a person says another number', 'user', 'typescript = 6.0'],
    ['a person denies it', 'user', 'say We never switched from npm to pnpm because installs are faster.'],
    ['an assistant did the opposite', 'assistant', 'did Switched from pnpm to npm.'],
    ['an assistant did something else with it', 'assistant', 'did Removed the pnpm cache from the workflow.'],
    [
      'a person talks of the memory of a computer',
      'user',
      'say According to memory profiles we use streams because buffers are large.',
    ],
    ['a person refers to a note', 'user', 'say We use streams because of the numbers in [2].'],
  ] as const satisfies readonly (readonly [string, Role, string])[]) {
    it(`is news when ${name}`, async () => {
      const memory = await known();
      const before = memory.proposals().length + texts(memory).length;
      await hear(memory, role, said);
      assert.ok(memory.proposals().length + texts(memory).length > before);
    });
  }

  it('is news when it was said before memory could tell it', async () => {
    const memory = await known();
    await hear(memory, 'assistant', 'did We switched from npm to pnpm.', -1);
    assert.ok(texts(memory).includes('We switched from npm to pnpm.'));
  });
});

async function known(): Promise<ProjectMemory> {
  const { memory } = await openScripted();
  const told = [commit('a', 1, `say ${KNOWN}\ntypescript = 5.9`)];
  await memory.ingest(told, { kind: 'ingest', accept: 'all' });
  return memory;
}

async function hear(memory: ProjectMemory, role: Role, text: string, day = 5): Promise<void> {
  const { time } = commit('', day, '');
  const event: RawEvent = { kind: 'chat', session: 's', ref: `${day}`, time, role, text };
  await memory.ingest([event], { kind: 'chats', accept: 'none' });
}

function texts(memory: ProjectMemory): string[] {
  return memory
    .memories()
    .map(({ text }) => text)
    .sort();
}
