// Collects the licences of all that is bundled. esbuild.js calls writeNotices at the end of a build.
const fs = require('node:fs');
const path = require('node:path');

/** Licences that may ship inside an MIT package. Another one stops the build until somebody has read it. */
const ALLOWED = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'BlueOak-1.0.0',
  'Unlicense',
];

const LICENSE_FILE = /^(un)?licen[cs]e([.-].*)?$|^copying$/i;
const NOTICE_FILE = /^notice(\..*)?$/i;

const HEAD = `Third-party software and data in this extension

The weights of the sentence encoder lie in the folder model, with their own LICENSE and NOTICE (Apache-2.0).
`;

/**
 * @param {string} outFile
 * @param {string[]} inputs the files that went into the bundles; those of packages contain "node_modules/"
 */
function writeNotices(outFile, inputs) {
  const packages = new Map();
  for (const input of inputs) {
    const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input.replaceAll('\\', '/'))?.[1];
    if (folder) packages.set(folder, readPackage(folder));
  }
  const sorted = [...packages.values()].sort((a, b) => (a.title < b.title ? -1 : 1));
  const unknown = sorted.filter(({ license }) => !isAllowed(license));
  if (unknown.length > 0)
    throw new Error(`Licences to look at: ${unknown.map((p) => `${p.title} (${p.license})`).join(', ')}`);
  const sections = sorted.map(({ title, license, text }) => `${'='.repeat(80)}\n${title} (${license})\n\n${text}\n`);
  fs.writeFileSync(outFile, [HEAD, ...sections].join('\n'));
}

function readPackage(folder) {
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = fs.readdirSync(folder).filter((name) => LICENSE_FILE.test(name) || NOTICE_FILE.test(name));
  const texts = files
    .sort()
    .map((name) => fs.readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
  const author = typeof manifest.author === 'object' ? manifest.author.name : manifest.author;
  const origin =
    `Licensed under ${manifest.license}${author ? `, by ${author}` : ''}. ${manifest.homepage ?? ''}`.trim();
  return {
    title: `${manifest.name} ${manifest.version}`,
    license: String(manifest.license),
    text: texts.length > 0 ? texts.join('\n\n') : origin,
  };
}

/** "(MIT OR Apache-2.0)" is allowed by either, "MIT AND ISC" by both. */
function isAllowed(license) {
  return license
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((name) => ALLOWED.includes(name.trim())));
}

module.exports = { writeNotices };
