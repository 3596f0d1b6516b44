import { createRandom } from '../../src/learning/random';
import { draw, keyLines, make, passphrase, password, TOKENS, type Random, type TokenKind } from './kinds';
import { LAST_CONTEXTS, LAST_PASSWORDS, LAST_SPECIAL, LAST_TOKENS } from './lastSplit';
import { special, wrapAt } from './special';

/** Text with a secret in it. */
export interface Plant {
  readonly kind: string;
  readonly context: string;
  readonly text: string;
  /** As they are written in the text. */
  readonly secrets: readonly string[];
}

export type Split = 'tuning' | 'held-out' | 'last';

export interface Context {
  readonly name: string;
  /** With {S} where the secret stands, {V} the variable, {L} the vendor. */
  readonly text: string;
  readonly written?: (secret: string) => string;
}

const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
const jsonString = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Contexts that the rules were made with. */
const TOKEN_TUNING: readonly Context[] = [
  { name: 'chat', text: 'Sure, here is my {L} key: {S} and the region stays eu-west-1.' },
  { name: 'env file', text: 'NODE_ENV=production\n{V}={S}\nPORT=3000\n' },
  { name: 'YAML', text: 'services:\n  api:\n    environment:\n      {V}: {S}\n      LOG_LEVEL: debug\n' },
  { name: 'JSON', text: '{\n  "name": "api",\n  "{V}": "{S}",\n  "retries": 3\n}' },
  {
    name: 'JSON in JSON',
    text: '{"tool":"write","input":"{\\"file\\":\\".env\\",\\"body\\":\\"{V}=\\\\\\"{S}\\\\\\"\\\\nPORT=1\\"}"}',
  },
  { name: 'Python', text: 'import os\n\nos.environ["{V}"] = "{S}"\nclient = Client()\n' },
  { name: 'diff', text: '@@ -1,3 +1,3 @@\n name: api\n-{V}={S}\n+{V}=${{ secrets.VALUE }}\n' },
  { name: 'log', text: '2026-02-11T09:14:22Z INFO loaded {V}={S} from environment\n2026-02-11T09:14:23Z INFO ready' },
  {
    name: 'header',
    text: "curl https://api.example.com/v1/items -H 'Authorization: Bearer {S}' -H 'Accept: application/json'",
  },
  { name: 'option', text: 'deploy --region eu --token {S} --dry-run && echo finished' },
  { name: 'shell', text: '$ export {V}="{S}"\n$ make release' },
  { name: 'colours', text: '\u001B[32m{V}\u001B[0m=\u001B[33m{S}\u001B[0m\nall tests green' },
];

/** Contexts that were written after the rules, and never looked at while changing them. */
const TOKEN_HELD_OUT: readonly Context[] = [
  {
    name: 'prose',
    text: 'I rotated the {L} token yesterday, the new one is `{S}` (valid until June), please update the pipeline.',
  },
  { name: 'TOML', text: '[deploy]\nregion = "fra"\n{V} = \'{S}\'\nreplicas = 2\n' },
  { name: 'Compose list', text: '    environment:\n      - TZ=UTC\n      - {V}={S}\n      - DEBUG=0\n' },
  { name: 'Kubernetes', text: 'env:\n  - name: {V}\n    value: "{S}"\n  - name: TZ\n    value: UTC\n' },
  { name: 'Go', text: 'func main() {\n\tos.Setenv("{V}", "{S}")\n\tserve()\n}\n' },
  {
    name: 'commit',
    text: 'Remove hard-coded credential\n\nThe value {V}={S} was in config.ts since spring; it is revoked.\n\nFixes #231',
  },
  {
    name: 'address',
    text: 'GET https://api.example.com/v2/report?format=json&api_key={S}&page=2 returned 403',
    written: encodeURIComponent,
  },
  {
    name: 'header of a log',
    text: '> POST /v1/messages HTTP/2\n> host: api.example.com\n> x-api-key: {S}\n> user-agent: probe/1.0\n',
  },
  { name: 'Dockerfile', text: 'FROM node:22\nENV {V} {S}\nRUN npm ci\n' },
  { name: 'HTML', text: '<pre>{V}=&quot;{S}&quot; npm run deploy</pre><p>worked for me</p>', written: html },
  {
    name: 'tool result',
    text: '{"type":"tool_result","content":"$ cat .env\\n{V}={S}\\nPORT=8080\\n"}',
    written: jsonString,
  },
  { name: 'PowerShell', text: "PS> $env:{V} = '{S}'\nPS> npm publish" },
];

