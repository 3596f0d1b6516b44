import * as vscode from 'vscode';
import type { ModelChoice, ModelTrial } from '../protocol/model';
import { RemoteError } from '../protocol/rpc';
import { keyPrompt } from './apiKeys';
import type { App } from './app';
import { isCancellation } from './cancel';
import {
  endpointProblem,
  findModels,
  hostOf,
  isEmbedder,
  isLocal,
  isReadable,
  LOCAL_ENDPOINTS,
  parseEndpoint,
  REMOTE_ENDPOINTS,
  type EndpointPreset,
} from './endpoints';
import { sentenceOf } from './failures';
import { COMMANDS } from './ids';
import { idOf } from './languageModels';
import { describeChoice } from './modelChoice';
import { nameOf, trialSummary, usesOf, useSentence } from './modelText';
import { agree, examine } from './modelTrial';
import { BACK, chooseOne, typeOne, type Choice, type Frame, type StepItem } from './quickSteps';
import { countOf } from '../protocol/words';
import { asPlainLine, withoutIcons } from './words';

type Chosen = Exclude<ModelChoice, { kind: 'none' }>;

/** What was answered so far. */
interface Draft {
  readonly app: App;
  url?: string;
  choice?: Chosen;
  trial?: ModelTrial;
  /** What was kept under an address before a key was typed here. */
  keyBefore?: { readonly url: string; readonly key: string | undefined };
  isUsed?: true;
}

/** One question. It says which comes next; undefined ends the command. */
type Step = (draft: Draft, frame: Frame) => Promise<Next>;
type Next = Step | typeof BACK | undefined;

const TITLE = 'Set Up Language Model';

/** Memory: Set Up Language Model... asks where it is and which, tests it, and says what it will be used for. Nothing is changed before the last step. */
export async function setUpModel(app: App): Promise<void> {
  const draft: Draft = { app };
  try {
    await askAll(draft);
  } finally {
    if (!draft.isUsed) await takeKeyBack(draft);
  }
}

async function askAll(draft: Draft): Promise<void> {
  const before: Step[] = [];
  let step: Step = chooseWhere;
  for (;;) {
    const number = before.length + 1;
    const next = await step(draft, { title: TITLE, step: number, totalSteps: Math.max(number, totalSteps(before)) });
    if (next === undefined) return;
    if (next === BACK) {
      step = before.pop() ?? chooseWhere;
    } else {
      if (next !== step) before.push(step); // the same question again is no step further
      step = next;
    }
  }
}

/** The test needs the key where the worker looks for it; who does not use the model after all has not set it. */
async function takeKeyBack({ app, keyBefore }: Draft): Promise<void> {
  if (!keyBefore) return;
  const { url, key } = keyBefore;
  if (key === undefined) await app.keys.remove(url);
  else await app.keys.set(url, key);
}

/** Where, which, and what the test says; an address, a name or a key that is typed is one more. */
function totalSteps(before: readonly Step[]): number {
  return 3 + [typeAddress, typeModel, typeKey].filter((step) => before.includes(step)).length;
}

