import {
  allowedActions,
  createLearnedManager,
  operationsPrompt,
  toOperation,
  type ManagerInput,
  type OperationKind,
  type PolicyWeights,
} from '../../src/core/index';
import type { Adviser } from '../../src/learning/manager/decision';
import { evaluateManager } from '../../src/learning/manager/evaluate';
import { createRandom, sample } from '../../src/learning/random';
import type { Stream } from '../../src/learning/types';
import type { EndpointModel } from './endpointModel';
import type { TaskOptions } from './taskOptions';
import { askForm, type FormOutcome } from './forms';

/** A decision as the policy meets it, with what would be right by outcome. */
export interface MetDecision {
  readonly fact: string;
  readonly input: ManagerInput;
  readonly right: readonly Operation[];
  /** The policy's own choice is among them. */
  readonly isPolicyRight: boolean;
}

interface Operation {
  readonly operation: OperationKind;
  readonly target?: number;
}

/** An opinion as the journal keeps it: about a memory by its id, so that it can be told again when others stand beside it. */
interface KeptOpinion {
  readonly operation: OperationKind;
  readonly target?: string;
}

/** All decisions of a stream, as the shipped policy alone comes to them. */
export function meetDecisions(
  stream: Stream,
  weights: PolicyWeights,
  background: ReadonlyMap<string, number>,
): MetDecision[] {
  const policy = createLearnedManager(weights, { vote: 0 });
  const met: MetDecision[] = [];
  evaluateManager(stream, policy, {
    background,
    questions: 0,
    advise: (decision) => {
      const { input, index } = decision;
      const actions = allowedActions(input.candidates.length);
      const right = actions.filter((action) => decision.isBest(decision.toOperation(action))).map(toOperation);
      const fact = stream.facts[index]?.id ?? '';
      met.push({ fact, input, right, isPolicyRight: isAmong(policy.choose(input), right) });
      return undefined;
    },
  });
  return met;
}

export function isAmong({ operation, target = 0 }: Operation, right: readonly Operation[]): boolean {
  return right.some((one) => one.operation === operation && (operation === 'ADD' || (one.target ?? 0) === target));
}

/** What a model says of one decision. */
export async function askOpinion(
  model: EndpointModel,
  { fact, input }: Pick<MetDecision, 'fact' | 'input'>,
): Promise<FormOutcome<readonly { readonly operation: OperationKind; readonly target?: string }[]>> {
  const memories = input.candidates.map(({ id, text, fact: { time } }) => ({ id, text, time }));
  return askForm(model, operationsPrompt([{ id: fact, text: input.fact.text, time: input.fact.time, memories }]));
}

/** With the place of its memory among the candidates; undefined where that is not among them. */
export function placed(opinion: KeptOpinion | undefined, { candidates }: ManagerInput): Operation | undefined {
  if (!opinion) return undefined;
  if (opinion.operation === 'ADD') return { operation: 'ADD' };
  const target = candidates.findIndex(({ id }) => id === opinion.target);
  return target < 0 ? undefined : { operation: opinion.operation, target };
}

export interface AskedModel {
  readonly adviserOf: (stream: Stream) => Adviser;
  /** Opinions that it was asked for, could be read, and were right by outcome. */
  readonly asked: number;
  readonly read: number;
  readonly right: number;
}

/** Asks a model about some decisions of each stream, as the product would have asked it once; about the others it says nothing. */
export async function askAboutStreams(
  model: EndpointModel,
  streams: readonly Stream[],
  weights: PolicyWeights,
  { background, limit, seed }: TaskOptions,
): Promise<AskedModel> {
  const advisers = new Map<Stream, Adviser>();
  const counts = { asked: 0, read: 0, right: 0 };
  for (const stream of streams) {
    const met = meetDecisions(stream, weights, background).filter(({ input }) => input.candidates.length > 0);
    const opinions = new Map<string, KeptOpinion>();
    for (const decision of sample(met, limit, createRandom(seed))) {
      const [opinion] = (await askOpinion(model, decision)).value ?? [];
      const said = placed(opinion, decision.input);
      counts.asked += 1;
      counts.read += Number(said !== undefined);
      counts.right += Number(said !== undefined && isAmong(said, decision.right));
      if (opinion) opinions.set(decision.fact, opinion);
    }
    advisers.set(stream, keptAdviser(stream, opinions));
    process.stderr.write(`${stream.name}: ${JSON.stringify(counts)}\n`);
  }
  return { ...counts, adviserOf: (stream) => advisers.get(stream) ?? (() => undefined) };
}

/** Tells what a model was asked once, by fact. */
function keptAdviser(stream: Stream, opinions: ReadonlyMap<string, KeptOpinion>): Adviser {
  return ({ index, input }) => placed(opinions.get(stream.facts[index]?.id ?? ''), input);
}
