// Kinds and contexts that were written when the rules had passed the first two splits. Its first score stands in bench/README.md.
import { draw, keyLines, make, type TokenKind } from './kinds';
import type { Context, PasswordContext, Special } from './plants';
import { special } from './special';

const jsonString = (text: string): string => JSON.stringify(text).slice(1, -1);

export const LAST_TOKENS: readonly TokenKind[] = [
  {
    kind: 'Asana token',
    label: 'Asana',
    variable: 'ASANA_ACCESS_TOKEN',
    make: (r) => `2/${draw(r, 16, make.DIGITS)}/${draw(r, 16, make.DIGITS)}:${make.hex(r, 32)}`,
  },
  {
    kind: 'Dropbox token',
    label: 'Dropbox',
    variable: 'DROPBOX_ACCESS_TOKEN',
    make: (r) => `sl.${draw(r, 136, make.URL64)}`,
  },
  {
    kind: 'LaunchDarkly SDK key',
    label: 'LaunchDarkly SDK',
    variable: 'LAUNCHDARKLY_SDK_KEY',
    make: (r) => `sdk-${make.uuid(r)}`,
  },
  {
    kind: 'Contentful token',
    label: 'Contentful',
    variable: 'CONTENTFUL_ACCESS_TOKEN',
    make: (r) => draw(r, 43, make.URL64),
  },
  { kind: 'Snyk token', label: 'Snyk API', variable: 'SNYK_TOKEN', make: (r) => make.uuid(r) },
  { kind: 'CircleCI token', label: 'CircleCI API', variable: 'CIRCLE_TOKEN', make: (r) => make.hex(r, 40) },
  { kind: 'Segment write key', label: 'Segment write', variable: 'SEGMENT_WRITE_KEY', make: (r) => draw(r, 32) },
  {
    kind: 'Mapbox secret token',
    label: 'Mapbox',
    variable: 'MAPBOX_SECRET_TOKEN',
    make: (r) =>
      `sk.${make.base64url(`{"u":"acme","a":"${draw(r, 25, make.LOWER + make.DIGITS)}"}`)}.${draw(r, 22, make.URL64)}`,
  },
  { kind: 'Plaid secret', label: 'Plaid', variable: 'PLAID_SECRET', make: (r) => make.hex(r, 30) },
  {
    kind: 'Spotify client secret',
    label: 'Spotify client',
    variable: 'SPOTIFY_CLIENT_SECRET',
    make: (r) => make.hex(r, 32),
  },
  { kind: 'Binance secret', label: 'Binance secret', variable: 'BINANCE_API_SECRET', make: (r) => draw(r, 64) },
  {
    kind: 'Elastic key',
    label: 'Elastic API',
    variable: 'ELASTIC_API_KEY',
    make: (r) => make.base64(`${draw(r, 20, make.URL64)}:${draw(r, 22, make.URL64)}`),
  },
  {
    kind: 'Firebase server key',
    label: 'Firebase server',
    variable: 'FCM_SERVER_KEY',
    make: (r) => `AAAA${draw(r, 7, make.URL64)}:APA91b${draw(r, 134, make.URL64)}`,
  },
  { kind: 'Facebook token', label: 'Facebook access', variable: 'FB_ACCESS_TOKEN', make: (r) => `EAA${draw(r, 170)}` },
  {
    kind: 'Django secret key',
    label: 'Django secret',
    variable: 'SECRET_KEY',
    make: (r) => `django-insecure-${draw(r, 50, `${make.LOWER}${make.DIGITS}!@#%^&*(-_=+)`)}`,
  },
  {
    kind: 'Laravel app key',
    label: 'Laravel app',
    variable: 'APP_KEY',
    make: (r) => `base64:${draw(r, 43, make.B64)}=`,
  },
  {
    kind: 'Google service account secret id',
    label: 'Vault secret id',
    variable: 'VAULT_SECRET_ID',
    make: (r) => make.uuid(r),
  },
  {
    kind: 'GitHub refresh token',
    label: 'GitHub refresh',
    variable: 'GH_REFRESH_TOKEN',
    make: (r) => `ghr_${draw(r, 76)}`,
  },
  {
    kind: 'Tailscale key',
    label: 'Tailscale auth',
    variable: 'TS_AUTHKEY',
    make: (r) => `tskey-auth-${draw(r, 17)}-${draw(r, 32)}`,
  },
  { kind: 'Resend key', label: 'Resend', variable: 'RESEND_API_KEY', make: (r) => `re_${draw(r, 8)}_${draw(r, 24)}` },
];

