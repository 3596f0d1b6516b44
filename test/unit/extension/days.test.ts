import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { dayChoices, parseDay } from '../../../src/extension/days';

const YEARS = { first: 2022, last: 2025 };

describe('days to look back to', () => {
  for (const [text, day] of [
    ['2024-03-12', '2024-03-12'],
    ['2024-3-2', '2024-03-02'],
    ['12 Mar 2024', '2024-03-12'],
    ['March 12, 2024', '2024-03-12'],
    ['2024-02', '2024-02-29'],
    ['feb 2023', '2023-02-28'],
    ['2021', '2021-12-31'],
    [' 2021 ', '2021-12-31'],
  ] as const)
    it(`are read from "${text}"`, () => assert.equal(parseDay(text), day));

  for (const text of ['', 'yesterday', '2024-13', '2023-02-29', '2024-00-01', '31 Apr 2024', '12 Foo 2024', '20244'])
    it(`are not read from "${text}"`, () => assert.equal(parseDay(text), undefined));

  it('are today and the ends of years before anything is typed', () => {
    assert.deepEqual(
      dayChoices('', YEARS).map(({ label, day }) => [label, day]),
      [
        ['Today', undefined],
        ['End of 2025', '2025-12-31'],
        ['End of 2024', '2024-12-31'],
        ['End of 2023', '2023-12-31'],
        ['End of 2022', '2022-12-31'],
      ],
    );
  });

  it('follow what is typed', () => {
    assert.deepEqual(
      dayChoices('2024', YEARS).map(({ label }) => label),
      ['End of 2024'],
    );
    assert.deepEqual(dayChoices('12 Mar 2019', YEARS), [{ label: 'As of 12 Mar 2019', day: '2019-03-12' }]);
    assert.deepEqual(dayChoices('2001', YEARS), [{ label: 'As of 31 Dec 2001', day: '2001-12-31' }]);
  });

  it('are explained where nothing was understood', () => {
    const [hint, ...more] = dayChoices('soon', YEARS);
    assert.equal(hint?.isHint, true);
    assert.equal(hint.day, undefined);
    assert.deepEqual(more, []);
  });

  it('offer only today in a project that began this year', () => {
    assert.deepEqual(dayChoices('', { first: 2026, last: 2025 }), [{ label: 'Today' }]);
  });
});
