import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from '../../core';
import type { Vocabulary } from './tokenizer';

/** What buildModel.js says of the files it wrote. */
export interface Manifest {
  readonly format: number;
  readonly model: string;
  readonly dimension: number;
  readonly sha256: Readonly<Record<string, string>>;
}

/** Where each tensor lies in weights.bin. */
export type Tensors = Readonly<Record<string, { readonly offset: number; readonly bytes: number }>>;

const FORMAT = 1;

/** @throws KnownError model/damaged */
export async function readManifest(modelDir: string): Promise<Manifest> {
  const file = join(modelDir, 'manifest.json');
  const manifest = parseJson((await read(file)).toString());
  if (!isManifest(manifest)) throw errors.modelDamaged(file, 'it is not complete');
  if (manifest.format !== FORMAT) throw errors.modelDamaged(file, 'it belongs to another version');
  return manifest;
}

/**
 * Reads one of the model's files and holds it against the hash that the build wrote down.
 * @throws KnownError model/damaged
 */
export async function readChecked(modelDir: string, name: string, manifest: Manifest): Promise<Buffer> {
  const file = join(modelDir, name);
  const bytes = await read(file);
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (hash !== manifest.sha256[name]) throw errors.modelDamaged(file, 'its contents have changed');
  return bytes;
}

/** @throws KnownError model/damaged */
export async function readTensors(modelDir: string, manifest: Manifest): Promise<Tensors> {
  return JSON.parse((await readChecked(modelDir, 'tensors.json', manifest)).toString()) as Tensors;
}

/** @throws KnownError model/damaged */
export async function readVocabulary(modelDir: string, manifest: Manifest): Promise<Vocabulary> {
  return JSON.parse((await readChecked(modelDir, 'vocab.json', manifest)).toString()) as Vocabulary;
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch {
    throw errors.modelDamaged(file, 'it cannot be read');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isManifest(value: unknown): value is Manifest {
  const { format, model, dimension, sha256 } = (value ?? {}) as Record<keyof Manifest, unknown>;
  return (
    typeof format === 'number' &&
    typeof model === 'string' &&
    typeof dimension === 'number' &&
    typeof sha256 === 'object' &&
    sha256 !== null
  );
}
