import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { FACT_KINDS, errors, type ChatLink, type Proposal } from '../../core/index';
import type { CliService, CommandOptions, CommandSpec, Result } from './command';
import { CHAT_APPS } from '../../protocol/chats';
import { answerJson, chatsJson, freshnessJson, hitJson, historyJson, memoryJson, proposalJson, scanJson } from './json';
import { documentsJson, documentsText, exportText, foundDocumentJson, foundDocumentsText } from './documentText';
import { isUseful, readingText, trialText } from './modelText';
import { purge } from './purge';
import { redact } from './redact';
import {
  actionsText,
  answerText,
  chatsText,
  doctorText,
  freshnessText,
  hitsText,
  historyText,
  memoriesText,
  paragraph,
  proposalsText,
  scanText,
  trainingText,
  weightsText,
} from './text';

const accept = new Option('--accept <which>', 'accept the proposals at once').choices(['all', 'none']).default('none');

const asOf = new Option('--as-of <date>', 'what held at the end of a day, month or year: 2024-03-12, 2024-03, 2024');

/** Memories that `recall` shows. */
const HITS = 10;

/** Every command, in the order of `--help`. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'scan',
    summary: 'read the commits that were not read yet; without --since the whole history',
    options: [new Option('--since <rev>', 'only commits after this one'), accept],
    changes: true,
    async run({ service, root, options, signal }) {
      const since = options.since === undefined ? {} : { since: options.since };
      const report = await service.scan({ root, accept: options.accept, ...since }, signal);
      return { json: scanJson(report), text: scanText(report, 'commit') };
    },
  },
  {
    usage: 'ask <question>',
    summary: 'answer from memory, with sources, or say that memory holds nothing about it',
    options: [asOf],
    async run({ service, root, args: [question = ''], options, signal }) {
      const answer = await service.ask({ root, question, ...when(options) }, signal);
      return { json: answerJson(answer), text: answerText(answer) };
    },
  },
  {
    usage: 'recall <query>',
    summary: 'the memories closest to a query',
    options: [new Option('--limit <n>', 'at most so many').argParser(toCount).default(HITS)],
    async run({ service, root, args: [query = ''], options, signal }) {
      const hits = await service.recall({ root, query, limit: options.limit ?? HITS }, signal);
      return { json: hits.map(hitJson), text: hitsText(hits) };
    },
  },
  {
    usage: 'list',
    summary: 'all memories, or those of one state or kind',
    options: [
      new Option('--state <state>', 'only these').choices(['active', 'superseded', 'deleted', 'pending']),
      new Option('--kind <kind>', 'only these').choices(FACT_KINDS),
      asOf,
    ],
    async run({ service, root, options, signal }) {
      const { state, kind } = options;
      const filter = { ...(state && { states: [state] }), ...(kind && { kind }), ...when(options) };
      const memories = await service.list({ root, ...filter }, signal);
      return { json: memories.map(memoryJson), text: memoriesText(memories) };
    },
  },
  {
    usage: 'history <id>',
    summary: 'what a memory said before, and why it changed',
    async run({ service, root, args: [id = ''], signal }) {
      const entries = await service.history({ root, id }, signal);
      const chats = new Map<string, readonly ChatLink[]>();
      for (const { event } of entries)
        if (event.kind === 'commit') chats.set(event.ref, await service.chatsOf({ root, ref: event.ref }, signal));
      return {
        json: entries.map((entry) => historyJson(entry, chats.get(entry.event.ref))),
        text: historyText(entries, chats),
      };
    },
  },
  {
    usage: 'review',
    summary: 'the proposals that wait for a decision',
    async run({ service, root, signal }) {
      const proposals = await service.review({ root }, signal);
      return { json: proposals.map(proposalJson), text: proposalsText(proposals) };
    },
  },
  {
    usage: 'accept [ids...]',
    summary: 'let proposals into memory',
    options: [new Option('--all', 'every pending one')],
    changes: true,
    async run(call) {
      const { service, root, args: ids, options, signal } = call;
      if (options.all ? ids.length > 0 : ids.length === 0) throw errors.usage('Give ids of proposals, or --all.');
      const pending = await service.review({ root }, signal);
      const report = await service.accept({ root, ...(options.all ? { all: true } : { ids }) }, signal);
      return decided(options.all ? pending : withIds(pending, ids), 'accepted', report.label);
    },
  },
  {
    usage: 'edit <id> <text>',
    summary: 'let a proposal into memory in other words',
    changes: true,
    async run({ service, root, args: [id = '', text = ''], signal }) {
      const pending = await service.review({ root }, signal);
      const report = await service.edit({ root, id, text }, signal);
      const edited = withIds(pending, [id]).map((proposal) => ({ ...proposal, newText: text }));
      return decided(edited, 'edited', report.label);
    },
  },
  {
    usage: 'reject <ids...>',
    summary: 'keep proposals out of memory, for good',
    changes: true,
    async run({ service, root, args: ids, signal }) {
      const pending = await service.review({ root }, signal);
      const report = await service.reject({ root, ids }, signal);
      return decided(withIds(pending, ids), 'rejected', report.label);
    },
  },
  {
    usage: 'undo [n]',
    summary: 'take back the last decision, or the last n',
    changes: true,
    async run({ service, root, args: [n], signal }) {
      const count = n === undefined ? 1 : parseCount(n);
      if (count === undefined) throw errors.usage(`"${n}" is no number of steps.`);
      const before = new Set((await service.review({ root }, signal)).map((proposal) => proposal.id));
      const actions = await service.undo({ root, count }, signal);
      const back = (await service.review({ root }, signal)).filter((proposal) => !before.has(proposal.id));
      return { json: back.map(proposalJson), text: actionsText(actions) };
    },
  },
  {
    usage: 'ingest <file>',
    summary: 'read events from elsewhere: JSON lines with kind, ref, time, text, ...',
    options: [accept],
    changes: true,
    async run({ service, root, args: [file = ''], options, signal }) {
      const lines = (await readText(file)).split('\n');
      const report = await service.ingest({ root, lines, accept: options.accept }, signal);
      const { badLines } = report;
      const bad =
        badLines.length > 0
          ? paragraph([`Not understood: ${badLines.length} lines (${badLines.slice(0, 10).join(', ')}).`])
          : '';
      return { json: { ...scanJson(report), badLines }, text: scanText(report, 'event') + bad };
    },
  },
  {
    usage: 'import-chats <path>',
    summary: 'read the conversations of an assistant: a transcript or a folder of them, whatever project they name',
    options: [
      new Option('--source <name>', 'the assistant that wrote them')
        .choices(Object.keys(CHAT_APPS))
        .makeOptionMandatory(),
      accept,
    ],
    changes: true,
    async run({ service, root, args: [file = ''], options, signal }) {
      const { source: app, accept: accepted } = options;
      const report = await service.importTranscripts({ root, path: resolve(file), app, accept: accepted }, signal);
      return { json: chatsJson(report), text: chatsText(report) };
    },
  },
  {
    usage: 'import-documents [paths...]',
    summary: "read rules for assistants and other memories' files; without a path those of the project",
    options: [new Option('--list', 'only say what there is, without opening it'), accept],
    changes: true,
    async run({ service, root, args: paths, options, signal }) {
      if (options.list) {
        const found = await service.findDocuments({ root }, signal);
        return { json: found.map(foundDocumentJson), text: foundDocumentsText(found) };
      }
      const chosen = paths.length > 0 ? paths.map((file) => resolve(file)) : await ownDocuments(service, root, signal);
      const report = await service.importDocuments({ root, paths: chosen, accept: options.accept }, signal);
      return { json: documentsJson(report), text: documentsText(report) };
    },
  },
  {
    usage: 'redact',
    summary: 'take secrets out of a text: standard input to standard output',
    options: [new Option('--jsonl', 'one JSON string a line, in and out')],
    run: redact,
  },
  {
    usage: 'export <file>',
    summary: 'write everything into one file; as Markdown what people want to read',
    options: [new Option('--format <format>', 'of the file').choices(['jsonl', 'markdown']).default('jsonl')],
    async run({ service, root, args: [file = ''], options: { format }, signal }) {
      const report = await service.export({ root, file: resolve(file), format }, signal);
      return { json: report, text: exportText(report, format) };
    },
  },
  {
    usage: 'import <file>',
    summary: 'add what an export holds and this memory does not',
    changes: true,
    async run({ service, root, args: [file = ''], signal }) {
      const report = await service.import({ root, file: resolve(file) }, signal);
      return { json: report, text: paragraph([`Read ${report.records} records; ${report.added} were new.`]) };
    },
  },
  {
    usage: 'train',
    summary: 'learn from this project; new weights are used only if they answer better. Ctrl+C keeps what was learned',
    options: [
      new Option('--seeds <n>', 'train so many times, and keep the best').argParser(toCount),
      new Option(
        '--use <which>',
        "instead of training, use: what was used before, this project's weights, the shipped ones, or the rule",
      )
        .choices(['before', 'project', 'shipped', 'rule'])
        .conflicts('seeds'),
    ],
    async run({ service, root, options: { seeds, use }, signal }) {
      if (use !== undefined) {
        const state = await service.revertWeights({ root, ...(use !== 'before' && { to: use }) }, signal);
        return { json: state.inUse, text: weightsText(state.inUse) };
      }
      const report = await service.train({ root, ...(seeds !== undefined && { seeds }) }, signal);
      return { json: report, text: trainingText(report) };
    },
  },
  {
    usage: 'model',
    summary: 'examine the language model that the environment names: what it can do, it is used for',
    async run({ service, signal }) {
      const trial = await service.tryModel({}, signal);
      return { json: trial, text: trialText(trial), failed: !isUseful(trial.trust) };
    },
  },
  {
    usage: 'read',
    summary: 'have the language model read what rules do not understand, newest first; what it finds is proposed',
    options: [
      new Option('--limit <n>', 'at most so many commits and turns').argParser(toCount),
      new Option('--again', 'also what another model has read'),
    ],
    changes: true,
    async run({ service, root, options: { limit, again }, signal }) {
      const wanted = { ...(limit !== undefined && { limit }), ...(again && { again }) };
      const report = await service.readWithModel({ root, ...wanted }, signal);
      return { json: report, text: readingText(report), failed: report.failed > 0 && report.events === 0 };
    },
  },
  {
    usage: 'check',
    summary:
      'look whether the files and commits that memories rest on are still there; what may be outdated becomes proposals',
    changes: true,
    async run({ service, root, signal }) {
      const report = await service.checkFreshness({ root }, signal);
      return { json: freshnessJson(report), text: freshnessText(report) };
    },
  },
  {
    usage: 'doctor',
    summary: 'look for what is wrong, also for secrets that were stored before there was a rule for them',
    options: [
      new Option('--purge', 'remove such secrets from all files of the memory, for good'),
      new Option('--yes', 'do not ask'),
    ],
    async run(call) {
      const { service, root, options, signal } = call;
      if (options.purge) return await purge(call);
      const report = await service.doctor({ root }, signal);
      return { json: report, text: doctorText(report), failed: !report.ok };
    },
  },
];

/** What lies in the project: what assistants noted elsewhere is read only where somebody names it. */
async function ownDocuments(service: CliService, root: string, signal: AbortSignal): Promise<string[]> {
  const found = await service.findDocuments({ root }, signal);
  return found.filter(({ outside }) => !outside).map(({ path }) => path);
}

function when({ asOf: date }: CommandOptions): { readonly asOf?: string } {
  return date === undefined ? {} : { asOf: date };
}

/** The proposals as `review` lists them, with what became of them. */
function decided(proposals: readonly Proposal[], state: Proposal['state'], label: string): Result {
  const after = proposals.map((proposal) => ({ ...proposal, state }));
  return { json: after.map(proposalJson), text: paragraph([label]) };
}

/** Ids may be given by their first digits; that each is there and means one was checked by the service. */
function withIds(proposals: readonly Proposal[], ids: readonly string[]): Proposal[] {
  return proposals.filter((proposal) => ids.some((id) => proposal.id.startsWith(id)));
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw errors.usage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function toCount(text: string): number {
  const count = parseCount(text);
  if (count === undefined) throw new InvalidArgumentError('It must be a whole number, 1 or more.');
  return count;
}

function parseCount(text: string): number | undefined {
  const count = Number(text);
  return Number.isInteger(count) && count >= 1 ? count : undefined;
}
