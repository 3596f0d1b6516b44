import * as vscode from 'vscode';

/** What the code under test sent. */
export interface FakeRequest {
  readonly text: string;
  readonly messages: readonly vscode.LanguageModelChatRequestMessage[];
  readonly tools: readonly string[];
}

/** The exports of the extension `memory-r1-test.fake-model`. */
export interface FakeModel {
  /** Oldest first. */
  readonly requests: FakeRequest[];
  /** To be replaced by a test: returns the text or the parts of the answer, now or later, or throws. */
  reply: (request: FakeRequest) => Reply | Promise<Reply>;
}

type Reply = string | readonly vscode.LanguageModelResponsePart[];

const MODEL: vscode.LanguageModelChatInformation = {
  id: 'fake-1',
  name: 'Fake One',
  family: 'fake',
  version: '1',
  maxInputTokens: 100_000,
  maxOutputTokens: 10_000,
  capabilities: { toolCalling: true, imageInput: false }, // without tool calls it cannot be picked in Agent mode, the default
};

/** A deterministic language model behind the real `vscode.lm`, on stable API only. */
export function activate(context: vscode.ExtensionContext): FakeModel {
  const fake: FakeModel = { requests: [], reply: ({ text }) => `Fake One says: ${text}` };
  context.subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider('fake', {
      provideLanguageModelChatInformation: () => [MODEL],
      provideLanguageModelChatResponse: async (_model, messages, options, progress, token) => {
        const tools = (options.tools ?? []).map((tool) => tool.name);
        const request = { text: textOf(messages.at(-1)), messages, tools };
        fake.requests.push(request);
        const reply = await fake.reply(request);
        const parts =
          typeof reply === 'string'
            ? reply.split(/(?<= )/).map((word) => new vscode.LanguageModelTextPart(word))
            : reply;
        for (const part of parts) if (!token.isCancellationRequested) progress.report(part);
      },
      provideTokenCount: (_model, text) =>
        Promise.resolve(Math.ceil((typeof text === 'string' ? text : textOf(text)).length / 4)),
    }),
  );
  // Models are resolved lazily, and a message sent before that gets "Language model unavailable": resolve ours now.
  void vscode.lm.selectChatModels({ vendor: 'fake' });
  return fake;
}

function textOf(message: vscode.LanguageModelChatRequestMessage | undefined): string {
  const parts = message?.content ?? [];
  return parts.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}
