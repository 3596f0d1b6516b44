import * as vscode from 'vscode';
import type { ModelMessage, ModelUsage } from '../core/index';
import type { HostedReply, HostedRequest } from '../protocol/model';
import { CHAT } from './ids';
import { toTurns } from './turns';

/** Shown by VS Code where it asks whether we may use a model. */
const JUSTIFICATION =
  'It words answers from the memory of this project. Where you let it, it reads commits and chats for what rules miss.';

/** A model that says nothing for so long will not. */
const SILENCE_MS = 60_000;

/** VS Code has no bound for the length of an answer; English has about four characters in a token, and this leaves some room. */
const MAX_CHARACTERS_PER_TOKEN = 6;

export type ModelAccess = Pick<vscode.LanguageModelAccessInformation, 'canSendRequest'>;

/** A model of VS Code, as settings and worker know it. */
export interface ModelName {
  /** See `idOf`. */
  readonly id: string;
  readonly name: string;
}

/** The models of VS Code, for the worker, which cannot reach them. */
export class LanguageModels {
  readonly #access: ModelAccess;
  /** Models that may be used because of something that the user does right now, and by how many such things. */
  readonly #lent = new Map<string, { readonly model: vscode.LanguageModelChat; count: number }>();

  constructor(access: ModelAccess) {
    this.#access = access;
  }

  /** All but our own, which is no language model. */
  async all(): Promise<readonly vscode.LanguageModelChat[]> {
    return (await vscode.lm.selectChatModels()).filter(isForeign);
  }

  /** @returns undefined when VS Code does not offer it, now or any more */
  async find(id: string): Promise<vscode.LanguageModelChat | undefined> {
    const at = id.indexOf('/');
    const [model] = await vscode.lm.selectChatModels({ vendor: id.slice(0, at), id: id.slice(at + 1) });
    return model && isForeign(model) ? model : undefined;
  }

  /** What VS Code would do without asking anybody. Undefined for a model that it does not offer. */
  async isAllowed(id: string): Promise<boolean | undefined> {
    const model = await this.find(id);
    return model && this.#access.canSendRequest(model) === true;
  }

  /**
   * Lets the worker use a model until the result is disposed: while something runs that the user asked for. Only then may VS Code ask for consent; and the model
   * of a chat request is not to be kept longer than the request.
   */
  lend(model: vscode.LanguageModelChat): vscode.Disposable {
    const id = idOf(model);
    const lent = this.#lent.get(id) ?? { model, count: 0 };
    lent.count++;
    this.#lent.set(id, lent);
    let isBack = false;
    return new vscode.Disposable(() => {
      if (isBack) return;
      isBack = true;
      lent.count--;
      if (lent.count === 0) this.#lent.delete(id);
    });
  }

  /** One answer, for the worker. In the background it is given only where VS Code would not ask: nobody sits there who knows why it asks. */
  async complete({ model: id, messages, maxTokens }: HostedRequest, signal: AbortSignal): Promise<HostedReply> {
    const lent = this.#lent.get(id)?.model;
    const model = lent ?? (await this.find(id));
    if (!model) throw (await import('./modelFailures')).modelGone(id);
    if (!lent && this.#access.canSendRequest(model) !== true)
      throw (await import('./modelFailures')).notAllowed(model.name);
    const turns = toTurns(messages);
    const source = new vscode.CancellationTokenSource();
    try {
      const { text, cut } = await read(model, turns.map(toMessage), maxTokens, source.token, signal);
      return { text, usage: await countUsage(model, turns, text), ...(cut && { cut }) };
    } catch (error) {
      signal.throwIfAborted();
      throw (await import('./modelFailures')).toModelFailure(model.name, error, SILENCE_MS);
    } finally {
      source.cancel();
      source.dispose();
    }
  }
}

/** Ids of two vendors may be the same, so the vendor stands before them. */
export function idOf({ vendor, id }: Pick<vscode.LanguageModelChat, 'vendor' | 'id'>): string {
  return `${vendor}/${id}`;
}

/** Our own "no LLM" model answers nothing: it is never asked. */
export function isForeign({ vendor }: Pick<vscode.LanguageModelChat, 'vendor'>): boolean {
  return vendor !== CHAT.vendor;
}

/** Reads an answer to its end, or to the bound of its length. Not every provider looks at the token, so the waiting ends by itself, too. */
async function read(
  model: vscode.LanguageModelChat,
  messages: vscode.LanguageModelChatMessage[],
  maxTokens: number,
  token: vscode.CancellationToken,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly cut: boolean }> {
  const maxCharacters = maxTokens * MAX_CHARACTERS_PER_TOKEN;
  let end = (_reason: Error): void => undefined;
  const ended = new Promise<never>((_, reject) => (end = reject));
  ended.catch(() => undefined); // it may come when nobody waits any more
  const onAbort = (): void => end(new DOMException('Cancelled', 'AbortError'));
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  let silence: NodeJS.Timeout | undefined;
  try {
    // VS Code may ask for consent here; that takes as long as it takes.
    const response = await Promise.race([model.sendRequest(messages, { justification: JUSTIFICATION }, token), ended]);
    silence = setTimeout(() => end(new DOMException('No answer', 'TimeoutError')), SILENCE_MS);
    const parts = response.text[Symbol.asyncIterator]();
    let text = '';
    for (;;) {
      const part = await Promise.race([parts.next(), ended]);
      if (part.done) return { text, cut: false };
      silence.refresh();
      text += part.value;
      if (text.length > maxCharacters) return { text: text.slice(0, maxCharacters), cut: true };
    }
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', onAbort);
  }
}

/** By the model's own count, where it has one. */
async function countUsage(
  model: vscode.LanguageModelChat,
  turns: readonly ModelMessage[],
  text: string,
): Promise<ModelUsage> {
  const asked = turns.map(({ content }) => content).join('\n');
  try {
    const [input, output] = await Promise.all([model.countTokens(asked), model.countTokens(text)]);
    return { input, output };
  } catch {
    // The answer is there; that it cannot be counted is no reason to lose it.
    return { input: Math.ceil(asked.length / 4), output: Math.ceil(text.length / 4), estimated: true };
  }
}

function toMessage({ role, content }: ModelMessage): vscode.LanguageModelChatMessage {
  return role === 'assistant'
    ? vscode.LanguageModelChatMessage.Assistant(content)
    : vscode.LanguageModelChatMessage.User(content);
}
