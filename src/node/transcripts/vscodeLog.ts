import { isObject, type JsonObject } from './json';

/**
 * The value that a log of changes describes (VS Code, `objectMutationLog.ts`): kind 0 replaces it, 1 sets a property, 2 cuts an array to `i` where
 * that is given and appends `v`, 3 deletes a property. A log that was compacted begins anew with kind 0.
 */
export class ReplayedLog {
  #value: unknown;

  get value(): unknown {
    return this.#value;
  }

  /** Applies one entry. @returns false where its kind is unknown or its path leads nowhere; then nothing changes */
  apply({ kind, k, v, i }: JsonObject): boolean {
    if (kind === 0) {
      this.#value = v;
      return true;
    }
    const path = Array.isArray(k) ? (k as readonly unknown[]) : [];
    const last = path.at(-1);
    const parent = path.slice(0, -1).reduce<unknown>(child, this.#value);
    if (!isStep(parent, last)) return false;
    switch (kind) {
      case 1:
        setChild(parent, last, v);
        return true;
      case 2:
        return push(parent, last, v, i);
      case 3:
        setChild(parent, last, undefined);
        return true;
      default:
        return false;
    }
  }
}

type Step = string | number;
type Holder = Record<Step, unknown>;

function isStep(parent: unknown, step: unknown): step is Step {
  if (Array.isArray(parent)) return isIndex(step) && step <= parent.length;
  return isObject(parent) && (typeof step === 'string' || typeof step === 'number');
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function child(parent: unknown, step: unknown): unknown {
  return isStep(parent, step) && Object.hasOwn(parent as Holder, step) ? (parent as Holder)[step] : undefined;
}

function setChild(parent: unknown, step: Step, value: unknown): void {
  // Also "__proto__" becomes a property like any other.
  Object.defineProperty(parent, step, { value, writable: true, enumerable: true, configurable: true });
}

function push(parent: unknown, step: Step, values: unknown, length: unknown): boolean {
  const present = child(parent, step);
  const array: unknown[] = Array.isArray(present) ? (present as unknown[]) : [];
  if (length !== undefined && length !== null && !isIndex(length)) return false;
  if (isIndex(length) && length < array.length) array.length = length;
  if (Array.isArray(values)) for (const value of values as readonly unknown[]) array.push(value);
  setChild(parent, step, array);
  return true;
}
