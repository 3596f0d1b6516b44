import { checkAll } from './told';

describe('conventions reader', () => {
  checkAll({
    'chore: enforce conventional commits': ['convention: Enforce conventional commits.'],
    'Require 100% code coverage': ['convention: Require 100% code coverage.'],
    'New features must always target the main branch': ['convention: New features must always target the main branch.'],
    'chore: enable no-floating-promises eslint rule': ['convention: Enable no-floating-promises eslint rule.'],
    'Add Code of Conduct': ['convention: Add Code of Conduct.'],
  });
});

describe('conventions reader: of what contributors read', () => {
  checkAll({ 'No bots allowed (#24)': ['convention: No bots allowed.'] }, ['CONTRIBUTING.md']);
});

describe('conventions reader: what is about code', () => {
  checkAll({
    'fix: always call verifyState for reducers': [],
    'Ensure tests pass on Windows': [],
    'Should require tests?': [],
    'Fix lint rules': [],
  });
});
