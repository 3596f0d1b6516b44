// How transcripts are read: whether all of them, how fast, and in how much memory.
//   npm run bench -- transcripts [--data DIR] [--mb 500] [--json FILE]
// DIR (or MEMORY_R1_DATA) holds chats/claude-code/*.jsonl and chats/aider-history.md. What the readers find in them is compared with counts made by
// regular expressions over the raw text. Then a transcript of --mb megabytes is generated for each format, from a seed, and read in a process of its own,
// and imported by the built command line (npm run build).
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isChatApp } from '../src/protocol/chats';
import { createRandom } from '../src/learning/random';
import { READERS } from '../src/node/transcripts/readers';
import { buildSync } from 'esbuild';
import { table } from './report';
import { importWhole, type WholeImport } from './wholeImport';

/** What a process of its own tells about reading one file or folder. */
interface Reading {
  readonly conversations: number;
  readonly user: number;
  readonly assistant: number;
  readonly skipped: number;
  readonly ms: number;
  readonly peakRssMb: number;
}

/** What was counted without the readers. */
type Counts = Pick<Reading, 'conversations'> & Partial<Pick<Reading, 'user' | 'assistant'>>;

interface Row {
  readonly name: string;
  readonly mb: number;
  readonly read: Reading;
  readonly counted: Counts;
  readonly agrees: boolean;
  readonly whole: WholeImport;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      mb: { type: 'string', default: '500' },
      json: { type: 'string' },
      read: { type: 'string' },
      app: { type: 'string', default: '' },
    },
  });
  if (values.read !== undefined) {
    process.stdout.write(JSON.stringify(await readHere(values.read, values.app)));
    return;
  }
  bundle();
  const rows = [...realRows(values.data ?? process.env['MEMORY_R1_DATA']), ...generatedRows(Number(values.mb))];
  const heads = ['transcripts', 'MB', 'conversations', 'user turns', 'assistant turns', 's', 'peak RSS, MB'];
  const wholeHeads = ['facts', 'whole import, s', 'peak RSS, MB'];
  const cells = rows.map(({ name, mb, read, counted, whole }) => [
    name,
    mb.toFixed(1),
    `${read.conversations} / ${counted.conversations}`,
    `${read.user} / ${counted.user ?? '-'}`,
    `${read.assistant} / ${counted.assistant ?? '-'}`,
    (read.ms / 1000).toFixed(2),
    String(read.peakRssMb),
    String(whole.facts),
    whole.seconds.toFixed(1),
    String(whole.peakRssMb),
  ]);
  rmSync(PROGRAM);
  process.stdout.write(`${table([...heads, ...wholeHeads], cells)}\nread / counted independently\n`);
  const result = { node: process.version, cpus: os.cpus().length, cpu: os.cpus()[0]?.model, rows };
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
  if (rows.some(({ agrees }) => !agrees)) process.exitCode = 1;
}

/** Bundled as the product is, so that what a process takes is not what compiling takes. */
const PROGRAM = path.join(os.tmpdir(), `memory-bench-transcripts-${process.pid}.cjs`);

function bundle(): void {
  buildSync({
    entryPoints: [__filename],
    outfile: PROGRAM,
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    target: 'node20',
    logLevel: 'error',
  });
}

async function readHere(file: string, app: string): Promise<Reading> {
  const reader = READERS.find((each) => each.app === app);
  if (!reader) throw new Error(`no reader of "${app}"`);
  const start = performance.now();
  const ids = new Set<string>();
  const counts = { user: 0, assistant: 0, skipped: 0 };
  for await (const item of reader.read(file)) {
    if (item.type === 'conversation') ids.add(item.id);
    else counts[item.type === 'turn' ? item.role : 'skipped']++;
  }
  const ms = Math.round(performance.now() - start);
  return { conversations: ids.size, ...counts, ms, peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024) };
}

