import type { Fact } from '../../core/index';
import { fill, value, type Draft } from './draft';
import type { History, Span } from './history';
import { findName } from './names';

/** Which tool has a role ("test runner", "package manager", "license"), and which had it before. */
export function roleQuestions(history: History): Draft[] {
  return [...history.lineages].flatMap(([key, lineage]) => {
    const { kind, attribute, subject = '' } = lineage[0] ?? {};
    if ((kind !== 'tool' && kind !== 'requirement') || attribute !== 'name') return [];
    const spans = history.spans(lineage);
    return spans.flatMap((span, i): Draft[] => [
      ...current(history, key, subject, span),
      ...former(history, key, subject, span, spans[i - 1]?.fact),
    ]);
  });
}

function current(history: History, key: string, role: string, { fact, from, ...until }: Span): Draft[] {
  const tools = toolsOf(fact);
  if (fact.ends || tools.length === 0 || (until.to !== undefined && until.to <= from)) return [];
  const about = history.toldBy(fact.event).filter((index) => tools.every((tool) => nameIn(history.text(index), tool)));
  if (about.length === 0) return [];
  // Who asks wants a name; of several tools in one role all are the answer.
  const gold = value(
    ...(tools.length === 1
      ? [tools[0] ?? '', ...writtenAs(history, about, tools[0] ?? '')]
      : [tools.join(' and '), tools.join(', ')]),
  );
  return [{ key: `${key}\n${fact.id}`, kind: 'role', wordings: roleWordings(role), gold, from, ...until, about }];
}

function former(history: History, key: string, role: string, { fact, from, ...until }: Span, before?: Fact): Draft[] {
  const [tool, ...more] = before && !before.ends ? toolsOf(before) : [];
  const [now] = toolsOf(fact);
  if (fact.ends || tool === undefined || now === undefined || more.length > 0 || tool === now) return [];
  const about = history.toldBy(fact.event).filter((index) => tellsExchange(history.text(index), tool, now));
  if (about.length === 0 || (until.to !== undefined && until.to <= from)) return [];
  const gold = value(tool, ...writtenAs(history, about, tool));
  return [
    {
      key: `${key}\nbefore\n${fact.id}`,
      kind: 'former role',
      wordings: fill(BEFORE, role, now),
      gold,
      from,
      ...until,
      about,
    },
  ];
}

/** It speaks of both, or of the end of the one. */
function tellsExchange(text: string, before: string, now: string): boolean {
  if (nameIn(text, before) === undefined) return false;
  return nameIn(text, now) !== undefined || /\b(?:remov|drop|replac|get(?:ting)? rid)/i.test(text);
}

function toolsOf({ value: tools = '' }: Fact): string[] {
  return tools.split(', ').filter((tool) => tool !== '');
}

/** "@babel/core" is spoken of as Babel. */
function nameIn(text: string, tool: string): string | undefined {
  const scope = /^@([\w-]+)\/(?:core|cli)$/.exec(tool)?.[1];
  return findName(text, tool) ?? (scope === undefined ? undefined : findName(text, scope));
}

function writtenAs(history: History, about: readonly number[], tool: string): string[] {
  return about.flatMap((index) => nameIn(history.text(index), tool) ?? []);
}

/** @param role "test runner" */
export function roleWordings(role: string): string[] {
  return fill(WHICH, role);
}

const WHICH = [
  'Which % does the project use?',
  'What is our %?',
  'What do we use as our %?',
  'Which % are we on?',
  'What is the % of this project?',
  'which % is it here?',
];
const BEFORE = [
  'What was our % before %?',
  'Which % did we use before %?',
  'What was the % until we moved to %?',
  'Which % did we have in the days before %?',
];
