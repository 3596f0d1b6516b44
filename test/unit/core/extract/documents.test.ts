import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { cleanEvent, extractFacts, readDocument, type Event, type Fact } from '../../../../src/core/index';

describe('documents', () => {
  describe('rules in Markdown', () => {
    it('are read one by one, with what they are about', async () => {
      await check(
        `# Shop

        This file provides guidance to assistants that work in this repository.

        ## Testing

        - Run the linter first.
        - Write a test for every bug fix.
        - Mock the network with msw, never the store.

        ## Code Style
        Use tabs. Keep functions under 40 lines!
        `,
        [
          'convention: Testing: run the linter first.',
          'convention: Write a test for every bug fix.',
          'convention: Testing: mock the network with msw, never the store.',
          'convention: Use tabs.',
          'convention: Keep functions under 40 lines!',
        ],
      );
    });

    it('that people wrote without bullets are lines', async () => {
      await check('Use early returns\nPrefer composition over inheritance\nDo not add dependencies without asking', [
        'convention: Use early returns.',
        'convention: Prefer composition over inheritance.',
        'convention: Do not add dependencies without asking.',
      ]);
    });

    it('broken for their length are one', async () => {
      await check(
        `- If you change the schema of the database, run the generator from the
          root of the repository and commit what it writes.`,
        [
          'convention: If you change the schema of the database, run the generator from the root of the repository and commit what it writes.',
        ],
      );
    });

    it('of several sentences stay together where they are short, and are told apart where they are long', async () => {
      await check(
        `- Never duplicate imports. Reuse those that are there.
        - Dispose of listeners when the panel closes, because a panel may be opened hundreds of times in one session of a user. Additionally, use the registry of the window. Never keep a panel in a global variable, as two windows of one process would then share it by accident.`,
        [
          'convention: Never duplicate imports. Reuse those that are there.',
          'decision: Dispose of listeners when the panel closes, because a panel may be opened hundreds of times in one session of a user. Additionally, use the registry of the window.',
          'convention: Never keep a panel in a global variable, as two windows of one process would then share it by accident.',
        ],
      );
    });

    it('keep the "not" that stands above them', async () => {
      await check(
        `## Don't
        - Use \`any\` in new code
        - Never commit generated files

        ## Avoid
        - Default exports in components

        ## Imports
        - ✅ Use named exports
        - ❌ Use default exports
        `,
        [
          'convention: Do not: use `any` in new code.',
          'convention: Never commit generated files.',
          'convention: Avoid: default exports in components.',
          'convention: Imports: use named exports.',
          'convention: Do not: use default exports.',
        ],
      );
    });

    it('that a sentence introduces go on with it', async () => {
      await check('The pipe in `main.ts` is configured with:\n\n- `whitelist: true`, which strips unknown properties', [
        'decision: The pipe in `main.ts` is configured with `whitelist: true`, which strips unknown properties.',
      ]);
    });

    it('that name a property say of what', async () => {
      await check(
        `## Localization

        **Message files:**
        - Location: \`src/messages/\`
        - **\`Messages.ts\`** - looks messages up by their key
          - Contains no state at all

        ## Prettier (.prettierrc)
        - Print width: 120
        `,
        [
          'decision: Message files: Location: `src/messages/`.',
          'decision: `Messages.ts` - looks messages up by their key.',
          'decision: Messages.ts: Contains no state at all.',
          'convention: Prettier: print width: 120.',
        ],
      );
    });

    it('in tags of their own are read, comments are not', async () => {
      await check('<rules>\n- Use UTC for all dates.\n</rules>\n\n<!-- Use local time. -->', [
        'convention: Use UTC for all dates.',
      ]);
    });
  });

  it('tell facts about the project, lists of names as one and what is done step by step as one', async () => {
    await check(
      `## Stack
      - **Database:** PostgreSQL 16 through Drizzle

      ## Technologies
      - Node.js 22
      - Express
      - Redis 7

      ## Adding a module
      1. Create the folder in \`src/modules\`
      2. Register it in \`app.ts\`

      ## Layout
      - \`src/core/\`: what is pure
      `,
      [
        'decision: Database: PostgreSQL 16 through Drizzle.',
        'decision: Technologies: Node.js 22, Express, Redis 7.',
        'convention: Adding a module: 1. Create the folder in `src/modules`; 2. Register it in `app.ts`.',
        'note: `src/core/`: what is pure.',
      ],
    );
  });

  it('say nothing in code, tables, tasks, links, examples, questions, and what is true for a day', async () => {
    await check(
      `# Guide
      You are an expert in TypeScript.
      See docs/style.md for details.

      \`\`\`sh
      npm run build # Always build first
      \`\`\`

      | rule | why |
      | ---- | --- |
      | Use tabs | width |

      - [ ] Use the new parser everywhere
      - [Style guide](docs/style.md) - how we write
      - https://example.com/rules
      - Example: use \`foo()\` in the loop
      - Should we use tabs?
      - TODO: write about releases

      ## Current focus
      - Use the new parser in the importer

      ## Recent changes
      - Always retry uploads three times
      `,
      [],
    );
  });

  it('take a known tool or default for what it is, and never get a key that could replace what a manifest says', async () => {
    const facts = await factsOf('- We use vitest for unit tests\n- Use pnpm, not npm\n- Telemetry is off by default');
    assert.deepEqual(
      facts.map(({ kind }) => kind),
      ['decision', 'tool', 'setting'],
    );
    assert.ok(facts.every(({ subject, attribute, value }) => [subject, attribute, value].every((one) => !one)));
  });

  it('are for the files and folders that they name', async () => {
    const mdc = '---\ndescription: React components\nglobs: *.tsx\nalwaysApply: false\n---\n- Name the props first.';
    await check(mdc, ['convention: Name the props first (for *.tsx).'], { ref: '.cursor/rules/a.mdc', app: 'cursor' });
    const copilot = "---\napplyTo: 'src/**/*.ts'\n---\n- Name the props first.";
    await check(copilot, ['convention: Name the props first (for src/**/*.ts).'], { app: 'copilot' });
    const all = "---\napplyTo: '**'\n---\n- Name the props first.";
    await check(all, ['convention: Name the props first.'], { app: 'copilot' });
    const nested = { ref: 'packages/api/CLAUDE.md', app: 'claude' };
    await check('- Name the props first.', ['convention: Name the props first (in packages/api).'], nested);
    const broken = '---\nglobs: [\n---\n- Name the props first.';
    await check(broken, ['convention: Name the props first.'], { app: 'cursor' });
  });

  it('are about what their first heading says where a file has one subject', async () => {
    const text = '# Payment service rules\n\n- Retry three times.';
    await check(text, ['convention: Payment service: retry three times.'], {
      app: 'cursor',
      ref: '.cursor/rules/p.mdc',
    });
    await check(text, ['convention: Retry three times.'], { app: 'agents' });
  });

  it('are no wall: rules come before facts, these before places, and what is left out is counted', async () => {
    const rules = Array.from({ length: 50 }, (_, i) => `- Never call service number ${i} from a test.`);
    const facts = Array.from({ length: 20 }, (_, i) => `- Service ${i} has a queue of its own.`);
    const places = Array.from({ length: 5 }, (_, i) => `- \`src/part${i}/\`: part number ${i}`);
    const { facts: read, leftOut } = readDocument(await document([...places, ...facts, ...rules].join('\n')));
    assert.equal(read.length, 60);
    assert.equal(leftOut, 15);
    const count = (kind: string): number => read.filter((fact) => fact.kind === kind).length;
    assert.deepEqual([count('convention'), count('decision'), count('note')], [50, 10, 0]);
  });

  it('rest on their own words, whatever they look like', async () => {
    const part = fc.constantFrom(
      ...[
        '# Heading',
        '## Don’t',
        '- Use tabs in Makefiles.',
        '  - never spaces',
        '1. Run it',
        '> Note: keep it',
        '```',
      ],
      ...[
        'Always **sort** the [imports](x.md).',
        '| a | b |',
        '<rules>',
        '</rules>',
        '---',
        'Key: value',
        '',
        '- `a`',
        '* b',
      ],
      ...[
        '<!-- x',
        '-->',
        '- [ ] task',
        '\t- deep',
        '***bold***',
        '- ❌ Use var',
        'Do it:',
        '日本語のルール。',
        '- 😀 Use it',
      ],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 25 }), async (lines) => {
        const event = await document(lines.join('\n'));
        const drafts = readDocument(event).facts;
        for (const { quote, text } of drafts) {
          assert.ok(event.text.includes(quote), quote);
          assert.ok(text.length <= 300);
        }
        assert.equal(extractFacts(event).length, new Set(drafts.map(({ kind, text }) => kind + text)).size);
      }),
    );
  });

  for (const [name, text] of [
    ['quotes in quotes', `${'> '.repeat(20_000)}x\n`.repeat(5)],
    ['lists in lists', `${'- '.repeat(20_000)}x\n`.repeat(5)],
    ['brackets', `- ${'['.repeat(100_000)}`],
    ['stars', `- ${'*a'.repeat(50_000)}`],
    ['ticks', `- ${'`a'.repeat(50_000)}`],
    ['indented lists', Array.from({ length: 400 }, (_, i) => `${' '.repeat(2 * i)}- a b c d`).join('\n')],
    ['one long line', `Use ${'very '.repeat(50_000)}long lines.`],
    ['tags', '<a>'.repeat(30_000)],
    ['words of headings', `# ${'coding style '.repeat(10_000)}\n- Use tabs.`],
  ] as const)
    it(`end soon, also of ${name} without end`, async () => {
      const start = performance.now();
      readDocument(await document(text));
      assert.ok(performance.now() - start < 2000, `${Math.round(performance.now() - start)} ms`);
    });

  it('that assistants wrote for themselves are read with their reasons, else by what sums them up', async () => {
    const head = '---\nname: x\ndescription: Tests hit a real database\n---\n\n';
    const notes = { app: 'claude-memory', ref: 'Claude Code memory/tests.md' };
    const text = 'Tests must hit a real database.\n\n**Why:** a mocked migration passed while the real one failed.';
    await check(
      head + text,
      ['convention: Tests must hit a real database. Why: a mocked migration passed while the real one failed.'],
      notes,
    );
    await check(`${head}More soon?`, ['note: Tests hit a real database.'], notes);
  });

  it('that tell where the work stands give only what lasts', async () => {
    const text =
      '# Active Context\n\n## Focus\n- Use the new parser\n\n## Decisions\n- Use SQLite as it needs no server.';
    const bank = { app: 'memory-bank', ref: 'memory-bank/activeContext.md' };
    await check(text, ['convention: Use SQLite as it needs no server.'], bank);
  });

  it('of other memories are taken as they are', async () => {
    const entity = 'billing-service\nWritten in Go\nbilling-service depends on ledger';
    await check(entity, ['note: billing-service: Written in Go.', 'note: billing-service depends on ledger.'], {
      app: 'memory-server',
    });
    await check('The team prefers small pull requests', ['note: The team prefers small pull requests.'], {
      app: 'mem0',
    });
    await check('gone', [], { app: 'mem0' });
  });

  it('leave secrets and what memory itself wrote outside', async () => {
    const text = '- Use tabs in Makefiles.\n\n<project-memory>\n\n- Use spaces in Makefiles.\n\n</project-memory>\n';
    await check(text, ['convention: Use tabs in Makefiles.']);
  });
});

type Some = Partial<Pick<Event, 'ref' | 'app'>>;

async function check(text: string, expected: readonly string[], some: Some = {}): Promise<void> {
  const facts = await factsOf(
    text.replace(/^ {6,10}/gm, (indent) => indent.slice(leastIndent(text))),
    some,
  );
  assert.deepEqual(
    facts.map(({ kind, text: said }) => `${kind}: ${said}`),
    expected,
  );
}

function leastIndent(text: string): number {
  const lines = text
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '');
  return Math.min(...lines.map((line) => /^ */.exec(line)?.[0].length ?? 0));
}

async function factsOf(text: string, some?: Some): Promise<Fact[]> {
  return extractFacts(await document(text, some));
}

async function document(text: string, some: Some = {}): Promise<Event> {
  const raw = {
    kind: 'file',
    ref: 'AGENTS.md',
    app: 'agents',
    role: 'user',
    time: '2026-01-05T10:00:00Z',
    text,
  } as const;
  const redactor = { redact: (texts: readonly string[]) => Promise.resolve({ texts: [...texts], found: 0 }) };
  return await cleanEvent({ ...raw, ...some }, redactor);
}