const PASSWORD_TUNING: readonly PasswordContext[] = [
  {
    kind: 'PostgreSQL address',
    name: 'env file',
    text: 'DATABASE_URL=postgres://app:{S}@db.internal:5432/shop?sslmode=require\nPORT=1',
  },
  {
    kind: 'MongoDB address',
    name: 'chat',
    text: 'it connects to mongodb+srv://admin:{S}@cluster0.ab1cd.mongodb.net/shop and then hangs',
  },
  { kind: 'MySQL address', name: 'YAML', text: 'db:\n  url: "mysql://root:{S}@127.0.0.1:3306/app"\n  pool: 5\n' },
  { kind: 'Redis address', name: 'log', text: 'WARN reconnecting to redis://:{S}@cache.internal:6379/0 in 200 ms' },
  { kind: 'AMQP address', name: 'Python', text: "broker = 'amqp://worker:{S}@mq.internal:5672/jobs'\napp.start()" },
  {
    kind: 'SQL Server string',
    name: 'JSON',
    text: '{"Default": "Server=tcp:db.example.net,1433;Database=shop;User ID=sa;Password={S};Encrypt=True"}',
  },
  {
    kind: 'JDBC address',
    name: 'properties',
    text: 'spring.datasource.url=jdbc:postgresql://db/app?user=app&password={S}&ssl=true\nspring.jpa.show-sql=false',
    written: encodeURIComponent,
  },
  { kind: 'password option', name: 'shell', text: 'mysql -h db.internal -u root -p{S} shop < dump.sql' },
  { kind: 'sshpass', name: 'CI log', text: "+ sshpass -p '{S}' ssh deploy@10.0.0.4 uptime\n 10:02 up 3 days" },
  { kind: 'curl login', name: 'shell', text: 'curl -s -u admin:{S} https://nexus.example.com/status | jq .' },
  { kind: 'PGPASSWORD', name: 'shell', text: "PGPASSWORD='{S}' psql -h db -U app -c 'select 1'" },
  {
    kind: 'password told',
    name: 'chat',
    text: 'the password is {S}, log in with the staging user and check the export',
  },
  { kind: 'password in YAML', name: 'YAML', text: 'smtp:\n  user: mailer\n  password: {S}\n  port: 587\n' },
  { kind: 'pwd=', name: 'log', text: 'connect uid=svc pwd={S} host=legacy retries=2' },
  {
    kind: 'netrc',
    name: 'netrc',
    text: 'machine git.example.com login deploy password {S}\nmachine other.example.com login x',
  },
  {
    kind: 'password in code',
    name: 'JavaScript',
    text: "await page.fill('#user', 'demo');\nconst adminPassword = '{S}';\nawait login();",
  },
];

