import type { ModelTrust } from '../../core/index';
import type { ModelTrial, ReadingReport } from '../../protocol/model';
import { count, paragraph, table } from './text';

/** Whether a model is used for anything. */
export function isUseful({ answers, decides, extracts }: ModelTrust): boolean {
  return answers !== 'no' || decides || extracts;
}

export function trialText({ name, steps, trust, answerMs, tokens }: ModelTrial): string {
  const rows = steps.map((step) => [step.passed ? 'ok' : 'no', step.name, step.problem ?? '']);
  return (
    table(rows, 'Nothing was asked.') +
    paragraph([
      '',
      `${name} ${isUseful(trust) ? `is used to ${usesOf(trust).join(', ')}` : 'is not used: rules answer alone'}.`,
      `An answer takes ${(answerMs / 1000).toFixed(1)} s; the examination took ${tokens.toLocaleString('en-US')} tokens.`,
    ])
  );
}

export function readingText({ events, facts, failed, left, stopped }: ReadingReport): string {
  const lines = [`Read ${count(events, 'event')}: ${count(facts, 'fact')}.`];
  if (failed > 0) lines.push(`${count(failed, 'event')} could not be read; memory is as it was.`);
  if (stopped !== undefined) lines.push(`Stopped: ${stopped}`);
  if (left > 0) lines.push(`Left to read: ${left.toLocaleString('en-US')}.`);
  if (facts > 0) lines.push('"review" shows what was found.');
  return paragraph(lines);
}

function usesOf({ answers, decides, extracts }: ModelTrust): string[] {
  return [
    ...(answers === 'no' ? [] : ['word answers']),
    ...(answers === 'distils' ? ['choose the memories they rest on'] : []),
    ...(extracts ? ['read what rules do not understand'] : []),
    ...(decides ? ['say what becomes of what is new'] : []),
  ];
}