const chooseWhere: Step = async (draft, frame) => {
  const { app } = draft;
  type Where = EndpointPreset | 'other' | 'vscode' | 'none';
  const current = app.choice();
  const now = (isNow: boolean): string => (isNow ? IN_USE : '');
  const isAt = (url: string): boolean => current.kind === 'endpoint' && current.url === url;
  const isPreset = [...LOCAL_ENDPOINTS, ...REMOTE_ENDPOINTS].some(({ url }) => isAt(url));
  const list = (found: ReadonlyMap<string, string>): StepItem<Where>[] => [
    separator('On this machine'),
    ...LOCAL_ENDPOINTS.map((preset) => ({
      label: preset.name,
      description: [hostOf(preset.url), found.get(preset.url), now(isAt(preset.url))].filter(Boolean).join(', '),
      value: preset,
    })),
    separator('Elsewhere'),
    ...REMOTE_ENDPOINTS.map((preset) => ({
      label: preset.name,
      description: [hostOf(preset.url), now(isAt(preset.url))].filter(Boolean).join(', '),
      value: preset,
    })),
    {
      label: 'Another address...',
      description: ["Any that speaks OpenAI's protocol", now(current.kind === 'endpoint' && !isPreset)]
        .filter(Boolean)
        .join(', '),
      value: 'other',
    },
    separator('In VS Code'),
    { label: 'A model of VS Code...', description: now(current.kind === 'vscode'), value: 'vscode' },
    separator('Without'),
    {
      label: 'No language model',
      description: now(current.kind === 'none'),
      detail: 'Facts come from rules, answers are quotes. Nothing is sent anywhere.',
      value: 'none',
    },
  ];
  const placeholder = 'Where the model runs';
  const items = list(new Map());
  const inUse = items.find(({ value, description }) => value !== 'none' && description?.includes(IN_USE));
  const chosen = await chooseOne<Where>(frame, {
    placeholder,
    items,
    ...(inUse && { active: inUse }),
    // Programs that run say so: asking them for their list is all it takes.
    refine: async (signal) => {
      const refined = list(await findRunning(signal));
      const running = inUse ? undefined : refined.find(({ description }) => description?.includes(RUNS));
      return { placeholder, items: refined, ...(running && { active: running }) };
    },
  });
  switch (chosen) {
    case undefined:
    case BACK:
      return undefined;
    case 'none':
      await app.choose({ kind: 'none' });
      void vscode.window.showInformationMessage('No language model is used. Everything else goes on as before.');
      return undefined;
    case 'vscode':
      return chooseHosted;
    case 'other':
      return typeAddress;
    default:
      draft.url = chosen.url;
      return chooseModel;
  }
};

const RUNS = 'runs now';
const IN_USE = 'in use';

/** Which of the programs on this machine answer. */
async function findRunning(signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    LOCAL_ENDPOINTS.map(async ({ url }) => {
      const models = await findModels(url, undefined, AbortSignal.any([signal, AbortSignal.timeout(1_000)])).catch(
        () => ({ kind: 'unreachable' }) as const,
      );
      return models.kind === 'models'
        ? ([url, `${RUNS}, ${countOf(models.names.length, 'model')}`] as const)
        : undefined;
    }),
  );
  return new Map(found.filter((entry) => entry !== undefined));
}

const typeAddress: Step = async (draft, frame) => {
  const { endpoint } = draft.app.settings();
  const typed = await typeOne(frame, {
    prompt: "Address of an endpoint that speaks OpenAI's protocol. It usually ends with /v1.",
    placeholder: 'http://localhost:11434/v1',
    value: draft.url ?? endpoint?.url ?? '',
    problem: endpointProblem,
  });
  if (typed === undefined || typed === BACK) return typed;
  draft.url = parseEndpoint(typed) ?? typed;
  return chooseModel;
};

const chooseModel: Step = async (draft, frame) => {
  const { app, url = '' } = draft;
  const host = hostOf(url);
  type Answer = { readonly model: string } | 'type' | 'key' | 'again' | typeof BACK;
  const typeIt: StepItem<Answer> = { label: '$(edit) Type a name...', alwaysShow: true, value: 'type' };
  const again: StepItem<Answer> = { label: '$(refresh) Try again', value: 'again' };
  const back: StepItem<Answer> = { label: '$(arrow-left) Another address', value: BACK };
  const chosen = await chooseOne<Answer>(frame, {
    placeholder: `Asking ${host} for its models`,
    items: [typeIt],
    refine: async (signal): Promise<Choice<Answer>> => {
      const found = await findModels(url, await app.keys.get(url), signal);
      switch (found.kind) {
        case 'models':
          return { placeholder: `Which model of ${host}`, ...modelItems(app, url, found.names, typeIt) };
        case 'noList':
          return trouble(`${host} answers, but does not list its models`, 'Type the name of one.', [typeIt]);
        case 'unauthorized': {
          if (isReadable(url))
            return trouble(`${host} wants a key`, 'None is sent without encryption. Use https://', [back]);
          const label = (await app.keys.get(url)) === undefined ? 'Enter its API key...' : 'Enter another API key...';
          return trouble(`${host} wants a key`, '', [{ label: `$(key) ${label}`, value: 'key' }, again, typeIt]);
        }
        case 'unreachable': {
          const advice = isLocal(url) ? 'Is it running, and at this port?' : 'Check the address and the network.';
          return trouble(`${host} does not answer`, advice, [again, back]);
        }
      }
    },
  });
  switch (chosen) {
    case undefined:
    case BACK:
      return chosen;
    case 'again':
      return chooseModel;
    case 'type':
      return typeModel;
    case 'key':
      return typeKey;
    default:
      draft.choice = { kind: 'endpoint', url, model: chosen.model };
      return testModel;
  }
};

