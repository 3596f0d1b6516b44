import assert from 'node:assert/strict';
import { CANDIDATES } from '../../../../src/core/manager/memoryManager';
import { createLearnedManager } from '../../../../src/core/policies/learnedManager';
import {
  allowedActions,
  managerLogits,
  MANAGER_ACTIONS,
  MANAGER_SLOTS,
  toAction,
  toOperation,
} from '../../../../src/core/policies/managerActions';
import { GLOBAL_FEATURES, PAIR_FEATURES } from '../../../../src/core/policies/managerFeatures';
import { CERTAIN, type ManagerInput, type ManagerPolicy } from '../../../../src/core/policies/policy';
import type { OperationKind } from '../../../../src/core/memory/memory';

interface Scores {
  /** Bias of each output, and how much one feature of a pair adds to UPDATE. */
  readonly add?: number;
  readonly noop?: number;
  readonly update?: number;
  readonly delete?: number;
  readonly feature?: readonly [name: string, weight: number];
}

/** A policy of one layer whose weights are set by hand. */
function policyOf(
  { add = 0, noop = -20, update = -20, delete: remove = -20, feature }: Scores,
  forbid?: OperationKind[],
  vote?: number,
): ManagerPolicy {
  const pair = new Array<number>(2 * PAIR_FEATURES.length).fill(0);
  if (feature) pair[PAIR_FEATURES.indexOf(feature[0])] = feature[1];
  const global = new Array<number>(2 * GLOBAL_FEATURES.length).fill(0);
  return createLearnedManager(
    {
      algorithm: 'grpo',
      networks: {
        pair: { sizes: [PAIR_FEATURES.length, 2], parameters: [...pair, update, remove] },
        global: { sizes: [GLOBAL_FEATURES.length, 2], parameters: [...global, add, noop] },
      },
      calibration: { slope: 1, bias: 0 },
    },
    { ...(forbid && { forbid }), ...(vote !== undefined && { vote }) },
  );
}

function inputOf(text: string, memories: readonly string[], ends = false): ManagerInput {
  return {
    fact: { text, time: '2024-03-01T00:00:00Z', event: 'now', ...(ends && { ends }) },
    candidates: memories.map((memory, i) => ({
      id: `m${String(i)}`,
      text: memory,
      similarity: 0.4,
      fact: { text: memory, time: '2024-02-01T00:00:00Z', event: 'before' },
    })),
    idf: () => 3,
    bankSize: memories.length,
  };
}

describe('The learned Memory Manager', () => {
  const bump = inputOf('Bump typescript to 5.9.', ['Bump mocha to 11.', 'Bump typescript to 5.8.']);

  it('chooses the memory whose features score highest', () => {
    const policy = policyOf({ update: 0, feature: ['other numbers of the same thing', 5] });
    const { operation, target, reason } = policy.choose(bump);
    assert.deepEqual([operation, target], ['UPDATE', 1]);
    assert.equal(reason, 'It gives a newer value of the same thing: "typescript".');
  });

  it('writes the thing as the fact does', () => {
    const policy = policyOf({ update: 5 });
    assert.match(policy.choose(inputOf('Libraries 5.', ['Libraries 4.'])).reason, /"Libraries"/);
  });

  it('adds where nothing was remembered, whatever it would like to do', () => {
    const choice = policyOf({ add: -20, noop: 20, update: 20, delete: 20 }).choose(inputOf('Use pnpm.', []));
    assert.deepEqual([choice.operation, choice.confidence > 0.99], ['ADD', true]);
    assert.equal(choice.reason, 'Nothing like it was remembered.');
  });

  it('names the memory that holds already what it leaves out', () => {
    const { operation, target } = policyOf({ noop: 5 }).choose(bump);
    assert.deepEqual([operation, target], ['NOOP', 0]);
  });

  it('ends a memory only where it is sure of that, else adds', () => {
    const one = inputOf('We do not ship telemetry.', ['We ship telemetry.']);
    assert.equal(policyOf({ delete: 3 }).choose(one).operation, 'DELETE');
    assert.equal(policyOf({ delete: 0.5 }).choose(one).operation, 'ADD');
  });

  it('ends what a fact tells the end of, though it would replace it', () => {
    const gone = inputOf('Telemetry was removed.', ['We ship telemetry.'], true);
    const { operation, target, confidence } = policyOf({ update: 0.8, delete: 0.7 }).choose(gone);
    assert.deepEqual([operation, target], ['DELETE', 0]);
    assert.ok(confidence > 0.65, 'to replace and to end are the same here, so both probabilities count');
  });

  it('leaves to the rule what it is nearly undecided about, and nothing else', () => {
    const unlike = inputOf('Use pnpm.', ['Use npm.']);
    assert.equal(policyOf({ add: 0.3, update: 0 }).choose(bump).operation, 'UPDATE');
    assert.equal(policyOf({ add: 0, update: 0.3 }).choose(unlike).operation, 'ADD');
    assert.equal(policyOf({ add: 1, update: 0 }).choose(bump).operation, 'ADD');
    assert.equal(policyOf({ add: 0, update: 1 }).choose(unlike).operation, 'UPDATE');
  });

  it('never chooses what is forbidden', () => {
    const gone = inputOf('Telemetry was removed.', ['We ship telemetry.'], true);
    const all: Scores = { noop: 1, update: 3, delete: 5 };
    assert.equal(policyOf(all, ['DELETE']).choose(gone).operation, 'UPDATE');
    assert.equal(policyOf(all, ['DELETE', 'UPDATE']).choose(gone).operation, 'NOOP');
    assert.equal(policyOf(all, ['DELETE', 'UPDATE', 'NOOP']).choose(gone).operation, 'ADD');
  });

  it('gives the probability of its choice as confidence where nothing was calibrated', () => {
    const { confidence } = policyOf({ add: 0, noop: 0 }).choose(bump);
    assert.ok(Math.abs(confidence - 0.5) < 1e-6);
  });
});