const PASSWORD_HELD_OUT: readonly PasswordContext[] = [
  {
    kind: 'PostgreSQL address',
    name: 'Terraform',
    text: 'resource "x" "y" {\n  dsn = "postgresql://svc_user:{S}@10.1.2.3/orders"\n  size = 2\n}',
  },
  {
    kind: 'MongoDB address',
    name: 'stack trace',
    text: 'MongoServerError: bad auth\n  uri: mongodb://reader:{S}@m1.example.net:27017,m2.example.net:27017/x?replicaSet=r\n  at connect',
  },
  {
    kind: 'MySQL address',
    name: 'diff',
    text: '-  url = "mysql+pymysql://shop:{S}@db/shop?charset=utf8"\n+  url = settings.DB_URL\n',
  },
  {
    kind: 'Redis address',
    name: 'compose',
    text: '      - REDIS_URL=rediss://default:{S}@fly-cache.example.com:6380\n      - TZ=UTC',
  },
  { kind: 'AMQP address', name: 'JSON', text: '{"queue": "amqps://svc:{S}@b-1.mq.example.com:5671", "prefetch": 10}' },
  {
    kind: 'SQL Server string',
    name: 'XML',
    text: '<add name="Main" connectionString="Data Source=.;Initial Catalog=a;User Id=app;Pwd={S};TrustServerCertificate=true" />',
  },
  {
    kind: 'JDBC address',
    name: 'log',
    text: 'HikariPool-1 - jdbc:sqlserver://db:1433;databaseName=a;user=app;password={S};encrypt=false started',
  },
  {
    kind: 'password option',
    name: 'CI log',
    text: '$ docker login registry.example.com -u ci -p {S}\nLogin Succeeded',
  },
  { kind: 'sshpass', name: 'chat', text: 'I run sshpass -p{S} rsync -a dist/ web@host:/srv and it stops at 40 %' },
  {
    kind: 'curl login',
    name: 'docs',
    text: 'Try it: `curl --user "bot:{S}" https://jira.example.com/rest/api/2/myself` and look at the name.',
  },
  {
    kind: 'PGPASSWORD',
    name: 'workflow',
    text: '      - run: pg_dump shop > out.sql\n        env:\n          PGPASSWORD: {S}\n          PGHOST: db',
  },
  {
    kind: 'password told',
    name: 'prose',
    text: 'We changed the admin password to "{S}" after the incident; nobody else knows it yet.',
  },
  {
    kind: 'password in YAML',
    name: 'Helm values',
    text: 'auth:\n  username: app\n  rootPassword: "{S}"\n  database: shop\n',
  },
  { kind: 'pwd=', name: 'form', text: 'POST /login\n\nuser=eva&pwd={S}&remember=1\n', written: encodeURIComponent },
  {
    kind: 'netrc',
    name: 'heredoc',
    text: 'cat > ~/.netrc <<EOF\nmachine api.example.com\n  login ci\n  password {S}\nEOF\nchmod 600 ~/.netrc',
  },
  {
    kind: 'password in code',
    name: 'Java',
    text: 'ds.setUsername("app");\nds.setPassword("{S}");\nds.setPoolSize(4);',
  },
];

export interface Special {
  readonly kind: string;
  readonly make: (random: Random) => {
    readonly context: string;
    readonly text: string;
    readonly secrets: readonly string[];
  };
}

export type PasswordContext = Context & { readonly kind: string };

const BEGIN = (type: string): string => `-----BEGIN ${type}-----`;
const END = (type: string): string => `-----END ${type}-----`;

