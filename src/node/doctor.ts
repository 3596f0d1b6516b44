import { access, constants } from 'node:fs/promises';
import type { Redactor } from '../core/index';
import type { ModelStatus } from '../protocol/model';
import type { WeightsInUse } from '../protocol/learning';
import { weightsName } from '../protocol/words';
import type { BankStatus, DoctorReport, StoredSecrets } from '../protocol/service';
import type { OpenBank } from './banks';
import { findStoredSecrets } from './purge';
import { inspectJournal } from './store/transfer';

/** Looks at everything that can be wrong with a bank, and says in words what to do. Changes nothing. */
export async function examine(
  bank: OpenBank,
  { embedder, model }: { readonly embedder: BankStatus['embedder']; readonly model: ModelStatus | undefined },
  redactor: Redactor,
  onProgress: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<DoctorReport> {
  const { folder, git, memory, recall, agents } = bank;
  const journal = await inspectJournal(folder);
  const stored = await findStoredSecrets(folder, redactor, onProgress, signal);
  const writable = await access(folder, constants.W_OK).then(
    () => true,
    (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT', // it is made by the first change
  );
  const checks = [
    {
      name: 'folder',
      ok: writable && memory.readOnly === undefined,
      detail: memory.readOnly ?? (writable ? folder : `${folder} cannot be written.`),
    },
    {
      name: 'git',
      ok: true,
      detail: git ? git.root : 'This folder has no git repository; notes and chats can be remembered.',
    },
    {
      name: 'journal',
      ok: journal.damaged === 0,
      detail:
        journal.damaged === 0
          ? `${journal.records} records, ${journal.bytes} bytes${journal.torn ? ', the last one unfinished' : ''}.`
          : `${journal.damaged} damaged records were set aside; the other ${journal.records} are here.`,
    },
    {
      name: 'model',
      ok: 'model' in embedder && embedder.problem === undefined,
      detail:
        'model' in embedder
          ? (embedder.problem ?? `${embedder.model}, ${embedder.dimension} dimensions.`)
          : embedder.unavailable,
    },
    {
      name: 'vectors',
      ok: recall.unembedded === 0,
      detail:
        recall.unembedded === 0
          ? 'All there.'
          : `${recall.unembedded} are missing; they are computed with the next change.`,
    },
    { name: 'language model', ok: model?.problem === undefined, detail: modelDetail(model) },
    weightsCheck('memory manager', agents.inUse.manager),
    weightsCheck('distillation', agents.inUse.distillation),
    { name: 'secrets', ok: stored.files.length === 0, detail: secretsDetail(stored) },
    { name: 'feedback', ok: true, detail: feedbackDetail(countFeedback(memory)) },
    ...memory.problems.map((problem) => ({ name: problem.code, ok: false, detail: problem.message })),
  ];
  return { ok: checks.every((check) => check.ok), checks, ...(stored.files.length > 0 && { stored }) };
}

function weightsCheck(name: string, inUse: WeightsInUse): DoctorReport['checks'][number] {
  const used = `${weightsName(inUse)}.`;
  return { name, ok: inUse.problem === undefined, detail: inUse.problem ?? `Uses ${used}` };
}

function modelDetail(model: ModelStatus | undefined): string {
  if (!model) return 'None is chosen; memory answers without.';
  const { name, problem, today, unread } = model;
  if (problem !== undefined) return `${name}: ${problem}`;
  const used = Object.values(today).reduce((sum, { input, output }) => sum + input + output, 0);
  return `${name}; ${count(used, 'token', 'tokens')} in 24 hours; ${count(unread, 'event', 'events')} not read by a model.`;
}

/** What the user said of answers. */
export function countFeedback(memory: OpenBank['memory']): BankStatus['feedback'] {
  const said = memory.feedback();
  const helpful = said.filter(({ verdict }) => verdict === 'helpful').length;
  return { helpful, wrong: said.length - helpful };
}

/** Names where the secrets are, and never says one. */
export function secretsDetail({ secrets, memories, files }: StoredSecrets): string {
  if (files.length === 0) return 'None that the rules of today know.';
  const shown = memories.slice(0, MOST_IDS).join(', ');
  const more = memories.length > MOST_IDS ? ` and ${memories.length - MOST_IDS} more` : '';
  const inMemories =
    memories.length === 0 ? '' : `, in ${count(memories.length, 'memory', 'memories')} (${shown}${more})`;
  const known =
    secrets === 0 ? 'Copies that a purge has left' : `${count(secrets, 'secret', 'secrets')} stored under older rules`;
  return `${known}${inMemories}, in ${files.join(', ')}. "doctor --purge" removes them for good.`;
}

/** Ids that are shown in one line. */
const MOST_IDS = 10;

function count(n: number, one: string, several: string): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? one : several}`;
}

function feedbackDetail({ helpful, wrong }: BankStatus['feedback']): string {
  return helpful + wrong === 0 ? 'No answer was rated.' : `${helpful} answers called helpful, ${wrong} called wrong.`;
}
