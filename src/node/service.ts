import { rm } from 'node:fs/promises';
import path from 'node:path';
import {
  followUps,
  isRecord,
  KnownError,
  OWN_CHAT,
  type Acceptance,
  type Answer,
  type LanguageModel,
  type Memory,
  type MemoryUses,
  type Proposal,
  type RawEvent,
} from '../core/index';
import type { LearningState } from '../protocol/learning';
import type { ModelStatus, ReadingOutcome } from '../protocol/model';
import type { Handlers } from '../protocol/rpc';
import type { ActionReport, BankStatus, IngestReport, ServiceCalls, ServiceOptions } from '../protocol/service';
import { dataFolder } from './bankFolder';
import { BankSet, type BankDeps, type OpenBank } from './banks';
import { chatPlaces, findChats, importChats, importTranscripts, readGrown } from './chats/chats';
import { placesOf } from './chats/places';
import { ChatWatches } from './chats/watches';
import { findDocuments, groundOf, type Ground } from './documents/find';
import { documentSource, importDocuments } from './documents/importDocuments';
import { captureCommits, scanCommits, unreadCommits } from './commits';
import { parseIngestLines } from './ingestLines';
import { Idle } from './llm/idle';
import type { Outcome } from './llm/meter';
import { Models, type AskedFor } from './llm/models';
import { Trials } from './llm/trials';
import { tryModel, type TrialDeps } from './llm/tryModel';
import { countFeedback, examine } from './doctor';
import { purgeBank } from './purge';
import { exportBank, importBank } from './transferBank';
import type { Places } from './transcripts/transcript';
import { MAX_EXACT } from './vectors/createVectorIndex';

export type ServiceDeps = Omit<BankDeps, 'options' | 'models' | 'idle'> & {
  /** The "User" folder of the window that the service works for: its own chats lie there. */
  readonly userData?: string;
  /** Where what is known of language models is kept, for all projects. Default: the user's data folder. */
  readonly dataDir?: string;
  /** For one answer of a language model. Default: that of its provider. */
  readonly modelTimeoutMs?: number;
};

export const DEFAULT_OPTIONS: ServiceOptions = {
  review: 'all',
  index: 'auto',
  candidates: 60,
  emailAddresses: false,
};

/** The memory service: what the worker answers the extension, and what the command line runs in its own process. */
export type MemoryService = Handlers<ServiceCalls> & { dispose(): Promise<void> };