export const LAST_CONTEXTS: readonly Context[] = [
  { name: 'assistant', text: 'I see that `{V}` is set to `{S}` in your shell profile. You should move it to a vault.' },
  { name: 'Markdown table', text: '| variable | value |\n| --- | --- |\n| {V} | `{S}` |\n| TZ | UTC |\n' },
  {
    name: 'XML',
    text: '<appSettings>\n  <add key="{V}" value="{S}" />\n  <add key="Mode" value="fast" />\n</appSettings>',
  },
  {
    name: 'TypeScript',
    text: 'export const config = {\n  region: "eu",\n  {V}: process.env.X ?? "{S}",\n  retries: 3,\n};',
  },
  { name: 'Rust', text: 'const {V}: &str = "{S}";\nfn main() { run(); }\n' },
  { name: 'docker run', text: 'docker run -d -e {V}={S} -p 8080:80 acme/api:2.1' },
  { name: 'GitHub log', text: '2026-03-01T10:11:12.1234567Z   {V}: {S}\n2026-03-01T10:11:12.2345678Z ##[endgroup]' },
  { name: 'Terraform', text: 'variable "{V}" {\n  type    = string\n  default = "{S}"\n}\n' },
  { name: 'helm', text: 'helm upgrade api ./chart --set secrets.{V}={S} --wait --timeout 5m' },
  {
    name: 'stack trace',
    text: 'Error: 401 for token {S}\n    at request (/app/http.js:12:9)\n    at run (/app/main.js:3:1)',
  },
  { name: 'German', text: 'Der neue {L} Token lautet: {S}\nBitte im Tresor ablegen und den alten löschen.' },
  {
    name: 'tool input',
    text: '{"type":"tool_use","name":"Bash","input":{"command":"curl -H \\"X-Auth-Token: {S}\\" https://api.example.com/items"}}',
    written: jsonString,
  },
  { name: 'fish', text: 'set -gx {V} {S}\nfunction deploy; make; end' },
  {
    name: 'query',
    text: 'open https://app.example.com/callback#access_token={S}&token_type=bearer&expires_in=3600 in the browser',
    written: encodeURIComponent,
  },
];

