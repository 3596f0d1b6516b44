import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A language model in this process, run by llama.cpp. */
export interface LocalModel {
  /** @param messages as OpenAI's protocol has them */
  complete(messages: readonly ChatMessage[], options: CompletionOptions): Promise<Completion>;
  dispose(): Promise<void>;
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface CompletionOptions {
  readonly maxTokens: number;
  /** 0: always the most likely token. */
  readonly temperature: number;
  readonly seed?: number;
  /** JSON Schema that the answer is held to, through a grammar. */
  readonly schema?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
}

export interface Completion {
  readonly text: string;
  /** Tokens. */
  readonly input: number;
  readonly output: number;
  /** It would have gone on. */
  readonly cut: boolean;
}

export interface LlamaOptions {
  /** Folder where `npm install node-llama-cpp` was run. It is 700 MB with all its binaries, so it is not among the packages of this project. */
  readonly runtime: string;
  /** A file of weights in GGUF. */
  readonly weights: string;
  readonly contextTokens: number;
  readonly threads: number;
}

/** @throws where the runtime or the weights cannot be loaded */
export async function openLlama({ runtime, weights, contextTokens, threads }: LlamaOptions): Promise<LocalModel> {
  const entry = path.resolve(runtime, 'node_modules/node-llama-cpp/dist/index.js');
  const { getLlama, LlamaChat } = (await import(pathToFileURL(entry).href)) as LlamaPackage;
  const llama = await getLlama({ gpu: false, build: 'never', maxThreads: threads, logLevel: 'error' });
  const model = await llama.loadModel({ modelPath: path.resolve(weights) });
  const context = await model.createContext({ contextSize: contextTokens, sequences: 1, threads });
  const chat = new LlamaChat({ contextSequence: context.getSequence() });
  const grammars = new Map<string, Promise<unknown>>();

  return {
    async complete(messages, { maxTokens, temperature, seed, schema, signal }) {
      const chatHistory = [...messages.map(toItem), { type: 'model', response: [] }];
      const { contextText } = chat.chatWrapper.generateContextState({ chatHistory });
      const input = contextText.tokenize(model.tokenizer).length;
      if (input + maxTokens > contextTokens)
        throw new RangeError(`${input} tokens and ${maxTokens} to answer with do not fit into ${contextTokens}.`);
      const key = JSON.stringify(schema);
      if (schema && !grammars.has(key))
        grammars.set(key, llama.createGrammarForJsonSchema(toGbnfSchema(schema) as object));
      let output = 0;
      const { response, metadata } = await chat.generateResponse(chatHistory, {
        maxTokens,
        temperature,
        ...(seed !== undefined && { seed }),
        ...(schema && { grammar: await grammars.get(key) }),
        ...(signal && { signal }),
        onToken: (tokens) => (output += tokens.length),
      });
      return { text: response, input, output, cut: metadata.stopReason === 'maxTokens' };
    },
    dispose: () => llama.dispose(),
  };
}

function toItem({ role, content }: ChatMessage): ChatItem {
  return role === 'assistant' ? { type: 'model', response: [content] } : { type: role, text: content };
}

/** What node-llama-cpp calls differently, or would stumble over. */
function toGbnfSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(toGbnfSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).filter(([name]) => name !== '$schema');
  return Object.fromEntries(entries.map(([name, value]) => [name === 'anyOf' ? 'oneOf' : name, toGbnfSchema(value)]));
}

/** What is used of node-llama-cpp 3.22. */
interface LlamaPackage {
  getLlama(options: object): Promise<Llama>;
  readonly LlamaChat: new (options: { contextSequence: unknown }) => LlamaChat;
}

interface Llama {
  loadModel(options: object): Promise<{
    readonly tokenizer: unknown;
    createContext(options: object): Promise<{ getSequence(): unknown }>;
  }>;
  createGrammarForJsonSchema(schema: object): Promise<unknown>;
  dispose(): Promise<void>;
}

type ChatItem =
  | { readonly type: 'system' | 'user'; readonly text: string }
  | { readonly type: 'model'; readonly response: readonly string[] };

interface LlamaChat {
  readonly chatWrapper: {
    generateContextState(options: object): { contextText: { tokenize(tokenizer: unknown): readonly unknown[] } };
  };
  generateResponse(
    history: readonly object[],
    options: { readonly onToken: (tokens: readonly unknown[]) => void } & Readonly<Record<string, unknown>>,
  ): Promise<{ readonly response: string; readonly metadata: { readonly stopReason: string } }>;
}
