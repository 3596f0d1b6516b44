import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Answer, Proposal } from '../core/index';
import type { ModelStatus } from '../protocol/model';
import { requireTrust } from './acts';
import { ANSWER_LINKS, answerMarkdown } from './answerText';
import type { App } from './app';
import { askMemory, pickedModel, wordingModel } from './askMemory';
import { isCancellation, toSignal } from './cancel';
import { sentenceOf, TEXTS, UserError } from './failures';
import { CHAT, COMMANDS, LINKS, type ChatCommand } from './ids';
import { historyLine, proposalLine } from './chatText';
import {
  lastAnswer,
  lastWords,
  metadataOf,
  projectOf,
  promptOf,
  readReference,
  sessionOf,
  type AnswerMetadata,
  type TurnMetadata,
} from './chatTurn';
import { discussedIn } from './discussed';
import { hear, isSomething, showHeard } from './hear';
import { isQuestion } from './isQuestion';
import { commandLink, escapeMarkdown } from './markdown';
import { statusLines } from './modelText';
import type { Project } from './projects';
import { appName, countOf } from '../protocol/words';

interface Turn {
  readonly app: App;
  readonly project: Project;
  /** The message, with files named by their paths. */
  readonly text: string;
  readonly request: vscode.ChatRequest;
  readonly context: vscode.ChatContext;
  readonly stream: vscode.ChatResponseStream;
  readonly signal: AbortSignal;
}

type Handler = (turn: Turn) => Promise<TurnMetadata | undefined>;

const HANDLERS: Readonly<Record<ChatCommand, Handler>> = {
  remember,
  forget,
  history,
  review,
  status,
  all: askAll,
  wrong,
};

/** Fewer words are a search, "typescript version"; what is longer and asks nothing may be meant to be remembered. */
const LEAST_STATED = 4;

/** Proposals that `/review` shows in the chat; the view shows the rest. */
const SHOWN_PROPOSALS = 5;

/** `@memory`. It translates: a request to calls of the service, their results to the chat. */
export function registerChat(app: App): vscode.Disposable {
  const participant = vscode.chat.createChatParticipant(CHAT.participant, (request, context, stream, token) =>
    respond(app, request, context, stream, toSignal(token)),
  );
  participant.iconPath = new vscode.ThemeIcon('archive');
  participant.followupProvider = {
    provideFollowups: (result, _context, token) => suggest(app, metadataOf(result).answer, toSignal(token)),
  };
  const feedback = participant.onDidReceiveFeedback(({ result, kind }) => {
    const { answer } = metadataOf(result);
    if (!answer) return;
    const verdict = kind === vscode.ChatResultFeedbackKind.Helpful ? 'helpful' : 'wrong';
    void app.acts.rate(answer.root, answer, verdict).then(({ ok, message }) => {
      if (!ok) app.log.warn(message);
    });
  });
  return vscode.Disposable.from(participant, feedback);
}

async function respond(
  app: App,
  request: vscode.ChatRequest,
  context: vscode.ChatContext,
  stream: vscode.ChatResponseStream,
  signal: AbortSignal,
): Promise<vscode.ChatResult> {
  try {
    await app.projects.ready();
    const project = projectOf(app, request);
    if (!project) {
      stream.markdown(TEXTS.noFolder);
      stream.button({ command: 'workbench.action.files.openFolder', title: 'Open folder' });
      return {};
    }
    const turn: Turn = { app, project, text: promptOf(app, request), request, context, stream, signal };
    const command = CHAT.commands.find((name) => name === request.command);
    const metadata = await (command ? HANDLERS[command] : ask)(turn);
    return metadata ? { metadata } : {};
  } catch (error) {
    if (isCancellation(error)) return {};
    if (!(error instanceof UserError)) return { errorDetails: { message: sentenceOf(error) } };
    stream.markdown(escapeMarkdown(error.message));
    return {};
  }
}

