import { createHash } from 'node:crypto';
import { Dialogue } from './dialogue';
import { isObject, toList, toObject, toText, toTime, type JsonObject } from './json';
import { commitsIn, isGitCommit, pathOfUri } from './shell';
import type { TranscriptItem } from './transcript';

/**
 * A conversation of VS Code as it is stored (`ISerializableChatData` and `IExportableChatData` in `chatModel.ts`), versions 1 to 3 and older, less
 * what is never read: results and context of requests, output of tools.
 */
export interface Session {
  readonly sessionId?: unknown;
  readonly creationDate?: unknown;
  readonly customTitle?: unknown;
  readonly computedTitle?: unknown;
  readonly requests?: unknown;
}

/** Our own chat participant: what is asked of it is heard as it is asked, and what it answers is memory's own text. */
export const OWN_PARTICIPANT = 'memory.chat';

const KEPT_OF_SESSION = new Set(['sessionId', 'creationDate', 'customTitle', 'computedTitle', 'requests']);
const KEPT_OF_REQUEST = new Set([
  'requestId',
  'timestamp',
  'message',
  'response',
  'agent',
  'editedFileEvents',
  'modelState',
  'shouldBeRemovedOnSend',
  'isHidden',
  'confirmation',
]);

/** An entry of the log with what is kept of it; nothing where that is nothing. */
export function slimEntry(entry: JsonObject): JsonObject | undefined {
  if (entry['kind'] === 0) return { ...entry, v: slimSession(entry['v']) };
  const [ofSession, , ofRequest, ...rest] = toList(entry['k']);
  const depth = toList(entry['k']).length;
  if (!KEPT_OF_SESSION.has(String(ofSession))) return undefined;
  if (depth >= 3 && !KEPT_OF_REQUEST.has(String(ofRequest))) return undefined;
  if (ofSession !== 'requests') return entry;
  if (depth === 1) return { ...entry, v: slimList(entry['v'], slimRequest) };
  if (depth === 2) return { ...entry, v: slimRequest(entry['v']) };
  if (ofRequest !== 'response') return entry;
  if (depth === 3) return { ...entry, v: slimList(entry['v'], slimPart) };
  return rest.length === 1 ? { ...entry, v: slimPart(entry['v']) } : undefined;
}

export function slimRequest(request: unknown): unknown {
  if (!isObject(request)) return request;
  const kept = Object.fromEntries(Object.entries(request).filter(([key]) => KEPT_OF_REQUEST.has(key)));
  return { ...kept, ...('response' in kept && { response: slimList(kept['response'], slimPart) }) };
}

/** What was said in a conversation. An answer that is still being written is left for the next reading. */
export function* itemsOf(
  session: Session,
  place: { readonly id?: string; readonly cwd?: string | undefined },
): Generator<TranscriptItem> {
  const requests = toList(session.requests).filter(isObject);
  const dialogue = new Dialogue(toText(session.sessionId) ?? place.id ?? contentId(requests));
  const start = toTime(session.creationDate);
  const [custom, computed] = [toText(session.customTitle), toText(session.computedTitle)];
  if (start !== undefined) dialogue.setStart(start);
  if (place.cwd !== undefined) dialogue.setCwd(place.cwd);
  if (computed !== undefined) dialogue.setTitle(computed, 'assistant');
  if (custom !== undefined) dialogue.setTitle(custom, 'user');
  for (const [at, request] of requests.entries()) {
    if (!isOwn(request) && !isTakenBack(request)) yield* sayRequest(dialogue, request, at, at === requests.length - 1);
  }
  yield* dialogue.end();
}

function* sayRequest(dialogue: Dialogue, request: JsonObject, at: number, last: boolean): Generator<TranscriptItem> {
  const id = toText(request['requestId']) ?? `request ${at + 1}`;
  const time = toTime(request['timestamp']);
  const question = withoutMarkers(textOfMessage(request['message']));
  // Words of a button that the user pressed are not the user's.
  const isPressed = toText(request['confirmation']) !== undefined;
  if (question !== '' && !isPressed)
    yield* dialogue.say({ id, role: 'user', text: question, ...(time !== undefined && { time }) });
  const state = toObject(request['modelState']);
  if (last && (state['value'] === PENDING || state['value'] === NEEDS_INPUT)) return;
  const answer = textOfResponse(request['response']);
  const answered = toTime(state['completedAt']) ?? time;
  if (answer !== '')
    yield* dialogue.say({
      id: `${id} answer`,
      role: 'assistant',
      text: answer,
      ...(answered !== undefined && { time: answered }),
    });
  for (const file of filesOf(request)) dialogue.touch(file);
  for (const part of toList(request['response'])) for (const sha of commitsOf(part)) dialogue.commit(sha);
}

/** `ResponseModelState` of VS Code. */
const PENDING = 0;
const NEEDS_INPUT = 4;

/** An exported conversation has no name. Its first request stays as it is when it is exported again. */
function contentId([first]: readonly JsonObject[]): string {
  const content = JSON.stringify([first?.['requestId'], first?.['timestamp'], textOfMessage(first?.['message'])]);
  return `export-${createHash('sha256').update(content).digest('hex').slice(0, 16)}`;
}

function isOwn({ agent, message }: JsonObject): boolean {
  const named = toList(toObject(message)['parts']).map((part) => toObject(toObject(part)['agent'])['id']);
  return [toObject(agent)['id'], ...named].includes(OWN_PARTICIPANT);
}

