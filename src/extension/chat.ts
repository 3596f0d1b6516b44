import * as vscode from 'vscode';
import type { Answer, Proposal } from '../core/index';
import { requireTrust } from './acts';
import { ANSWER_LINKS, answerMarkdown } from './answerText';
import type { App } from './app';
import { isCancellation, toSignal } from './cancel';
import { sentenceOf, TEXTS, UserError } from './failures';
import { CHAT, COMMANDS, LINKS, type ChatCommand } from './ids';
import { historyLine, proposalLine } from './chatText';
import { lastAnswer, projectOf, promptOf, readReference, type TurnMetadata } from './chatTurn';
import { commandLink, escapeMarkdown } from './markdown';
import type { Project } from './projects';
import { countOf } from '../protocol/words';

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

/** Proposals that `/review` shows in the chat; the view shows the rest. */
const SHOWN_PROPOSALS = 5;

/** `@memory`. It translates: a request to calls of the service, their results to the chat. */
export function registerChat(app: App): vscode.Disposable {
  const participant = vscode.chat.createChatParticipant(CHAT.participant, (request, context, stream, token) =>
    respond(app, request, context, stream, toSignal(token)),
  );
  participant.iconPath = new vscode.ThemeIcon('archive');
  participant.followupProvider = {
    provideFollowups: (result, _context, token) =>
      suggest(app, result.metadata as TurnMetadata | undefined, toSignal(token)),
  };
  const feedback = participant.onDidReceiveFeedback(({ result, kind }) => {
    const metadata = result.metadata as TurnMetadata | undefined;
    if (!metadata) return;
    const verdict = kind === vscode.ChatResultFeedbackKind.Helpful ? 'helpful' : 'wrong';
    void app.acts.rate(metadata.root, metadata, verdict).then(({ ok, message }) => {
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

async function ask({ app, project, text, stream, signal }: Turn): Promise<TurnMetadata | undefined> {
  if (text === '') {
    stream.markdown(
      'Ask what this project remembers, such as "Which Node.js version is required?" or "Why was moment removed?".',
    );
    return undefined;
  }
  const answer = await app.service.call('ask', { root: project.root, question: text }, signal);
  if (app.projects.all.length > 1) stream.markdown(`From **${escapeMarkdown(project.name)}**:\n\n`);
  await showAnswer(app, stream, answer, project);
  if (app.banks.get(project.root).scanning) stream.markdown('\n\nCommits are being read now; later answers know more.');
  return toMetadata(answer, project, text);
}

/** `/all`: the same question to every project of the window. */
async function askAll({ app, project, text, stream, signal }: Turn): Promise<TurnMetadata | undefined> {
  if (text === '') throw new UserError('Add a question: it goes to every project of this window.');
  const answers = await Promise.all(
    app.projects.all.map(async (one) => ({
      one,
      answer: await app.service.call('ask', { root: one.root, question: text }, signal),
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
  return first && toMetadata(first.answer, first.one, text);
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

async function status({ app, project, stream }: Turn): Promise<undefined> {
  for (const { root, name } of app.projects.all) {
    const { status: bank, failure } = await app.banks.refresh(root);
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
  if (app.projects.all.length > 1) stream.button({ command: COMMANDS.chooseProject, title: 'Choose project' });
  return undefined;
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
  return { ...last, wrong: true };
}

/** At most three: two questions, or where there are fewer how the memory changed, and that the answer is wrong. */
async function suggest(
  app: App,
  metadata: TurnMetadata | undefined,
  signal: AbortSignal,
): Promise<vscode.ChatFollowup[]> {
  if (!metadata || metadata.wrong) return [];
  const { root, question, used } = metadata;
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
  await app.usage.add(root, answer);
  stream.markdown(trusted(answerMarkdown(answer, root)));
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

function toMetadata(answer: Answer, { root }: Project, question: string): TurnMetadata {
  return { root, question, used: answer.used.map(({ id }) => id), declined: answer.declined };
}