/** A free message: a question gets its answer; what it states is heard, and becomes proposals. */
async function ask({ app, project, text, request, context, stream, signal }: Turn): Promise<TurnMetadata | undefined> {
  if (text === '') {
    stream.markdown(
      'Ask what this project remembers, such as "Which Node.js version is required?" or "Why was moment removed?".',
    );
    return undefined;
  }
  const session = sessionOf(context) ?? randomUUID();
  const before = lastWords(context);
  const said = { session, text, ...(before === undefined ? {} : { before }) };
  // A question is answered before it is heard, so that the answer does not rest on the question.
  const isAsked = isQuestion(text);
  const told = isAsked ? undefined : await hear(app, project, said, signal);
  if (told && isSomething(told)) {
    showHeard(stream, told, project);
    return { session };
  }
  showWho(app, request, stream);
  const answer = await askMemory(app, { root: project.root, question: text, picked: request.model }, signal);
  const heard = told ?? (await hear(app, project, said, signal));
  if (answer.declined && isSomething(heard)) {
    showHeard(stream, heard, project);
    return { session };
  }
  if (app.projects.all.length > 1) stream.markdown(`From **${escapeMarkdown(project.name)}**:\n\n`);
  await showAnswer(app, stream, answer, project);
  if (answer.declined && !isAsked && text.split(/\s+/).length >= LEAST_STATED)
    stream.markdown('\n\nNothing in this was found to be remembered either. `/remember` proposes it as it stands.');
  const { reading } = app.banks.get(project.root);
  if (reading)
    stream.markdown(`\n\n${reading === 'commits' ? 'Commits' : 'Chats'} are being read now; later answers know more.`);
  if (isSomething(heard)) {
    stream.markdown('\n\n');
    showHeard(stream, heard, project);
  }
  return { session, answer: toMetadata(answer, project, text) };
}

/** A model takes its time; without one the answer is there at once. */
function showWho(app: App, { model }: vscode.ChatRequest, stream: vscode.ChatResponseStream): void {
  const name = wordingModel(app, model);
  if (name !== undefined) stream.progress(`Asking ${name}`);
}

/** `/all`: the same question to every project of the window. */
async function askAll({ app, project, text, request, stream, signal }: Turn): Promise<TurnMetadata | undefined> {
  if (text === '') throw new UserError('Add a question: it goes to every project of this window.');
  showWho(app, request, stream);
  const answers = await Promise.all(
    app.projects.all.map(async (one) => ({
      one,
      answer: await askMemory(app, { root: one.root, question: text, picked: request.model }, signal),
    })),
  );
  const known = answers.filter(({ answer }) => !answer.declined);
  for (const { one, answer } of known) {
    stream.markdown(`### ${escapeMarkdown(one.name)}\n\n`);
    await showAnswer(app, stream, answer, one);
  }
  const silent = answers.filter(({ answer }) => answer.declined).map(({ one }) => escapeMarkdown(one.name));
  if (silent.length > 0) stream.markdown(`\n\nNothing about it in ${silent.join(', ')}.`);
  const first = known[0] ?? answers.find(({ one }) => one === project);
  return first && { answer: toMetadata(first.answer, first.one, text) };
}

async function remember({ app, project, text, request, stream, signal }: Turn): Promise<undefined> {
  requireTrust();
  const told = text !== '' ? text : await readReference(request);
  if (!told) throw new UserError('Add what is to be remembered: one sentence that can be read alone.');
  const proposal = await app.service.call('remember', { root: project.root, text: told }, signal);
  if (proposal) showProposal(stream, proposal, project);
  else stream.markdown('Memory holds this already.');
}

async function forget({ app, project, text, stream, signal }: Turn): Promise<undefined> {
  requireTrust();
  if (text === '') throw new UserError('Add what is to be forgotten.');
  const proposal = await app.service.call('forget', { root: project.root, query: text }, signal);
  if (proposal) showProposal(stream, proposal, project);
  else stream.markdown(`Memory holds nothing about **${escapeMarkdown(text)}**.`);
}

