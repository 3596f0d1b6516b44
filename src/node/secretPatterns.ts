/** A part of a text, from `start` up to but without `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Secrets that show what they are, and that the rule set knows not, or only in the forms of source code. Each has a
 * prefix or shape that its vendor gave it for exactly this purpose, so that nothing else looks like it.
 */
const TOKENS: readonly RegExp[] = [
  // Key blocks, also cut off ones, and with their line ends written as "\n" in JSON or an environment file.
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|$(?![\s\S]))/g,
  /\bAGE-SECRET-KEY-1[A-Z0-9]{50,}/g, // age
  /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g, // signed JSON web tokens
  // Code hosts, registries and builds
  /\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{20,}|\bgithub_pat_\w{22,}/g, // GitHub: also shortened or newer than the rule set's lengths
  /\bgl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[\w-]{20,}/g, // GitLab
  /\bAT(?:ATT3|BB|CTT3)[\w=-]{20,}/g, // Atlassian, Bitbucket
  /\bnpm_[A-Za-z0-9]{30,}/g,
  /\bpypi-AgE[\w-]{40,}/g,
  /\brubygems_[0-9a-f]{40,}/g,
  /\bdckr_[a-z]{2,4}_[\w-]{20,}/g, // Docker
  /\bcio[A-Za-z0-9]{32}\b/g, // crates.io
  // Clouds
  /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/g, // AWS
  /\bAIza[\w-]{35}/g, // Google API
  /\bGOCSPX-[\w-]{20,}|\bya29\.[\w-]{20,}/g, // Google OAuth
  /\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,}={0,2}/g, // Azure
  /(?<=[?&]sig=)[A-Za-z0-9%+/]{30,}={0,2}/g, // signed links of Azure
  /\bdo[opr]_v1_[0-9a-f]{40,}/g, // DigitalOcean
  /\bHRKU-[\w-]{30,}/g, // Heroku
  /\bnf[pcuo]_[A-Za-z0-9]{30,}/g, // Netlify
  /\bfo1_[\w-]{40,}|\bFlyV1 fm\d?_[\w+/=,-]{20,}/g, // Fly
  /\bdapi[0-9a-f]{32}\b/g, // Databricks
  /\bhv[sbr]\.[\w-]{20,}/g, // Vault
  /\bdp\.(?:pt|st|ct|sa|scim|audit)\.[\w.]{30,}/g, // Doppler
  /\bpscale_(?:tkn|pw|oauth)_[\w.=-]{20,}/g, // PlanetScale
  /\bsbp_[0-9a-f]{32,}|\bsb_secret_[\w-]{20,}/g, // Supabase
  /\bpul-[0-9a-f]{40}\b/g, // Pulumi
  /\b[\w]{14}\.atlasv1\.[\w-]{40,}/g, // Terraform
  // Models
  /\bsk-(?:[a-z]+-)*[A-Za-z0-9_-]{20,}/g, // OpenAI, Anthropic and those that follow them
  /\bhf_[A-Za-z]{30,}/g, // Hugging Face
  /\b(?:gsk|xai|pplx|r8|tvly|fw|csk)[_-][A-Za-z0-9]{30,}/g, // Groq, xAI, Perplexity, Replicate, Tavily, Fireworks, Cerebras
  // Payment, mail, messages, monitoring
  /\b(?:sk|rk|pk|whsec)_(?:live_|test_)?[A-Za-z0-9]{16,}/g, // Stripe
  /\bsq0(?:atp|csp|idp)-[\w-]{22,}/g, // Square
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/g, // SendGrid
  /\bkey-[0-9a-f]{32}\b/g, // Mailgun
  /\b[0-9a-f]{32}-us\d{1,2}\b/g, // Mailchimp
  /\b(?:SK|AC)[0-9a-f]{32}\b/g, // Twilio
  /\bxox[abeoprs]-[\w-]{10,}|\bxapp-\d-[\w-]{20,}/g, // Slack
  /https:\/\/hooks\.slack\.com\/(?:services|workflows)\/[\w/]{20,}/g,
  /https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/\d+\/[\w-]{20,}/g,
  /\b[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}/g, // Discord bots
  /\b\d{8,10}:AA[\w-]{32,}/g, // Telegram bots
  /\bgl(?:sa|c|int)_[\w+/=]{30,}/g, // Grafana
  /\bNRAK-[A-Z0-9]{27}\b/g, // New Relic
  /\bsntry[su]_[\w+/=-]{30,}/g, // Sentry
  /\bPMAK-[0-9a-f]{24}-[0-9a-f]{34}\b/g, // Postman
  /\blin_(?:api|oauth)_\w{30,}/g, // Linear
  /\bntn_[A-Za-z0-9]{40,}|\bsecret_[A-Za-z0-9]{43}\b/g, // Notion
  /\bfigd_[\w-]{30,}/g, // Figma
  /\bsh(?:pat|pca|ppa|pss)_[0-9a-fA-F]{32}\b/g, // Shopify
];

/** @returns secrets that are recognised by their own form. */
export function findTokens(text: string): Range[] {
  return TOKENS.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => rangeOf(match)));
}

