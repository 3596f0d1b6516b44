import type { Fact } from '../../core/index';
import type { Draft } from './draft';
import type { History } from './history';
import { speaksOf } from './names';

/** Whether something is still used, both ways. */
export function usedQuestions(history: History): Draft[] {
  return [...history.lineages].flatMap(([key, lineage]) => {
    const { kind, attribute, subject } = lineage[0] ?? {};
    if (kind !== 'dependency' || attribute !== 'version' || subject === undefined) return [];
    return stretches(lineage).flatMap(({ facts, next }): Draft[] => {
      const [first] = facts;
      if (!first) return [];
      const isGone = first.ends === true;
      const about = facts.flatMap(({ event }) =>
        history
          .toldBy(event)
          .filter(
            (index) => speaksOf(history.text(index), subject) && (history.facts[index]?.ends === true) === isGone,
          ),
      );
      const [from] = about;
      if (from === undefined) return [];
      const until = next ? history.endAt(next.event) : {};
      const gold = { form: 'yesNo', answers: [isGone ? 'no' : 'yes'] } as const;
      const common = { names: [subject], from, ...until, about };
      const still: Draft = { key: `${key}\nused\n${first.id}`, kind: 'still used', wordings: STILL, gold, ...common };
      const opposite = { form: 'yesNo', answers: [isGone ? 'yes' : 'no'] } as const;
      return [
        still,
        { key: `${key}\ngone\n${first.id}`, kind: 'is it gone', wordings: GONE, gold: opposite, ...common },
      ];
    });
  });
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
];
const GONE = [
  'Was % removed?',
  'Is % gone?',
  'Did we drop %?',
  'Have we gotten rid of %?',
  'Was % taken out of the project?',
];