/** `/history`: of the memory that fits the words, else of the last answer's first memory. */
async function history({ app, project, text, context, stream, signal }: Turn): Promise<TurnMetadata | undefined> {
  const { root } = project;
  const last = lastAnswer(context);
  const asked = text === '' || text === last?.question;
  const found = asked && last?.root === root ? last.used[0] : undefined;
  const id =
    found ??
    (text === ''
      ? undefined
      : (await app.service.call('recall', { root, query: text, limit: 1 }, signal))[0]?.memory.id);
  if (id === undefined)
    throw new UserError(text === '' ? 'Add what the history is wanted of.' : 'Memory holds nothing about this.');
  const steps = await app.service.call('history', { root, id }, signal);
  stream.markdown(trusted(steps.map((step) => `- ${historyLine(step, root)}`).join('\n')));
  return undefined;
}

async function review({ app, project, stream, signal }: Turn): Promise<undefined> {
  const proposals = await app.service.call('review', { root: project.root }, signal);
  if (proposals.length === 0) {
    stream.markdown('Nothing to review.');
    return;
  }
  stream.markdown(`${countOf(proposals.length, 'proposal')} to review.\n\n`);
  const lines = proposals.slice(0, SHOWN_PROPOSALS).map((proposal) => `- ${proposalLine(proposal)}`);
  const more = proposals.length - lines.length;
  stream.markdown([...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n'));
  stream.button({ command: COMMANDS.reviewProposals, title: 'Review proposals' });
}

async function status({ app, project, request, stream, signal }: Turn): Promise<undefined> {
  const choice = app.choice();
  let needsSetUp = false;
  for (const { root, name } of app.projects.all) {
    const { status: bank, failure } = await app.banks.refresh(root);
    const model = await modelStatusOf(app, root, signal);
    needsSetUp ||= model === undefined || model.problem !== undefined;
    const lines = bank
      ? [
          `${countOf(bank.memories.active, 'active memory', 'active memories')}, ${bank.memories.superseded} superseded, ${bank.memories.deleted} deleted`,
          `${countOf(bank.pending, 'proposal')} to review`,
          ...(bank.git
            ? [bank.neverScanned ? TEXTS.neverScanned : `${countOf(bank.unread ?? 0, 'commit')} not read yet`]
            : [TEXTS.noGit]),
          'unavailable' in bank.embedder
            ? `Search by words alone: ${bank.embedder.unavailable}`
            : `Search by words and meaning (${bank.embedder.model}, ${bank.index})`,
          watchedSentence(app),
          ...statusLines(choice, model),
          ...(bank.feedback.helpful + bank.feedback.wrong > 0
            ? [`You called ${bank.feedback.helpful} answers helpful and ${bank.feedback.wrong} wrong`]
            : []),
          ...(bank.branch ? [`Branch ${bank.branch}`] : []),
          ...(bank.readOnly !== undefined ? [bank.readOnly] : []),
          ...(vscode.workspace.isTrusted ? [] : [TEXTS.restricted]),
        ]
      : [failure ?? 'The memory of this project could not be opened.'];
    const answers = app.projects.all.length > 1 && root === project.root ? ' (answers now)' : '';
    stream.markdown(
      `**${escapeMarkdown(name)}**${answers}\n\n${lines.map((line) => `- ${escapeMarkdown(line)}`).join('\n')}\n\n`,
    );
  }
  const picked = pickedSentence(app, request);
  if (picked !== undefined) stream.markdown(`${escapeMarkdown(picked)}\n\n`);
  if (app.projects.all.length > 1) stream.button({ command: COMMANDS.chooseProject, title: 'Choose project' });
  if (needsSetUp) stream.button({ command: COMMANDS.setUpModel, title: 'Set up language model...' });
  return undefined;
}

/** A status that cannot be had is no reason to say nothing of the rest. */
async function modelStatusOf(app: App, root: string, signal: AbortSignal): Promise<ModelStatus | undefined> {
  try {
    return await app.service.call('modelStatus', { root }, signal);
  } catch (error) {
    if (isCancellation(error)) throw error;
    app.log.warn(`The status of the language model is not known: ${sentenceOf(error)}`);
    return undefined;
  }
}

/** Answers in this chat may come from another model than the one that is set up. */
function pickedSentence(app: App, { model }: vscode.ChatRequest): string | undefined {
  const name = pickedModel(app, model)?.name;
  return name === undefined ? undefined : `Answers in this chat are worded by ${name}, which is picked for it.`;
}

function watchedSentence(app: App): string {
  const { chats } = app.settings();
  return chats.length > 0
    ? `New conversations are read from ${chats.map(appName).join(', ')}`
    : 'New conversations of other assistants are not read';
}

/** `/wrong`: the user says that the last answer is wrong. */
async function wrong({ app, context, stream }: Turn): Promise<TurnMetadata | undefined> {
  const last = lastAnswer(context);
  if (!last) throw new UserError('There is no answer in this chat yet.');
  requireTrust();
  const { ok, message } = await app.acts.rate(last.root, last, 'wrong');
  if (!ok) throw new UserError(message);
  stream.markdown('Noted. Learning will count this answer as wrong. **Memory: Undo Last Change** takes that back.');
  if (last.used.length > 0) {
    const links = last.used.map((id, index) =>
      commandLink(`\\[${index + 1}\\]`, LINKS.openMemory, { root: last.root, id }),
    );
    stream.markdown(trusted(` If a memory itself is wrong, open it to edit or delete it: ${links.join(' ')}`));
  }
  return { answer: { ...last, wrong: true } };
}

/** At most three: two questions, or where there are fewer how the memory changed, and that the answer is wrong. */
async function suggest(
  app: App,
  answer: AnswerMetadata | undefined,
  signal: AbortSignal,
): Promise<vscode.ChatFollowup[]> {
  if (!answer || answer.wrong) return [];
  const { root, question, used } = answer;
  const { questions, changes } = await app.service
    .call('followUps', { root, question, used }, signal)
    .catch(() => ({ questions: [], changes: 0 })); // none is no loss
  const suggested: vscode.ChatFollowup[] = questions.map((prompt) => ({ prompt, label: prompt }));
  if (changes > 0) suggested.push({ prompt: question, label: 'Show how this changed', command: 'history' });
  if (app.projects.all.length > 1) suggested.unshift({ prompt: question, label: 'Ask all projects', command: 'all' });
  return [...suggested.slice(0, 2), { prompt: 'This is wrong', label: 'This is wrong', command: 'wrong' }];
}

async function showAnswer(
  app: App,
  stream: vscode.ChatResponseStream,
  answer: Answer,
  { root, git }: Project,
): Promise<void> {
  const sources = answer.used.flatMap((used) => used.sources.slice(0, 1));
  const discussed = await discussedIn(app, root, sources);
  stream.markdown(trusted(answerMarkdown(answer, root, discussed)));
  const [first] = answer.used;
  if (first) stream.button({ command: LINKS.showHistory, title: 'Show history', arguments: [{ root, id: first.id }] });
  if (!answer.declined) return;
  if (!git) stream.markdown(`\n\n${TEXTS.noGit}`);
  else if (!vscode.workspace.isTrusted) stream.markdown(`\n\n${TEXTS.restricted}`);
  else {
    if (app.banks.get(root).status?.neverScanned) stream.markdown(`\n\n${TEXTS.neverScanned}`);
    stream.button({ command: COMMANDS.scan, title: 'Scan commits...' });
    // Who knows the answer can tell it: the message is written up to where their words begin.
    const query = { query: `@${CHAT.name} /remember `, isPartialQuery: true };
    stream.button({ command: 'workbench.action.chat.open', title: 'Remember the answer', arguments: [query] });
  }
}

function showProposal(stream: vscode.ChatResponseStream, proposal: Proposal, { root }: Project): void {
  stream.markdown(proposalLine(proposal));
  if (proposal.state !== 'pending') return;
  const argument = { root, id: proposal.id };
  stream.markdown('\n\nNothing is changed before you accept.');
  stream.button({ command: COMMANDS.accept, title: 'Accept', arguments: [argument] });
  stream.button({ command: COMMANDS.reject, title: 'Reject', arguments: [argument] });
}

/** Markdown whose links may run the commands of an answer, and no others. */
function trusted(markdown: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString(markdown);
  text.isTrusted = { enabledCommands: ANSWER_LINKS };
  text.supportHtml = false;
  return text;
}

function toMetadata(answer: Answer, { root }: Project, question: string): AnswerMetadata {
  return { root, question, used: answer.used.map(({ id }) => id), declined: answer.declined };
}
