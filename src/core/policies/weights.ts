/** The networks of one policy, by name ("pair", "global"; "candidate"): layer sizes and parameters, layer by layer [out × in] row-major, then [out]. */
export type Networks = Readonly<
  Record<string, { readonly sizes: readonly number[]; readonly parameters: readonly number[] }>
>;

export type PolicyRole = 'manager' | 'distillation';

/** A trained policy as it is kept in a file. Plain JSON. */
export interface PolicyWeights {
  /** Version of this format. */
  readonly format: 1;
  readonly policy: PolicyRole;
  readonly algorithm: 'grpo' | 'ppo';
  readonly features: {
    /** Raised when the meaning of a feature changes; other versions are refused. */
    readonly version: number;
    /** Names of the inputs of each network, in order. */
    readonly names: Readonly<Record<string, readonly string[]>>;
  };
  readonly networks: Networks;
  /** Confidence = 1 / (1 + exp(-(slope · logit(p) + bias))), where p is the policy's own probability of what it chose. */
  readonly calibration: { readonly slope: number; readonly bias: number };
  readonly card: PolicyCard;
}

/** Where weights come from. */
export interface PolicyCard {
  /** ISO 8601 date of the training. */
  readonly trainedOn: string;
  readonly seed: number;
  readonly node: string;
  /** Commit of this product that trained them. */
  readonly commit: string;
  /** Histories or "this project". */
  readonly data: readonly { readonly name: string; readonly licence: string; readonly commit: string }[];
  /** Questions learned from. */
  readonly questions: number;
  /** Mean answer score on validation, in [0, 1], with its 95 % interval. */
  readonly scores: readonly {
    readonly name: string;
    readonly mean: number;
    readonly low: number;
    readonly high: number;
  }[];
}
