import { checkAll } from './told';

describe('removals reader', () => {
  checkAll({
    'chore: remove deprecated setting `lens.exclude`': [
      'feature: Deprecated setting `lens.exclude` was removed. <lens.exclude|status|ends>',
    ],
    'Remove `runCommand()` and `runCommandSync()` (#12)': [
      'feature: `runCommand()` and `runCommandSync()` were removed.',
    ],
    'remove app.jsonSpaces setting. Closes #202': [
      'feature: app.jsonSpaces setting was removed. <app.jsonSpaces|status|ends>',
    ],
    'Remove destroy hook (#105)': ['feature: Destroy hook was removed. <destroy hook|status|ends>'],
    'Drop support for Node.js 18': ['feature: Support for Node.js 18 was dropped.'],
    'feat(node)!: drop Node 10 (#19)': ['feature: Support for Node 10 was dropped.'],
    'Drop node.js 12.x, 14.x, 17.x support': ['feature: node.js 12.x, 14.x, 17.x support was dropped.'],
    'Remove `a.b`, `c.d` and `e.f`': ['feature: `a.b`, `c.d` and `e.f` were removed.'],
    'Rework build system, drop IE': ['feature: Support for IE was dropped.'],
    'stop supporting Python 2.7': ['feature: Support for Python 2.7 was dropped.'],
    'Remove hint diagnostics from default Fix: #88': ['feature: Hint diagnostics were removed from default.'],
    'breaking: remove redirect(back) for v3': ['feature: redirect(back) for v3 was removed.'],
    'Remove moment from dependencies': ['feature: Moment was removed from dependencies.'],
    'fix: remove log compression\n\nIt led to corrupted logs.': [
      'decision: Remove log compression: It led to corrupted logs.',
    ],
  });
});

describe('removals reader: deprecated is not removed', () => {
  checkAll({
    'Deprecate `nonstrict()`': ['feature: `nonstrict()` was deprecated. <nonstrict|status|deprecated>'],
    'feat: add `$pick` and `$omit`, deprecate `withTables`. (#15)': [
      'feature: `$pick` and `$omit` were added.',
      'feature: `withTables` was deprecated (use `$pick` and `$omit`). <withTables|status|deprecated> -> $pick and $omit',
    ],
    'Deprecate `merge()` in favor of `extend()`': [
      'feature: `merge()` was deprecated in favor of `extend()`. <merge|status|deprecated> -> extend',
    ],
  });
});

describe('removals reader: tidying up', () => {
  checkAll({
    'Remove unused `fooBar` import': [],
    'remove console.log': [],
    'Remove leftover files': [],
    'refactor: remove `innerState`': [],
    'Fix deprecated notation': [],
    'Remove trailing whitespace': [],
    'Improve drag and drop support': [],
  });
});
