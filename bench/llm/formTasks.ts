import {
  extractionPrompt,
  type ExtractionInput,
  type PolicyWeights,
  type Prompt,
  type StoredEvent,
} from '../../src/core/index';
import { createRandom, sample } from '../../src/learning/random';
import type { Stream } from '../../src/learning/types';
import { takeIn } from '../histories';
import type { History } from '../training/histories';
import { meetDecisions, type MetDecision } from './askedOpinions';
import type { TaskOptions } from './taskOptions';

/** Events that say more than a title does: there is something to read for a model. In characters of the message behind the first line. */
const LEAST_BODY = 40;

/** Real commits to read facts from, with what the rules noted of them, as the product asks. */
export async function extractionTasks(
  histories: readonly History[],
  { background, limit, seed }: TaskOptions,
): Promise<Prompt<readonly { readonly text: string }[]>[]> {
  const inputs: ExtractionInput[] = [];
  for (const history of histories) {
    const memory = await takeIn(history.events(), { background });
    const { events, facts } = memory.material();
    const notedIn = (event: StoredEvent): string[] =>
      facts.filter((fact) => fact.event === event.id).map(({ text }) => text);
    for (const event of events)
      if (event.text.length - event.text.split('\n', 1)[0]!.length >= LEAST_BODY)
        inputs.push({ event, noted: notedIn(event) });
    await memory.close();
  }
  return sample(inputs, limit, createRandom(seed)).map(extractionPrompt);
}

/** Real decisions: as many where adding is right as where it is not, as far as there are such. */
export function operationTasks(
  streams: readonly Stream[],
  weights: PolicyWeights,
  { background, limit, seed }: TaskOptions,
): MetDecision[] {
  const met = streams
    .flatMap((stream) => meetDecisions(stream, weights, background))
    .filter(({ input }) => input.candidates.length > 0);
  const mayAdd = (decision: MetDecision): boolean => decision.right.some(({ operation }) => operation === 'ADD');
  const random = createRandom(seed);
  const changes = sample(
    met.filter((one) => !mayAdd(one)),
    Math.ceil(limit / 2),
    random,
  );
  return [...changes, ...sample(met.filter(mayAdd), limit - changes.length, random)];
}
