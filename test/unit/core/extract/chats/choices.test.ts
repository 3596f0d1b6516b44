import { describe } from 'mocha';
import { check } from './saying';

const SERVERS = 'A: I could build this on Hono or Koa for the gateway API. Which do you prefer?';

describe('chats extractor: alternatives that are offered', () => {
  check([
    [
      [SERVERS, 'Koa, it has better middleware'],
      'decision: Use Koa for the gateway API, not Hono, because it has better middleware {web framework = koa}',
    ],
    [[SERVERS, 'the former'], 'tool: Use Hono for the gateway API, not Koa {web framework = hono}'],
    [[SERVERS, 'go for the second one'], 'tool: Use Koa for the gateway API, not Hono {web framework = koa}'],
    [
      [SERVERS, "let's go with hono because we deploy to the edge"],
      'decision: Use Hono for the gateway API, not Koa, because we deploy to the edge {web framework = hono}',
    ],
    [[SERVERS, 'koa please'], 'tool: Use Koa for the gateway API, not Hono {web framework = koa}'],
    [[SERVERS, 'whichever is faster']],
    [[SERVERS, 'why not Express?']],
    [[SERVERS, 'Koa sounds heavy, does it have docs?']],
    [[SERVERS, 'neither']],
    [
      [
        'A: There are two options for charts: Recharts and D3. Which one would you like?',
        'Recharts, D3 is too low-level',
      ],
      'decision: Use Recharts for charts, not D3, because D3 is too low-level',
    ],
    [
      ['A: We could use REST, GraphQL or gRPC for the internal API. Which one?', 'gRPC, it is typed'],
      'decision: Use gRPC for the internal API, not REST or GraphQL, because it is typed',
    ],
    [
      ['A: For CI we have two options: GitHub Actions or CircleCI. What do you prefer?', 'GitHub Actions.'],
      'decision: Use GitHub Actions for CI, not CircleCI',
    ],
    [
      ['A: Do you want the images on S3 or on the local disk?', 's3'],
      'decision: The images should be on S3, not on the local disk',
    ],
    [['A: Recharts vs D3 for the dashboards?', 'd3'], 'decision: Use D3 for the dashboards, not Recharts'],
    [['A: Would you like tea or coffee?', 'tea, it is warmer']],
    [['A: Do you want a short or a long answer?', 'short']],
    [['A: Should I fix the test or skip it?', 'fix it']],
  ]);
});

describe("chats extractor: the user's own question", () => {
  const asked = 'Should we keep carts in Redis or in Postgres?';
  const advice = 'A: I would recommend Postgres because the orders are there, too. Shall I set it up?';
  const decided = 'decision: Keep carts in Postgres, not in Redis, because the orders are there, too';
  check([
    [[asked, advice, 'sounds good'], decided],
    [[asked, advice, 'go ahead'], decided],
    [[asked, advice, 'no']],
    [[asked, advice, 'which is cheaper?']],
    [[asked, advice]],
    [[asked, 'A: Both work.', "ok let's use Redis then"], 'decision: Keep carts in Redis, not in Postgres'],
    [[asked, 'A: Both work.', 'ok']],
    [[asked, "A: If you need durability I'd recommend Postgres, otherwise Redis.", 'ok']],
    [[asked, "A: I'd recommend Redis. Well, for carts I'd go with Postgres.", 'ok']],
    [
      [
        'Is it better to use Vite or webpack for the frontend?',
        "A: Vite starts faster. Webpack has more plugins.\n\nOverall, I'd go with Vite since you have no legacy loaders.",
        'agreed',
      ],
      'decision: Use Vite for the frontend, not webpack, because you have no legacy loaders {bundler = vite}',
    ],
    [
      [
        'what should we use for the queue, RabbitMQ or SQS?',
        'A: How many messages?',
        'about 10 per second',
        'A: Then SQS is simpler to run.',
        "let's do that",
      ],
      'decision: Use SQS for the queue, not RabbitMQ',
    ],
    [['pino or winston for logging?', "A: I'd suggest pino. Shall I also add a request id?", 'yes']],
    [['should I go left or right?', "A: I'd suggest left.", 'ok']],
    [['Should I run the tests or the linter first?', "A: I'd suggest the tests.", 'ok']],
  ]);
});
