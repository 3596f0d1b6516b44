import type { PolicyCard } from '../../src/core/index';
import { calibrate } from '../../src/learning/calibrate';
import { CASES, checkCase } from '../../test/support/caseStudies';
import { createLearnedManager, ruleV3, type ManagerPolicy } from '../../src/core/index';
import type { HandCheck } from './byHand';
import { roundWeights } from './card';
import { cardScore, type Baseline, type Candidate } from './choose';
import { runJobs } from './jobs';
import { ALIKE, answerStage, managerStage, type Plan, type Stage } from './stages';
import { readStream } from './streams';
import type { Weights } from './runJob';

/** The agents that were chosen; one that was refused is not there. */
export interface TrainedAgents {
  readonly manager?: ChosenAgent;
  readonly distillation?: ChosenAgent;
}

export interface ChosenAgent {
  readonly weights: Weights;
  readonly seed: number;
  readonly questions: number;
  readonly scores: PolicyCard['scores'];
}

/**
 * The stages of Memory-R1 (sections 3.1 to 3.3) and one alternation more: the Memory Manager learns against the frozen reader, the Answer Agent on the banks that it builds,
 * then the Memory Manager again from where it stands, with that Answer Agent distilling for the reader. What the last stage does not make better on the validation histories is
 * left as it was.
 * @param say told what each stage came to
 * @param byHand no Answer Agent is taken that answers fewer hand-written questions than the rule; without it none are asked
 */
export async function trainAgents(plan: Plan, say: (line: string) => void, byHand?: HandCheck): Promise<TrainedAgents> {
  const questions = plan.train.map(readStream).reduce((sum, stream) => sum + stream.questions.length, 0);
  const first = await managerStage(plan);
  tell('Memory Manager', first, say);
  const begun = await mostSolving(first, say);

  const answers = await answerStage(plan, begun ? { method: 'learned', weights: begun.trained } : { method: 'rule' });
  tell('Answer Agent', answers, say);
  const check = byHand && (await beside(byHand, say));
  const distillation = await firstThatPasses(ranked(answers), async (candidate) => {
    return !check || (await check(candidate.name, { manager: begun?.trained, distillation: candidate.trained }));
  });

  let manager = begun;
  if (begun && distillation) {
    const again = await managerStage(alternation(plan, begun, distillation), 'Memory Manager, again');
    tell('Memory Manager, again', again, say);
    const least = await solvedBy(createLearnedManager(begun.trained));
    const better: Candidate<Weights>[] = [];
    for (const candidate of ranked(again).filter(({ score }) => score.mean > begun.score.mean))
      if ((await solvedBy(createLearnedManager(candidate.trained))) >= least) better.push(candidate);
    manager =
      (await firstThatPasses(better.slice(0, 1), async ({ name, trained }) => {
        return !check || (await check(name, { manager: trained, distillation: distillation.trained }));
      })) ?? begun;
  }
  return {
    ...(manager && {
      manager: {
        ...agent(manager, first.baselines, 'answer F1, both readers', questions),
        weights: await withConfidence(manager.trained, plan),
      },
    }),
    ...(distillation && {
      distillation: agent(distillation, answers.baselines, 'right answers and refusals', questions),
    }),
  };
}

/** Of what is alike on the validation histories, and loses no more facts than the rules, what solves most case studies; of these the best. */
async function mostSolving(
  { choice, candidates, baselines }: Stage,
  say: (line: string) => void,
): Promise<Candidate<Weights> | undefined> {
  if (!('chosen' in choice)) return undefined;
  const allowed = Math.max(choice.chosen.lost ?? 0, ...baselines.map(({ lost = 0 }) => lost));
  let best = { candidate: choice.chosen, solved: await solvedBy(createLearnedManager(choice.chosen.trained)) };
  say(
    `Case studies, of ${CASES.length}: the rule solves ${await solvedBy(ruleV3)}, ${best.candidate.name} ${best.solved}`,
  );
  for (const candidate of candidates) {
    const { score, lost = 0 } = candidate;
    if (score.mean < choice.chosen.score.mean - ALIKE || lost > allowed) continue;
    const solved = await solvedBy(createLearnedManager(candidate.trained));
    if (solved > best.solved || (solved === best.solved && score.mean > best.candidate.score.mean))
      best = { candidate, solved };
  }
  say(`  ${best.candidate.name}: ${best.solved}, taken`);
  return best.candidate;
}

