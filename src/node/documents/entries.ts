import { contentId } from '../../core/index';
import { isObject, toList, toObject, toText, toTime, type JsonObject } from '../transcripts/json';

/** One memory of another program. */
export interface Entry {
  /** Unique in its file, and the same when the file is written again. */
  readonly id: string;
  /** What it says, a statement a line. Of the memory server the first line names what the others are about. */
  readonly text: string;
  /** ISO 8601: when it was last changed, where the file tells. */
  readonly time?: string;
}

export interface Entries {
  readonly kind: 'mem0' | 'memory-server';
  readonly entries: readonly Entry[];
  /** Lines and objects that are none. */
  readonly bad: number;
}

/**
 * The memories of another program's file: the graph of the reference MCP memory server (JSON lines, or what `read_graph` returns), or a list of Mem0
 * (its API, its export, OpenMemory's). Undefined for a text that is neither.
 */
export function readEntries(text: string): Entries | undefined {
  const { values, bad } = parseValues(text);
  if (values.length === 0) return undefined;
  const graph = readGraph(values);
  if (graph) return { kind: 'memory-server', ...graph, bad: graph.bad + bad };
  const memories = values.flatMap(memoriesIn);
  const read = memories.flatMap((memory) => toEntry(memory) ?? []);
  const isList = read.length > 0 && read.length * 2 >= memories.length;
  if (!isList) return undefined;
  return { kind: 'mem0', entries: unique(read), bad: bad + memories.filter((one) => !isObject(one)).length };
}

/** One JSON document, or one a line. */
function parseValues(text: string): { values: unknown[]; bad: number } {
  const whole = parse(text);
  if (whole !== undefined) return { values: [whole], bad: 0 };
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const values = lines.map(parse).filter((value) => value !== undefined);
  return { values, bad: lines.length - values.length };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // counted, or read line by line
  }
}

/** https://github.com/modelcontextprotocol/servers/tree/main/src/memory: `{type: "entity", name, entityType, observations}`, `{type: "relation", from, to, relationType}`. */
function readGraph(values: readonly unknown[]): { entries: Entry[]; bad: number } | undefined {
  const [first] = values.map(toObject);
  const listed = first && (Array.isArray(first['entities']) || Array.isArray(first['relations']));
  const parts = listed ? [...toList(first['entities']), ...toList(first['relations'])] : values;
  const lines = new Map<string, Set<string>>();
  let bad = 0;
  const add = (name: string, line: string | undefined): void => {
    const known = lines.get(name) ?? new Set();
    if (line !== undefined) known.add(line.replace(/\s+/g, ' ').trim());
    lines.set(name, known);
  };
  for (const part of parts.map(toObject)) {
    const { name, observations, from, to, relationType } = part;
    const isEntity = part['type'] !== 'relation' && toText(name) !== undefined && Array.isArray(observations);
    const [source, relation, target] = [from, relationType, to].map(toText);
    if (isEntity) {
      add(String(name), undefined);
      for (const said of toList(observations)) add(String(name), toText(said));
    } else if (source !== undefined && relation !== undefined && target !== undefined) {
      add(source, `${source} ${relation.replace(/_/g, ' ')} ${target}`);
    } else bad++;
  }
  if (lines.size === 0 || bad > lines.size) return undefined;
  const entries = [...lines].map(([name, said]) => ({ id: name, text: [name, ...said].join('\n') }));
  return { entries, bad };
}

/** https://docs.mem0.ai: a list, or an object that holds one under one of these names. */
const LISTS = ['results', 'memories', 'data', 'items'];

function memoriesIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(memoriesIn);
  const list = LISTS.map((name) => toObject(value)[name]).find(Array.isArray);
  return list === undefined ? [value] : (list as readonly unknown[]);
}

const GONE = new Set(['deleted', 'archived']);

function toEntry(value: unknown): Entry | undefined {
  const memory = toObject(value);
  const text = textOf(memory);
  const state = toText(memory['state']);
  if (
    text === undefined ||
    (state !== undefined && GONE.has(state)) ||
    (memory['deleted_at'] ?? undefined) !== undefined
  )
    return undefined;
  const id = [memory['id'], memory['memory_id'], memory['uuid'], memory['hash']]
    .map((one) => (typeof one === 'number' ? String(one) : toText(one)))
    .find((one) => one !== undefined);
  const time = ['updated_at', 'updatedAt', 'created_at', 'createdAt', 'timestamp', 'date']
    .map((name) => toMoment(memory[name]))
    .find((one) => one !== undefined);
  return { id: id ?? contentId(text), text, ...(time !== undefined && { time }) };
}

/** Copilot's memory files hold `{subject, fact, ...}`. */
function textOf(memory: JsonObject): string | undefined {
  const fact = toText(memory['fact']);
  if (fact !== undefined) {
    const subject = toText(memory['subject']);
    return subject === undefined ? fact : `${subject}: ${fact}`;
  }
  return ['memory', 'content', 'text', 'data'].map((name) => toText(memory[name])).find((text) => text !== undefined);
}

/** Also from seconds since 1970. */
function toMoment(value: unknown): string | undefined {
  return toTime(typeof value === 'number' && value < 1e11 ? value * 1000 : value);
}

/** Of two with one id the later one counts. */
function unique(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()];
}
