import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Asked, FoundMemory } from '../../../bench/distillation/candidates';
import { readTalks, type Observation } from '../../../bench/distillation/dataset';
import { datesIn } from '../../../bench/distillation/dates';
import { readQuestion } from '../../../bench/distillation/language';
import { oracle, plainMethods } from '../../../bench/distillation/methods';
import { createPolicy, keptBy } from '../../../bench/distillation/policy';
import { readAll, trainReader, type Reading } from '../../../bench/distillation/reader';
import { REWARDS } from '../../../bench/distillation/reward';
import { bleu1, scoreAnswer } from '../../../bench/distillation/scores';
import { FEATURES, forEachAnswer, readMemory } from '../../../bench/distillation/spans';
import { answerFrom, expectedF1, measure, toTasks, type Task } from '../../../bench/distillation/tasks';
import { differenceOf, outcomeOf, rowOf } from '../../../bench/distillation/summary';
import { train, trainOnLabels } from '../../../bench/distillation/training';
import { createRandom } from '../../../src/learning/random';
import { useTemporaryFolders } from '../../support/temporaryFolder';

describe('Distillation on LoCoMo', () => {
  describe('scores of answers', () => {
    it('leave out case, punctuation and articles, and stem', () => {
      const { f1, em, bleu1 } = scoreAnswer('The Sunday before 25 May, 2023', 'sunday before 25 May 2023', 2);
      assert.deepEqual([f1, em, bleu1], [1, 1, 1]);
      assert.equal(scoreAnswer('painting', 'paintings', 4).f1, 1);
      assert.equal(scoreAnswer('painting', 'paintings', 4).em, 0);
    });

    it('count words with their repetitions', () => {
      assert.equal(scoreAnswer('running running', 'running pottery', 4).f1, 0.5);
      assert.equal(scoreAnswer('', 'pottery', 4).f1, 0);
    });

    it('take the parts of an answer of category 1 one by one', () => {
      const { f1, byParts } = scoreAnswer('camping', 'pottery, camping', 1);
      assert.equal(f1, 2 / 3);
      assert.equal(byParts, 0.5);
      assert.equal(scoreAnswer('camping', 'pottery, camping', 4).byParts, 2 / 3);
    });

    it('leave out what explains an answer of category 3', () => {
      assert.equal(scoreAnswer('National park', 'National park; she likes the outdoors', 3).em, 1);
    });

    it('make short answers pay in BLEU-1', () => {
      assert.equal(bleu1(['a', 'b'], ['a', 'b']), 1);
      assert.ok(Math.abs(bleu1(['a'], ['a', 'b', 'c']) - Math.exp(-2)) < 1e-12);
      assert.equal(bleu1(['a', 'x', 'y', 'z'], ['a']), 0.25);
    });
  });

  describe('times', () => {
    const cases: readonly [text: string, times: readonly string[]][] = [
      ['She went to a group yesterday.', ['24 May 2023']],
      ['She painted it last year.', ['2022']],
      ['She ran a race last Saturday.', ['The Saturday before 25 May 2023']],
      ['They went camping two weekends ago.', ['two weekends before 25 May 2023']],
      ['They plan to camp next month.', ['June 2023']],
      ['It was three days ago.', ['22 May 2023']],
      ['She moved seven years ago.', ['2016']],
      ['Her birthday is on August 13, 1995.', ['13 August 1995']],
      ['She started in March 2021 and stopped last week.', ['March 2021', 'The week before 25 May 2023']],
      ['She likes to paint.', []],
    ];
    for (const [text, times] of cases)
      it(`"${text}" tells ${times.length === 0 ? 'none' : times.join(' and ')}`, () => {
        assert.deepEqual(datesIn(text, '2023-05-25'), times);
      });

    it('a month back from the last day of one is the month before', () => {
      assert.deepEqual(datesIn('It was last month.', '2023-03-31'), ['February 2023']);
    });
  });

  describe('answers that the reader could give', () => {
    const answersOf = (question: string, text: string): string[] => {
      const memory = readMemory(observation(text));
      const found: string[] = [];
      forEachAnswer(readQuestion(question), memory, (answer, stems, features, count) => {
        found.push(typeof answer === 'string' ? answer : text.slice(answer.start, answer.end));
        assert.ok(stems.length > 0);
        assert.ok(features.subarray(0, count).every((feature) => feature < FEATURES));
      });
      return found;
    };

    it('are runs of at most nine words inside a sentence', () => {
      const found = answersOf(
        'What did Mel make?',
        'Mel made one two three four five six seven eight bowls. Kim left.',
      );
      assert.ok(found.includes('one two three four five six seven eight bowls'));
      assert.ok(found.includes('Kim left'));
      assert.ok(!found.some((answer) => answer.includes('bowls.')));
      assert.ok(found.every((answer) => answer.split(' ').length <= 9));
    });

    it('are times and verdicts only where the question asks for such', () => {
      assert.ok(answersOf('When did Mel paint?', 'Mel painted yesterday.').includes('7 May 2023'));
      assert.ok(!answersOf('What did Mel paint?', 'Mel painted yesterday.').includes('7 May 2023'));
      assert.ok(answersOf('Does Mel paint?', 'Mel painted.').includes('yes'));
      assert.ok(!answersOf('Who paints?', 'Mel painted.').includes('yes'));
    });

    it('are a time that the turn told where the statement lost it', () => {
      const memory = readMemory({ ...observation('Mel painted.'), said: 'I painted it last year!' });
      assert.deepEqual(
        memory.times.map(({ text }) => text),
        ['2022', '8 May 2023', 'May 2023'],
      );
    });
  });

  it('the reader learns from right answers alone where they stand', () => {
    const towns = ['Rome', 'Paris', 'Oslo', 'Bern', 'Lima'];
    const asked = towns.map((town) =>
      ask('Where did Mel move?', town, [`Mel moved to ${town} with her dog.`, 'Kim likes tea.']),
    );
    const [unseen] = [ask('Where did Ann move?', 'Cairo', ['Ann moved to Cairo with her cat.', 'Joe likes tea.'])];
    const reader = trainReader(asked, { epochs: 60, depth: 60, learningRate: 0.05, decay: 0 });
    const [best, other] = readAll(reader, unseen);
    assert.equal(best!.answer, 'Cairo');
    assert.equal(best!.f1, 1);
    assert.ok(best!.score > other!.score);
  });

  describe('what is kept', () => {
    /** The reader is drawn to the second, wrong memory a little more than to the first, right one. */
    const tasks = Array.from({ length: 8 }, (_, i) =>
      taskOf(
        ask('Where did Mel move?', 'Rome', ['Mel moved to Rome.', 'Mel saw Oslo.', 'a', 'b', 'c', 'd', 'e', `f${i}`]),
        ['Rome', 'Oslo', 'x', 'x', 'x', 'x', 'x', 'x'],
        [1, 1.5, 0, 0, 0, 0, 0, 0],
      ),
    );
    const [task] = tasks;

    it('decides the answer', () => {
      assert.equal(answerFrom(task!, [0, 1, 2]), 'Oslo');
      assert.equal(answerFrom(task!, [2, 0]), 'Rome');
      assert.equal(REWARDS.f1(task!, [0, 1]), 0);
      assert.equal(REWARDS.em(task!, [0]), 1);
    });

    it('is rewarded with what each of it would answer, the likelier the more', () => {
      const right = Math.exp(1) / (Math.exp(1) + Math.exp(1.5));
      assert.ok(Math.abs(expectedF1(task!, [0, 1]) - right) < 1e-12);
      assert.equal(REWARDS.soft(task!, [0]), 1);
    });

    it('is compared with the evidence', () => {
      const { evidence, kept } = measure(task!, [0, 1, 2, 3]);
      assert.deepEqual(evidence, { precision: 0.25, recall: 1, f1: 0.4 });
      assert.equal(kept, 4);
      assert.deepEqual(oracle.keep(task!), [0]);
    });

    it('is all, the first few, or what reaches a threshold chosen on training questions', () => {
      const methods = new Map(plainMethods(tasks).map(({ name, keep }) => [name.split(' ')[0]!, keep(task!)]));
      assert.equal(methods.get('no')!.length, 8);
      assert.deepEqual(methods.get('top-3'), [0, 1, 2]);
      assert.deepEqual(methods.get('score'), [0]);
    });

    it('is the best five before anything is learned', () => {
      assert.deepEqual(keptBy(createPolicy(createRandom(1)), task!.state), [0, 1, 2, 3, 4]);
    });

    for (const algorithm of ['grpo', 'ppo'] as const)
      it(`${algorithm} learns to leave out what misleads the reader`, async () => {
        const { keep, curve } = await train(tasks, tasks, { algorithm, reward: 'soft', seed: 1 });
        assert.ok(expectedF1(task!, keep(task!)) > 0.95);
        assert.ok(curve.at(-1)!.reward > curve[0]!.reward + 0.2);
      });

    it('is learned the same whatever the dataset names as evidence', async () => {
      const otherwise = tasks.map((one) => ({
        ...one,
        asked: {
          ...one.asked,
          question: { ...one.asked.question, evidence: new Set(['D9:9']) },
          candidates: one.asked.candidates.map((found) => ({ ...found, isEvidence: !found.isEvidence })),
        },
      }));
      const options = { algorithm: 'grpo', reward: 'soft', seed: 3 } as const;
      const [one, other] = [await train(tasks, tasks, options), await train(otherwise, tasks, options)];
      assert.deepEqual(one.parameters, other.parameters);
      assert.notDeepEqual(trainOnLabels(tasks, 3).parameters, trainOnLabels(otherwise, 3).parameters);
    });

    it('is summed up over seeds, and compared question by question', () => {
      const keepFirst = (): readonly number[] => [0];
      const keepSecond = (): readonly number[] => [1];
      const both = outcomeOf('both', tasks, [keepFirst, keepSecond]);
      const { f1, band, kept, categories } = rowOf(both, tasks);
      assert.deepEqual([f1, kept, categories[3]], [50, 1, 50]);
      assert.deepEqual(band?.f1, { low: 0, high: 100 });
      const { points, byQuestion, byConversation } = differenceOf(
        both,
        outcomeOf('second', tasks, [keepSecond]),
        'f1',
        tasks,
      );
      assert.deepEqual([points, byQuestion, byConversation], [50, { low: 50, high: 50 }, undefined]);
    });
  });

  const temporaryFolder = useTemporaryFolders();

  it('reads statements with the turns they rest on, and leaves category 5 out', async () => {
    const file = path.join(await temporaryFolder(), 'locomo10.json');
    const turns = [
      { speaker: 'Mel', dia_id: 'D1:1', text: 'I painted it last year!' },
      { speaker: 'Kim', dia_id: 'D1:2', text: 'Nice.' },
    ];
    const qa = [
      { question: 'When did Mel paint?', answer: 2022, category: 2, evidence: ['D:1:1'] },
      { question: 'Who sang?', adversarial_answer: 'Mel', category: 5, evidence: [] },
    ];
    const conversation = { session_1: turns, session_1_date_time: '1:56 pm on 8 May, 2023' };
    const observation = {
      session_1_observation: { Kim: [['Kim was kind.', ['D1:2']]], Mel: [['Mel painted.', 'D1:1']] },
    };
    writeFileSync(file, JSON.stringify([{ sample_id: 'conv-41', conversation, observation, qa }]));
    const [talk] = readTalks(file);
    assert.equal(talk!.split, 'test');
    assert.deepEqual(
      talk!.observations.map(({ memory, turns: from, said, day }) => [memory.text, [...from], said, day]),
      [
        ['Mel painted.', ['D1:1'], 'I painted it last year!', '2023-05-08'],
        ['Kim was kind.', ['D1:2'], 'Nice.', '2023-05-08'],
      ],
    );
    assert.deepEqual(talk!.questions, [
      { id: 'conv-41/0', text: 'When did Mel paint?', category: 2, gold: '2022', evidence: new Set(['D1:1']) },
    ]);
  });
});

