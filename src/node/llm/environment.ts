import { errors } from '../../core/index';
import type { ModelOptions } from '../../protocol/model';
import type { ServiceOptions } from '../../protocol/service';
import { DEFAULT_OPTIONS } from '../service';
import type { ModelHost } from './hosted';

/** What programs without settings are told of a language model: by the environment. */
export const MODEL_VARIABLES = {
  MEMORY_R1_ENDPOINT: 'address of a server that speaks OpenAI\'s protocol: "http://localhost:11434/v1"',
  MEMORY_R1_MODEL: 'the model to ask there: "qwen3:4b"',
  MEMORY_R1_EMBEDDING_MODEL: 'the model there that embeds, instead of the built-in one',
  MEMORY_R1_API_KEY: 'the key of that server, where it needs one',
} as const;

type Environment = Readonly<Partial<Record<string, string>>>;

/** The options of a program without settings. @throws KnownError 'usage' */
export function optionsFromEnvironment(env: Environment): ServiceOptions {
  const model = modelFromEnvironment(env);
  return { ...DEFAULT_OPTIONS, ...(model && { model }) };
}

/**
 * The model that the environment names. Nothing is read in the background there: a program that was called for one thing does no other.
 * @returns undefined where it names none
 * @throws KnownError 'usage' for a model without an address, or an address without a model
 */
function modelFromEnvironment(env: Environment): ModelOptions | undefined {
  const [url, model, embedding] = [
    valueOf(env, 'MEMORY_R1_ENDPOINT'),
    valueOf(env, 'MEMORY_R1_MODEL'),
    valueOf(env, 'MEMORY_R1_EMBEDDING_MODEL'),
  ];
  if (url === undefined && model === undefined && embedding === undefined) return undefined;
  if (url === undefined) throw errors.usage('MEMORY_R1_ENDPOINT is not set: there is no server to ask for that model.');
  if (model === undefined && embedding === undefined)
    throw errors.usage('MEMORY_R1_MODEL is not set: which model should be asked there?');
  return {
    choice: model === undefined ? { kind: 'none' } : { kind: 'endpoint', url, model },
    ...(embedding !== undefined && { embeddings: { url, model: embedding } }),
    dailyTokens: 0,
  };
}

/** Knows the key of the environment, and no models of VS Code. */
export function hostFromEnvironment(env: Environment): ModelHost {
  return {
    complete: () => Promise.reject(errors.noModel()),
    // Only for the server that stands beside it.
    apiKey: ({ url }) =>
      Promise.resolve(url === valueOf(env, 'MEMORY_R1_ENDPOINT') ? valueOf(env, 'MEMORY_R1_API_KEY') : undefined),
  };
}

function valueOf(env: Environment, name: keyof typeof MODEL_VARIABLES): string | undefined {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? undefined : value;
}
