import assert from 'node:assert/strict';
import { distillRule, Retriever, type Memory } from '../../../../src/core/index';
import { isOpen } from '../../../../src/learning/answer/answerTask';
import { productTask, projectTasks, type AskedMemory } from '../../../../src/learning/answer/projectTasks';
import type { Question, Stream } from '../../../../src/learning/types';
import { someMemory, somePackage } from '../../../support/someMemories';

const memories: readonly Memory[] = [
  someMemory({ text: 'The cache is cleared every hour.' }),
  someMemory({ text: 'The cache is written to disk by the worker.' }),
  someMemory({ text: 'Tabs are used for indentation.' }),
  ...somePackage('lodash', [['4.17.21', '2023-01-01T00:00:00Z']]),
];
const memory: AskedMemory = { name: 'toy', memories, retriever: new Retriever() };

const stream = (...questions: Partial<Question>[]): Stream => ({
  name: 'toy',
  facts: memories.map(({ id, text, validFrom }) => ({ id, text, time: validFrom, event: id })),
  questions: questions.map((question, index) => ({
    id: `q${index}`,
    text: 'How is the cache cleared?',
    kind: 'told',
    gold: { form: 'text', answers: ['every hour'] },
    from: 0,
    about: [0],
    ...question,
  })),
});
const tasksOf = (leftOut: number, ...questions: Partial<Question>[]) =>
  projectTasks(stream(...questions), memory, { seed: 1, most: 10, around: 0, leftOut });

describe('questions of a project', () => {
  it('are answered by the product from what is kept', () => {
    const [task] = tasksOf(0, {});
    assert.ok(task && !task.isAbsent);
    const answer = task.read(distillRule.keep(task.text, task.candidates, task.asked));
    assert.match(answer.text, /every hour/);
    assert.equal(task.score(answer), 1);
    assert.equal(task.read([]).declined, true);
  });

  it('are asked only where the answer holds at the end', () => {
    assert.equal(tasksOf(0, { to: 2 }).length, 0);
    assert.equal(tasksOf(0, { from: memories.length }).length, 0);
    assert.equal(tasksOf(0, { to: memories.length }).length, 1);
  });

  it('are to be declined where memory cannot know', () =>
    assert.equal(tasksOf(0, { gold: { form: 'text', answers: [] } })[0]?.isAbsent, true));

  it('lose the memories that answer them, where they are to be declined for that', () => {
    const [task] = tasksOf(1, {});
    assert.ok(task?.isAbsent);
    const texts = task.candidates.map(({ text }) => text);
    assert.deepEqual(texts, ['The cache is written to disk by the worker.']);
  });

  it('of other projects are to be declined, where a word of them is unknown here', () => {
    const foreign = stream(
      { id: 'unknown', text: 'How is the cache of the moonbase cleared?' },
      { id: 'known', text: 'How is the cache cleared by the worker?' },
      { id: 'elsewhere', text: 'How do moonbases orbit?' },
    ).questions;
    const options = { seed: 1, most: 10, around: 0, leftOut: 0, foreign: { questions: foreign, share: 1 } };
    const tasks = projectTasks(stream(), memory, options);
    assert.deepEqual(
      tasks.map(({ id, isAbsent }) => [id, isAbsent]),
      [['foreign unknown', true]],
    );
  });

  it('are asked in words that stand only around a memory, too', () => {
    const AROUND = ['phones', 'overlapping', 'buttons', 'annoyed', 'everybody', 'breakfast', 'showed'];
    const hidden = ['toolbar', 'sidebar', 'statusbar', 'menubar'].map((bar) =>
      someMemory({ text: `Hide the ${bar} on small screens.`, validFrom: '2024-01-01T00:00:00Z' }),
    );
    const body = 'Phones showed overlapping buttons, which annoyed everybody at breakfast.';
    const retriever = new Retriever(undefined, undefined, ({ quote }) => `${quote}\n\n${body}`);
    retriever.sync(hidden);
    const asked: AskedMemory = { name: 'toy', memories: hidden, retriever };
    const tasks = projectTasks(stream(), asked, { seed: 1, most: 4, around: 1, leftOut: 0 });
    assert.ok(tasks.length > 0);
    for (const { text, kind, score } of tasks) {
      assert.equal(kind, 'around');
      assert.ok(
        AROUND.some((word) => text.toLowerCase().includes(word)),
        text,
      );
      assert.equal(hidden.filter((memory) => score({ text: memory.text, declined: false }) === 1).length, 1);
    }
  });

  it('are left out where a key answers, whatever is kept', () => {
    const version = {
      text: 'Which version of lodash is used?',
      gold: { form: 'value', answers: ['4.17.21'] },
    } as const;
    assert.equal(tasksOf(0, version).length, 0);
    const task = productTask({ id: '', kind: '', isAbsent: false, text: version.text, score: () => 1 }, memory);
    assert.equal(isOpen(task), false);
    assert.match(task.read([]).text, /4\.17\.21/);
  });

  it('are at most as many as wanted', () =>
    assert.equal(projectTasks(stream({}, {}, {}), memory, { seed: 1, most: 2, around: 0, leftOut: 0 }).length, 2));
});
