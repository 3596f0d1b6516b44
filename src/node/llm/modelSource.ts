import type { LanguageModel } from '../../core/index';

/** Where answers come from, before it is known what they may be used for. */
export type ModelSource = Omit<LanguageModel, 'trust'>;
