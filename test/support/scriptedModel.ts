import type { LanguageModel, ModelReply, ModelRequest } from '../../src/core/index';

/** What a scripted model says: texts in their order, the last one again and again; or what follows from the request. An error is thrown. */
export type Script = readonly (string | Error)[] | ((request: ModelRequest) => string | Promise<string>);

/** A model that says what a test wants it to, and remembers what it was asked. */
export class ScriptedModel implements LanguageModel {
  readonly name: string;
  readonly trust: LanguageModel['trust'];
  readonly contextTokens?: number;
  readonly requests: ModelRequest[] = [];
  readonly #script: Script;

  constructor(script: Script, more: Partial<Pick<LanguageModel, 'name' | 'trust' | 'contextTokens'>> = {}) {
    this.#script = script;
    this.name = more.name ?? 'scripted';
    this.trust = more.trust ?? { answers: 'distils', decides: true, extracts: true };
    if (more.contextTokens !== undefined) this.contextTokens = more.contextTokens;
  }

  async complete(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply> {
    signal?.throwIfAborted();
    this.requests.push(request);
    const said =
      typeof this.#script === 'function'
        ? await this.#script(request)
        : this.#script[Math.min(this.requests.length, this.#script.length) - 1];
    if (said instanceof Error) throw said;
    return { text: said ?? '', usage: { input: 100, output: 10 } };
  }

  /** All that it was shown, in one text. */
  get seen(): string {
    return this.requests.flatMap(({ messages }) => messages.map(({ content }) => content)).join('\n');
  }
}

/** The last thing that the user said in a request. */
export function lastMessage({ messages }: ModelRequest): string {
  return messages.at(-1)?.content ?? '';
}
