import { errors, examine } from '../../core/index';
import type { ModelChoice, ModelTrial } from '../../protocol/model';
import type { ServiceNotices } from '../../protocol/service';
import type { Models } from './models';
import type { Trials } from './trials';

export interface TrialDeps {
  readonly models: Models;
  readonly trials: Trials;
  readonly clock: () => Date;
  readonly onStep: (step: Parameters<ServiceNotices['examined']>[0]) => void;
}

/**
 * Examines a model, and keeps what it may be used for from now on, by every program of this user.
 * @throws KnownError as `LanguageModel.complete` does; 'usage' for a bad address; 'llm/none'
 */
export async function tryModel(
  choice: ModelChoice,
  { models, trials, clock, onStep }: TrialDeps,
  signal?: AbortSignal,
): Promise<ModelTrial> {
  const model = await models.open(choice);
  if (!model) throw errors.noModel();
  const { name } = model;
  const found = await examine(
    model,
    { clock, onStep: (step, done, total) => onStep({ model: name, step, done, total }) },
    signal,
  );
  const trial = { name, ...found };
  await trials.keep(choice, trial);
  return trial;
}
