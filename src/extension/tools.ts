import * as vscode from 'vscode';
import type { App } from './app';
import { toSignal } from './cancel';
import { sentenceOf } from './failures';
import { TOOLS } from './ids';
import { escapeMarkdown } from './markdown';
import type { Project } from './projects';
import { NEAR, USUAL_BUDGET } from '../protocol/assistantTools';
import {
  NEVER_READ,
  tellAnswer,
  tellFailure,
  tellSuggested,
  type CountTokens,
  type ToldAnswer,
} from '../protocol/assistants';
import { RemoteError } from '../protocol/rpc';

/** As package.json describes it; VS Code has compared the input with that. */
interface RecallInput {
  readonly question: string;
  readonly limit?: number;
  readonly asOf?: string;
  readonly project?: string;
}

interface ProposeInput {
  readonly text: string;
  readonly replaces?: string;
  readonly forget?: string;
  readonly project?: string;
}

/** The memory of the window's projects as tools for agents: `#projectMemory` asks it, and what an agent wants remembered becomes a proposal. */
export function registerTools(app: App): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.lm.registerTool(TOOLS.recall, recallTool(app)),
    vscode.lm.registerTool(TOOLS.propose, proposeTool(app)),
  );
}

function recallTool(app: App): vscode.LanguageModelTool<RecallInput> {
  return {
    prepareInvocation: async ({ input }) => {
      const of = await projectName(app, input.project);
      const question = escapeMarkdown(input.question);
      return {
        invocationMessage: new vscode.MarkdownString(`Recalling from the memory of ${of}: ${question}`),
        confirmationMessages: {
          title: 'Recall from Project Memory',
          message: new vscode.MarkdownString(
            `${question}\n\nThis only reads the memory of ${of}. What it finds goes to the language model of this chat.`,
          ),
        },
      };
    },
    invoke: async ({ input, tokenizationOptions }, token) =>
      await answered(async () => {
        const project = await find(app, input.project);
        const signal = toSignal(token);
        const { root } = project;
        const { question, limit, asOf } = input;
        if (question.trim() === '') throw new RemoteError('Ask a whole question.', 'usage');
        const [answer, near] = await Promise.all([
          app.service.call('ask', { root, question, model: 'none', ...(asOf !== undefined && { asOf }) }, signal),
          asOf === undefined ? app.service.call('recall', { root, query: question, limit: NEAR }, signal) : [],
        ]);
        const nothing = answer.declined && near.length === 0;
        if (nothing && (await app.service.call('list', { root }, signal)).length === 0) return NEVER_READ;
        const told = await tellAnswer(answer, near, {
          ...(limit !== undefined && { limit }),
          budget: Math.min(USUAL_BUDGET, tokenizationOptions?.tokenBudget ?? USUAL_BUDGET),
          count: counting(tokenizationOptions, token),
          more: 'ask for the one by its words',
        });
        return withProject(told, project, app);
      }),
  };
}

function proposeTool(app: App): vscode.LanguageModelTool<ProposeInput> {
  return {
    prepareInvocation: async ({ input }) => {
      const of = await projectName(app, input.project);
      const about = await textOf(app, input);
      // No block quote: outside of the chat VS Code shows one with its escapes.
      const text = `“${escapeMarkdown(input.text)}”`;
      const what =
        input.forget !== undefined
          ? `Forget ${about ?? escapeMarkdown(input.forget)}, because ${text}`
          : input.replaces !== undefined
            ? `Replace ${about ?? escapeMarkdown(input.replaces)} with ${text}`
            : `Remember ${text}`;
      return {
        invocationMessage: new vscode.MarkdownString(`Proposing to the memory of ${of}`),
        confirmationMessages: {
          title: 'Propose to Project Memory',
          message: new vscode.MarkdownString(
            `${what}\n\nThis waits among the proposals of ${of} until you accept it, and does not count before.`,
          ),
        },
      };
    },
    invoke: async ({ input }, token) =>
      await answered(async () => {
        if (!vscode.workspace.isTrusted)
          throw new RemoteError(
            'This window is in Restricted Mode, so nothing can be proposed. Tell the user.',
            'usage',
          );
        const { root } = await find(app, input.project);
        const { text, replaces, forget } = input;
        const suggested = await app.service.call(
          'propose',
          {
            ...{ root, text, by: `${vscode.env.appName} chat` },
            ...(replaces !== undefined && { replaces }),
            ...(forget !== undefined && { forget }),
          },
          toSignal(token),
        );
        return tellSuggested(suggested);
      }),
  };
}

/** A tool that fails tells the model in words what to do; only who cancelled is told nothing. */
async function answered(run: () => Promise<string>): Promise<vscode.LanguageModelToolResult> {
  try {
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(await run())]);
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw new vscode.CancellationError();
    throw new Error(tellFailure(error, error instanceof RemoteError ? error.code : undefined), { cause: error });
  }
}

/** The project that a model names, else the one that answers in the side bar. */
async function find({ projects }: App, name: string | undefined): Promise<Project> {
  await projects.ready();
  if (!projects.current) throw new RemoteError('No folder is open, so there is no memory. Go on without it.', 'usage');
  if (name === undefined) return projects.current;
  const found = projects.all.find((project) => project.name === name || project.root === name);
  if (found) return found;
  const names = projects.all.map((project) => `"${project.name}"`).join(', ');
  throw new RemoteError(`No project of this window is called "${name}". There is ${names}.`, 'usage');
}

async function projectName(app: App, name: string | undefined): Promise<string> {
  const project = await find(app, name).catch(() => undefined); // whoever invokes it is told
  return project ? `**${escapeMarkdown(project.name)}**` : 'this project';
}

/** What the memory says that a proposal is about, for the person who is asked. */
async function textOf(app: App, { replaces, forget, project }: ProposeInput): Promise<string | undefined> {
  const id = forget ?? replaces;
  if (id === undefined) return undefined;
  try {
    const { root } = await find(app, project);
    const [memory] = await app.service.call('list', { root, ids: [id] });
    return memory && `“${escapeMarkdown(memory.text)}”`;
  } catch (error) {
    app.log.debug(`${TOOLS.propose}: ${sentenceOf(error)}`);
    return undefined;
  }
}

/** With several projects in the window, a model has to know whose memory it heard. */
function withProject({ text }: ToldAnswer, project: Project, { projects }: App): string {
  const others = projects.all.filter((one) => one !== project).map(({ name }) => `"${name}"`);
  if (others.length === 0) return text;
  return `From the memory of "${project.name}". To ask another project of this window, pass \`project\`: ${others.join(', ')}.\n${text}`;
}

function counting(
  options: vscode.LanguageModelToolTokenizationOptions | undefined,
  token: vscode.CancellationToken,
): CountTokens {
  return options ? (text) => options.countTokens(text, token) : (text) => text.length / CHARACTERS_A_TOKEN;
}

/** Rather too few than too many. */
const CHARACTERS_A_TOKEN = 3;