function modelItems<T>(
  app: App,
  url: string,
  names: readonly string[],
  typeIt: StepItem<T>,
): Pick<Choice<T | { readonly model: string }>, 'items' | 'active'> {
  const { endpoint } = app.settings();
  const current = endpoint?.url === url ? endpoint.model : undefined;
  const items = [...names]
    .sort((a, b) => Number(isEmbedder(a)) - Number(isEmbedder(b)))
    .map((name) => ({
      label: withoutIcons(name),
      description: [isEmbedder(name) ? 'embeds, and answers nothing' : '', name === current ? IN_USE : '']
        .filter(Boolean)
        .join(', '),
      value: { model: name },
    }));
  const active = items.find(({ value }) => value.model === current);
  return { items: [...items, typeIt], ...(active && { active }) };
}

const typeModel: Step = async (draft, frame) => {
  const { url = '' } = draft;
  const { endpoint } = draft.app.settings();
  const typed = await typeOne(frame, {
    prompt: `Name of the model, as ${hostOf(url)} calls it`,
    placeholder: 'qwen3:4b',
    value: endpoint?.url === url ? (endpoint.model ?? '') : '',
    problem: (name) => (name.trim() === '' ? 'Type the name of a model' : undefined),
  });
  if (typed === undefined || typed === BACK) return typed;
  draft.choice = { kind: 'endpoint', url, model: typed };
  return testModel;
};

const typeKey: Step = async (draft, frame) => {
  const { app, url = '', choice } = draft;
  const typed = await typeOne(frame, {
    prompt: keyPrompt(hostOf(url)),
    password: true,
    problem: (key) => (key.trim() === '' ? 'Type the key' : undefined),
  });
  if (typed === undefined || typed === BACK) return typed;
  if (draft.keyBefore?.url !== url) {
    await takeKeyBack(draft);
    draft.keyBefore = { url, key: await app.keys.get(url) };
  }
  await app.keys.set(url, typed);
  return choice?.kind === 'endpoint' && choice.url === url ? testModel : chooseModel;
};

const chooseHosted: Step = async (draft, frame) => {
  const { app } = draft;
  const current = app.choice();
  const chosen = await chooseOne<vscode.LanguageModelChat | typeof BACK>(frame, {
    placeholder: 'Which model of VS Code',
    items: [],
    refine: async () => {
      const models = await app.models.all();
      if (models.length === 0) {
        const back = { label: '$(arrow-left) Choose something else', value: BACK } as const;
        return { placeholder: 'VS Code offers no model. "Chat: Manage Language Models" adds some.', items: [back] };
      }
      const items = models.map((model) => ({
        label: withoutIcons(model.name),
        description: [model.vendor, current.kind === 'vscode' && current.id === idOf(model) ? IN_USE : '']
          .filter(Boolean)
          .join(', '),
        value: model,
      }));
      return { placeholder: 'Which model of VS Code', items };
    },
  });
  if (chosen === undefined || chosen === BACK) return chosen;
  draft.choice = { kind: 'vscode', id: idOf(chosen), name: chosen.name };
  return testModel;
};

/** Asks whether text may be sent there, once for each place, then has the model examined. */
const testModel: Step = async (draft, frame) => {
  const { app, choice } = draft;
  if (!choice || !(await agree(app, choice, 'test'))) return BACK;
  try {
    const trial = await examine(app, choice);
    if (!trial) return BACK;
    draft.trial = trial;
    return await showTrial(draft, frame);
  } catch (error) {
    if (isCancellation(error)) return BACK;
    app.log.warn(`The test of ${describeChoice(choice)} failed: ${sentenceOf(error)}`);
    return await showFailure(draft, error, frame);
  }
};

