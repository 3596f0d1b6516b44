import assert from 'node:assert/strict';
import { createRedactor } from '../../../src/node/redactor';
import { REDACTED } from '../../../src/node/secrets/findSecrets';

const redactor = createRedactor();

/** Deterministic noise, so that no real looking secret stands in this file. */
function noise(length: number, alphabet = 'aZ3kQ9xW7bR2mT5vL8nC4pY6'): string {
  return Array.from({ length }, (_, i) => alphabet[(i * 7 + length) % alphabet.length]).join('');
}
const hex = (length: number) => noise(length, '0a9b4c7d2e5f8136');
const digits = (length: number) => noise(length, '7391846205');
const upper = (length: number) => noise(length, 'QX7ZB4KD6WH3RM2T');

/** Kept apart, so that scanners do not take this file for what it tests. */
const KEY = 'KEY';

/** Name of the secret, its text, and the part that must be gone when that is not all of it. */
const SECRETS: readonly (readonly [name: string, text: string, secret?: string])[] = [
  ['an AWS key id', 'AKIA' + upper(16).replace(/[189]/g, 'Q')],
  ['an AWS secret key', 'AWS_SECRET_ACCESS_KEY=' + noise(40), noise(40)],
  ['a GitHub token', 'ghp_' + noise(36)],
  ['a fine-grained GitHub token', 'github_pat_' + noise(22) + '_' + noise(59)],
  ['a GitLab token', 'glpat-' + noise(20)],
  ['a Bitbucket token', 'ATBB' + noise(32)],
  ['an Atlassian token', 'ATATT3' + noise(60)],
  ['an npm token', 'npm_' + noise(36)],
  ['an npmrc line', '//registry.example.org/:_authToken=' + noise(36), noise(36)],
  ['a PyPI token', 'pypi-AgE' + noise(60)],
  ['a RubyGems key', 'rubygems_' + hex(48)],
  ['a Docker token', 'dckr_pat_' + noise(27)],
  ['a Google API key', 'AIza' + noise(35)],
  ['a Google OAuth secret', 'GOCSPX-' + noise(28)],
  ['an Azure storage key', 'AccountName=x;AccountKey=' + noise(86) + '==', noise(86)],
  ['a signed Azure link', 'https://x.blob.core.windows.net/c/f?sv=2024&sig=' + noise(44), noise(44)],
  ['a DigitalOcean token', 'dop_v1_' + hex(64)],
  ['a Heroku key', 'HRKU-' + noise(36)],
  ['a Databricks token', 'dapi' + hex(32)],
  ['a Vault token', 'hvs.' + noise(24)],
  ['a PlanetScale password', 'pscale_pw_' + noise(40)],
  ['a Supabase key', 'sbp_' + hex(40)],
  ['an OpenAI key', 'sk-proj-' + noise(48)],
  ['an Anthropic key', 'sk-ant-api03-' + noise(90)],
  ['a Hugging Face token', 'hf_' + noise(34, 'abXcdYefZghQij')],
  ['a Groq key', 'gsk_' + noise(52)],
  ['a Stripe key', 'sk_live_' + noise(24)],
  ['a Stripe webhook secret', 'whsec_' + noise(32)],
  ['a Square token', 'sq0atp-' + noise(22)],
  ['a SendGrid key', 'SG.' + noise(22) + '.' + noise(43)],
  ['a Mailgun key', 'key-' + hex(32)],
  ['a Mailchimp key', hex(32) + '-us12'],
  ['a Twilio key', 'SK' + hex(32)],
  ['a Slack token', 'xoxb-' + digits(11) + '-' + digits(12) + '-' + noise(24)],
  ['a Slack webhook', 'https://hooks.slack.com/services/T' + upper(8) + '/B' + upper(8) + '/' + noise(24)],
  ['a Discord webhook', 'https://discord.com/api/webhooks/' + digits(18) + '/' + noise(68)],
  ['a Telegram bot', digits(10) + ':AA' + noise(33)],
  ['a Grafana token', 'glsa_' + noise(32) + '_' + hex(8)],
  ['a New Relic key', 'NRAK-' + upper(27)],
  ['a Postman key', 'PMAK-' + hex(24) + '-' + hex(34)],
  ['a Linear key', 'lin_api_' + noise(40)],
  ['a Notion key', 'ntn_' + noise(46)],
  ['a Figma token', 'figd_' + noise(40)],
  ['a Shopify token', 'shpat_' + hex(32)],
  ['a JSON web token', 'eyJ' + noise(20) + '.eyJ' + noise(40) + '.' + noise(43)],
  [
    'a private key',
    `-----BEGIN RSA PRIVATE ${KEY}-----\n${noise(64)}\n${noise(64)}\n-----END RSA PRIVATE ${KEY}-----`,
    noise(64),
  ],
  [
    'a private key in JSON',
    `"key": "-----BEGIN PRIVATE ${KEY}-----\\n${noise(64)}\\n-----END PRIVATE ${KEY}-----\\n"`,
    noise(64),
  ],
  ['a private key without its end', `-----BEGIN OPENSSH PRIVATE ${KEY}-----\n${noise(64)}`, noise(64)],
  ['a database address', 'postgres://app:' + noise(12) + '@db.example.org:5432/app', noise(12)],
  ['another database address', 'mongodb+srv://admin:' + noise(9) + '!@cluster0.example.net', noise(9)],
  ['an address with a password', 'https://deploy:' + noise(14) + '@git.example.org/x.git', noise(14)],
  ['a connection string', 'Server=db;User Id=sa;Password=' + noise(10) + ';Encrypt=true', noise(10)],
  ['a bearer header', 'Authorization: Bearer ' + noise(30), noise(30)],
  ['a basic header', 'curl -H "Authorization: Basic ' + noise(24) + '=="', noise(24)],
  ['curl -u', 'curl -u admin:' + noise(8) + ' https://example.org', noise(8)],
  ['an assigned password', 'password=' + noise(9), noise(9)],
  ['a quoted password of words', 'DB_PASSWORD="correct horse battery"', 'correct horse battery'],
  ['a password in YAML', '  password: ' + noise(8) + '#1', noise(8)],
  ['a password in JSON', '{"dbPassword": "' + noise(9) + '"}', noise(9)],
  ['an option of a command', 'login --password ' + noise(10) + ' --user x', noise(10)],
  ['an assigned token', 'export CI_DEPLOY_TOKEN=' + noise(32), noise(32)],
  ['a client secret', "clientSecret: '" + noise(32) + "',", noise(32)],
  ['an API key header', 'X-Api-Key: ' + noise(32), noise(32)],
  ['an API key in an address', 'https://api.example.org/v1?api_key=' + noise(32), noise(32)],
];