const SECRET_NAME = String.raw`(?:passw(?:or)?d|passwd|passphrase|passwort|pwd|secret|token|api[_-]?key|access[_-]?key|account[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|master[_-]?key|auth[_-]?key|license[_-]?key|credentials?|cookie|session[_-]?id|sessionid)`;
const PASSWORD_NAME = /passw|pass(?:phrase|wd)|pwd/i;

/** name = value, "name": "value", name => 'value', --name value, Name: value; also with the quotes of JSON in JSON. */
const ASSIGNMENT = new RegExp(
  String.raw`(?<name>${SECRET_NAME})s?(?:[_-](?:id|key|value|base64|prod|dev|staging|test|live))?\\?["'\`\]]{0,2}` +
    String.raw`(?:\s{0,3}(?:=>|:=|=|:)\s{0,3}|(?<=--[\w-]{1,60})\s+)` +
    String.raw`(?:\\?["'\`](?<quoted>[^"'\`\\\n]{1,300})|(?<bare>[^\s"'\`,;]+))`,
  'gi',
);

/** Credentials that the place gives away, whatever they look like. */
const PLACED: readonly RegExp[] = [
  /(?<=\b(?:proxy-)?authorization["'\s]*[:=]\s*["'`]?(?:bearer|basic|token|digest|apikey|bot)\s+)(?![[<$*{])[^\s"'`,;\\]{6,}/gi,
  /(?<=\bbearer\s+)(?=[\w.~+/-]*\d)[\w.~+/-]{20,}=*/gi,
  /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'`<>$]{0,80}:)(?![$<{*])[^\s/@"'`<>]{3,200}(?=@[\w.[-])/gi, // scheme://user:password@host
  /(?<=\bcurl\b[^\n]{0,200}\s(?:-u|--user)\s+["']?[^\s:"']{1,60}:)(?![[<$*{])[^\s"']{3,}/gi,
  /(?<=\b_(?:authToken|auth|password)\s*=\s*["']?)(?![[<$*{])[^\s"']{8,}/gi, // .npmrc
  /(?<=\b(?:password|passwd|pwd)\s*=\s*)(?![[<$*{])[^\s;"'<>$*{]{3,}(?=;)/gi, // ...;Password=x;... in connection strings
  /(?<=\bmachine\s+\S+\s+login\s+\S+\s+password\s+)(?![[<$*{])\S+/gi, // .netrc
];

/** @returns values that are secret because of the name or place they are given to. */
export function findAssignedSecrets(text: string): Range[] {
  const found = PLACED.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => rangeOf(match)));
  for (const match of text.matchAll(ASSIGNMENT)) {
    const { name = '', quoted, bare = '' } = match.groups ?? {};
    const value = quoted ?? bare.replace(/[).\]}\\]+$/, '');
    if (!isSecretValue(value, PASSWORD_NAME.test(name), quoted !== undefined)) continue;
    const start = match.index + match[0].length - (quoted ?? bare).length;
    found.push({ start, end: start + value.length });
  }
  return found;
}

/** Whether a value that stands under a secret's name is a secret, and not a type, a version, an expression or a placeholder. */
function isSecretValue(value: string, isPassword: boolean, quoted: boolean): boolean {
  if (PLACEHOLDER.test(value) || VERSION.test(value) || EXPRESSION.test(value)) return false;
  const mixed = /\d/.test(value) && /[A-Za-z]/.test(value);
  if (isPassword) return quoted ? value.length >= 4 : value.length >= 6 && (mixed || /[!#%^&*+]/.test(value));
  // Words joined by dots, dashes and slashes are names; keys are long and look like noise.
  return (
    value.length >= (quoted ? 12 : 16) &&
    mixed &&
    bitsPerCharacter(value) >= 3 &&
    !/^(?:[a-z]+\d?[./_-])+[a-z]+\d?$/i.test(value)
  );
}

const PLACEHOLDER =
  /^(?:x{3,}|\*+|\.{3,}|<.*|\$.*|%.*%|\{.*|\[.*|your.*|my[-_]?.*|example.*|changeme|placeholder|redacted|removed|null|undefined|none|true|false|string|number|boolean|unknown|any|never|required|optional|hidden|secret|password|passwd|token|test|dummy|fake|empty|process\.env.*|env\..*|secrets?\..*|import\.meta.*)$/i;
const VERSION =
  /^(?:npm:|workspace:|catalog:|file:|link:|github:|git\+|https?:)|^[\^~<>=v]*\d+(?:\.(?:\d+|x|\*))+(?:[-+][\w.+-]+)?$|^[\^~<>=]/i;
/** Calls, members, templates, arrows: source code that gets a secret from somewhere. */
const EXPRESSION =
  /[()<>{}|]|\$\{|^(?:this|self|config|options|ctx|context|req|request|res|event|props|state|params|args|await|new|await)\b[.?[]|=>|\?\.|^\w+\[/;

/** Shannon entropy of the characters. English words have about 2.5 to 3 at such lengths, random letters and digits 3.5 and more. */
function bitsPerCharacter(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / value.length) * Math.log2(count / value.length), 0);
}

function rangeOf(match: RegExpExecArray): Range {
  return { start: match.index, end: match.index + match[0].length };
}
