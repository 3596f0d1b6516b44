import type { Role } from '../../core/index';
import { toList, toObject, toText, type JsonObject } from './json';

/** What one message to or from the model says, in the conversations of Cline, Roo Code and their relatives. */
export interface ClineMessage {
  readonly role: Role;
  /** What the user or the assistant said; empty where nobody said anything. */
  readonly text: string;
  /** Tools that the assistant calls, by the ids of the calls. */
  readonly calls: ReadonlyMap<string, string>;
  /** Files that the assistant wants to change. Whether it did stands in the next message. */
  readonly edits: readonly string[];
  /** Whether what was asked for in the message before was refused or failed. */
  readonly isRefusal: boolean;
  /** What tools printed. */
  readonly output: string;
  /** The working directory, where the message tells it. */
  readonly cwd?: string;
}

/**
 * Reads `{role, content}`, where the content is a text or blocks of it. Nothing where it is none, or a summary by the model in place of what was said.
 * @param calls those of the message before
 */
export function parseClineMessage(
  value: unknown,
  calls: ReadonlyMap<string, string> = new Map(),
): ClineMessage | undefined {
  const message = toObject(value);
  const { role, content } = message;
  if ((role !== 'user' && role !== 'assistant') || message['isSummary'] === true) return undefined;
  const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : toList(content).map(toObject);
  return role === 'user' ? fromUser(blocks, calls) : fromAssistant(blocks);
}

/** What is shown to the model with the user's words: the state of the editor, contents of files and pages, rules. */
const CONTEXT =
  /<(environment_details|file_content|folder_content|url_content|workspace_diagnostics|git_working_state|git_commit|terminal_output|explicit_instructions|system-reminder|slash_command)\b[^>]*>[\s\S]*?(?:<\/\1>|$)/g;

/** "[read_file for 'src/a.ts'] Result:" begins what a tool returned; text that follows is its, too. */
const RESULT = /^\[([\w-]+)(?: for [^\n]*?)?\] Result:\s*/;

/** Words of the user, in marks; perhaps with an announcement before them. They begin a text: what stands within one may be a file's. */
const SPOKEN =
  /^(The user (?:denied|has provided|provided|responded)[^<]{0,500}|\[TASK RESUMPTION\][^<]{0,4000})?<(task|feedback|answer|user_message|user_input|user_query)\b[^>]*>([\s\S]*?)(?:<\/\2>|$)/;

/** Tools whose result is what the user says to them. */
const ASKING = /^(?:ask_followup_question|plan_mode_respond|attempt_completion|new_task|condense)$/;

/** Messages in the user's place that the program writes. */
const PUT_IN =
  /^\[(?:ERROR|TASK RESUMPTION|NOTE)\]|^The user (?:denied this operation|has provided feedback|has not provided)/;

const REFUSED = /^(?:The user denied this operation|The tool execution failed|<error>|Error\b)|"status"\s*:\s*"denied"/;

function fromUser(blocks: readonly JsonObject[], calls: ReadonlyMap<string, string>): ClineMessage {
  const said: string[] = [];
  const printed: string[] = [];
  let isRefusal = false;
  let tool: string | undefined;
  for (const block of blocks) {
    const isResult = block['type'] === 'tool_result';
    if (!isResult && block['type'] !== 'text') continue;
    const text = textOf(isResult ? block['content'] : block['text'])
      .replace(CONTEXT, '')
      .trim();
    const [head, named] = RESULT.exec(text) ?? [];
    if (isResult) tool = calls.get(String(block['tool_use_id'])) ?? '';
    else if (named !== undefined) tool = named;
    const body = text.slice(head?.length ?? 0);
    said.push(spokenIn(body, tool));
    if (tool !== undefined) printed.push(body);
    if (tool !== undefined && !ASKING.test(tool)) isRefusal ||= block['is_error'] === true || REFUSED.test(body);
    // A result that is a block by itself ends with it.
    if (isResult) tool = undefined;
  }
  const cwd = cwdIn(blocks.map((block) => textOf(block['text'] ?? block['content'])).join('\n'));
  return {
    role: 'user',
    text: said.filter((words) => words !== '').join('\n\n'),
    calls: new Map(),
    edits: [],
    isRefusal,
    output: printed.join('\n'),
    ...(cwd !== undefined && { cwd }),
  };
}

/** @param tool the one that returned the text, if one did */
function spokenIn(text: string, tool: string | undefined): string {
  const [, announced, , words] = SPOKEN.exec(text) ?? [];
  if (words !== undefined && (tool === undefined || announced !== undefined || ASKING.test(tool))) return words.trim();
  return words !== undefined || tool !== undefined || PUT_IN.test(text) ? '' : text;
}

/** Tools whose use changes the file that they name. */
const EDITS =
  /^(?:write_to_file|replace_in_file|apply_diff|insert_content|search_and_replace|search_replace|edit_file|edit|editor|write|write_file|multi_edit|apply_patch)$/;

/** Before models called tools by themselves, they wrote calls into their text. */
const CALLS = /<([a-z]+(?:_[a-z]+)+)>([\s\S]*?)(?:<\/\1>|$)/g;
const THOUGHTS = /<(thinking|think)>[\s\S]*?(?:<\/\1>|$)/g;

/** Of some calls an argument is what the assistant says: the result, a question, a plan. */
const SAID_IN_CALLS: Readonly<Record<string, string>> = {
  attempt_completion: 'result',
  ask_followup_question: 'question',
  plan_mode_respond: 'response',
};

function fromAssistant(blocks: readonly JsonObject[]): ClineMessage {
  const edits: string[] = [];
  const said: string[] = [];
  const calls = new Map<string, string>();
  const call = (name: string, argument: (key: string) => string | undefined): string => {
    const file = argument('path') ?? argument('file_path') ?? argument('absolutePath');
    if (EDITS.test(name) && file !== undefined) edits.push(file);
    return argument(SAID_IN_CALLS[name] ?? '') ?? '';
  };
  for (const block of blocks) {
    if (block['type'] === 'tool_use') {
      calls.set(String(block['id']), String(block['name']));
      said.push(call(String(block['name']), (key) => toText(toObject(block['input'])[key])));
    } else if (block['type'] === 'text') {
      const text = textOf(block['text']).replace(THOUGHTS, '');
      said.push(text.replace(CALLS, (_, name: string, body: string) => call(name, (key) => argumentIn(body, key))));
    }
  }
  const text = said.map((each) => each.trim()).filter((each) => each !== '');
  return { role: 'assistant', text: text.join('\n\n'), calls, edits, isRefusal: false, output: '' };
}

function argumentIn(body: string, key: string): string | undefined {
  if (key === '') return undefined;
  const start = body.indexOf(`<${key}>`);
  if (start < 0) return undefined;
  const from = start + key.length + 2;
  const end = body.indexOf(`</${key}>`, from);
  return toText(body.slice(from, end < 0 ? undefined : end).trim());
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return toList(content)
    .map((block) => toObject(block)['text'])
    .filter((text) => typeof text === 'string')
    .join('\n');
}

/** "# Current Working Directory (/home/dev/app) Files" in what is told of the environment; "Workspace" in Roo Code. */
function cwdIn(text: string): string | undefined {
  return toText(/^# Current (?:Working|Workspace) Directory \((.+?)\)(?: Files)?\s*$/m.exec(text)?.[1]);
}
