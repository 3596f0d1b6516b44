import * as vscode from 'vscode';
import type { App } from './app';
import { debounce } from './cancel';
import { sentenceOf } from './failures';
import { CHAT } from './ids';

/** What the model says when it is used outside of `@memory`: there it is never called. */
const SELF_DESCRIPTION =
  'I am not a language model. I am here so that `@memory` can answer from the memory of this project when no model is set up. ' +
  'Begin your message with `@memory`, or pick another model.';

const INFORMATION: vscode.LanguageModelChatInformation = {
  id: CHAT.model,
  name: 'Project Memory (no LLM)',
  family: 'none',
  version: '1',
  tooltip: 'Answers @memory from the memory of this project. It is no language model and answers nothing else.',
  detail: 'for @memory only',
  maxInputTokens: 100_000,
  maxOutputTokens: 1_000,
  // Else it could not be picked in Agent mode, the mode a chat begins in. It calls no tools.
  capabilities: { toolCalling: true, imageInput: false },
};

/**
 * VS Code calls no participant while there is no language model. So the extension brings a small one of its own, and takes it
 * back as soon as there is any other. Our own calls never choose it: it cannot answer anything.
 */
export function registerModel(app: App): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  let offered = false;
  let disposed = false;

  const provider: vscode.LanguageModelChatProvider = {
    onDidChangeLanguageModelChatInformation: changed.event,
    provideLanguageModelChatInformation: () => (offered ? [INFORMATION] : []),
    provideLanguageModelChatResponse: (_model, _messages, _options, progress) => {
      progress.report(new vscode.LanguageModelTextPart(SELF_DESCRIPTION));
      return Promise.resolve();
    },
    provideTokenCount: (_model, text) =>
      Promise.resolve(Math.ceil((typeof text === 'string' ? text : JSON.stringify(text.content)).length / 4)),
  };

  const evaluate = async (): Promise<void> => {
    const models = await vscode.lm.selectChatModels();
    const needed = !models.some(({ vendor }) => vendor !== CHAT.vendor);
    if (disposed || needed === offered) return;
    offered = needed;
    changed.fire();
    app.log.info(
      needed ? 'No model is set up; @memory answers without one.' : 'Another model is there; our own stands back.',
    );
    // Models are looked up when somebody asks; until then the chat has none and refuses the first message.
    if (offered) await vscode.lm.selectChatModels({ vendor: CHAT.vendor });
  };
  const later = debounce(() => void evaluate().catch((error: unknown) => app.log.warn(sentenceOf(error))), 300);

  const registration = vscode.lm.registerLanguageModelChatProvider(CHAT.vendor, provider);
  const listener = vscode.lm.onDidChangeChatModels(later);
  later();
  return vscode.Disposable.from(registration, listener, changed, later, new vscode.Disposable(() => (disposed = true)));
}