function row(name: string, app: string, file: string, mb: number, counted: Counts): Row {
  if (!isChatApp(app)) throw new Error(app);
  const run = spawnSync(process.execPath, [PROGRAM, '--read', file, '--app', app], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (run.status !== 0) throw new Error(`${name} could not be read`);
  const read = JSON.parse(run.stdout) as Reading;
  const agrees =
    read.conversations === counted.conversations &&
    (counted.user === undefined || read.user === counted.user) &&
    (counted.assistant === undefined || read.assistant === counted.assistant);
  const whole = importWhole(app, file);
  return { name, mb, read, counted, agrees: agrees && whole.turns === read.user + read.assistant, whole };
}

function realRows(data: string | undefined): Row[] {
  if (data === undefined || !existsSync(path.join(data, 'chats'))) {
    process.stderr.write('No folder with real transcripts is named: only generated ones are read.\n');
    return [];
  }
  const folder = path.join(data, 'chats', 'claude-code');
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  const each = files.map((name) => {
    const text = readFileSync(path.join(folder, name), 'utf8');
    return row(
      `Claude Code, ${name}`,
      'claude-code',
      path.join(folder, name),
      text.length / 1e6,
      countClaudeCode(text),
    );
  });
  const history = path.join(data, 'chats', 'aider-history.md');
  const text = readFileSync(history, 'utf8');
  return [...each, row('Aider, aider-history.md', 'aider', history, text.length / 1e6, countAider(text))];
}

/** Counts lines of Claude Code by what stands in them, without reading them as JSON. */
function countClaudeCode(text: string): Counts {
  const lines = text
    .split('\n')
    .filter((line) => !/"(?:isMeta|isSidechain|isCompactSummary|isApiErrorMessage)":true/.test(line));
  const said =
    /"message":\{"role":"user","content":(?:\[\{"type":"text","text":)?"(?!Operation stopped by hook|\[Request interrupted|Caveat:|<(?:local-)?command-|<bash-|<system-)/;
  return {
    conversations: new Set(text.match(/"sessionId":"[^"]+"/g)).size,
    user: lines.filter((line) => said.test(line)).length,
    assistant: lines.filter((line) => /"role":"assistant","content":\[\{"type":"text","text":"(?!(?:\\n)*")/.test(line))
      .length,
  };
}

/** Counts the heads of conversations. What is a turn of Aider takes a reader to tell; its own tests do. */
function countAider(text: string): Counts {
  return { conversations: (text.match(/^# aider chat started at /gm) ?? []).length };
}

function generatedRows(mb: number): Row[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'memory-bench-'));
  try {
    return Object.entries(FORMATS).map(([name, format]) => {
      const target = path.join(folder, format.file);
      const counted = generate(target, mb, format);
      const made = row(`${name}, generated`, format.app, target, statSync(target).size / 1e6, counted);
      rmSync(target);
      return made;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the text before, for, and behind exchanges: a request, an answer, and much output of tools. */
interface Format {
  readonly app: string;
  readonly file: string;
  readonly write: (exchange: number, output: string) => string;
  readonly head?: string;
  readonly tail?: string;
}

const START = Date.UTC(2026, 0, 1);
const timeOf = (exchange: number): string => new Date(START + exchange * 60_000).toISOString();
const lines = (...records: unknown[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

const FORMATS: Readonly<Record<string, Format>> = {
  'Claude Code': {
    app: 'claude-code',
    file: 'session.jsonl',
    write: (n, output) => {
      const base = { sessionId: 's1', cwd: '/home/dev/app', isSidechain: false, timestamp: timeOf(n) };
      return lines(
        { ...base, type: 'user', uuid: `u${n}`, message: { role: 'user', content: `Request ${n}: use pnpm.` } },
        {
          ...base,
          type: 'assistant',
          uuid: `a${n}`,
          message: { role: 'assistant', content: [{ type: 'text', text: `Answer ${n}.` }] },
        },
        {
          ...base,
          type: 'assistant',
          uuid: `t${n}`,
          message: {
            role: 'assistant',
            content: [{ type: 'tool_use', id: `c${n}`, name: 'Read', input: { file_path: '/a' } }],
          },
        },
        {
          ...base,
          type: 'user',
          uuid: `r${n}`,
          message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: `c${n}`, content: output }] },
          toolUseResult: { stdout: output },
        },
        { ...base, type: 'progress', uuid: `p${n}`, data: { output: output.slice(0, 2000) } },
      );
    },
  },
  Codex: {
    app: 'codex',
    file: 'rollout-1.jsonl',
    write: (n, output) =>
      (n === 0
        ? lines({ timestamp: timeOf(0), type: 'session_meta', payload: { id: 's1', cwd: '/home/dev/app' } })
        : '') +
      lines(
        ...[
          { type: 'message', role: 'user', content: [{ type: 'input_text', text: `Request ${n}: use pnpm.` }] },
          { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: `Answer ${n}.` }] },
          { type: 'function_call', name: 'shell', call_id: `c${n}`, arguments: '{"command":["cat","a"]}' },
          { type: 'function_call_output', call_id: `c${n}`, output },
        ].map((payload) => ({ timestamp: timeOf(n), type: 'response_item', payload })),
      ),
  },
  'VS Code, log': {
    app: 'vscode',
    file: 'session.jsonl',
    head: lines({ kind: 0, v: { version: 3, sessionId: 's1', creationDate: START, requests: [] } }),
    write: (n, output) =>
      lines(
        {
          kind: 2,
          k: ['requests'],
          v: [{ requestId: `r${n}`, timestamp: START + n, message: { text: `Request ${n}: use pnpm.` }, response: [] }],
        },
        {
          kind: 2,
          k: ['requests', n, 'response'],
          v: [{ value: `Answer ${n}.` }, { kind: 'toolInvocationSerialized', resultDetails: { output } }],
        },
        { kind: 1, k: ['requests', n, 'result'], v: { metadata: { toolCallResults: output } } },
      ),
  },
  'VS Code, document': {
    app: 'vscode',
    file: 'session.json',
    head: '{"version":3,"requests":[',
    tail: '],"sessionId":"s1","creationDate":1767225600000}',
    write: (n, output) =>
      `${n === 0 ? '' : ','}${JSON.stringify({
        requestId: `r${n}`,
        timestamp: START + n,
        message: { text: `Request ${n}: use pnpm.` },
        response: [{ value: `Answer ${n}.` }, { kind: 'toolInvocationSerialized', resultDetails: { output } }],
        result: { metadata: { toolCallResults: output } },
      })}`,
  },
};

function generate(file: string, mb: number, { head = '', write, tail = '' }: Format): Counts {
  const random = createRandom(1);
  const words = 'const return import the a file test "quoted" \\ \n\t {} ü 漢 export function'.split(' ');
  const vocabulary = Array.from({ length: 4000 }, () => words[Math.floor(random() * words.length)]).join(' ');
  const target = openSync(file, 'w');
  let sizeBytes = writeSync(target, head);
  let count = 0;
  for (; sizeBytes < mb * 1e6; count++) {
    // Most output is short; some is a large file, a few a picture.
    const length = random() < 0.01 ? 3_000_000 : random() < 0.1 ? 200_000 : 5000;
    const output = vocabulary.repeat(Math.ceil(length / vocabulary.length)).slice(0, length);
    sizeBytes += writeSync(target, write(count, output));
  }
  writeSync(target, tail);
  closeSync(target);
  return { conversations: 1, user: count, assistant: count };
}

void main();
