import type { LanguageModel, ModelReply, ModelRequest, ModelTrust } from '../../src/core/index';

export const FULL_TRUST: ModelTrust = { answers: 'distils', decides: true, extracts: true };

/** An answer that ended before its end. */
export interface CutOff {
  readonly cutOff: string;
}

/** What a scripted model says: texts in their order, the last one again and again; or what follows from the request. An error is thrown. */
export type Script = readonly (string | CutOff | Error)[] | ((request: ModelRequest) => string | Promise<string>);

type More = Partial<Pick<LanguageModel, 'name' | 'trust' | 'contextTokens'>>;

/** A model that says what a test wants it to, and remembers what it was asked. */
export class ScriptedModel implements LanguageModel {
  readonly name: string;
  readonly trust: ModelTrust;
  readonly contextTokens?: number;
  readonly asked: ModelRequest[] = [];
  readonly #script: Script;

  constructor(script: Script, { name = 'scripted', trust = FULL_TRUST, contextTokens }: More = {}) {
    this.#script = script;
    this.name = name;
    this.trust = trust;
    if (contextTokens !== undefined) this.contextTokens = contextTokens;
  }

  async complete(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply> {
    signal?.throwIfAborted();
    this.asked.push(request);
    const said =
      typeof this.#script === 'function'
        ? await this.#script(request)
        : this.#script[Math.min(this.asked.length, this.#script.length) - 1];
    if (said instanceof Error) throw said;
    const usage = { input: 90, output: 10 };
    return typeof said === 'object' ? { text: said.cutOff, usage, cut: true } : { text: said ?? '', usage };
  }

  /** All that it was shown, in one text. */
  get seen(): string {
    return this.asked.flatMap(({ messages }) => messages.map(({ content }) => content)).join('\n');
  }
}

export function scriptedModel(script: Script, more?: More): ScriptedModel {
  return new ScriptedModel(script, more);
}

/** What a test says of a fact, and of a decision; the rest is filled in. */
export type SomeFact = {
  readonly text: string;
  readonly quote: string;
  readonly kind?: string;
  readonly ends?: boolean;
};
export type SomeDecision = {
  readonly fact: string;
  readonly operation: string;
  readonly memory?: number;
  readonly text?: string;
  readonly reason?: string;
};

/** Reads those of these facts whose quote stands in what it is shown, and decides about new facts as told. Default: it would add each. */
export function readerOf(
  facts: readonly SomeFact[],
  decide: (prompt: string) => readonly SomeDecision[] = addAll,
  more?: More,
): ScriptedModel {
  return new ScriptedModel((request) => {
    const prompt = request.messages.find(({ role }) => role === 'user')?.content ?? '';
    return JSON.stringify(
      request.purpose === 'extract'
        ? {
            facts: facts
              .filter(({ quote }) => prompt.includes(quote))
              .map((fact) => ({ kind: 'decision', subject: '', ends: false, ...fact })),
          }
        : { decisions: decide(prompt).map((one) => ({ memory: 0, text: '', reason: '', ...one })) },
    );
  }, more);
}

function addAll(prompt: string): SomeDecision[] {
  return [...prompt.matchAll(/^([a-h])\. \(/gm)].map(([, fact = '']) => ({ fact, operation: 'ADD' }));
}