export const LAST_PASSWORDS: readonly PasswordContext[] = [
  {
    kind: 'PostgreSQL address',
    name: 'Prisma error',
    text: 'P1001: cannot reach postgresql://prisma:{S}@aws-0-eu.pooler.example.com:6543/postgres?pgbouncer=true now',
  },
  {
    kind: 'MySQL address',
    name: 'Go DSN',
    text: 'db, err := sql.Open("mysql", "app:{S}@tcp(10.0.0.3:3306)/shop?parseTime=true")\nif err != nil { panic(err) }',
  },
  { kind: 'password told', name: 'chat, short', text: 'pw for the demo box is {S} btw, user is demo' },
  {
    kind: 'password told',
    name: 'chat, use',
    text: 'please use {S} as the password for the test account when you log in',
  },
  { kind: 'password told', name: 'German', text: 'Das Passwort für den Testserver ist {S} und läuft im Mai ab' },
  { kind: 'password told', name: 'login line', text: 'you can log in with admin / {S} on staging today' },
  {
    kind: 'password in code',
    name: 'wp-config',
    text: "define( 'DB_USER', 'wp' );\ndefine( 'DB_PASSWORD', '{S}' );\ndefine( 'DB_HOST', 'localhost' );",
  },
  {
    kind: 'password in code',
    name: 'C#',
    text: 'var cred = new NetworkCredential("mailer", "{S}");\nclient.Credentials = cred;',
  },
  {
    kind: 'password in code',
    name: 'Python tuple',
    text: 'r = requests.get(url, auth=("svc", "{S}"), timeout=5)\nprint(r.status_code)',
  },
  {
    kind: 'password in SQL',
    name: 'create user',
    text: "CREATE USER 'app'@'%' IDENTIFIED BY '{S}';\nGRANT ALL ON shop.* TO 'app'@'%';",
  },
  {
    kind: 'password in SQL',
    name: 'role',
    text: "ALTER ROLE reporting WITH LOGIN PASSWORD '{S}' VALID UNTIL 'infinity';\nselect 1;",
  },
  {
    kind: 'password in YAML',
    name: 'Ansible',
    text: '- hosts: db\n  vars:\n    ansible_become_pass: {S}\n    ansible_user: ops\n',
  },
  {
    kind: 'password in YAML',
    name: 'Spring',
    text: 'spring:\n  datasource:\n    username: app\n    password: "{S}"\n  jpa:\n    show-sql: true\n',
  },
  { kind: 'password option', name: 'long option', text: 'twine upload -u __token__ --password {S} dist/* --verbose' },
  { kind: 'password option', name: 'redis-cli', text: 'redis-cli -h cache.internal -a {S} ping\nPONG' },
  {
    kind: 'password option',
    name: 'openssl',
    text: 'openssl pkcs12 -in cert.p12 -passin pass:{S} -nodes -out key.out',
  },
  { kind: 'pgpass', name: 'file', text: 'cat ~/.pgpass\ndb.internal:5432:shop:app:{S}\nchmod ok' },
  {
    kind: 'Maven settings',
    name: 'XML',
    text: '<server>\n  <id>nexus</id>\n  <username>ci</username>\n  <password>{S}</password>\n</server>',
  },
  { kind: 'echo to stdin', name: 'shell', text: 'echo {S} | docker login -u ci --password-stdin registry.example.com' },
  { kind: 'MQTT address', name: 'Python', text: 'MQTT = "mqtts://sensor:{S}@broker.example.com:8883"\nconnect(MQTT)' },
  { kind: 'Wi-Fi', name: 'wpa_supplicant', text: 'network={\n  ssid="office"\n  psk="{S}"\n  priority=5\n}' },
  {
    kind: 'password in JSON',
    name: 'escaped twice',
    text: '{"log":"{\\"body\\":\\"{\\\\\\"user\\\\\\":\\\\\\"eva\\\\\\",\\\\\\"password\\\\\\":\\\\\\"{S}\\\\\\"}\\"}"}',
  },
];

