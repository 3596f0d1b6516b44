import assert from 'node:assert/strict';
import { formatDate, spellDate } from '../../../../src/core/base/dates';

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
});