export function createService(deps: ServiceDeps): MemoryService {
  let options = DEFAULT_OPTIONS;
  const idle = new Idle();
  const trials = new Trials(path.join(deps.dataDir ?? dataFolder(), 'models.json'), deps.logger);
  const models = new Models({
    ...{ host: deps.host, trials, redactor: deps.redactor },
    ...(deps.modelTimeoutMs !== undefined && { timeoutMs: deps.modelTimeoutMs }),
  });
  const banks = new BankSet({ ...deps, models, idle, options: () => options });
  const open = (root: string): Promise<OpenBank> => banks.open(root);
  const placesFor = (bank: OpenBank): Promise<Places> => placesOf(bank.root, bank.git, deps.userData);
  const groundFor = async (bank: OpenBank): Promise<Ground> => groundOf(bank.root, bank.git, await placesFor(bank));
  const watches = new ChatWatches(deps.logger);
  const memoryOf = async (root: string): Promise<OpenBank['memory']> => (await open(root)).memory;

  /** What the setting for reviews lets in unseen. */
  const acceptance = (): Acceptance => (({ all: 'none', uncertain: 'certain', off: 'all' }) as const)[options.review];

  /** What several calls share: run the ingest, time it, embed afterwards without being waited for. */
  const ingest = async <R extends Omit<IngestReport, 'ms'>>(
    bank: OpenBank,
    run: () => Promise<R>,
  ): Promise<R & { ms: number }> => {
    const start = performance.now();
    const report = await run();
    banks.embedLater(bank);
    bank.freshness.later();
    return { ...report, ms: Math.round(performance.now() - start) };
  };

  /** The model that words an answer. One that cannot be opened is told about in the log, and the plain answer stands. */
  const worder = async (bank: OpenBank, asked: AskedFor): Promise<LanguageModel | undefined> => {
    try {
      return await models.open(models.chosen(options.model, asked), bank.meter);
    } catch (error) {
      if (!KnownError.is(error)) throw error;
      deps.logger.warn(error.message);
      return undefined;
    }
  };

  const handlers: Handlers<ServiceCalls> = {
    configure: (params) => {
      const indexChanged = params.index !== options.index;
      options = params;
      if (indexChanged) banks.forgetIndexes();
      models.forgive();
      banks.chooseModels();
    },

    status: async ({ root }) => await statusOf(await open(root)),

    scan: async ({ root, since, accept }, signal) => {
      const bank = await open(root);
      return await ingest(bank, () =>
        scanCommits(bank, { accept, ...(since !== undefined && { since }), onProgress: progressOf(root) }, signal),
      );
    },

    capture: async ({ root }, signal) => {
      const bank = await open(root);
      return await ingest(bank, () => captureCommits(bank, acceptance(), signal));
    },

    ingest: async ({ root, lines, accept }, signal) => {
      const bank = await open(root);
      const { events, badLines } = parseIngestLines(lines);
      const report = await ingest(bank, () => bank.memory.ingest(events, { kind: 'ingest', accept }, signal));
      return { ...report, badLines };
    },

    chatPlaces: async ({ root }) => await chatPlaces(await placesFor(await open(root))),
    findChats: async ({ root, apps }, signal) => {
      const bank = await open(root);
      return await findChats(bank, await placesFor(bank), apps, progressOf(root, 'looking'), signal);
    },
    importChats: async ({ root, chats, accept }, signal) => {
      const bank = await open(root);
      const options = { accept, onProgress: progressOf(root) };
      const places = await placesFor(bank);
      return await ingest(bank, () => importChats(bank, places, chats, options, signal));
    },
    importTranscripts: async ({ root, path, app, accept }, signal) => {
      const bank = await open(root);
      const options = { accept, onProgress: progressOf(root) };
      const places = await placesFor(bank);
      return await ingest(bank, () => importTranscripts(bank, places, { path, app }, options, signal));
    },
    findDocuments: async ({ root }, signal) => {
      const bank = await open(root);
      return await findDocuments(await groundFor(bank), bank.memory, signal);
    },
    importDocuments: async ({ root, paths, accept }, signal) => {
      const bank = await open(root);
      const options = { accept, onProgress: progressOf(root) };
      const ground = await groundFor(bank);
      return await ingest(bank, () => importDocuments(bank.memory, ground, paths, options, signal));
    },
    document: async ({ root, ...source }, signal) => {
      const bank = await open(root);
      return await documentSource(bank.memory, await groundFor(bank), source, signal);
    },
    watchChats: async ({ root, apps }) => {
      const bank = await open(root);
      await watches.set(bank, apps, await placesFor(bank), async (grown, places, signal) => {
        await ingest(bank, () => readGrown(bank, places, grown, acceptance(), signal));
      });
    },
    hear: async ({ root, session, ref, text, before }, signal) => {
      const bank = await open(root);
      const event: RawEvent = {
        ...{ kind: 'chat', role: 'user', app: OWN_CHAT, session: `${OWN_CHAT}:${session}`, ref, text },
        time: deps.clock().toISOString(),
        ...(before !== undefined && { before: [{ role: 'assistant', text: before }] }),
      };
      return await ingest(bank, () => bank.memory.ingest([event], { kind: 'chats', accept: acceptance() }, signal));
    },
    conversation: async ({ root, session, ref }) => {
      const turns = (await memoryOf(root)).conversation(session);
      const at = turns.findIndex((turn) => turn.ref === ref);
      if (at < 0) return [];
      return turns
        .slice(Math.max(0, at - TURNS_AROUND), at + TURNS_AROUND + 1)
        .map(({ ref: id, role, time, text, turn }) => ({
          ref: id,
          role,
          time,
          text,
          ...(turn !== undefined && { turn }),
        }));
    },
    chatsOf: async ({ root, ref }) => (await memoryOf(root)).chatsOf(ref),

    ask: async ({ root, question, asOf, model }, signal) => {
      const bank = await open(root);
      const { recall, meter } = bank;
      const { candidates } = options;
      if (asOf !== undefined) return counted(bank, recall.askAsOf(question, asOf, candidates));
      const answer = await recall.ask(question, candidates, signal, await worder(bank, model));
      if (answer.problem !== undefined) meter.unusable('answer');
      return counted(bank, answer);
    },
    followUps: async ({ root, question, used: [first] }, signal) => {
      const { memory, recall } = await open(root);
      const memories = memory.memories();
      const deciding = memories.find(({ id }) => id === first);
      if (!deciding) return { questions: [], changes: 0 };
      const ask = (text: string): Promise<Answer> => recall.ask(text, options.candidates, signal);
      const history = memory.history(deciding.id);
      const questions = await followUps(question, deciding, { memories, history, ask, limit: FOLLOW_UPS });
      return { questions, changes: history.length - 1 };
    },
    recall: async ({ root, query, limit }, signal) => await (await open(root)).recall.recall(query, limit, signal),

    list: async ({ root, states, kind, ids, asOf, lasting }) => {
      const { memory: bank, uses: log } = await open(root);
      const uses = bank.uses(log.counts());
      return bank
        .memories(asOf)
        .filter(
          (memory) =>
            (!states || states.includes(memory.reviewed ? memory.state : 'pending')) &&
            (!kind || memory.kind === kind) &&
            (!ids || ids.includes(memory.id)) &&
            !(lasting && isRecord(memory)),
        )
        .map((memory) => withUses(memory, uses.get(memory.id)));
    },

    history: async ({ root, id }) => {
      const { memory, uses: log } = await open(root);
      const uses = memory.uses(log.counts());
      // The end of a version has its id, and was not what answers used.
      return memory
        .history(id)
        .map((entry) => (entry.operation === 'DELETE' ? entry : withUses(entry, uses.get(entry.id))));
    },
    review: async ({ root }) => (await memoryOf(root)).proposals(),
    runs: async ({ root }) => (await memoryOf(root)).runs(),
    accept: async ({ root, ...selection }) => {
      const { memory, freshness } = await open(root);
      const done = await memory.accept(selection);
      freshness.later();
      return done;
    },
    reject: async ({ root, ...selection }) => await (await memoryOf(root)).reject(selection),
    edit: async ({ root, id, text }) => await afterwards(root, (memory) => memory.edit(id, text)),
    undo: async ({ root, count }) => await (await memoryOf(root)).undo(count),

    remember: async ({ root, text }) => await afterwards(root, (memory) => memory.remember(text)),
    propose: async ({ root, ...suggestion }) => {
      const bank = await open(root);
      const suggested = await bank.memory.propose(suggestion);
      if (suggested.outcome === 'proposed') banks.embedLater(bank);
      return suggested;
    },
    forget: async ({ root, query }, signal): Promise<Proposal | undefined> => {
      const bank = await open(root);
      const hits = await bank.recall.recall(query, 5, signal);
      const best = hits.find(({ memory }) => memory.state === 'active');
      return best && (await bank.memory.proposeDelete(best.memory.id));
    },
    deleteMemory: async ({ root, id }) => await (await memoryOf(root)).deleteMemory(id),
    editMemory: async ({ root, id, text }) => await afterwards(root, (memory) => memory.editMemory(id, text)),
    revertMemory: async ({ root, id }) => await (await memoryOf(root)).revertMemory(id),
    checkFreshness: async ({ root }, signal) => {
      const start = performance.now();
      const found = await (await open(root)).freshness.check(signal);
      return { ...found, ms: Math.round(performance.now() - start) };
    },
    rate: async ({ root, verdict, ...answer }) => await (await memoryOf(root)).rate(answer, verdict),

    export: async ({ root, file, format = 'jsonl' }) => await exportBank(await open(root), file, format),
    import: async ({ root, file }, signal) => {
      const bank = await open(root);
      const report = await importBank(bank, file, deps.redactor, signal);
      banks.embedLater(bank);
      return report;
    },

    learning: async ({ root }) => await (await open(root)).learner.state(),
    train: async ({ root, seeds }, signal) => await (await open(root)).learner.train(seeds, signal),
    stopTraining: async ({ root }) => (await open(root)).learner.stop(),
    useWeights: async ({ root }) => await learned(root, (learner) => learner.useNew()),
    keepCurrent: async ({ root }) => await learned(root, (learner) => learner.keepCurrent()),
    revertWeights: async ({ root, to }) => await learned(root, (learner) => learner.revert(to)),

    tryModel: async ({ choice = models.chosen(options.model) }, signal) => {
      const onStep: TrialDeps['onStep'] = (step) => deps.emit('examined', step);
      const trial = await tryModel(choice, { ...{ models, trials, clock: deps.clock }, onStep }, signal);
      banks.chooseModels(); // it may be allowed to read now
      return trial;
    },
    readWithModel: async ({ root, ...wanted }, signal) => await (await open(root)).reading.now(wanted, signal),
    modelStatus: async ({ root }) => await modelStatus(await open(root)),

    redact: async ({ texts }) => await deps.redactor.redact(texts),
    doctor: async ({ root }, signal) => {
      const bank = await open(root);
      const using = { embedder: await banks.embedder(bank), model: await modelStatus(bank) };
      return await examine(bank, using, deps.redactor, progressOf(root, 'looking'), signal);
    },
    purge: async ({ root }, signal) => {
      const { folder } = await open(root);
      // Not while this process embeds its texts or writes its checkpoint.
      await banks.close(root);
      const report = await purgeBank(folder, deps.redactor, progressOf(root, 'looking'), signal);
      const bank = await open(root);
      await bank.memory.checkpoint(true);
      banks.embedLater(bank);
      deps.emit('changed', { root });
      return report;
    },

    deleteBank: async ({ root }) => {
      const { folder, root: own } = await open(root);
      await watches.end(own);
      await banks.close(root);
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      deps.emit('changed', { root });
    },

    settle: async ({ root }, signal) => {
      const bank = await open(root);
      await bank.freshness.settle();
      await bank.uses.flush();
      await banks.settle(bank, signal);
    },
  };

  return {
    ...withEach(handlers, (call) => idle.during(call)),
    dispose: async () => {
      await watches.dispose();
      await banks.dispose();
    },
  };

  /** An answer that somebody gets: the memories that it rests on served once more. */
  function counted({ uses }: OpenBank, answer: Answer): Answer {
    if (!answer.declined)
      uses.add(
        answer.used.map(({ id }) => id),
        deps.clock().toISOString(),
      );
    return answer;
  }

  async function modelStatus({ memory, meter, reading }: OpenBank): Promise<ModelStatus | undefined> {
    const { choice, dailyTokens } = options.model ?? { choice: models.chosen(undefined), dailyTokens: 0 };
    if (choice.kind === 'none') return undefined;
    const problem = reading.problem ?? models.problem(choice);
    return {
      name: choice.kind === 'vscode' ? choice.name : choice.model,
      where: choice.kind,
      trust: await trials.trust(choice),
      today: await meter.today(),
      dailyTokens,
      unread: memory.unreadEvents,
      log: (await meter.readings(SHOWN_READINGS)).map((outcome) => toOutcome(outcome, memory)),
      ...(problem !== undefined && { problem }),
    };
  }

  /** For changes that bring a text to embed. */
  async function afterwards<T extends Proposal | ActionReport | undefined>(
    root: string,
    change: (memory: OpenBank['memory']) => Promise<T>,
  ): Promise<T> {
    const bank = await open(root);
    const done = await change(bank.memory);
    banks.embedLater(bank);
    return done;
  }

  async function learned(root: string, act: (learner: OpenBank['learner']) => Promise<void>): Promise<LearningState> {
    const { learner } = await open(root);
    await act(learner);
    return await learner.state();
  }

  function progressOf(root: string, phase: 'reading' | 'looking' = 'reading'): (done: number, total: number) => void {
    let last = -Infinity;
    return (done, total) => {
      const now = performance.now();
      if (now - last < PROGRESS_EVERY_MS && done < total) return;
      last = now;
      deps.emit('progress', { root, phase, done, total });
    };
  }

  async function statusOf(bank: OpenBank): Promise<BankStatus> {
    const { memory, recall, git } = bank;
    const all = memory.memories();
    const count = (state: Memory['state']): number =>
      all.filter((item) => item.reviewed && item.state === state && !isRecord(item)).length;
    const undoable = memory.undoable()[0]?.label;
    const branch = git && (await git.currentBranch());
    const unread = git && (await unreadCommits(bank));
    return {
      root: bank.root,
      path: bank.folder,
      git: git !== undefined,
      memories: { active: count('active'), superseded: count('superseded'), deleted: count('deleted') },
      pending: memory.proposals().length,
      feedback: countFeedback(memory),
      unembedded: recall.unembedded,
      embedder: await banks.embedder(bank),
      index: options.index === 'auto' ? (recall.indexed > MAX_EXACT ? 'hnsw' : 'exact') : options.index,
      problems: memory.problems,
      neverScanned: !memory.wasScanned,
      ...(branch !== undefined && { branch }),
      ...(undoable !== undefined && { undoable }),
      ...(memory.readOnly !== undefined && { readOnly: memory.readOnly }),
      ...(unread !== undefined && { unread }),
    };
  }
}

