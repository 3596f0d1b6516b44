import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { KnownError, type ProjectMemory, type Proposal, type Suggested } from '../../../../src/core/index';
import { createRandom } from '../../../../src/learning/random';
import { commit, openScripted } from '../../../support/scriptedMemory';

const by = 'claude-code 2.1.0';

async function read(memory: ProjectMemory, text: string, accept: 'all' | 'none' = 'all'): Promise<void> {
  await memory.ingest([commit(text, 1, text)], { kind: 'scan', accept });
}

async function open(): Promise<{
  memory: ProjectMemory;
  propose: (text: string, about?: { replaces?: string; forget?: string }) => Promise<Suggested>;
  idOf: (text: string) => string;
}> {
  const { memory } = await openScripted();
  return {
    memory,
    propose: (text, about = {}) => memory.propose({ text, by, ...about }),
    idOf: (text) => memory.memories().find((one) => one.text === text)?.id ?? assert.fail(`no memory "${text}"`),
  };
}

function proposed(suggested: Suggested): Proposal {
  if (suggested.outcome !== 'proposed') return assert.fail(`it was not proposed: ${suggested.outcome}`);
  return suggested.proposal;
}

describe('What a program suggests', () => {
  it('waits for review, with who said it stamped by code', async () => {
    const { memory, propose } = await open();
    const proposal = proposed(await propose('Releases are cut from main on Thursdays.'));
    assert.equal(proposal.operation, 'ADD');
    assert.equal(proposal.state, 'pending');
    const [source] = proposal.sources;
    assert.deepEqual([source?.kind, source?.role, source?.app], ['note', 'assistant', by]);
    assert.deepEqual(
      memory.memories().map(({ reviewed }) => reviewed),
      [false],
    );
    await memory.accept({ ids: [proposal.id] });
    assert.deepEqual(
      memory.memories().map(({ text, reviewed }) => [text, reviewed]),
      [['Releases are cut from main on Thursdays.', true]],
    );
  });

  it('loses its secrets at the entrance', async () => {
    const { propose } = await open();
    const proposal = proposed(await propose('The deploy key is s3cret for staging.'));
    assert.equal(proposal.newText, 'The deploy key is [secret removed] for staging.');
    assert.doesNotMatch(JSON.stringify(proposal), /s3cret/);
  });

  it('replaces a memory once a person agrees, and not before', async () => {
    const { memory, propose, idOf } = await open();
    await read(memory, 'say The cache lives for 10 minutes.');
    const old = idOf('The cache lives for 10 minutes.');
    const proposal = proposed(await propose('The cache lives for 30 minutes.', { replaces: old }));
    assert.deepEqual([proposal.operation, proposal.target], ['UPDATE', old]);
    assert.equal(proposal.reason, 'claude-code 2.1.0 proposed this text.');
    assert.deepEqual(
      memory.memories().map(({ text }) => text),
      ['The cache lives for 10 minutes.'],
    );
    await memory.accept({ ids: [proposal.id] });
    const [first, second] = memory.memories();
    assert.deepEqual([first?.state, second?.text], ['superseded', 'The cache lives for 30 minutes.']);
    assert.deepEqual(
      memory.history(proposal.id).map(({ edited }) => edited),
      [undefined, undefined],
    );
  });

  it('has a memory forgotten, for the reason it gave', async () => {
    const { memory, propose, idOf } = await open();
    await read(memory, 'typescript = 5.9');
    const id = idOf('The project uses typescript 5.9.');
    const proposal = proposed(await propose('The project is plain JavaScript now.', { forget: id }));
    assert.deepEqual([proposal.operation, proposal.target], ['DELETE', id]);
    assert.equal(proposal.reason, 'The project is plain JavaScript now.');
    assert.equal(proposal.sources[0]?.quote, 'The project is plain JavaScript now.');
    await memory.accept({ ids: [proposal.id] });
    assert.equal(memory.memories()[0]?.state, 'deleted');
    assert.equal((await propose('The project uses typescript 5.9.')).outcome, 'declined');
  });

  it('is told what is known, waits, was rejected or is over, and none of these is written', async () => {
    const { memory, propose, idOf } = await open();
    await read(memory, 'say Tests run with vitest.');
    assert.deepEqual(await propose('tests run with  vitest'), {
      outcome: 'known',
      id: idOf('Tests run with vitest.'),
      text: 'Tests run with vitest.',
    });
    const proposal = proposed(await propose('Docs are written in Markdown.'));
    const again = await propose('Docs are written in Markdown.');
    assert.deepEqual(again, { outcome: 'waiting', proposal });
    await memory.reject({ ids: [proposal.id] });
    assert.equal((await propose('Docs are written in Markdown.')).outcome, 'declined');
    assert.deepEqual(memory.proposals(), []);

    const newer = proposed(await propose('Tests run with mocha.', { replaces: idOf('Tests run with vitest.') }));
    await memory.accept({ ids: [newer.id] });
    assert.deepEqual(await propose('Tests run with vitest.'), {
      outcome: 'past',
      text: 'Tests run with vitest.',
      id: newer.id,
    });
    assert.equal(
      [...memory.memories()].length,
      2,
      'what was told only is not remembered, the two that were accepted are',
    );
  });

  it('is not asked again to forget what the user keeps', async () => {
    const { memory, propose, idOf } = await open();
    await read(memory, 'say Tests run with vitest.');
    const forget = idOf('Tests run with vitest.');
    const proposal = proposed(await propose('Nobody runs tests.', { forget }));
    assert.equal((await propose('There are no tests.', { forget })).outcome, 'waiting');
    await memory.reject({ ids: [proposal.id] });
    assert.equal((await propose('There are no tests at all.', { forget })).outcome, 'declined');
    assert.equal(memory.memories()[0]?.state, 'active');
  });

  it('is refused in words when it is no single short statement, or names what is not there', async () => {
    const { memory, propose, idOf } = await open();
    const refused = async (code: string, asked: Promise<unknown>): Promise<string> => {
      try {
        await asked;
      } catch (error) {
        assert.ok(KnownError.is(error), String(error));
        assert.equal(error.code, code);
        return error.message;
      }
      return assert.fail('it was not refused');
    };
    assert.match(await refused('usage', propose('x'.repeat(301))), /at most 300 characters; this text has 301/);
    assert.match(await refused('usage', propose('- one\n- two')), /one by one/);
    assert.match(await refused('usage', propose(' \n ')), /empty/);
    await refused('bank/not-found', propose('Anything.', { replaces: 'ffffffffffff' }));
    await read(memory, 'say The cache lives for 10 minutes.');
    const old = idOf('The cache lives for 10 minutes.');
    const { id } = proposed(await propose('The cache lives for 30 minutes.', { replaces: old }));
    await memory.accept({ ids: [id] });
    assert.match(await refused('usage', propose('Gone.', { forget: old })), new RegExp(`no longer holds.*"${id}"`));
    assert.match(await refused('usage', propose('Gone.', { forget: id, replaces: id })), /one of the two/);
  });

  it('cannot bury the user: from fifty that wait on, no more are taken', async () => {
    const { memory, propose } = await open();
    for (let i = 0; i < 50; i++) proposed(await propose(`Module ${i} belongs to team ${i + 100}.`));
    assert.deepEqual(await propose('One more thing.'), { outcome: 'full', waiting: 50 });
    await memory.accept({ ids: [memory.proposals()[0]?.id ?? ''] });
    assert.equal((await propose('One more thing.')).outcome, 'proposed');
  });

  it('of two processes that suggest the same, one proposal remains', async () => {
    const one = await openScripted();
    const two = await openScripted(one.journal);
    const said = { text: 'Releases are cut from main on Thursdays.', by };
    const outcomes = await Promise.all([one.memory.propose(said), two.memory.propose(said)]);
    assert.deepEqual(outcomes.map(({ outcome }) => outcome).sort(), ['proposed', 'waiting']);
    await one.memory.refresh();
    assert.equal(one.memory.proposals().length, 1);
  });

  it('always says what became of it, however alike the statements are and whatever the user does meanwhile', async () => {
    const { memory } = await openScripted();
    const random = createRandom(7);
    const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
    for (let i = 0; i < 150; i++) {
      const module = Math.floor(random() * 6);
      const text = `Rule ${module} is about module ${Math.floor(random() * 4)}${random() < 0.5 ? ' and its tests' : ''}.`;
      const suggested = await memory.propose({ text, by });
      if (suggested.outcome === 'proposed')
        assert.ok(
          memory.proposals().some(({ id }) => id === suggested.proposal.id),
          text,
        );
      const one = pick(memory.proposals());
      if (one && random() < 0.3) await memory.accept({ ids: [one.id] });
      else if (one && random() < 0.3) await memory.reject({ ids: [one.id] });
      else if (random() < 0.1) await memory.undo(1).catch(() => undefined);
    }
  });
});
