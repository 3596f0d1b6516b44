import { checkAll } from './told';

describe('features reader', () => {
  checkAll({
    'Add `killDescendants` option to also terminate descendants (#12)': [
      'feature: `killDescendants` option to also terminate descendants was added. <killDescendants|status|added>',
    ],
    'Add `strict` option to `sendMessage()`': ['feature: `strict` option was added to `sendMessage()`.'],
    'feat(retry): add backoffLimit': ['feature: backoffLimit was added (retry). <backoffLimit|status|added>'],
    'feat(adapter): add fetch adapter; (#63)': ['feature: Fetch adapter was added.'],
    'Adding support for no_proxy env variable (#16)': ['feature: Support for no_proxy env variable was added.'],
    'feat: support creating completions for fish shell': ['feature: Support creating completions for fish shell.'],
    'Support debugging workers in Deno': ['feature: Support debugging workers in Deno.'],
    'Allow `stdin` to be a file path': ['feature: Allow `stdin` to be a file path.'],
    "feat: expose migrations from 'pkg/migration'. deprecate migration exports in root. (#1)": [
      "feature: Migrations from 'pkg/migration' were exposed.",
      'feature: Migration exports in root were deprecated.',
    ],
    'feat: render single parameters inline': ['feature: Render single parameters inline.'],
    'Implement setDefaults, getDefaults\n\nAdded `setDefaults` that allows you to set `weekStartsOn` once.': [
      'feature: setDefaults, getDefaults were implemented: Added `setDefaults` that allows you to set `weekStartsOn` once.',
    ],
  });
});

describe('features reader: what users never have', () => {
  checkAll({
    'Add tests for `fooBar()`': [],
    'Add missing semicolon': [],
    'chore: add issue templates': [],
    'Added more examples': [],
    'fix: add `fooBar` to the list': [],
    'Add lodash': [],
    'Add TODO': [],
  });
});

describe('features reader: commits that touch no code', () => {
  checkAll({ 'Add `fooBar` option': [] }, ['test/a.test.ts', 'README.md']);
});
