import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { LearningState } from '../../src/protocol/learning';
import { trainingText } from '../../src/protocol/words';
import { announcementOf } from '../../src/webview/learning/announcement';
import { scaleOf } from '../../src/webview/learning/chartScale';
import { inUseSentences, originSentence, problemsOf, verdictOf, waysBack } from '../../src/webview/learning/verdict';
import {
  CURVE,
  DECLINED,
  FAILED,
  learningState,
  NOT_WON,
  REFUSED,
  REPORT,
  running,
  TOO_LITTLE,
  WON,
} from './learningSamples';

describe('What Learning says', () => {
  /** The headline, what follows, and the buttons. */
  function check(state: LearningState, headline: string, more: RegExp, buttons: readonly string[]): void {
    const verdict = verdictOf(state);
    assert.equal(verdict.headline, headline);
    assert.match(verdict.more.join(' '), more);
    assert.deepEqual(
      verdict.acts.map(({ label }) => label),
      buttons,
    );
  }

  it('says that nothing was trained yet, and from what it could be', () => {
    check(
      learningState(),
      'Not trained on this project yet.',
      /^There are 320 questions made from this project's history and 86 from your reviews to learn from\.$/,
      ['Train on this project'],
    );
  });

  it('says what is missing where there is too little', () => {
    check(TOO_LITTLE, 'Not enough to learn from: 12 of 40 reviews and questions.', /Each commit/, [
      'Review proposals',
      'Scan commits...',
    ]);
  });

  it('follows a training, which can be stopped', () => {
    check(running(), 'Training, step 85 of 200, about 20 minutes left.', /Stop keeps what was learned so far/, [
      'Stop',
    ]);
    assert.equal(trainingText({ phase: 'training', step: 1, steps: 9 }), 'Training, step 1 of 9.');
    assert.match(trainingText({ phase: 'training', step: 8, steps: 9, minutesLeft: 0.2 }), /, less than a minute left/);
    assert.match(trainingText({ phase: 'training', step: 8, steps: 9, minutesLeft: 1.2 }), /, about 1 minute left/);
  });

  it('says of new weights that won that they are in use, and gives the old ones back', () => {
    check(
      WON,
      'New weights answer better.',
      /^Right answers on 240 held-out questions: 75%, was 68%\. Better on 24, worse on 8, the same on 208\. They are in use\.$/,
      ['Keep the old ones'],
    );
    assert.deepEqual(waysBack(WON), []);
  });

  it('offers new weights again that were declined', () => {
    check(DECLINED, 'New weights answer better, but the old ones are in use.', /^Right answers/, [
      'Use new weights',
      'Train again',
    ]);
    assert.deepEqual(waysBack(DECLINED), []);
  });

  it('says of weights that did not win whether the difference may be chance, and trains again only with enough to learn from', () => {
    check(NOT_WON, 'New weights are not better.', /^The current ones stay\. .*may|chance/, ['Train again']);
    const { material } = TOO_LITTLE;
    assert.deepEqual(verdictOf({ ...NOT_WON, material }).acts, []);
  });

  it('says that a training was stopped early, and what there was nothing to compare by', () => {
    const stopped = { ...REPORT, stopped: true };
    assert.match(verdictOf({ ...WON, last: stopped }).more.join(' '), /It was stopped early/);
    const empty = { ...REPORT, outcome: 'notWon' as const, rows: [], questions: 0 };
    assert.match(verdictOf({ ...NOT_WON, last: empty }).more.join(' '), /no question left/);
  });

  it('says why a training failed, and that the weights stay', () => {
    check(FAILED, 'Training stopped: the disk is full.', /^The current weights stay\.$/, ['Try again', 'Show log']);
  });

  it('names the weights that answer, both where the agents differ, and why others were refused', () => {
    assert.deepEqual(inUseSentences(learningState().inUse), ['Answers use the weights that came with the extension.']);
    assert.match(inUseSentences(WON.inUse)[0] ?? '', /^Answers use the weights of this project, trained 27 Feb 2026, /);
    assert.deepEqual(inUseSentences(REFUSED.inUse), [
      'What is remembered is decided by the rule that came with the extension.',
      'Answers use the weights that came with the extension.',
    ]);
    assert.match(problemsOf(REFUSED.inUse).join(), /another version of the features/);
  });

  it('has a way back to what answered before, and to the shipped weights', () => {
    const labels = (state: Partial<LearningState>): readonly string[] =>
      waysBack({ ...WON, isOpen: false, ...state }).map(({ label }) => label);
    assert.deepEqual(labels({}), ['Use the shipped weights']);
    assert.deepEqual(labels({ back: { source: 'project' } }), [
      'Go back to the previous weights',
      'Use the shipped weights',
    ]);
    assert.deepEqual(labels({ back: { source: 'rule' } }), ['Use the rule again', 'Use the shipped weights']);
    assert.deepEqual(waysBack(learningState()), []);
    assert.deepEqual(waysBack(running()), []);
  });

  it('says what was learned from, how long, and that nothing was sent', () => {
    assert.match(
      originSentence(REPORT),
      /^Learned from 320 questions .* and 86 from your reviews\. 3 runs, 41 minutes, ended 27 Feb 2026, .* No data left this computer\.$/,
    );
  });

  it('tells a screen reader each turn of a training, and a quarter at a time of its steps', () => {
    const at = (step: number): LearningState => running({ step });
    assert.equal(announcementOf(undefined, at(1)), undefined);
    assert.match(announcementOf(learningState(), at(1)) ?? '', /^Training, step 1/);
    assert.equal(announcementOf(at(1), at(49)), undefined);
    assert.equal(announcementOf(at(49), at(50)), 'Training, 25% done.');
    assert.equal(announcementOf(at(51), at(99)), undefined);
    assert.equal(announcementOf(at(200), WON), 'New weights answer better.');
    assert.equal(announcementOf(WON, WON), undefined);
  });
});

describe('The scale of the chart', () => {
  const frame = { left: 40, right: 740, top: 10, bottom: 170 };
  const before = { mean: 0.68, low: 0.6, high: 0.7 };

  it('holds the whole curve, its spread and the dashed line between round numbers', () => {
    const { x, y, shares, steps } = scaleOf({ curve: CURVE, before, steps: 200 }, frame);
    assert.deepEqual(shares, [0.5, 0.6, 0.7, 0.8]);
    assert.deepEqual(steps, [0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200]);
    assert.deepEqual([x(0), x(200)], [40, 740]);
    assert.deepEqual([y(0.5), y(0.8)].map(Math.round), [170, 10]);
  });

  it('stays between 0 and 100%, and can show what never moves', () => {
    for (const mean of [0, 0.5, 1]) {
      const score = { mean, low: mean, high: mean };
      const { y, shares } = scaleOf({ curve: [{ step: 0, score }], steps: 1 }, frame);
      assert.ok(shares.length >= 2 && shares.every((share) => share >= 0 && share <= 1), shares.join());
      assert.ok(y(mean) >= frame.top && y(mean) <= frame.bottom);
    }
  });

  it('has fewer steps at its axis in a narrow panel', () => {
    const { steps } = scaleOf({ curve: CURVE, steps: 200 }, { ...frame, right: 220 });
    assert.deepEqual(steps, [0, 100, 200]);
  });
});