const ORDINARY: readonly string[] = [
  'This reverts commit 220da77113933b0ea545b6aa3ea131bb5b408e21.',
  'Bump typescript from 5.8.3 to 5.9.2 (#1811)',
  'chore: migrate to pnpm@11.21.0+sha512.521705bce689924eac72f5a3587122f362689ef6571e55ba80076fd637c11132ecffada26fad4ea79c485bfddbfd3d5a2a5b05805a77e893de71ec8a6cca3bb1',
  '"integrity": "sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg=="',
  'id 550e8400-e29b-41d4-a716-446655440000',
  '👩‍💻 add support for 🇩🇪 and नमस्ते 日本語',
  '"js-tokens": "^9.0.1",\n"jsonwebtoken": "9.0.2",\n"password-validator": "~5.3.0",\n"@octokit/auth-token": ">=3.0.0 <4"',
  '"secret-stack": "npm:@x/secret-stack@1.2.3", "token": "workspace:*", "api-key": "catalog:default"',
  'fix: the password: string option is required',
  'const token = await getToken(request.headers.authorization);',
  'password = process.env.DB_PASSWORD',
  'token: ${{ secrets.GITHUB_TOKEN }}',
  'export interface Options { password?: string; token: string | undefined }',
  'Set PASSWORD=<your password> and API_KEY=xxxxxxxx',
  'authorization: Bearer <token>',
  'docs: explain that "Authorization: Bearer" tokens expire',
  'feat(auth): add token refresh, secret rotation and password reset',
  'refactor: move access-token.ts to src/auth/token/access-token-v2.ts',
  'fix(parser): handle token=identifier and token: keyword',
  'postgres://localhost:5432/test and http://localhost:3000/a@b',
  'https://github.com/kysely-org/kysely/compare/v0.27.0...v0.28.0',
  'git clone git@github.com:org/repo.git',
  'Co-authored-by: Jane Doe <jane@example.org>',
  'Update sk-SK and key-value translations; risk-based task-force',
  'AKIA is the prefix of key ids',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ',
  'Merge pull request #12 from user/feature-secret-scanning-2',
  'The key is that tokens = words; secret = none.',
  'npm_config_registry and npm_package_version are set by npm',
  'rename pk_columns to primary_key_columns',
  'test: cookie: SameSite=Lax; session cookies are skipped',
  'use `git log --format=%H%x00 --password-file path`',
];

