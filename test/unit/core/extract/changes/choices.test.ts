import { checkAll } from './told';

describe('choices reader', () => {
  checkAll({
    'Migrate from Travis CI to GitHub Actions': ['decision: Migrate from Travis CI to GitHub Actions.'],
    'chore: move prettier->dprint': ['decision: Move prettier->dprint.'],
    'Use the node test runner': ['decision: Use the node test runner.'],
    'Move to ESM (#168)': ['decision: Move to ESM.'],
    'convert createStore to typescript': ['decision: Convert createStore to typescript.'],
    'refactor Application into a class': ['decision: Refactor Application into a class.'],
    'feat: update Levenshtein to Damerau-Levenshtein': ['decision: Update Levenshtein to Damerau-Levenshtein.'],
    'Raise minimum Python version to 3.9': ['decision: Raise minimum Python version to 3.9.'],
    'Pin numpy<2 due to ABI break': ['decision: Pin numpy<2 due to ABI break.'],
    'Replace moment with date-fns': ['decision: Replace moment with date-fns.'],
    'chore: publish with provenance\n\nThis creates a link between the run and the artifact.': [
      'decision: Publish with provenance: This creates a link between the run and the artifact.',
    ],
  });
});

describe('choices reader: matters of a day', () => {
  checkAll({
    'Move inner function to outer scope': [],
    'Use const instead of var': [],
    'Update CHANGELOG to reflect reality': [],
    'Change spaces to tabs in imports': [],
    'Use new helper': [],
    'Switch to a new branch': [],
    'Revert "build(deps): bump a from 1 to 2 (#1)" (#2)\n\nIt broke the build.': [],
  });
});
