import { checkAll } from './told';

describe('behaviours reader', () => {
  checkAll({
    'throw error if action type is not string': ['feature: Throw error if action type is not string.'],
    'fix(v4): reject whitespace in z.base64() to close a bypass': [
      'feature: Reject whitespace in z.base64() to close a bypass.',
    ],
    'breaking: req.origin should display the origin header if it exists': [
      'feature: req.origin should display the origin header if it exists.',
    ],
    'Do not follow 300 and 304 responses': ['feature: Do not follow 300 and 304 responses.'],
    'feat: heap profiling': ['feature: Heap profiling was added.'],
    'feat(parser): collapse repeated separators': ['feature: Collapse repeated separators (parser).'],
    'Rework\n\nBREAKING CHANGE: the parser now reads strings twice.': ['feature: The parser now reads strings twice.'],
  });
});

describe('behaviours reader: repairs, and features of the work itself', () => {
  checkAll({
    'fix: only fail when we were paused before': [],
    'feat(test): expectations and suites': [],
    'feat: performance improvements': [],
    'refactor: throw early if the value is missing': [],
    'Return early': [],
  });
});