/** What has a form of its own around it. */
const SPECIAL: Readonly<Record<Exclude<Split, 'last'>, readonly Special[]>> = {
  tuning: [
    special(
      'private key',
      'lines',
      (r) => keyLines(r, 6),
      (lines) =>
        `Here it is:\n\n${BEGIN('RSA PRIVATE KEY')}\n${lines.join('\n')}\n${END('RSA PRIVATE KEY')}\n\nPlease look.`,
    ),
    special(
      'private key, quoted',
      'Markdown',
      (r) => keyLines(r, 6),
      (lines) =>
        `He wrote:\n> ${BEGIN('OPENSSH PRIVATE KEY')}\n${lines.map((line) => `> ${line}`).join('\n')}\n> ${END('OPENSSH PRIVATE KEY')}\n\nRevoke that.`,
    ),
    special(
      'private key, one line',
      'JSON',
      (r) => keyLines(r, 6),
      (lines) =>
        `{"type": "service_account", "private_key": "${BEGIN('PRIVATE KEY')}\\n${lines.join('\\n')}\\n${END('PRIVATE KEY')}\\n", "client_email": "a"}`,
    ),
    special(
      'private key, cut off',
      'log',
      (r) => keyLines(r, 4).slice(0, 4),
      (lines) => `cat id_rsa\n${BEGIN('EC PRIVATE KEY')}\n${lines.join('\n')}\n[output truncated]\nexit code zero`,
    ),
    special(
      'Slack webhook',
      'env file',
      (r) => [`T${make.alnum(r, 8, make.UPPER)}/B${make.alnum(r, 10, make.UPPER)}/${draw(r, 24)}`],
      ([path]) => `SLACK_URL=https://hooks.slack.com/services/${path}\nTZ=UTC`,
    ),
    special(
      'Discord webhook',
      'chat',
      (r) => [draw(r, 68, make.URL64)],
      ([path]) => `posts to https://discord.com/api/webhooks/112233445566778899/${path} every hour`,
    ),
    special(
      'Teams webhook',
      'YAML',
      (r) => [`${make.uuid(r)}@${make.uuid(r)}/IncomingWebhook/${make.hex(r, 32)}/${make.uuid(r)}`],
      ([path]) => `notify:\n  url: https://acme.webhook.office.com/webhookb2/${path}\n  on: failure`,
    ),
    special(
      'Azure SAS',
      'log',
      (r) => [encodeURIComponent(`${draw(r, 43, make.B64)}=`)],
      ([sig]) =>
        `GET https://acme.blob.core.windows.net/data/a.csv?sv=2022-11-02&sr=b&se=2026-05-01T00%3A00Z&sp=r&sig=${sig} 200`,
    ),
    special(
      'Azure connection string',
      'JSON',
      (r) => [`${draw(r, 86, make.B64)}==`],
      ([key]) =>
        `{"storage": "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${key};EndpointSuffix=core.windows.net"}`,
    ),
    special(
      'presigned link',
      'chat',
      (r) => [make.hex(r, 64)],
      ([sig]) =>
        `download https://b.s3.amazonaws.com/x.zip?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260101T000000Z&X-Amz-Expires=900&X-Amz-Signature=${sig} before noon`,
    ),
    special(
      'cookie',
      'curl',
      (r) => [draw(r, 32)],
      ([value]) => `curl https://app.example.com/me -H 'Cookie: theme=dark; sessionid=${value}; lang=en'`,
    ),
    special(
      'basic header',
      'request',
      (r) => [make.base64(`eva:${password(r)}`)],
      ([value]) => `GET /api HTTP/1.1\nAuthorization: Basic ${value}\nHost: example.com`,
    ),
    special(
      'htpasswd',
      'file',
      (r) => [`$apr1$${draw(r, 8)}$${draw(r, 22)}`],
      ([value]) => `cat .htpasswd\nadmin:${value}\nthen reload nginx`,
    ),
    special(
      'shadow',
      'file',
      (r) => [`$6$${draw(r, 16)}$${draw(r, 86)}`],
      ([value]) => `root:${value}:19700:0:99999:7:::\ndaemon:*:19700`,
    ),
    special(
      'otpauth',
      'chat',
      (r) => [draw(r, 32, `${make.UPPER}234567`)],
      ([value]) => `scan otpauth://totp/Acme:eva?secret=${value}&issuer=Acme with the app`,
    ),
    special(
      'npmrc',
      'file',
      (r) => [draw(r, 36)],
      ([value]) => `registry=https://npm.example.com/\n//npm.example.com/:_authToken=${value}\nalways-auth=true`,
    ),
    special(
      'Docker config',
      'file',
      (r) => [make.base64(`ci:${password(r)}`)],
      ([value]) => `{"auths": {"ghcr.io": {"auth": "${value}"}}, "credsStore": ""}`,
    ),
    special(
      'Sentry DSN',
      'code',
      (r) => [make.hex(r, 32)],
      ([value]) => `Sentry.init({ dsn: "https://${value}@o4501.ingest.sentry.io/4502", release: "a" })`,
    ),
    special(
      'passphrase',
      'YAML',
      (r) => [passphrase(r)],
      ([value]) => `restic:\n  passphrase: "${value}"\n  keep: 7`,
    ),
    special(
      'token in a remote',
      'shell',
      (r) => [draw(r, 30)],
      ([value]) => `git clone https://oauth2:${value}@git.example.com/team/app.git --depth 1`,
    ),
    special(
      'AWS pair',
      'chat',
      (r) => [draw(r, 40, make.B64)],
      ([value]) => `use AKIAQZ7XW3B2LD5KPM4T with ${value} for the bucket`,
    ),
    special(
      'wrapped token',
      'terminal',
      (r) => [draw(r, 60)],
      ([value]) => wrapAt(`echo deploying now with token ghp_${value} done`, 80),
      true,
    ),
    special(
      'kubeconfig',
      'file',
      (r) => [make.base64(draw(r, 400))],
      ([value]) => `users:\n- name: admin\n  user:\n    client-key-data: ${value}\ncontexts: []`,
    ),
    special(
      'recovery codes',
      'chat',
      (r) => Array.from({ length: 5 }, () => `${make.hex(r, 5)}-${make.hex(r, 5)}`),
      (codes) => `My recovery codes are:\n${codes.join('\n')}\nkeep them`,
    ),
  ],
  'held-out': [
    special(
      'private key',
      'YAML',
      (r) => keyLines(r, 8),
      (lines) =>
        `tls:\n  key: |\n    ${BEGIN('PRIVATE KEY')}\n${lines.map((line) => `    ${line}`).join('\n')}\n    ${END('PRIVATE KEY')}\n  port: 443`,
    ),
    special(
      'private key, quoted',
      'diff',
      (r) => keyLines(r, 6),
      (lines) =>
        `--- a/id\n+++ /dev/null\n-${BEGIN('RSA PRIVATE KEY')}\n${lines.map((line) => `-${line}`).join('\n')}\n-${END('RSA PRIVATE KEY')}\ndone removing`,
    ),
    special(
      'private key, one line',
      'env file',
      (r) => keyLines(r, 6),
      (lines) =>
        `KEY="${BEGIN('ENCRYPTED PRIVATE KEY')}\\n${lines.join('\\n')}\\n${END('ENCRYPTED PRIVATE KEY')}"\nHOST=a`,
    ),
    special(
      'private key, cut off',
      'start lost',
      (r) => keyLines(r, 5),
      (lines) => `...scrolled\n${lines.join('\n')}\n${END('RSA PRIVATE KEY')}\nprompt again`,
    ),
    special(
      'Slack webhook',
      'code',
      (r) => [`T0${make.alnum(r, 9, make.UPPER)}/B0${make.alnum(r, 9, make.UPPER)}/${draw(r, 24)}`],
      ([path]) => `requests.post("https://hooks.slack.com/services/${path}", json=payload)\nprint("sent")`,
    ),
    special(
      'Discord webhook',
      'JSON',
      (r) => [draw(r, 68, make.URL64)],
      ([path]) => `{"hook":"https://discordapp.com/api/webhooks/998877665544332211/${path}","name":"ci"}`,
    ),
    special(
      'Teams webhook',
      'chat',
      (r) => [`${make.uuid(r)}@${make.uuid(r)}/IncomingWebhook/${make.hex(r, 32)}/${make.uuid(r)}`],
      ([path]) => `alerts go to https://contoso.webhook.office.com/webhookb2/${path} since Monday`,
    ),
    special(
      'Azure SAS',
      'env file',
      (r) => [encodeURIComponent(`${draw(r, 43, make.B64)}=`)],
      ([sig]) => `BLOB=https://x.file.core.windows.net/share?sp=rl&st=2026-01-01&spr=https&sig=${sig}\nTZ=UTC`,
    ),
    special(
      'Azure connection string',
      'Service Bus',
      (r) => [`${draw(r, 43, make.B64)}=`],
      ([key]) =>
        `export BUS="Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${key}"\nrun it`,
    ),
    special(
      'presigned link',
      'log',
      (r) => [make.hex(r, 128)],
      ([sig]) =>
        `fetch https://storage.googleapis.com/b/o.bin?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Expires=600&X-Goog-Signature=${sig} ok`,
    ),
    special(
      'cookie',
      'response',
      (r) => [draw(r, 44, make.URL64)],
      ([value]) => `HTTP/1.1 200 OK\nSet-Cookie: connect.sid=s%3A${value}; Path=/; HttpOnly\nContent-Length: 2`,
    ),
    special(
      'basic header',
      'fetch',
      (r) => [make.base64(`svc:${password(r)}`)],
      ([value]) => `fetch(url, { headers: { authorization: "Basic ${value}" }, method: "PUT" })`,
    ),
    special(
      'htpasswd',
      'traefik',
      (r) => [`$2y$05$${draw(r, 53)}`],
      ([value]) => `labels:\n  users: "admin:${value}"\n  port: 80`,
    ),
    special(
      'shadow',
      'yescrypt',
      (r) => [`$y$j9T$${draw(r, 22)}$${draw(r, 43)}`],
      ([value]) => `sudo getent shadow eva\neva:${value}:19800:0:99999:7:::\nlocked? no`,
    ),
    special(
      'otpauth',
      'JSON',
      (r) => [draw(r, 16, `${make.UPPER}234567`)],
      ([value]) => `{"qr":"otpauth://totp/GitHub:eva@x?algorithm=SHA1&secret=${value}&digits=6"}`,
    ),
    special(
      'npmrc',
      'CI',
      (r) => [make.uuid(r)],
      ([value]) => `echo "//registry.npmjs.org/:_authToken=${value}" > .npmrc && npm publish`,
    ),
    special(
      'Docker config',
      'Kubernetes',
      (r) => [make.base64(`robot:${draw(r, 30)}`)],
      ([value]) => `{\n  "registry.example.com": {\n    "username": "robot",\n    "auth": "${value}"\n  }\n}`,
    ),
    special(
      'Sentry DSN',
      'env file',
      (r) => [make.hex(r, 32), make.hex(r, 32)],
      ([a, b]) => `SENTRY_DSN=https://${a}:${b}@sentry.example.com/7\nTZ=UTC`,
    ),
    special(
      'passphrase',
      'shell',
      (r) => [passphrase(r)],
      ([value]) => `gpg --batch --passphrase "${value}" --decrypt backup.gpg > out`,
    ),
    special(
      'token in a remote',
      'git',
      (r) => [draw(r, 40, make.HEX)],
      ([value]) => `origin  https://ci-bot:${value}@github.example.com/team/app.git (fetch)\nbranch main`,
    ),
    special(
      'AWS pair',
      'CSV',
      (r) => [draw(r, 40, make.B64)],
      ([value]) => `Access key ID,Secret access key\nAKIAQZ7XW3B2LD5KPM4T,${value}\nfound in downloads`,
    ),
    special(
      'wrapped token',
      'mail',
      (r) => [draw(r, 88)],
      ([value]) => wrapAt(`Authorization: Bearer ${value} and more text follows it here`, 76),
      true,
    ),
    special(
      'kubeconfig',
      'token',
      (r) => [
        `${make.base64url('{"alg":"RS256","kid":"a"}')}.${make.base64url(`{"iss":"kubernetes","n":"${draw(r, 12)}"}`)}.${draw(r, 342, make.URL64)}`,
      ],
      ([value]) => `  user:\n    token: ${value}\nkind: Config`,
    ),
    special(
      'recovery codes',
      'list',
      (r) =>
        Array.from(
          { length: 6 },
          () => `${draw(r, 4, make.LOWER + make.DIGITS)}7 ${draw(r, 5, make.LOWER + make.DIGITS)}`,
        ),
      (codes) =>
        `2FA backup codes for the bot account:\n${codes.map((code, index) => `${index + 1}. ${code}`).join('\n')}\n\nprint them`,
    ),
  ],
};