async function showTrial(draft: Draft, frame: Frame): Promise<Next> {
  const { app, choice, trial } = draft;
  if (!choice || !trial) return BACK;
  const sentence = useSentence(trial.trust);
  const use: StepItem<'use' | typeof BACK> = {
    label: `$(check) Use ${withoutIcons(nameOf(choice))}`,
    description: 'From now on, in every project',
    value: 'use',
  };
  const another: StepItem<'use' | typeof BACK> = { label: '$(arrow-left) Choose another model', value: BACK };
  const chosen = await chooseOne<'use' | typeof BACK>(frame, {
    placeholder: sentence === undefined ? 'It cannot be used for anything here' : trialSummary(trial),
    items: [
      ...(sentence === undefined ? [] : [use]),
      another,
      separator('What it will be used for'),
      ...usesOf(trial.trust).map(({ used, label, detail }) => ({
        label: `$(${used ? 'pass' : 'circle-slash'}) ${label}`,
        description: detail,
      })),
      separator('Its test'),
      ...trial.steps.map(({ name, passed, problem }) => ({
        label: `$(${passed ? 'pass' : 'error'}) ${withoutIcons(name)}`,
        description: passed ? '' : withoutIcons(problem ?? 'failed'),
      })),
    ],
  });
  if (chosen !== 'use') return chosen;
  await app.choose(choice);
  draft.isUsed = true;
  app.log.info(`${describeChoice(choice)} ${sentence}. ${trialSummary(trial)}.`);
  void offerReading(app, `From now on ${nameOf(choice)} ${sentence}.`, trial.trust.extracts);
  return undefined;
}

/** Says how it ended, and offers the one thing that is not done by itself at once. */
async function offerReading(app: App, text: string, reads: boolean): Promise<void> {
  const read = 'Read with it now';
  const canRead = reads && app.projects.current !== undefined && vscode.workspace.isTrusted;
  if ((await vscode.window.showInformationMessage(text, ...(canRead ? [read] : []))) === read)
    await vscode.commands.executeCommand(COMMANDS.readWithModel);
}

/** What happened, and what can be done about just that. */
async function showFailure(draft: Draft, error: unknown, frame: Frame): Promise<Next> {
  const code = error instanceof RemoteError ? error.code : undefined;
  type Answer = Step | 'log' | typeof BACK;
  const isKey = code === 'llm/unauthorized' && draft.choice?.kind === 'endpoint';
  const items: StepItem<Answer>[] = [
    ...(isKey ? [{ label: '$(key) Enter its API key...', value: typeKey }] : []),
    { label: '$(refresh) Try again', value: testModel },
    { label: '$(arrow-left) Choose another model', value: BACK },
    { label: '$(output) Show log', value: 'log' },
  ];
  const unknown = code === 'llm/refused' ? await unknownModel(draft) : undefined;
  if (unknown) return await chooseOne<Step | typeof BACK>(frame, unknown);
  const [happened = '', ...advice] = asPlainLine(sentenceOf(error)).split(/(?<=\.)\s+/);
  const chosen = await chooseOne<Answer>(frame, trouble(happened, advice.join(' '), items));
  if (chosen !== 'log') return chosen;
  draft.app.log.show();
  return undefined;
}

/** Where an endpoint does not have this model: which it has. */
async function unknownModel({ app, choice }: Draft): Promise<Choice<Step | typeof BACK> | undefined> {
  if (choice?.kind !== 'endpoint') return undefined;
  const { url, model } = choice;
  const found = await findModels(url, await app.keys.get(url));
  if (found.kind !== 'models' || found.names.includes(model)) return undefined;
  const named = found.names.slice(0, 3).join(', ');
  const more = found.names.length - 3;
  const items: StepItem<Step | typeof BACK>[] = [
    { label: '$(list-unordered) Choose one that it has', value: chooseModel },
    { label: '$(arrow-left) Back', value: BACK },
  ];
  return trouble(
    `${hostOf(url)} has no model ${model}`,
    `It has ${named}${more > 0 ? ` and ${more} more` : ''}`,
    items,
  );
}

/** What is wrong stands in the list, where it can be read, above what can be done about it. */
function trouble<T>(text: string, advice: string, items: readonly StepItem<T>[]): Choice<T> {
  const [first] = items;
  const told: StepItem<T> = { label: `$(warning) ${withoutIcons(text)}`, description: withoutIcons(advice) };
  return { placeholder: 'What to do', items: [told, ...items], ...(first && { active: first }) };
}

function separator(label: string): { readonly label: string; readonly kind: vscode.QuickPickItemKind } {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
