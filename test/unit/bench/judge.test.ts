import assert from 'node:assert/strict';
import { judge, parseQuestions, type Said } from '../../../bench/judge';

const question = { accept: ['\\b22\\b'], reject: ['^[Nn]o\\b'], sha: ['b9334769'] };
const said = (answer: string, more: Partial<Said> = {}): Said => ({
  answer,
  declined: false,
  used: [['b933476912345678901234567890123456789012']],
  ...more,
});

describe('judge', () => {
  it('wants one accepted text, no rejected one, and a commit that decides', () => {
    assert.deepEqual(judge(question, said('Node.js 22')), { right: true, cited: true });
    assert.deepEqual(judge(question, said('No, Node.js 22')), { right: false, cited: true });
    assert.deepEqual(judge(question, said('Node.js 20', { used: [['0000'], []] })), { right: false, cited: false });
  });

  it('takes the caps seriously', () => {
    assert.equal(judge(question, said(`22 ${'x'.repeat(297)}`)).right, true);
    assert.equal(judge(question, said(`22 ${'x'.repeat(298)}`)).right, false);
    assert.equal(judge(question, said('22', { used: [[], [], []] })).right, true);
    assert.equal(judge(question, said('22', { used: [[], [], [], []] })).right, false);
  });

  it('takes no refusal for an answer, and nothing but a refusal for what memory cannot know', () => {
    assert.equal(judge(question, said('Memory holds nothing about 22.', { declined: true })).right, false);
    const absent = { accept: [], reject: [], sha: [] };
    assert.deepEqual(judge(absent, said('Memory holds nothing about it.', { declined: true })), { right: true });
    assert.deepEqual(judge(absent, said('In Frankfurt.')), { right: false });
  });

  it('says nothing of citing where many commits could be cited', () => {
    assert.deepEqual(judge({ ...question, sha: [] }, said('22')), { right: true });
  });
});

describe('parseQuestions', () => {
  it('reads a question a line, and refuses what is none', () => {
    const line = JSON.stringify({ records: 'a.jsonl', q: 'Why?', ...question, kind: 'why' });
    assert.equal(parseQuestions(`${line}\n\n${line}\n`).length, 2);
    assert.throws(() => parseQuestions('{"q": "Why?"}'));
  });
});
