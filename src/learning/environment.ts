/** What a policy acts in: episodes of states, each of which asks for one action. Observations are kept until the update, so none changes later. */
export interface Environment<O, A> {
  /** Begins the next episode. @returns what the policy sees first; undefined where there is nothing to decide */
  reset(random: () => number): O | undefined;
  /** The reward that an action would have now. Changes nothing, so that several can be compared from one state. */
  tryOut(action: A): number;
  /** @returns the reward of the action, and what the policy sees next; undefined: the episode is over */
  step(action: A): { readonly reward: number; readonly next: O | undefined };
}