function observation(text: string, turn = 'D1:1'): Observation {
  const validFrom = '2023-05-08T10:00:00.000Z';
  return {
    memory: {
      id: text,
      lineage: text,
      text,
      kind: 'note',
      state: 'active',
      validFrom,
      reviewed: true,
      decidedBy: 'you',
      sources: [],
    },
    turns: new Set([turn]),
    said: '',
    day: '2023-05-08',
  };
}

/** The first memory is the evidence; scores fall from 1. */
function ask(text: string, gold: string, memories: readonly string[]): Asked {
  const candidates = memories.map((said, rank): FoundMemory => {
    const of = observation(said, `D1:${rank + 1}`);
    const score = 1 - rank / 8;
    return {
      observation: of,
      read: readMemory(of),
      cosine: score,
      isEvidence: rank === 0,
      candidate: {
        id: said,
        text: said,
        score,
        lexical: score,
        coverage: score,
        stated: score,
        shares: [],
        namesSubject: false,
        validFrom: of.memory.validFrom,
        state: 'active',
        kind: of.memory.kind,
        from: 'chat',
        memory: of.memory,
      },
    };
  });
  const question = { id: text, text, category: 4 as const, gold, evidence: new Set(['D1:1']) };
  return { talk: 'conv-1', split: 'train', question, read: readQuestion(text), candidates };
}

function taskOf(asked: Asked, answers: readonly string[], liking: readonly number[]): Task {
  const readings = answers.map((answer, i): Reading => ({
    answer,
    score: liking[i]!,
    f1: answer === asked.question.gold ? 1 : 0,
  }));
  return toTasks([asked], [readings])[0]!;
}
