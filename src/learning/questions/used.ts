import type { Fact } from '../../core/index';
import { fill, yesNo, type Draft } from './draft';
import type { History } from './history';
import { marked, speaksOf } from './names';

/** Whether a package or a tool is still used, both ways. */
export function usedQuestions(history: History): Draft[] {
  return [...history.lineages].flatMap(([key, lineage]) => {
    const name = nameOf(lineage);
    if (name === undefined) return [];
    return stretches(lineage).flatMap(({ facts, next }): Draft[] => {
      const [first] = facts;
      if (!first) return [];
      const isGone = first.ends === true;
      const about = facts.flatMap(({ event }) =>
        history
          .toldBy(event)
          .filter((index) => speaksOf(history.text(index), name) && isAboutUse(history.facts[index]?.ends, isGone)),
      );
      const [from] = about;
      if (from === undefined) return [];
      const common = { from, ...(next && history.until(next.event)), about };
      return [
        {
          key: `${key}\nused\n${first.id}`,
          kind: 'still used',
          wordings: fill(STILL, marked(name)),
          gold: yesNo(!isGone),
          ...common,
        },
        {
          key: `${key}\ngone\n${first.id}`,
          kind: 'is it gone',
          wordings: fill(GONE, marked(name)),
          gold: yesNo(isGone),
          ...common,
        },
      ];
    });
  });
}

/** "X was replaced by Y" ends X and tells the use of Y. */
function isAboutUse(ends: true | undefined, isGone: boolean): boolean {
  return isGone || ends !== true;
}

/** What is used, where a lineage is about the use of one thing. */
function nameOf(lineage: readonly Fact[]): string | undefined {
  const [first] = lineage;
  if (first?.kind === 'dependency' && first.attribute === 'version') return first.subject;
  // of services there can be several at once: each has a lineage of its own
  if (first?.kind === 'tool' && first.attribute !== 'name')
    return lineage.find((fact) => fact.value !== undefined)?.value;
  return undefined;
}

/** Runs of facts that all say that it is there, or all that it is gone. */
function stretches(lineage: readonly Fact[]): { readonly facts: Fact[]; readonly next: Fact | undefined }[] {
  const runs: Fact[][] = [];
  for (const fact of lineage) {
    const run = runs.at(-1);
    if (run?.[0] && (run[0].ends === true) === (fact.ends === true)) run.push(fact);
    else runs.push([fact]);
  }
  return runs.map((facts, i) => ({ facts, next: runs[i + 1]?.[0] }));
}

const STILL = [
  'Does the project still depend on %?',
  'Is % still used?',
  'Do we still use %?',
  'Is % still a dependency?',
  'Are we using %?',
  'Do we depend on %?',
  'Do we need %?',
  'is % still in use here?',
];
const GONE = [
  'Was % removed?',
  'Is % gone?',
  'Did we drop %?',
  'Have we gotten rid of %?',
  'Was % taken out of the project?',
  'Did we stop using %?',
];
