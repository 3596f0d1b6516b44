import * as vscode from 'vscode';
import type { IngestReport } from '../protocol/service';
import { requireTrust } from './acts';
import type { App } from './app';
import { TEXTS, UserError } from './failures';
import { VIEWS } from './ids';
import { requireProject, type Project } from './projects';
import { whileReading } from './reading';
import { countOf, formatCount, formatDate } from '../protocol/words';
import { asPlainLine, withoutIcons } from './words';

/** Commits offered under "Since a commit...". */
const RECENT = 200;

type Range = vscode.QuickPickItem &
  ({ readonly choice: 'all' | 'commit' } | { readonly choice: 'since'; readonly since: string });

/** Memory: Scan Commits... asks from where, then reads. */
export async function scanCommits(app: App): Promise<void> {
  requireTrust();
  const project = requireProject(app.projects);
  if (!project.git) throw new UserError(TEXTS.noGit);
  const range = await pickRange(project);
  if (!range) return;
  const since =
    range.choice === 'since' ? range.since : range.choice === 'commit' ? await pickCommit(project) : undefined;
  if (range.choice === 'commit' && since === undefined) return;
  const report = await runScan(app, project, since);
  if (!report) return;
  if (report.events === 0) void vscode.window.showInformationMessage('No new commits.');
  else await vscode.commands.executeCommand(`${VIEWS.proposals}.focus`);
}

/** Reads commits with progress that can be cancelled. @returns undefined when it was. */
export async function runScan(app: App, { root }: Project, since?: string): Promise<IngestReport | undefined> {
  const report = await whileReading(app, root, { reading: 'commits', title: 'Reading commits' }, (signal) =>
    app.service.call('scan', { root, accept: 'none', ...(since === undefined ? {} : { since }) }, signal),
  );
  app.log.info(
    report
      ? describe(report)
      : 'Reading commits was cancelled. What was read so far is kept; the next scan goes on from there.',
  );
  return report;
}

/** Asks once per project whether its history is to be read. Nothing is read without it. */
export async function offerFirstScan(app: App, project: Project): Promise<void> {
  const scan = 'Scan commits...';
  const chosen = await vscode.window.showInformationMessage(
    `Project Memory can read the history of ${project.name}. You review what is remembered.`,
    scan,
    'Not now',
  );
  if (chosen === scan) await scanCommits(app);
}

function describe({ events, facts, proposals, held, secrets, ms }: IngestReport): string {
  const { add, update, delete: removed, noop } = proposals;
  return `Read ${countOf(events, 'commit')} in ${formatCount(Math.round(ms))} ms: ${countOf(facts, 'fact')}, ${add} to add, ${update} to update, ${removed} to delete, ${noop} known already, ${held} held for branches, ${countOf(secrets, 'secret')} left out.`;
}

async function pickRange(project: Project): Promise<Range | undefined> {
  const { lastTag } = await import('./commits');
  const tag = await lastTag(project.root);
  const ranges: Range[] = [
    { label: 'Whole history', description: 'What was read before is not read again', choice: 'all' },
    ...(tag ? [{ label: 'Since last tag', description: asPlainLine(tag), choice: 'since' as const, since: tag }] : []),
    { label: 'Since a commit...', choice: 'commit' },
  ];
  return await vscode.window.showQuickPick(ranges, {
    title: 'Scan Commits',
    placeHolder: `Which commits of ${project.name} to read`,
  });
}

async function pickCommit(project: Project): Promise<string | undefined> {
  const { recentCommits } = await import('./commits');
  const commits = await recentCommits(project.root, RECENT);
  const items = commits.map(({ sha, subject, time }) => ({
    label: withoutIcons(subject),
    description: `${sha.slice(0, 7)}, ${formatDate(time)}`,
    sha,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Scan Commits',
    placeHolder: 'Commits after this one are read',
    matchOnDescription: true,
  });
  return picked?.sha;
}