async function solvedBy(manager: ManagerPolicy): Promise<number> {
  let solved = 0;
  for (const each of CASES)
    solved += await checkCase(each, { manager }).then(
      () => 1,
      () => 0,
    );
  return solved;
}

/** Confidence as the validation histories say it should be. */
async function withConfidence(weights: Weights, { validation }: Plan): Promise<Weights> {
  const choice = { method: 'learned', weights } as const;
  const [outcomes = []] = await runJobs(
    [{ job: 'judge decisions', streams: validation, choice } as const],
    'Confidence',
  );
  return roundWeights({ ...weights, calibration: calibrate(outcomes) });
}

/** Whether agents answer no fewer hand-written questions than the rules. */
type Check = (name: string, agents: Parameters<HandCheck>[0]) => Promise<boolean>;

async function beside(byHand: HandCheck, say: (line: string) => void): Promise<Check> {
  const rules = await byHand({});
  say(`Hand-written questions of the validation histories: rules ${rules.right} of ${rules.of}`);
  return async (name, agents) => {
    const { right } = await byHand(agents);
    say(`  ${name}: ${right}`);
    return right >= rules.right;
  };
}

/** What is not behind any baseline, best first. */
function ranked({ candidates, baselines }: Stage): Candidate<Weights>[] {
  const least = Math.max(0, ...baselines.map(({ score }) => score.mean));
  return candidates.filter(({ score }) => score.mean >= least).sort((a, b) => b.score.mean - a.score.mean);
}

async function firstThatPasses<T>(items: readonly T[], passes: (item: T) => Promise<boolean>): Promise<T | undefined> {
  for (const item of items) if (await passes(item)) return item;
  return undefined;
}

/** Distilling takes the reader some fifty times as long, so the last stage is short: fewer windows, facts, questions and seeds. By the algorithm that was chosen, from its weights. */
const AGAIN = { iterations: 15, window: 100, questions: 8 };
const SEEDS_AGAIN = 2;

function alternation(plan: Plan, manager: Candidate<Weights>, { trained: distillation }: Candidate<Weights>): Plan {
  return {
    ...plan,
    algorithms: [manager.trained.algorithm],
    seeds: plan.seeds.slice(0, SEEDS_AGAIN),
    manager: { ...plan.manager, ...AGAIN, initial: manager.trained },
    distillation,
  };
}

function agent(
  { name, trained, score }: Candidate<Weights>,
  baselines: readonly Baseline[],
  measure: string,
  questions: number,
): ChosenAgent {
  return {
    weights: trained,
    seed: Number(/\d+$/.exec(name)?.[0] ?? 0),
    questions,
    scores: [
      cardScore(`learned: ${measure}`, score),
      ...baselines.map((baseline) => cardScore(`${baseline.name}: ${measure}`, baseline.score)),
    ],
  };
}

function tell(label: string, { choice, baselines, candidates }: Stage, say: (line: string) => void): void {
  say(`${label}, on the validation histories:`);
  for (const { name, score, lost } of [...baselines, ...candidates])
    say(
      `  ${name}: ${score.mean.toFixed(1)} % (${score.low.toFixed(1)} to ${score.high.toFixed(1)})${lost === undefined ? '' : `, ${lost} facts wrongly lost`}`,
    );
  say('chosen' in choice ? `  chosen: ${choice.chosen.name}` : `  refused: ${choice.refused}`);
}