describe('The vote of a language model', () => {
  const memories = ['Bump mocha to 11.', 'Bump typescript to 5.8.'];
  const unlike = inputOf('Use pnpm.', memories);
  const heard = (opinion: ManagerInput['opinion'], input = unlike): ManagerInput => ({
    ...input,
    ...(opinion && { opinion }),
  });
  const UPDATE = { operation: 'UPDATE', target: 1 } as const;

  it('decides where the policy is less sure than it weighs, and only there', () => {
    // The rule adds here, and has half a logit for that.
    const near = policyOf({ add: 0, update: 0 }).choose(heard(UPDATE));
    assert.deepEqual([near.operation, near.target, near.swayed], ['UPDATE', 1, true]);
    const sure = policyOf({ add: 1, update: 0 }).choose(heard(UPDATE));
    assert.deepEqual([sure.operation, sure.swayed], ['ADD', undefined]);
  });

  it('never lets what it swayed pass as certain', () => {
    const { confidence, swayed } = policyOf({ add: 0, update: -1 }, undefined, 20).choose(heard(UPDATE));
    assert.equal(swayed, true);
    assert.ok(confidence < CERTAIN);
  });

  it('makes no surer where it agrees, and less sure where it does not', () => {
    const policy = policyOf({ add: 2, noop: 0 });
    const alone = policy.choose(unlike).confidence;
    assert.equal(policy.choose(heard({ operation: 'ADD' })).confidence, alone);
    assert.ok(policy.choose(heard({ operation: 'NOOP', target: 0 })).confidence < alone);
  });

  it('names the memory that it takes a fact to repeat', () => {
    const { operation, target } = policyOf({ add: 0, noop: 0 }).choose(heard({ operation: 'NOOP', target: 1 }));
    assert.deepEqual([operation, target], ['NOOP', 1]);
  });

  it('ends a memory only where policy and model together are sure of it', () => {
    const opinion = { operation: 'DELETE', target: 0 } as const;
    const one = inputOf('We do not ship telemetry.', ['We ship telemetry.']);
    assert.equal(policyOf({ delete: 0 }).choose(heard(opinion, one)).operation, 'ADD');
    assert.equal(policyOf({ delete: 0.5 }).choose(heard(opinion, one)).operation, 'DELETE');
  });

  it('does no third thing where the model may not end a memory', () => {
    const opinion = { operation: 'DELETE', target: 0 } as const;
    const policy = policyOf({ add: 0, update: 1, delete: 0.9 }, undefined, 0.5);
    const { operation, swayed } = policy.choose(heard(opinion, inputOf('Use pnpm.', ['Use npm.'])));
    assert.deepEqual([operation, swayed], ['UPDATE', undefined]);
  });

  it('counts for nothing about a memory that is not there, or where its weight is nothing', () => {
    const own = policyOf({ add: 0, update: 0 }).choose(unlike);
    assert.deepEqual(policyOf({ add: 0, update: 0 }).choose(heard({ operation: 'UPDATE', target: 4 })), own);
    assert.deepEqual(policyOf({ add: 0, update: 0 }).choose(heard({ operation: 'DELETE' })), own);
    assert.deepEqual(policyOf({ add: 0, update: 0 }, undefined, 0).choose(heard(UPDATE)), own);
  });
});

describe('The actions of the Memory Manager', () => {
  it('are numbered as operations with targets', () => {
    assert.deepEqual(toOperation(0), { operation: 'ADD' });
    assert.deepEqual(toOperation(4), { operation: 'UPDATE', target: 2 });
    assert.deepEqual(toOperation(MANAGER_ACTIONS - 1), { operation: 'DELETE', target: 4 });
  });

  it('are found again from their operations', () => {
    for (const action of allowedActions(MANAGER_SLOTS)) assert.equal(toAction(toOperation(action)), action);
    assert.equal(toAction({ operation: 'UPDATE', target: MANAGER_SLOTS }), undefined);
    assert.equal(toAction({ operation: 'NOOP' }), undefined);
  });

  it('are scored exactly where they are allowed', () => {
    for (const candidates of [0, 1, 5]) {
      const logits = managerLogits(Float64Array.of(1, 2), new Float64Array(2 * candidates));
      const scored = [...logits.keys()].filter((action) => logits[action] !== -Infinity);
      assert.deepEqual(
        scored,
        allowedActions(candidates).sort((a, b) => a - b),
      );
    }
  });

  it('reach as many memories as the Memory Manager finds', () => {
    assert.equal(MANAGER_SLOTS, CANDIDATES);
  });

  it('are refused for another number of scores', () => {
    assert.throws(() => managerLogits(Float64Array.of(1), new Float64Array(2)), RangeError);
    assert.throws(() => managerLogits(Float64Array.of(1, 2), new Float64Array(12)), RangeError);
  });
});
