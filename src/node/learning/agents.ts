import { join } from 'node:path';
import type { DistillPolicy, Logger, ManagerPolicy, PolicyRole, PolicyWeights } from '../../core/index';
import type { AgentsInUse } from '../../learning/ownProject';
import type { LearningState, WeightsInUse } from '../../protocol/learning';
import { distillationOf, managerOf, parseWeights, type FoundWeights } from './inference';
import { readIfThere, ROLES, type Choice, type KeptWeights } from './keptWeights';

/** The weights that come with the product. An agent without any was not found better than its rule, which is no problem. */
export type ShippedWeights = Readonly<Record<PolicyRole, FoundWeights | undefined>>;

/** @param folder with a file an agent */
export async function loadShippedWeights(folder: string, logger: Logger): Promise<ShippedWeights> {
  const load = async (role: PolicyRole): Promise<FoundWeights | undefined> => {
    const text = await readIfThere(join(folder, `${role}.json`));
    if (text === undefined) return undefined;
    const found = parseWeights(role, text);
    if ('problem' in found) logger.warn(`The shipped weights of ${NAMES[role]} are not used: ${found.problem}.`);
    return found;
  };
  const [manager, distillation] = await Promise.all([load('manager'), load('distillation')]);
  return { manager, distillation };
}

/**
 * What decides and distils for one project. The two policies stay the same objects and ask whatever is chosen at that moment, so that other weights are put
 * to use without opening anything anew. Weights that do not fit give way to the next best: the project's to the shipped ones, these to the rule.
 */
export class Agents {
  readonly manager: ManagerPolicy;
  readonly distillation: DistillPolicy;
  readonly #shipped: ShippedWeights;
  readonly #own: KeptWeights;
  readonly #logger: Logger;
  #now: Now;

  /** Use `openAgents`. */
  constructor(shipped: ShippedWeights, own: KeptWeights, logger: Logger) {
    this.#shipped = shipped;
    this.#own = own;
    this.#logger = logger;
    this.#now = toNow(RULES);
    const now = (): Now => this.#now;
    this.manager = {
      get name() {
        return now().manager.name;
      },
      get by() {
        return now().manager.by;
      },
      choose: (input) => now().manager.choose(input),
    };
    this.distillation = {
      get name() {
        return now().distillation.name;
      },
      keep: (...input) => now().distillation.keep(...input),
    };
  }

  get inUse(): LearningState['inUse'] {
    const { manager, distillation } = this.#now.chosen;
    return { manager: manager.inUse, distillation: distillation.inUse };
  }

  /** What answers at this moment, which later changes do not touch, and its weights; without them the rule stands in. */
  get now(): AgentsInUse {
    const { manager, distillation, chosen } = this.#now;
    return {
      manager: { policy: manager, ...(chosen.manager.weights && { weights: chosen.manager.weights }) },
      distillation: {
        policy: distillation,
        ...(chosen.distillation.weights && { weights: chosen.distillation.weights }),
      },
    };
  }

  /** How weights would be told of. */
  async describe(choice: Choice): Promise<WeightsInUse> {
    return (await this.#choose('manager', choice)).inUse;
  }

  /** Takes up what is chosen now, here or by another process. @returns whether it is another choice */
  async refresh(): Promise<boolean> {
    if (!(await this.#own.refresh())) return false;
    await this.takeUp();
    return true;
  }

  /** Puts to use what is chosen now. */
  async takeUp(): Promise<void> {
    const { current } = this.#own.kept;
    const chosen = {
      manager: await this.#choose('manager', current),
      distillation: await this.#choose('distillation', current),
    };
    for (const role of ROLES) {
      const { problem } = chosen[role].inUse;
      if (problem !== undefined && current.source === 'project') this.#logger.warn(`${NAMES[role]}: ${problem}`);
    }
    this.#now = toNow(chosen);
  }

  async #choose(role: PolicyRole, choice: Choice): Promise<Chosen> {
    if (choice.source === 'rule') return { inUse: { source: 'rule' } };
    let problem: string | undefined;
    if (choice.source === 'project') {
      const text = await this.#own.readWeights(choice.version, role);
      const own = text === undefined ? { problem: 'they are missing' } : parseWeights(role, text);
      if ('weights' in own) return chosen('project', own.weights);
      problem = `The weights of this project are not used: ${own.problem}. Train again.`;
    }
    const shipped = this.#shipped[role];
    if (!shipped) return { inUse: { source: 'rule', ...(problem !== undefined && { problem }) } };
    if ('weights' in shipped) return chosen('shipped', shipped.weights, problem);
    problem ??= `The shipped weights are not used: ${shipped.problem}. The rule stands in.`;
    return { inUse: { source: 'rule', problem } };
  }
}

/** Reads what a project has chosen. */
export async function openAgents(shipped: ShippedWeights, own: KeptWeights, logger: Logger): Promise<Agents> {
  const agents = new Agents(shipped, own, logger);
  await own.refresh();
  await agents.takeUp();
  return agents;
}

/** What an agent is called where people read of it. */
export const NAMES: Readonly<Record<PolicyRole, string>> = {
  manager: 'the Memory Manager',
  distillation: 'distillation',
};

interface Chosen {
  readonly inUse: WeightsInUse;
  /** Absent: the rule. */
  readonly weights?: PolicyWeights;
}

interface Now {
  readonly chosen: Readonly<Record<PolicyRole, Chosen>>;
  readonly manager: ManagerPolicy;
  readonly distillation: DistillPolicy;
}

const RULES: Readonly<Record<PolicyRole, Chosen>> = {
  manager: { inUse: { source: 'rule' } },
  distillation: { inUse: { source: 'rule' } },
};

function toNow(chosen: Readonly<Record<PolicyRole, Chosen>>): Now {
  const { manager, distillation } = chosen;
  return {
    chosen,
    manager: managerOf(manager.weights),
    distillation: distillationOf(distillation.weights),
  };
}

function chosen(source: 'shipped' | 'project', weights: PolicyWeights, problem?: string): Chosen {
  const inUse = { source, trainedAt: weights.card.trainedOn, ...(problem !== undefined && { problem }) };
  return { inUse, weights };
}
