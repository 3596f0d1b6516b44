import { checkAll } from './told';

describe('renames reader', () => {
  checkAll({
    'refactor: rename `stripEof` option to `stripFinalNewline`': [
      'feature: `stripEof` option was renamed to `stripFinalNewline`. <stripEof|status|ends> -> stripFinalNewline',
    ],
    'Rename weekStartsAt -> weekStartsOn': [
      'feature: weekStartsAt was renamed to weekStartsOn. <weekStartsAt|status|ends> -> weekStartsOn',
    ],
    'feat: replace `lens.hoverEnabled` with `lens.hoverPartsEnabled`': [
      'feature: `lens.hoverEnabled` was replaced by `lens.hoverPartsEnabled`. <lens.hoverEnabled|status|ends> -> lens.hoverPartsEnabled',
    ],
    'Remove promise cancel API in favor of `AbortSignal`': [
      'feature: Promise cancel API was removed in favor of `AbortSignal`.',
    ],
    'messageProp -> messageKey': [
      'feature: messageProp was replaced by messageKey. <messageProp|status|ends> -> messageKey',
    ],
    'Feature\n\nBREAKING CHANGE: `onFinish` removed, in favor of `whenDone`.': [
      'feature: `onFinish` was removed in favor of `whenDone`. <onFinish|status|ends> -> whenDone',
    ],
  });
});

describe('renames reader: a name that belongs to something else makes no key', () => {
  checkAll({
    "Rename parse's backupDate argument to referenceDate (#16)": [
      "feature: Parse's backupDate argument was renamed to referenceDate.",
    ],
    'Rename baseDate to backupDate in parse': ['feature: baseDate was renamed to backupDate in parse.'],
  });
});

describe('renames reader: inner matters', () => {
  checkAll({
    'rename variable `a_b` to `c_d`': [],
    'Replace unnecessary `let`s with `const`s': [],
    'Rename src/fooBar.js to src/barFoo.js': [],
    'Replace tabs with spaces': [],
  });
});

describe('renames reader: documents', () => {
  checkAll(
    {
      'Update and rename UPGRADE_GUIDE.md to MIGRATION_GUIDE.md (#51)': [
        'feature: UPGRADE_GUIDE.md was renamed to MIGRATION_GUIDE.md.',
      ],
    },
    ['MIGRATION_GUIDE.md', 'UPGRADE_GUIDE.md'],
  );
});