describe('redactor', () => {
  for (const [name, text, secret = text] of SECRETS) {
    it(`removes ${name}`, async () => {
      for (const around of [text, `fix: rotate it\n\nIt was ${text} before.\nMore.`.replace('before.', ' before.')]) {
        const { texts, found } = await redactor.redact([around]);
        assert.ok(!texts[0]?.includes(secret), texts[0]);
        assert.ok(texts[0]?.includes(REDACTED));
        assert.ok(found >= 1);
      }
    });
  }

  for (const text of ORDINARY) {
    it(`keeps: ${text.slice(0, 60)}`, async () => {
      assert.deepEqual(await redactor.redact([text]), { texts: [text], found: 0 });
    });
  }

  it('keeps what stands around a secret', async () => {
    const token = 'ghp_' + noise(36);
    const { texts, found } = await redactor.redact([`Use ${token} here,\nand password="${noise(9)}" there.`]);
    assert.deepEqual(texts, [`Use ${REDACTED} here,\nand password="${REDACTED}" there.`]);
    assert.equal(found, 2);
  });

  it('texts come back in their order, and one text does not hide what the next one holds', async () => {
    const secret = 'npm_' + noise(36);
    const { texts, found } = await redactor.redact(['a', secret, '', `b ${secret}`, secret]);
    assert.deepEqual(texts, ['a', REDACTED, '', `b ${REDACTED}`, REDACTED]);
    assert.equal(found, 3);
  });

  it('a comment that switches rules off does not open the entrance', async () => {
    const url = `https://deploy:${noise(14)}@git.example.org`;
    const { texts } = await redactor.redact([
      `/* secretlint-disable */\n${url}\nxoxb-${digits(11)}-${digits(12)}-${noise(24)}`,
    ]);
    assert.ok(!texts[0]?.includes(noise(14)));
    assert.ok(!texts[0]?.includes(noise(24)));
  });

  it('cleaning what is clean changes nothing', async () => {
    const once = await redactor.redact(SECRETS.map(([, text]) => text));
    const twice = await redactor.redact(once.texts);
    assert.deepEqual(twice, { texts: once.texts, found: 0 });
  });

  it('long texts without secrets take linear time', async () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, i) => `"package-${i}": "^${i}.0.0", token words and a password word`,
    );
    const started = performance.now();
    const { found } = await redactor.redact([
      lines.join('\n'),
      'a'.repeat(500_000),
      '-'.repeat(200_000),
      'token '.repeat(50_000),
    ]);
    assert.equal(found, 0);
    assert.ok(performance.now() - started < 4000);
  });
});