export const LAST_SPECIAL: readonly Special[] = [
  special(
    'private key',
    'code',
    (r) => keyLines(r, 5),
    (lines) =>
      `const key = [\n  "-----BEGIN EC PRIVATE KEY-----",\n${lines.map((line) => `  "${line}",`).join('\n')}\n  "-----END EC PRIVATE KEY-----",\n].join(newline);`,
  ),
  special(
    'private key',
    'CRLF',
    (r) => keyLines(r, 5),
    (lines) =>
      `cat key\r\n-----BEGIN PRIVATE KEY-----\r\n${lines.join('\r\n')}\r\n-----END PRIVATE KEY-----\r\nbye then`,
  ),
  special(
    'PGP key',
    'mail',
    (r) => keyLines(r, 6),
    (lines) =>
      `My key:\n\n-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n${lines.join('\n')}\n=aB3d\n-----END PGP PRIVATE KEY BLOCK-----\n\nRegards`,
  ),
  special(
    'private key',
    'one line of spaces',
    (r) => keyLines(r, 5),
    (lines) => `KEY=-----BEGIN RSA PRIVATE KEY----- ${lines.join(' ')} -----END RSA PRIVATE KEY-----\nMODE=fast`,
  ),
  special(
    'private key, cut off',
    'no lines around',
    (r) => ['b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW', ...keyLines(r, 3)],
    (lines) => `he pasted\n${lines.join('\n')}\nand left`,
  ),
  special(
    'Zapier webhook',
    'chat',
    (r) => [`${draw(r, 8, make.DIGITS)}/${draw(r, 7, make.LOWER + make.DIGITS)}`],
    ([path]) => `the form posts to https://hooks.zapier.com/hooks/catch/${path}/ directly`,
  ),
  special(
    'signed URL',
    'CloudFront',
    (r) => [draw(r, 342, `${make.ALNUM}-~`)],
    ([value]) =>
      `wget "https://d1.cloudfront.net/v.mp4?Expires=1790000000&Signature=${value}&Key-Pair-Id=K2JCJMDEHXQW5F" done`,
  ),
  special(
    'digest header',
    'request',
    (r) => [make.hex(r, 32)],
    ([value]) => `Authorization: Digest username="eva", realm="x", nonce="n", uri="/", response="${value}"\nHost: a`,
  ),
  special(
    'Set-Cookie',
    'log',
    (r) => [`${make.base64url(`{"user":"${draw(r, 9)}"}`)}.${draw(r, 6)}.${draw(r, 27, make.URL64)}`],
    ([value]) => `< set-cookie: session=${value}; Secure; HttpOnly; SameSite=Lax\n< x-frame-options: DENY`,
  ),
  special(
    'bcrypt hash',
    'SQL',
    (r) => [`$2b$12$${draw(r, 53)}`],
    ([value]) => `INSERT INTO users VALUES (1, 'eva', '${value}', now());\ncommit;`,
  ),
  special(
    'Kubernetes secret',
    'manifest',
    (r) => [make.base64(draw(r, 18)), make.base64(draw(r, 24))],
    ([a, b]) =>
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ntype: Opaque\ndata:\n  user-pw: ${a}\n  dsn: ${b}\n---\nkind: Service`,
  ),
  special(
    'Azure Service Bus SAS',
    'header',
    (r) => [encodeURIComponent(`${draw(r, 43, make.B64)}=`)],
    ([sig]) =>
      `Authorization: SharedAccessSignature sr=https%3A%2F%2Facme.servicebus.windows.net&sig=${sig}&se=1790000000&skn=Root\nHost: a`,
  ),
  special(
    'Slack cookie',
    'curl',
    (r) => [`xoxd-${draw(r, 120, make.ALNUM)}`],
    ([value]) => `curl -b 'd=${value}; lc=1' https://acme.slack.com/api/auth.test | jq .ok`,
  ),
  special(
    'truncated token',
    'chat',
    (r) => [`ghp_${draw(r, 22)}`],
    ([value]) => `the token starts with ${value}... and fails with 401`,
  ),
  special(
    'split token',
    'terminal',
    (r) => [`glpat-${draw(r, 12)}`, draw(r, 9)],
    ([a, b]) => `GITLAB=${a}\n  ${b}\nthen run the job`,
  ),
  special(
    'Git credentials',
    'file',
    (r) => [draw(r, 32)],
    ([value]) => `cat ~/.git-credentials\nhttps://eva:${value}@git.example.com\ndone`,
  ),
  special(
    'backup codes',
    'inline',
    (r) => Array.from({ length: 4 }, () => draw(r, 8, make.DIGITS)),
    (codes) => `Backup codes: ${codes.join(', ')} (each works once)`,
  ),
  special(
    'client key in a kubeconfig',
    'JSON',
    (r) => [make.base64(draw(r, 300))],
    ([value]) => `{"users":[{"name":"a","user":{"client-key-data":"${value}"}}],"kind":"Config"}`,
  ),
  special(
    'SCIM token in HTML',
    'page',
    (r) => [draw(r, 40)],
    ([value]) => `<input name="scim_token" type="hidden" value="${value}"><label>Name</label>`,
  ),
];