/** The user went back to before this request. */
function isTakenBack(request: JsonObject): boolean {
  return request['isHidden'] === true || isObject(request['shouldBeRemovedOnSend']);
}

function textOfMessage(message: unknown): string {
  return toText(message) ?? toText(toObject(message)['text']) ?? '';
}

/** Text of consecutive parts is one sentence; what tools did between them begins a new paragraph. */
function textOfResponse(response: unknown): string {
  let text = '';
  let interrupted = false;
  for (const part of Array.isArray(response) ? (response as readonly unknown[]) : [response]) {
    const said = textOfPart(part);
    if (said !== undefined) {
      text += interrupted && text !== '' && said.trim() !== '' ? `\n\n${said}` : said;
      if (said.trim() !== '') interrupted = false;
    } else interrupted = true;
  }
  return withoutMarkers(text.replace(EMPTY_FENCE, ''));
}

/** The Markdown of a part; nothing where it is no text that is shown as the answer. */
function textOfPart(part: unknown): string | undefined {
  if (typeof part === 'string') return part;
  const { kind, value, content, inlineReference, name } = toObject(part);
  if (kind === undefined) return typeof value === 'string' ? value : undefined;
  if (kind === 'inlineReference') return nameOf(inlineReference, name);
  if (kind !== 'markdownContent' && kind !== 'markdownVuln') return undefined;
  const markdown = isObject(content) ? content['value'] : content;
  return typeof markdown === 'string' ? markdown : undefined;
}

/** A file or symbol that VS Code shows by its name within a sentence. */
function nameOf(reference: unknown, given: unknown): string {
  const { name, location, uri } = toObject(reference);
  const file = toPath(reference) ?? toPath(uri) ?? toPath(toObject(location)['uri']);
  const shown = toText(given) ?? toText(name) ?? file?.split(/[\\/]/).at(-1);
  return shown === undefined ? '' : `\`${shown}\``;
}

/** Where an edit stood between two fences. */
const EMPTY_FENCE = /^```[^\n`]*\n\s*```[ \t]*$/gm;

/** VS Code writes it in place of a text that is too large to be stored. */
const MARKER = /\[[^\][\n]*value truncated for persistence[^\][\n]*\]/g;

function withoutMarkers(text: string): string {
  return text.replace(MARKER, '').trim();
}

/** `ChatRequestEditedFileEventKind`: the user took an edit back. */
const UNDO = 2;

function filesOf(request: JsonObject): string[] {
  const edited = toList(request['editedFileEvents'])
    .map(toObject)
    .filter(({ eventKind }) => eventKind !== UNDO)
    .map(({ uri }) => uri);
  const written = toList(request['response']).flatMap((part) => {
    const { kind, uri, isEdit, edits } = toObject(part);
    if (kind === 'workspaceEdit')
      return toList(edits).map((edit) => toObject(edit)['newResource'] ?? toObject(edit)['oldResource']);
    const isWritten =
      kind === 'textEditGroup' || kind === 'notebookEditGroup' || (kind === 'codeblockUri' && isEdit === true);
    return isWritten ? [uri] : [];
  });
  return [...edited, ...written].flatMap((uri) => toPath(uri) ?? []);
}

function commitsOf(part: unknown): string[] {
  const { commandLine, command, terminalCommandOutput } = terminalOf(part);
  const { userEdited, toolEdited, original } = toObject(commandLine);
  const line = [userEdited, toolEdited, original, commandLine, command].find((each) => typeof each === 'string');
  const output = toText(toObject(terminalCommandOutput)['text']);
  return typeof line === 'string' && output !== undefined && isGitCommit(line)
    ? commitsIn(output.replace(/\r/g, ''))
    : [];
}

function terminalOf(part: unknown): JsonObject {
  const { kind, toolSpecificData } = toObject(part);
  const tool = toObject(toolSpecificData);
  return kind === 'toolInvocationSerialized' && tool['kind'] === 'terminal' ? tool : {};
}

/** A file from a URI as text, or taken apart (`UriComponents`). */
function toPath(uri: unknown): string | undefined {
  if (typeof uri === 'string') return pathOfUri(uri);
  const { scheme, path, fsPath, external } = toObject(uri);
  if (scheme !== undefined && scheme !== 'file' && scheme !== 'vscode-notebook-cell') return undefined;
  const whole = toText(external);
  const given = toText(path);
  return (
    toText(fsPath) ?? (whole === undefined ? undefined : pathOfUri(whole)) ?? given?.replace(/^\/([A-Za-z]:)/, '$1')
  );
}

function slimSession(session: unknown): unknown {
  if (!isObject(session)) return session;
  const kept = Object.fromEntries(Object.entries(session).filter(([key]) => KEPT_OF_SESSION.has(key)));
  return { ...kept, ...('requests' in kept && { requests: slimList(kept['requests'], slimRequest) }) };
}

function slimList(list: unknown, slim: (item: unknown) => unknown): unknown {
  return Array.isArray(list) ? list.map(slim) : list;
}

const KEPT_PARTS = new Set(['markdownContent', 'markdownVuln', 'inlineReference', 'codeblockUri', 'workspaceEdit']);

/** Keeps the place of every part, since the log counts them. */
function slimPart(part: unknown): unknown {
  if (!isObject(part)) return part;
  const { kind, uri } = part;
  if (kind === undefined || (typeof kind === 'string' && KEPT_PARTS.has(kind))) return part;
  if (kind === 'textEditGroup' || kind === 'notebookEditGroup') return { kind, uri };
  return commitsOf(part).length > 0 ? part : { kind };
}
