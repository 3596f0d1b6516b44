// Secrets as vendors and programs make them: the formats stand in the vendors' documentation; the characters are drawn.

export type Random = () => number;

/** A kind of secret that stands alone. */
export interface TokenKind {
  readonly kind: string;
  /** Its vendor as people write it, and the usual variable. */
  readonly label: string;
  readonly variable: string;
  readonly make: (random: Random) => string;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const ALNUM = LOWER + UPPER + DIGITS;
const HEX = DIGITS + 'abcdef';
const URL64 = `${ALNUM}-_`;
const B64 = `${ALNUM}+/`;

export function draw(random: Random, length: number, alphabet: string = ALNUM): string {
  // The first is a letter or digit, so that no token begins or ends with a sign that a reader would take for punctuation.
  const at = (from: string): string => from[Math.floor(random() * from.length)] ?? '';
  const plain = [...alphabet].filter((character) => /[A-Za-z0-9]/.test(character)).join('');
  return Array.from({ length }, (_, index) => at(index === 0 || index === length - 1 ? plain : alphabet)).join('');
}

const hex = (random: Random, length: number): string => draw(random, length, HEX);
const uuid = (random: Random): string => [8, 4, 4, 4, 12].map((length) => hex(random, length)).join('-');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

function token(
  kind: string,
  variable: string,
  make: (random: Random) => string,
  label = kind.split(',')[0] ?? kind,
): TokenKind {
  return { kind, label, variable, make };
}

export const TOKENS: readonly TokenKind[] = [
  token('AWS access key id', 'AWS_ACCESS_KEY_ID', (r) => `AKIA${draw(r, 16, `${UPPER}234567`)}`, 'AWS'),
  token('AWS secret access key', 'AWS_SECRET_ACCESS_KEY', (r) => draw(r, 40, B64), 'AWS secret access'),
  token('AWS session token', 'AWS_SESSION_TOKEN', (r) => `IQoJb3JpZ2luX2Vj${draw(r, 300, B64)}==`, 'AWS session'),
  token('GitHub personal token', 'GITHUB_TOKEN', (r) => `ghp_${draw(r, 36)}`, 'GitHub'),
  token('GitHub fine-grained token', 'GH_PAT', (r) => `github_pat_${draw(r, 22)}_${draw(r, 59)}`, 'GitHub'),
  token('GitLab token', 'GITLAB_TOKEN', (r) => `glpat-${draw(r, 20, URL64)}`, 'GitLab'),
  token(
    'Bitbucket app password',
    'BITBUCKET_APP_PASSWORD',
    (r) => `ATBB${draw(r, 24)}${hex(r, 8).toUpperCase()}`,
    'Bitbucket',
  ),
  token('npm token', 'NPM_TOKEN', (r) => `npm_${draw(r, 36)}`, 'npm'),
  token('PyPI token', 'PYPI_API_TOKEN', (r) => `pypi-AgEIcHlwaS5vcmc${draw(r, 140, URL64)}`, 'PyPI'),
  token('RubyGems key', 'GEM_HOST_API_KEY', (r) => `rubygems_${hex(r, 48)}`, 'RubyGems'),
  token('NuGet key', 'NUGET_API_KEY', (r) => `oy2${draw(r, 43, LOWER + DIGITS)}`, 'NuGet'),
  token('crates.io token', 'CARGO_REGISTRY_TOKEN', (r) => `cio${draw(r, 32)}`, 'crates.io'),
  token('Docker Hub token', 'DOCKERHUB_TOKEN', (r) => `dckr_pat_${draw(r, 27, URL64)}`, 'Docker Hub'),
  token('Google API key', 'GOOGLE_MAPS_API_KEY', (r) => `AIza${draw(r, 35, URL64)}`, 'Google'),
  token('Google OAuth client secret', 'GOOGLE_CLIENT_SECRET', (r) => `GOCSPX-${draw(r, 28, URL64)}`, 'Google client'),
  token('Google access token', 'GOOGLE_ACCESS_TOKEN', (r) => `ya29.a0${draw(r, 160, URL64)}`, 'Google access'),
  token('Azure AD client secret', 'AZURE_CLIENT_SECRET', (r) => `${draw(r, 3)}8Q~${draw(r, 34)}`, 'Azure client'),
  token('Azure storage key', 'AZURE_STORAGE_KEY', (r) => `${draw(r, 86, B64)}==`, 'Azure storage'),
  token('OpenAI key', 'OPENAI_API_KEY', (r) => `sk-proj-${draw(r, 74, URL64)}T3BlbkFJ${draw(r, 74, URL64)}`, 'OpenAI'),
  token('OpenAI key, old form', 'OPENAI_KEY', (r) => `sk-${draw(r, 20)}T3BlbkFJ${draw(r, 20)}`, 'OpenAI'),
  token('Anthropic key', 'ANTHROPIC_API_KEY', (r) => `sk-ant-api03-${draw(r, 93, URL64)}AA`, 'Anthropic'),
  token('Hugging Face token', 'HF_TOKEN', (r) => `hf_${draw(r, 34, LOWER + UPPER)}`, 'Hugging Face'),
  token('Groq key', 'GROQ_API_KEY', (r) => `gsk_${draw(r, 52)}`, 'Groq'),
  token('Mistral key', 'MISTRAL_API_KEY', (r) => draw(r, 32), 'Mistral API'),
  token('Cohere key', 'COHERE_API_KEY', (r) => draw(r, 40), 'Cohere API'),
  token('Replicate token', 'REPLICATE_API_TOKEN', (r) => `r8_${draw(r, 37)}`, 'Replicate'),
  token('Stripe secret key', 'STRIPE_SECRET_KEY', (r) => `sk_live_51${draw(r, 97)}`, 'Stripe secret'),
  token('Stripe restricted key', 'STRIPE_KEY', (r) => `rk_live_${draw(r, 24)}`, 'Stripe restricted'),
  token('Stripe webhook secret', 'STRIPE_WEBHOOK_SECRET', (r) => `whsec_${draw(r, 32)}`, 'Stripe webhook'),
  token('PayPal client secret', 'PAYPAL_CLIENT_SECRET', (r) => `E${draw(r, 79, URL64)}`, 'PayPal client'),
  token('Square token', 'SQUARE_ACCESS_TOKEN', (r) => `EAAAE${draw(r, 59, URL64)}`, 'Square'),
  token('Shopify token', 'SHOPIFY_ACCESS_TOKEN', (r) => `shpat_${hex(r, 32)}`, 'Shopify'),
  token('Twilio auth token', 'TWILIO_AUTH_TOKEN', (r) => hex(r, 32), 'Twilio auth'),
  token('Twilio key', 'TWILIO_API_KEY', (r) => `SK${hex(r, 32)}`, 'Twilio'),
  token('SendGrid key', 'SENDGRID_API_KEY', (r) => `SG.${draw(r, 22, URL64)}.${draw(r, 43, URL64)}`, 'SendGrid'),
  token('Mailgun key', 'MAILGUN_API_KEY', (r) => `${hex(r, 32)}-${hex(r, 8)}-${hex(r, 8)}`, 'Mailgun'),
  token('Mailchimp key', 'MAILCHIMP_API_KEY', (r) => `${hex(r, 32)}-us${1 + Math.floor(r() * 20)}`, 'Mailchimp'),
  token(
    'Telegram bot token',
    'TELEGRAM_BOT_TOKEN',
    (r) => `${draw(r, 10, '123456789')}:AA${draw(r, 33, URL64)}`,
    'Telegram bot',
  ),
  token(
    'Discord bot token',
    'DISCORD_TOKEN',
    (r) => `${base64url(draw(r, 18, '123456789'))}.${draw(r, 6, URL64)}.${draw(r, 38, URL64)}`,
    'Discord bot',
  ),
  token(
    'Slack bot token',
    'SLACK_BOT_TOKEN',
    (r) => `xoxb-${draw(r, 12, DIGITS)}-${draw(r, 13, DIGITS)}-${draw(r, 24)}`,
    'Slack bot',
  ),
  token(
    'Slack app token',
    'SLACK_APP_TOKEN',
    (r) => `xapp-1-A${draw(r, 10, UPPER + DIGITS)}-${draw(r, 13, DIGITS)}-${hex(r, 64)}`,
    'Slack app',
  ),
  token('Datadog key', 'DD_API_KEY', (r) => hex(r, 32), 'Datadog API'),
  token('Datadog application key', 'DD_APP_KEY', (r) => hex(r, 40), 'Datadog application'),
  token('New Relic key', 'NEW_RELIC_API_KEY', (r) => `NRAK-${draw(r, 27, UPPER + DIGITS)}`, 'New Relic'),
  token(
    'Sentry token',
    'SENTRY_AUTH_TOKEN',
    (r) =>
      `sntrys_${base64(`{"iat":${draw(r, 10, DIGITS)},"url":"https://sentry.io","org":"acme"}`).replaceAll('=', '')}_${draw(r, 43, B64)}`,
    'Sentry',
  ),
  token('Grafana token', 'GRAFANA_TOKEN', (r) => `glsa_${draw(r, 32)}_${hex(r, 8)}`, 'Grafana'),
  token('PagerDuty key', 'PAGERDUTY_API_KEY', (r) => `u+${draw(r, 18, ALNUM)}`, 'PagerDuty API'),
  token('Cloudflare token', 'CLOUDFLARE_API_TOKEN', (r) => draw(r, 40, URL64), 'Cloudflare API'),
  token('Cloudflare global key', 'CF_API_KEY', (r) => hex(r, 37), 'Cloudflare API'),
  token('DigitalOcean token', 'DIGITALOCEAN_TOKEN', (r) => `dop_v1_${hex(r, 64)}`, 'DigitalOcean'),
  token('Heroku key', 'HEROKU_API_KEY', uuid, 'Heroku API'),
  token('Vercel token', 'VERCEL_TOKEN', (r) => draw(r, 24), 'Vercel'),
  token('Netlify token', 'NETLIFY_AUTH_TOKEN', (r) => `nfp_${draw(r, 40)}`, 'Netlify'),
  token('Fly token', 'FLY_API_TOKEN', (r) => `fo1_${draw(r, 43, URL64)}`, 'Fly'),
  token('Doppler token', 'DOPPLER_TOKEN', (r) => `dp.pt.${draw(r, 43)}`, 'Doppler'),
  token('Vault token', 'VAULT_TOKEN', (r) => `hvs.${draw(r, 90, URL64)}`, 'Vault'),
  token('Terraform Cloud token', 'TF_API_TOKEN', (r) => `${draw(r, 14)}.atlasv1.${draw(r, 67)}`, 'Terraform'),
  token('Pulumi token', 'PULUMI_ACCESS_TOKEN', (r) => `pul-${hex(r, 40)}`, 'Pulumi'),
  token('Databricks token', 'DATABRICKS_TOKEN', (r) => `dapi${hex(r, 32)}`, 'Databricks'),
  token('Okta token', 'OKTA_API_TOKEN', (r) => `00${draw(r, 40, URL64)}`, 'Okta API'),
  token('Auth0 client secret', 'AUTH0_CLIENT_SECRET', (r) => draw(r, 64, URL64), 'Auth0 client'),
  token('Linear key', 'LINEAR_API_KEY', (r) => `lin_api_${draw(r, 40)}`, 'Linear'),
  token('Notion token', 'NOTION_TOKEN', (r) => `ntn_${draw(r, 11, DIGITS)}${draw(r, 35)}`, 'Notion'),
  token('Airtable token', 'AIRTABLE_API_KEY', (r) => `pat${draw(r, 14)}.${hex(r, 64)}`, 'Airtable'),
  token('Figma token', 'FIGMA_TOKEN', (r) => `figd_${draw(r, 40, URL64)}`, 'Figma'),
  token('Algolia admin key', 'ALGOLIA_ADMIN_KEY', (r) => hex(r, 32), 'Algolia admin'),
  token('Supabase service role', 'SUPABASE_SERVICE_ROLE_KEY', (r) => `sb_secret_${draw(r, 31, URL64)}`, 'Supabase'),
  token(
    'JSON web token',
    'SESSION_JWT',
    (r) =>
      `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(`{"sub":"${draw(r, 10, DIGITS)}","iat":1700000000}`)}.${draw(r, 43, URL64)}`,
    'session',
  ),
  token('PlanetScale password', 'PLANETSCALE_PASSWORD', (r) => `pscale_pw_${draw(r, 43, URL64)}`, 'PlanetScale'),
  token('Postman key', 'POSTMAN_API_KEY', (r) => `PMAK-${hex(r, 24)}-${hex(r, 34)}`, 'Postman'),
  token('age key', 'SOPS_AGE_KEY', (r) => `AGE-SECRET-KEY-1${draw(r, 58, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')}`, 'age'),
  token('signing secret', 'JWT_SIGNING_SECRET', (r) => `${draw(r, 43, B64)}=`, 'signing'),
  token('Rails master key', 'RAILS_MASTER_KEY', (r) => hex(r, 32), 'master'),
  token(
    'Atlassian token',
    'JIRA_API_TOKEN',
    (r) => `ATATT3xFfGF0${draw(r, 171, URL64)}=${hex(r, 8).toUpperCase()}`,
    'Atlassian',
  ),
];

/** A password as generators, people and tools make them. */
export function password(random: Random): string {
  const words = ['hunter', 'Summer', 'dragon', 'Falcon', 'winter', 'Copper', 'monkey', 'Harbor', 'silver', 'Tulip'];
  const word = (): string => words[Math.floor(random() * words.length)] ?? 'x';
  const styles = [
    (): string => draw(random, 16, `${ALNUM}!#%^*`),
    (): string => `${word()}${word()}${draw(random, 3, DIGITS)}!`,
    (): string => `${word().replace('e', '3').replace('o', '0')}_${draw(random, 4, DIGITS)}#x`,
    (): string => draw(random, 20),
    (): string => `${draw(random, 5)}-${draw(random, 5)}-${draw(random, 4)}7`,
    (): string => `p4ss${word()}${draw(random, 3)}9`,
  ];
  return styles[Math.floor(random() * styles.length)]?.() ?? '';
}

export function passphrase(random: Random): string {
  const words = 'orbit canyon velvet lantern mosaic pepper glacier tunnel saddle walnut harvest compass'.split(' ');
  return Array.from({ length: 4 }, () => words[Math.floor(random() * words.length)] ?? '').join(' ');
}

export const make = { hex, uuid, base64, base64url, alnum: draw, ALNUM, B64, URL64, HEX, DIGITS, LOWER, UPPER };

/** The lines of a key: what a real one holds, and nothing that is one. */
export function keyLines(random: Random, lines: number): string[] {
  return [...Array.from({ length: lines }, () => draw(random, 64, B64)), `${draw(random, 30, B64)}==`];
}