/** The event is named by its first line, as long as it is there. */
function toOutcome({ event, ...outcome }: Outcome, memory: OpenBank['memory']): ReadingOutcome {
  return { ...outcome, subject: memory.subjectOf(event) ?? 'An event that is gone' };
}

/** The same handlers, each called by `call`. */
function withEach(
  handlers: Handlers<ServiceCalls>,
  call: (run: () => unknown) => Promise<unknown>,
): Handlers<ServiceCalls> {
  const all = handlers as Readonly<Record<string, (params: unknown, signal: AbortSignal) => unknown>>;
  const entries = Object.entries(all).map(([name, handle]) => [
    name,
    (params: unknown, signal: AbortSignal) => call(() => handle(params, signal)),
  ]);
  const each: unknown = Object.fromEntries(entries);
  return each as Handlers<ServiceCalls>;
}

/** Events in the log of what a model read. */
const SHOWN_READINGS = 20;

function withUses<T extends object>(of: T, uses: MemoryUses | undefined): T & { readonly uses?: MemoryUses } {
  return uses ? { ...of, uses } : of;
}

const PROGRESS_EVERY_MS = 100;

/** Turns of a conversation that are shown before and after the one that is asked for. */
const TURNS_AROUND = 10;

/** Suggested after an answer; with "This is wrong" a chat shows three. */
const FOLLOW_UPS = 2;
