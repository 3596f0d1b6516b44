import type { PolicyCard } from '../../src/core/index';
import { calibrate } from '../../src/learning/calibrate';
import { roundWeights } from './card';
import { cardScore, type Baseline, type Candidate } from './choose';
import { runJobs } from './jobs';
import { answerStage, managerStage, type Plan, type Stage } from './stages';
import { readStream } from './streams';
import type { Weights } from './runJob';

/** Both agents as they were chosen. */
export interface TrainedAgents {
  readonly manager: ChosenAgent;
  readonly distillation: ChosenAgent;
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
 */
export async function trainAgents(
  plan: Plan,
  say: (line: string) => void,
): Promise<TrainedAgents | { readonly refused: string }> {
  const first = await managerStage(plan);
  tell('Memory Manager', first, say);
  if ('refused' in first.choice) return first.choice;
  const answers = await answerStage(plan, { method: 'learned', weights: first.choice.chosen.trained });
  tell('Answer Agent', answers, say);
  if ('refused' in answers.choice) return answers.choice;
  const distillation = answers.choice.chosen;
  const again = await managerStage(alternation(plan, first.choice.chosen, distillation), 'Memory Manager, again');
  tell('Memory Manager, again', again, say);
  const manager = better(first.choice.chosen, again);

  const questions = plan.train.map(readStream).reduce((sum, stream) => sum + stream.questions.length, 0);
  const [outcomes = []] = await runJobs(
    [
      {
        job: 'judge decisions' as const,
        streams: plan.validation,
        choice: { method: 'learned' as const, weights: manager.trained },
      },
    ],
    'Confidence',
  );
  const calibrated = roundWeights({ ...manager.trained, calibration: calibrate(outcomes) });
  return {
    manager: { ...agent(manager, first.baselines, 'answer F1, both readers', questions), weights: calibrated },
    distillation: agent(distillation, answers.baselines, 'right answers and refusals', questions),
  };
}

/** Distilling takes the reader some fifty times as long, so the last stage is short: fewer windows, facts and questions. By the algorithm that was chosen, from its weights. */
const AGAIN = { iterations: 20, window: 100, questions: 4 };

function alternation(plan: Plan, manager: Candidate<Weights>, { trained: distillation }: Candidate<Weights>): Plan {
  return {
    ...plan,
    algorithms: [manager.trained.algorithm],
    manager: { ...plan.manager, ...AGAIN, initial: manager.trained },
    distillation,
  };
}

/** @returns the new one only where it is better */
function better(old: Candidate<Weights>, { choice }: Stage): Candidate<Weights> {
  return 'chosen' in choice && choice.chosen.score.mean > old.score.mean ? choice.chosen : old;
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