interface Parts {
  readonly kinds: readonly TokenKind[];
  readonly contexts: readonly Context[];
  readonly passwords: readonly PasswordContext[];
  readonly specials: readonly Special[];
}

const SPLITS: Readonly<Record<Split, Parts>> = {
  tuning: { kinds: TOKENS, contexts: TOKEN_TUNING, passwords: PASSWORD_TUNING, specials: SPECIAL.tuning },
  'held-out': { kinds: TOKENS, contexts: TOKEN_HELD_OUT, passwords: PASSWORD_HELD_OUT, specials: SPECIAL['held-out'] },
  last: {
    kinds: [...TOKENS, ...LAST_TOKENS],
    contexts: LAST_CONTEXTS,
    passwords: LAST_PASSWORDS,
    specials: LAST_SPECIAL,
  },
};

/** @returns the same plants for the same seed: each kind of token in `perKind` contexts, each other kind `perKind` times */
export function makePlants(split: Split, seed: number, perKind: number): Plant[] {
  const random = createRandom(seed);
  const { kinds, contexts, passwords, specials } = SPLITS[split];
  const tokens = kinds.flatMap(({ kind, label, variable, make: makeToken }) => {
    const first = Math.floor(random() * contexts.length);
    return Array.from({ length: perKind }, (_, index) => {
      const context = contexts[(first + index) % contexts.length]!;
      return fill(
        kind,
        { ...context, text: context.text.replaceAll('{V}', variable).replaceAll('{L}', label) },
        makeToken(random),
      );
    });
  });
  const told = passwords.flatMap((context) =>
    Array.from({ length: perKind }, () => fill(context.kind, context, password(random))),
  );
  const others = specials.flatMap(({ kind, make: makeSpecial }) =>
    Array.from({ length: perKind }, () => ({ kind, ...makeSpecial(random) })),
  );
  return [...tokens, ...told, ...others];
}

function fill(
  kind: string,
  { name, text, written = (secret: string): string => secret }: Context,
  secret: string,
): Plant {
  return { kind, context: name, text: text.replaceAll('{S}', () => written(secret)), secrets: [written(secret)] };
}
