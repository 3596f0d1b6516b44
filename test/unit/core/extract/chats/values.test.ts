import { describe } from 'mocha';
import { check } from './saying';

describe('chats extractor: values that are told', () => {
  check([
    [
      'Upload quota is 500 MB per workspace',
      'decision: The upload quota is 500 MB per workspace {upload quota = 500 MB per workspace}',
    ],
    ['max avatar size: 2 MB', 'decision: The max avatar size is 2 MB {max avatar size = 2 MB}'],
    ['timeout must be 45s', 'decision: The timeout must be 45s'],
    ['the cache ttl should be 5 minutes', 'decision: The cache ttl should be 5 minutes {cache ttl = 5 minutes}'],
    [
      'the retry limit is 3 for webhooks and 5 for emails',
      'decision: The retry limit is 3 for webhooks and 5 for emails',
    ],
    ['usernames may have at most 30 characters', 'decision: Usernames may have at most 30 characters'],
    ['we retain audit logs for 90 days', 'decision: We retain audit logs for 90 days'],
    ['invitations expire after 48 hours', 'decision: Invitations expire after 48 hours'],
    ['the tests take 4 minutes'],
    ['it returned 404'],
    ['there are 7 warnings'],
    ['line 12 is odd'],
    ['I have 3 questions'],
    ['the bundle size is 2 MB'],
    ['the current timeout is 10 seconds'],
    ['test coverage is 80 %'],
    ['the limit is 10 but I get 20'],
    ['is the rate limit 100?'],
    ['the rate limit is 100, I think'],
    ['make it 200px wide'],
  ]);
});

describe('chats extractor: values that are changed', () => {
  const told = 'Upload quota is 500 MB per workspace';
  const raised =
    'decision: The upload quota is 800 MB per workspace (was: The upload quota was 500 MB per workspace) {upload quota = 800 MB per workspace}';
  check([
    [[told, 'A: Implemented.', 'hmm make it 800 instead'], raised],
    [[told, 'A: Implemented.', 'change that to 800'], raised],
    [[told, 'A: Implemented.', 'no, 800'], raised],
    [[told, 'A: Implemented.', 'no, 800 MB'], raised],
    [[told, 'A: Implemented.', 'make it 600', 'A: Done.', 'hmm, 800'], raised.replace('was 500', 'was 600')],
    [[told, 'A: Implemented.', 'now the login page', 'A: Done.', 'make it 800']],
    [
      ['A: I set the request timeout to 30 seconds.', 'make it 60'],
      'decision: The request timeout is 60 seconds (was: The request timeout was 30 seconds) {request timeout = 60 seconds}',
    ],
    [['A: You could set the timeout to 30 seconds.', 'make it 60']],
    [['A: It has 3 rows.', 'make it 4']],
  ]);
});

describe('chats extractor: answers of the assistant that the user sets right', () => {
  check([
    [
      ['which port does the preview server listen on?', 'A: It listens on port 4000.', "actually it's port 5173"],
      'decision: The preview server listens on port 5173, not 4000',
    ],
    [
      ['which port does the preview server listen on?', 'A: It listens on port 4000.', 'no, 5173'],
      'decision: The preview server listens on port 5173, not 4000',
    ],
    [
      ["what's the session timeout?", "A: It's 30 minutes.", "no, it's 60 minutes"],
      'decision: The session timeout is 60 minutes, not 30 minutes {session timeout = 60 minutes}',
    ],
    [
      ['how long do the tokens live?', 'A: They live 24 hours.', 'wrong, 12 hours'],
      'decision: The tokens live 12 hours, not 24 hours',
    ],
    [
      ['which port is used in staging?', 'A: Port 3000.', "no, it's port 8080"],
      'decision: Port 8080, not 3000 (which port is used in staging?)',
    ],
    [['A: There are 3 tests.', 'no, 4']],
    [['A: The answer is 42.', 'no, 43']],
  ]);
});

describe('chats extractor: what is deprecated, gone, or has its place', () => {
  check([
    ['`parseUser` is deprecated, use `readUser`', 'decision: `parseUser` is deprecated, use `readUser`'],
    ['The v1 endpoints are deprecated, use v2', 'decision: The v1 endpoints are deprecated, use v2'],
    ['this is deprecated, use the other'],
    ["we don't need axios anymore", "decision: We don't need axios anymore (was: We needed axios)"],
    ["we don't need tests anymore"],
    ["we don't need the flag anymore"],
    ['the billing code lives in src/billing', 'decision: The billing code lives in src/billing'],
    ['the public API must remain backwards compatible', 'decision: The public API must remain backwards compatible'],
  ]);
});
