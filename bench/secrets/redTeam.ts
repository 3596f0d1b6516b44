// Plants of someone who had not seen the rules: the first round was written before the rules were read, the second before they were
// mended for it. The texts stand in redTeam.txt; values are drawn from the seed.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createRandom } from '../../src/learning/random';
import type { Plant } from './plants';

const SETS: Readonly<Record<string, string>> = {
  a: 'abcdefghijklmnopqrstuvwxyz',
  A: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  '0': '0123456789',
  x: '0123456789abcdef',
  b: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  '/': '/+',
  '#': '!@#%^&*(-_=+)',
};
const USERS = ['deploy', 'svc_billing', 'admin', 'lena', 'shop_rw', 'mkowalski'];
const HOSTS = ['db-7.acme.internal', '10.20.0.14', 'pg.prod.acme.dev', 'cache01.acme.net'];
const WORDS =
  'river copper window planet violin candle orbit meadow tunnel silver harbor walnut ginger puzzle rocket saddle'.split(
    ' ',
  );
/** How often each text is filled in. */
const ANYWHERE = 3;
const NAMED = 2;
const WITHOUT_FORM = 8;
const PLACED = 3;

/** @returns plants of both rounds; `kind` is the group they are counted in */
export function makeRedTeamPlants(seed: number): Plant[] {
  const random = createRandom(seed);
  const texts = readTexts();
  const anywhere = texts('places of any token');
  const named = texts('places of a named token');
  const plants: Plant[] = [];
  const plant = (kind: string, text: string, token = ''): void => {
    plants.push({ kind, context: text.slice(0, 40), ...fill(text, token, random) });
  };
  let place = 0;
  let namedPlace = 0;
  for (const line of texts('tokens with a form')) {
    const [, form = '', name = ''] = line.split(' ');
    for (let time = 0; time < ANYWHERE; time++)
      plant('token with a form', anywhere[place++ % anywhere.length] ?? '', drawForm(form, random));
    for (let time = 0; time < NAMED; time++)
      plant(
        'token with a form, named',
        withName(named[namedPlace++ % named.length] ?? '', name),
        drawForm(form, random),
      );
  }
  for (const line of texts('tokens without a form')) {
    const [, form = '', name = ''] = line.split(' ');
    for (let time = 0; time < WITHOUT_FORM; time++)
      plant('token without a form', withName(named[namedPlace++ % named.length] ?? '', name), drawForm(form, random));
  }
  for (const round of ['first round', 'second round'])
    for (const entry of texts(round)) {
      const [, kind = '', text = ''] = /^([\w-]+): (.*)$/s.exec(entry) ?? [];
      for (let time = 0; time < PLACED; time++) plant(`${round}: ${kind.replace(/-.*|\d$/g, '')}`, text);
    }
  return plants;
}

/** @returns texts that must stay as they are */
export function makeHarmlessTexts(seed: number): string[] {
  const random = createRandom(seed);
  const texts = readTexts();
  return ['harmless', 'harmless, second round']
    .flatMap(texts)
    .flatMap((text) => [text, text])
    .map((text) =>
      text.replaceAll(/«([^»]+)»/g, (_, form: string) => (form === 'uuid' ? uuid(random) : drawSet(form, random))),
    );
}

function readTexts(): (title: string) => string[] {
  const parts = readFileSync(path.join(__dirname, 'redTeam.txt'), 'utf8').trimEnd().split(/^## /m);
  return (title) => {
    const part = parts.find((text) => text.startsWith(`${title}\n`)) ?? '';
    return part
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.replaceAll('⏎', '\n'));
  };
}

function fill(template: string, token: string, random: () => number): { text: string; secrets: string[] } {
  const user = pick(USERS, random);
  const host = pick(HOSTS, random);
  const values: Readonly<Record<string, string>> = {
    v: token,
    p: password(random),
    p2: password(random),
    plain: pick(WORDS, random) + drawSet('aA07', random) + drawSet('02', random),
    phrase: Array.from({ length: 4 }, () => pick(WORDS, random)).join(' '),
    words12: Array.from({ length: 12 }, () => pick(WORDS, random)).join(' '),
    basic: base64(`${user}:${password(random)}`),
    jwt: jwt(user, random),
  };
  const secrets: string[] = [];
  const text = template.replaceAll(/«([a-z]+\d*)(?:[|:]([^»]+))?»/g, (_, name: string, form: string | undefined) => {
    if (name === 'u') return user;
    if (name === 'h') return host;
    if (name === 'uuid') return uuid(random);
    if (name === 'userb64') return base64(user);
    if (name.startsWith('id')) return drawSet(form ?? '', random);
    const secret =
      form === 'b64p'
        ? base64(password(random) + drawSet('aA06', random))
        : name in values
          ? encode(values[name] ?? '', form)
          : drawSet(form ?? '', random);
    secrets.push(secret);
    return secret;
  });
  return { text, secrets };
}

function encode(value: string, form: string | undefined): string {
  if (form === 'url') return encodeURIComponent(value);
  if (form === 'xml') return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return form === 'json' ? JSON.stringify(value).slice(1, -1) : value;
}

function password(random: () => number): string {
  const part = (form: string): string => drawSet(form, random);
  const word = (): string => pick(WORDS, random);
  const kinds = [
    () => part('aA07') + pick([...'!#%@*^'], random) + part('aA03') + pick([...'_-=+?'], random) + part('aA03'),
    () => (word()[0] ?? '').toUpperCase() + word().slice(1) + part('04') + pick(['!', '#', '?', ''], random),
    () => word() + part('03'),
    () => `${word()}-${word()}-${word()}-${part('02')}`,
    () => part('aA016'),
  ];
  return pick(kinds, random)();
}

/** `{aA0*24}`: 24 characters of the sets a, A and 0. */
function drawForm(form: string, random: () => number): string {
  return form.replaceAll(/\{([^*}]+)\*(\d+)\}/g, (_, sets: string, count: string) => draw(sets, Number(count), random));
}

/** `aA024`: the same, written shorter; a count begins with no zero. */
function drawSet(form: string, random: () => number): string {
  const [, sets = '', count = ''] = /^(\D*0?\D*)([1-9]\d*)$/.exec(form) ?? [];
  return draw(sets, Number(count), random);
}

function draw(sets: string, count: number, random: () => number): string {
  const characters = [...sets].map((set) => SETS[set] ?? set).join('');
  return Array.from({ length: count }, () => pick([...characters], random)).join('');
}

function pick<T>(items: readonly T[], random: () => number): T {
  return items[Math.floor(random() * items.length)] as T;
}

function withName(text: string, name: string): string {
  const pascal = name.toLowerCase().replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return text
    .replaceAll('NAME', name)
    .replaceAll(/\bName\b/g, pascal)
    .replaceAll(/(^|[\s.])name(?=\s*=)/gm, `$1${name.toLowerCase()}`);
}

function uuid(random: () => number): string {
  return drawForm('{x*8}-{x*4}-4{x*3}-a{x*3}-{x*12}', random);
}

function jwt(user: string, random: () => number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: user, exp: 1_800_000_000 })}.${draw('aA0_-', 43, random)}`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
