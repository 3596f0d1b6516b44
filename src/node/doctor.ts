import { access, constants } from 'node:fs/promises';
import type { BankStatus, DoctorReport } from '../protocol/service';
import type { OpenBank } from './banks';
import { inspectJournal } from './store/transfer';

/** Looks at everything that can be wrong with a bank, and says in words what to do. Changes nothing. */
export async function examine(bank: OpenBank): Promise<DoctorReport> {
  const { folder, git, memory, recall, embedder } = bank;
  const journal = await inspectJournal(folder);
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
      ok: 'model' in embedder,
      detail: 'model' in embedder ? `${embedder.model}, ${embedder.dimension} dimensions.` : embedder.unavailable,
    },
    {
      name: 'vectors',
      ok: recall.unembedded === 0,
      detail:
        recall.unembedded === 0
          ? 'All there.'
          : `${recall.unembedded} are missing; they are computed with the next change.`,
    },
    { name: 'feedback', ok: true, detail: feedbackDetail(countFeedback(memory)) },
    ...memory.problems.map((problem) => ({ name: problem.code, ok: false, detail: problem.message })),
  ];
  return { ok: checks.every((check) => check.ok), checks };
}

/** What the user said of answers. */
export function countFeedback(memory: OpenBank['memory']): BankStatus['feedback'] {
  const said = memory.feedback();
  const helpful = said.filter(({ verdict }) => verdict === 'helpful').length;
  return { helpful, wrong: said.length - helpful };
}

function feedbackDetail({ helpful, wrong }: BankStatus['feedback']): string {
  return helpful + wrong === 0 ? 'No answer was rated.' : `${helpful} answers called helpful, ${wrong} called wrong.`;
}
