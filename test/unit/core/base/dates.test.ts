import assert from 'node:assert/strict';
import {
  formatDate,
  isBy,
  isPast,
  isPeriod,
  periodBefore,
  spellDate,
  spellPeriod,
} from '../../../../src/core/base/dates';

describe('dates', () => {
  it('are written as the day of their own time zone', () => {
    assert.equal(formatDate('2024-05-12T09:30:00Z'), '12 May 2024');
    assert.equal(formatDate('2024-01-01T00:30:00+02:00'), '1 Jan 2024');
    assert.equal(spellDate('2023-09-08'), '8 September 2023');
  });

  it('leave what is no date as it is', () => {
    assert.equal(formatDate('yesterday'), 'yesterday');
    assert.equal(formatDate('2024-13-01'), '2024-13-01');
    assert.equal(spellDate('yesterday'), '');
  });

  it('of a period are days, months and years that there are', () => {
    for (const text of ['2024', '2024-02', '2024-02-29']) assert.ok(isPeriod(text), text);
    for (const text of ['', '24', '2023-02-29', '2024-13', '2024-1-1', '2024-01-01T00:00:00Z', 'now'])
      assert.ok(!isPeriod(text), text);
  });

  it('lie in a period up to its end, by the day that is written in them', () => {
    assert.ok(isBy('2024-03-12T23:59:59Z', '2024-03-12'));
    assert.ok(isBy('2024-03-12T23:59:59-08:00', '2024-03-12'));
    assert.ok(!isBy('2024-03-13T00:00:00Z', '2024-03-12'));
    assert.ok(isBy('2024-03-31T12:00:00Z', '2024-03'));
    assert.ok(isBy('2021-12-31T23:00:00Z', '2021'));
    assert.ok(!isBy('2022-01-01T00:00:00Z', '2021'));
  });

  it('tell whether a period is over', () => {
    const now = new Date(2024, 2, 12, 1);
    for (const period of ['2023', '2024-02', '2024-03-11']) assert.ok(isPast(period, now), period);
    for (const period of ['2024', '2024-03', '2024-03-12', '2025']) assert.ok(!isPast(period, now), period);
  });

  it('tell the period before, and spell what a period ends with', () => {
    assert.deepEqual(['2020', '2020-01', '2020-03', '2020-03-01'].map(periodBefore), [
      '2019',
      '2019-12',
      '2020-02',
      '2020-02-29',
    ]);
    assert.equal(spellPeriod('2021'), 'at the end of 2021');
    assert.equal(spellPeriod('2021-03'), 'at the end of March 2021');
    assert.equal(spellPeriod('2021-03-02'), 'on 2 Mar 2021');
  });
});
