import assert from 'node:assert/strict';
import { createRedactor } from '../../../../src/node/redactor';
import { findSecrets } from '../../../../src/node/secrets/findSecrets';

const redactor = createRedactor();

// Made up, and no vendor's form, so that scanners do not take this file for what it tests.
/** As long as a digest. */
const H = '9f86d081884c7d659a2feaa0c55ad015';
/** A key. */
const A = 'kX9vQ2mZ7pL4wR8tB3nY';
/** A password. */
const P = 'Tr0ub4dor&3';
/** As long as the secret of a cloud's key. */
const B40 = 'wJalrXUtnFEMIaK7MDENGbPxRfiCYzQz7Lp2xKqw';

/** Each text with the secret in it. */
const PLACED: readonly (readonly [text: string, secret: string])[] = [
  ['my db password: hunter2', 'hunter2'],
  ['Password is hunter2.', 'hunter2'],
  [`das Kennwort lautet ${P} für alle`, P],
  [`数据库密码是 ${P},请保密`, P],
  [`la password del db è ${P}`, P],
  [`log in as lena with ${P}`, P],
  [`- **Password:** ${P}`, P],
  [`keytool -storepass x -keypass ${P}`, P],
  [`lftp -u lena,${P} sftp://host`, P],
  [`curl -u lena:'${P}' https://host`, P],
  [`getConnection(url, "lena", "${P}")`, P],
  [`INSERT INTO users (name, password) VALUES ('lena', '${P}')`, P],
  [`UID=lena;PWD={${P}};Encrypt=yes`, P],
  [`release {\n  storePassword "${P}"`, P],
  [`{"password":{"value":"${P}"}}`, P],
  ['pass: s3cr3t!', 's3cr3t!'],
  [`token=${A}`, A],
  [`Token ${A}`, A],
  [`api key ${H}`, H],
  [`APIKEY: ${H}`, H],
  [`"apiKey":"${H}"`, H],
  [`'x-api-key': '${A}'`, A],
  [`client_secret=${A}&grant_type=client_credentials`, A],
  [`--from-literal=password=${P}`, P],
  [`kubectl create secret generic x --from-literal=token=${A}`, A],
  [`docker build --build-arg NPM_TOKEN=${A} .`, A],
  [`vault login ${'hvs.' + A + A}`, A],
  [`aws configure set aws_secret_access_key ${B40}`, B40],
  [`aws_secret_access_key = ${B40}`, B40],
  [`aws_session_token=${B40}${B40}`, B40],
  [`ssh_pass='${P}'`, P],
  [`PASSWORD="${P}"`, P],
  [`export PASS=${P}`, P],
  [`-Dpassword=${P}`, P],
  [`java -Djavax.net.ssl.keyStorePassword=${P} -jar x`, P],
  [`mysql -uroot -p'${P}' db`, P],
  [`mysqldump --password=${P} db`, P],
  [`psql "host=db user=a password=${P} dbname=x"`, P],
  [`mongosh --username a --password ${P}`, P],
  [`redis-cli --pass ${P}`, P],
  [`rclone config create x s3 secret_access_key ${B40}`, B40],
  [`wget --user=a --password=${P} http://x`, P],
  [`http -a eva:${P} GET x.example`, P],
  [`smbclient //h/s -U eva%${P}`, P],
  [`net use Z: \\\\srv\\x ${P} /user:eva`, P],
  [`sqlcmd -S db -U sa -P ${P} -Q x`, P],
  [`ldapsearch -D cn=a -w ${P} -b x`, P],
  [`zip -P ${P} a.zip a`, P],
  [`7z x a.7z -p${P}`, P],
  [`gpg --passphrase ${P} -d x`, P],
  [`curl -u :${A} https://x`, A],
  [`curl -H "PRIVATE-TOKEN: ${A}" x`, A],
  [`curl -d '{"password":"${P}"}' x`, P],
  [`curl -d "user=a&password=${P}" x`, P],
  [`curl -b "session=${A}" https://x`, A],
  [`curl --cookie 'sid=${A}' https://x`, A],
  [`curl "https://api.x.com/?token=${A}"`, A],
  [`curl --header 'authorization: token ${A}'`, A],
  [`git remote set-url origin https://${A}@github.com/a/b.git`, A],
  [`git clone https://x-token-auth:${A}@bitbucket.org/a/b`, A],
  [`Set-Cookie: token=${A}; Path=/`, A],
  [`document.cookie = "auth=${A}"`, A],
  [`sa_password: ${P}`, P],
  [`MYSQL_ROOT_PASSWORD: example1x`, 'example1x'],
  [`POSTGRES_PASSWORD=lighthouse4`, 'lighthouse4'],
  [`<Password>${P}</Password>`, P],
  [`password => '${P}'`, P],
  [`:password => "${P}"`, P],
  [`password: "${P}",`, P],
  [`"password" : "${P}"`, P],
  [`password = """${P}"""`, P],
  [`passwd=${P} user=x`, P],
  [`pwd: ${P}`, P],
  [`PWD=${P}`, P],
  [`"Pwd=${P};"`, P],
  [`User ID=sa;Pwd=${P}`, P],
  [`the secret is ${A}`, A],
  [`secret key: ${A}`, A],
  [`Here's the key ${A}`, A],
  [`key -> ${A}`, A],
  [`creds: admin/${P}`, P],
  [`credentials are admin:${P}`, P],
  [`username admin and password ${P}`, P],
  [`user: admin, pass: ${P}`, P],
  [`try ${P} as password`, P],
  [`I set the password to ${P}`, P],
  [`the wifi password is "correct horse battery"`, 'correct horse battery'],
  [`my pin is 482913`, '482913'],
  [`passphrase: correct horse battery staple`, 'correct horse battery staple'],
  [`webhook: https://hooks.slack.com/services/T024BE7LD/B02AB3CDE/${A}abcd`, A],
  [`https://discord.com/api/webhooks/123456789012345678/${A}${A}${A}`, A],
  [`https://acct.blob.core.windows.net/c?sv=2020-08-04&sig=${encodeURIComponent(B40 + 'ab/c+d=')}`, B40],
  [`redis://:${P}@h:6379`, P],
  [`amqp://u:${encodeURIComponent(P)}@h/v`, encodeURIComponent(P)],
  [`ftp://u:${P}@h/x`, P],
  [`smtp://u:${P}@mail:587`, P],
  [`ldap://cn=a:${P}@h`, P],
  [`sqlserver://sa:${P}@h:1433?database=x`, P],
  [`mssql+pyodbc://sa:${P}@h/db`, P],
  [`clickhouse://default:${P}@h:9000`, P],
  [`elasticsearch: https://elastic:${P}@es:9200`, P],
  [`nats://u:${P}@n:4222`, P],
  [`jdbc:oracle:thin:scott/${P}@db:1521:x`, P],
  [`jdbc:mysql://h/db?user=a&password=${P}`, P],
  [`AccountKey=${B40}${B40}abcdef==`, B40],
  [`Endpoint=sb://x/;SharedAccessKeyName=a;SharedAccessKey=${B40}abc=`, B40],
  [`Authorization: Basic ${Buffer.from('a:' + P).toString('base64')}`, Buffer.from('a:' + P).toString('base64')],
  [
    `auth = ${Buffer.from('aladdin:opensesame1').toString('base64')}`,
    Buffer.from('aladdin:opensesame1').toString('base64'),
  ],
  [`Authorization: Bearer ${A}`, A],
  [`bearer ${A}`, A],
  [`"Authorization": "Token ${H}"`, H],
  [`Authorization: ApiKey ${A}`, A],
  [`Proxy-Authorization: Basic ${Buffer.from('u:' + P).toString('base64')}`, Buffer.from('u:' + P).toString('base64')],
  [`X-Auth-Key: ${H}`, H],
  [`X-Vault-Token: s.${A}abcd`, A],
  [`Cookie: PHPSESSID=${H}`, H],
  [`Cookie: JSESSIONID=${H.toUpperCase()}`, H.toUpperCase()],
  [`Cookie: _ga=GA1.2.3; auth_token=${A}`, A],
  [`csrftoken=${A}; sessionid=${A}`, A],
  [`SECRET_KEY_BASE=${H}${H}${H}${H}`, H],
  [`APP_SECRET=${H}`, H],
  [`ENCRYPTION_KEY=${B40}`, B40],
  [`JWT_SECRET=superduperjwt!2024`, 'superduperjwt!2024'],
  [`session_secret: "keyboard cat 42"`, 'keyboard cat 42'],
  [`NEXTAUTH_SECRET=${A}+/=`, A],
  [`const token = "${A}";`, A],
  [`let apiKey = '${A}'`, A],
  [`private static final String API_KEY = "${A}";`, A],
  [`api_key: str = "${A}"`, A],
  [`secret := "${A}"`, A],
  [`#define API_KEY "${A}"`, A],
  [`String password = "${P}";`, P],
  [`$password = '${P}';`, P],
  [`var pwd = "${P}"`, P],
  [`passwordField.sendKeys("${P}")`, P],
  [`login("eva", "${P}")`, P],
  [`.withPassword("${P}")`, P],
  [`Password: ${P}`, P],
  [`os.environ.setdefault("API_TOKEN", "${A}")`, A],
  [`+  "token": "${A}",`, A],
  [`-    password: ${P}`, P],
  [`> password: ${P}`, P],
  [`# password = ${P}`, P],
  [`// pw: ${P}`, P],
  [`{"key":"token","value":"${A}"}`, A],
  [`name: DB_PASSWORD\n  value: ${P}`, P],
  [`- name: "API_KEY"\n  value: "${A}"`, A],
  [`env DB_PASSWORD=${P} node x`, P],
  [`set PGPASSWORD=${P}`, P],
  [`$env:API_KEY="${A}"`, A],
  [`setx API_KEY "${A}"`, A],
  [`heroku config:set API_KEY=${A}`, A],
  [`fly secrets set API_KEY=${A}`, A],
  [`gh secret set API_KEY -b "${A}"`, A],
  [`echo "${A}" | gh auth login --with-token`, A],
  [`echo ${P} | sudo -S ls`, P],
  [`echo 'root:${P}' | chpasswd`, P],
  [`sshpass -p ${P} ssh x`, P],
  [`sshpass -p"${P}" ssh x`, P],
  [`PGPASSWORD=${P} psql`, P],
  [`MYSQL_PWD=${P} mysql`, P],
  [`password%3D${P}`, P],
  [`password=${encodeURIComponent('a b#' + P)}`, encodeURIComponent('#' + P)],
  [`&quot;password&quot;:&quot;${P.replace('&', '&amp;')}&quot;`, 'Tr0ub4dor'],
  [`\\"token\\":\\"${A}\\"`, A],
  [`\\\\\\"token\\\\\\":\\\\\\"${A}\\\\\\"`, A],
  [`password: \u001b[32m${P}\u001b[0m`, P],
  [`\u001b[1mtoken\u001b[0m: \u001b[33m${A}\u001b[0m`, A],
  [`IDENTIFIED BY '${P}'`, P],
  [`CREATE USER a PASSWORD '${P}'`, P],
  [`requirepass ${P}`, P],
  [`AUTH ${P}`, P],
  [`machine h\nlogin a\npassword ${P}`, P],
  [`//r.example/:_password=${Buffer.from(P).toString('base64')}`, Buffer.from(P).toString('base64')],
  [`_auth=${Buffer.from('a:' + P).toString('base64')}`, Buffer.from('a:' + P).toString('base64')],
  [`[pypi]\nusername = __token__\npassword = ${P}`, P],
  [`admin:$apr1$x7Gf2b1c$Zb4n9yR8tVqLw3mXk5pJe0`, '$Zb4n9yR8tVqLw3mXk5pJe0'],
  [`root:$6$abcdefgh$${B40}${B40}xyzabc:19000`, B40],
  [`admin:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=`, 'W6ph5Mm5Pz8GgiULbPgzG37mj9g'],
  [`otpauth://totp/x?secret=JBSWY3DPEHPK3PXP`, 'JBSWY3DPEHPK3PXP'],
  [`TOTP secret: JBSWY3DPEHPK3PXP`, 'JBSWY3DPEHPK3PXP'],
  [`2FA seed JBSWY3DPEHPK3PXPAA22`, 'JBSWY3DPEHPK3PXPAA22'],
  [`DD_API_KEY=${H}`, H],
  [`datadog key: ${H}`, H],
  [`our algolia admin key is ${H}`, H],
  [`TWILIO_AUTH_TOKEN=${H}`, H],
  [`Heroku API key 01234567-89ab-4def-8123-456789abcdef`, '01234567-89ab-4def-8123-456789abcdef'],
];

/** Talk about secrets, code that handles them, and what only looks like them. */
const KEPT: readonly string[] = [
  '"password": "Passwort"',
  'password: !vault |',
  'api_key: "***REMOVED***"',
  'use this: node / python3.11-slim',
  'docker run -u root -p 8080:80 nginx',
  "INSERT INTO settings (key, value) VALUES ('theme', 'dark-mode-2')",
  'PWD={pwd}',
  'the password was rejected by PAM2',
  'existingSecret: postgres-credentials-2024',
  'max_tokens: 4096',
  'token budget is 8000',
  'The password field is required',
  'secret: true',
  'apiKey: string',
  'const { password } = req.body',
  'if (password.length < 8) throw',
  'token: ${{ secrets.X }}',
  'password: process.env.PW',
  '"password": "********"',
  'Authorization: Bearer <token>',
  'PASSWORD=changeme',
  'api_key=YOUR_API_KEY',
  'export TOKEN=$(cat x)',
  'token = jwt.sign(payload, secret)',
  'see https://x.dev/docs/tokens#api-key',
  'password: z.string().min(8)',
  'password = getpass.getpass()',
  'the token expired at 2026-01-01T00:00:00Z',
  'commit 9f86d081884c7d659a2feaa0c55ad0159f86d081',
  'key: 550e8400-e29b-41d4-a716-446655440000',
  'integrity sha512-abc+DEF/123==',
  'secretName: db-credentials',
  'secretKeyRef:\n  name: db\n  key: password',
  'passwordHash = await bcrypt.hash(password, 10)',
  'the key is in src/config/keys.ts',
  'primaryKey: id',
  'cache-key: node-modules-v2-linux',
  'tokens used: 12,345',
  '--token-limit 4096',
  'input type="password" name="password" placeholder="Enter your password"',
  'errors.password = "Password must be at least 8 characters"',
  "label: 'Password'",
  'PASSWORD_MIN_LENGTH = 8',
  'password_reset_token_expires_in: 3600',
  '"token_type": "Bearer"',
  'tokenizer: cl100k_base',
  'user login: see auth/login.ts',
  'The secret is to keep it simple',
  'key: value',
  'Tokens: 5.2k sent, 312 received. Cost: $0.02',
  'pass the options to `createServer`',
  'all tests pass: 120',
  'const key = `${user.id}:${post.id}`',
  'auth: { type: "oauth2", flow: "code" }',
  'git log --author=a --grep=token',
  'feat(auth): add refresh token rotation (#1234)',
  'keyCode: 13',
  'password-protected',
  'Basic usage: see readme',
  'basic authentication123',
  'session: 2026-01-05-0bb9',
  'The api key for this is stored in 1Password.',
  'cookie: "sameSite=lax"',
  'publicKey: "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"',
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 user@host',
  '-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ\n-----END CERTIFICATE-----',
  'password: Optional[str] = None',
  'token?: string | null',
  'def login(username: str, password: str) -> bool:',
  'SELECT password FROM users WHERE id = $1',
  'password = ?',
  'os.environ["API_KEY"]',
  'process.env.OPENAI_API_KEY!',
  'sk-learn-like-estimator-interface-v2',
  'model: claude-3-5-sonnet-20241022',
  'uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683',
  'react-key-1a2b3c',
  'class="css-1a2b3c4d"',
  'main.3f2a1b9c.js',
  'etag: W/"5f-abc123"',
  'password: "password"',
  'secret: "test-secret"',
  'token: "fake-token"',
  'user:pass@example.com',
  'postgres://user:password@localhost:5432/db',
  'docker login -u user -p <password>',
  'npm_config_registry',
  'key = hashlib.sha256(data).hexdigest()',
  'The token was revoked in v2.3.1',
  'pwd: /usr/src/app',
  'PWD=/root/project/src',
  'OLDPWD=/tmp/x1',
  'key1=value1&key2=value2',
  'hotkey: ctrl+shift+p',
  'keybinding "key": "ctrl+alt+1"',
  '"key": "ctrl+k ctrl+s"',
  'sshKeyPath: ~/.ssh/id_ed25519',
  'jwt: { expiresIn: "15m" }',
  'signature: (a: string) => void',
  'salt: 10',
  'saltRounds = 12',
  'const credentials = await getCredentials()',
  'credentials: "include"',
  'auth: "none"',
  'pat: pattern',
  'seed: 42',
  'seed=1234567',
  'random_seed = 20240501',
  'dsn: process.env.DSN',
  'webhook: true',
  'webhook_url: https://example.com/webhook',
  'access token: read:user scope',
  'token=abc',
  'X-Api-Key header is missing',
  'curl -u user https://x',
  'mysql -p',
  'mysql -u root -p shop',
  'ssh -p 2222 host',
  'docker run -p 8080:80 x',
  'mkdir -p /a/b1',
  'redis-cli -a',
  'nc -p 3000',
];

/** A run of a secret that says nothing of it, in characters. */
const RUN = 5;

describe('secrets in context', () => {
  for (const [text, secret] of PLACED) {
    it(`removes the secret of: ${text.slice(0, 70)}`, async () => {
      const { texts } = await redactor.redact([`Before it. ${text}\nAfter it.`]);
      const redacted = texts[0] ?? '';
      const run = secret.length < 12 ? 4 : RUN + 1;
      for (let start = 0; start + run <= secret.length; start++)
        assert.ok(!redacted.includes(secret.slice(start, start + run)), redacted);
      assert.ok(redacted.startsWith('Before it. ') && redacted.endsWith('\nAfter it.'), redacted);
    });
  }

  for (const text of KEPT) {
    it(`keeps: ${text.slice(0, 70)}`, async () => {
      assert.deepEqual(await redactor.redact([`x\n${text}\ny`]), { texts: [`x\n${text}\ny`], found: 0 });
    });
  }

  it('covers a key that a rule of the public set would leave the end of', async () => {
    const longer = `sk-${'a1B2c3D4e5F6g7H8i9J0'.repeat(5)}-_tail9Z`;
    const { texts } = await redactor.redact([`key ${longer}, next`]);
    assert.deepEqual(texts, ['key [secret removed], next']);
  });

  it('takes nothing from the line behind an empty value', async () => {
    const { texts } = await redactor.redact([`-API_KEY=${B40}\n+API_KEY=\n DEBUG=0\n`]);
    assert.deepEqual(texts, ['-API_KEY=[secret removed]\n+API_KEY=\n DEBUG=0\n']);
  });

  it('removes a key block of which a log has put something before each line', async () => {
    const lines = [
      '-----BEGIN RSA PRIVATE KEY-----',
      `MIIE${B40}`,
      `${B40}Qz=`,
      'Zx==',
      '-----END RSA PRIVATE KEY-----',
    ];
    const log = [...lines, 'server started'].map((line) => `09:12:33 web_1 | ${line}`).join('\n');
    const { texts } = await redactor.redact([log]);
    assert.deepEqual(texts, ['09:12:33 web_1 | [secret removed]\n09:12:33 web_1 | server started']);
  });

  it('leaves the name of a secret where it was', async () => {
    const { texts } = await redactor.redact([`aws_secret_access_key = "${B40}" # rotate`]);
    assert.deepEqual(texts, ['aws_secret_access_key = "[secret removed]" # rotate']);
  });

  it('removes a key block with its lines, and no line more', async () => {
    const lines = Array.from({ length: 3 }, (_, line) => `${A}${B40}${line}Qz=`.slice(0, 60));
    const kind = 'PRIVATE KEY';
    for (const [before, after] of [
      ['', ''],
      ['> ', ''],
      ['    ', ''],
      ['+', ''],
      ['"', '\\n" +'],
    ] as const) {
      const block = [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`].map((line) => before + line + after);
      const { texts } = await redactor.redact([`Here:\n${block.join('\n')}\nThen more words.`]);
      const redacted = texts[0] ?? '';
      for (const line of lines) assert.ok(!redacted.includes(line.slice(0, 12)), redacted);
      assert.ok(redacted.startsWith('Here:\n') && redacted.endsWith('\nThen more words.'), redacted);
    }
  });

  it('code that names the lines around a key is no key', async () => {
    const code = "pem.replace('-----BEGIN PRIVATE KEY-----', '').replace('-----END PRIVATE KEY-----', '').trim()";
    assert.deepEqual((await redactor.redact([code])).texts, [code]);
  });

  it('cleaning what is clean changes nothing', async () => {
    const once = await redactor.redact(PLACED.map(([text]) => text));
    assert.deepEqual((await redactor.redact(once.texts)).texts, once.texts);
  });

  it('a megabyte of anything takes seconds, not minutes', () => {
    const size = 1_000_000;
    for (const unit of [
      'a',
      '=',
      'eyJ',
      '"',
      "'",
      '-----BEGIN ',
      '-----BEGIN PRIVATE KEY-----\n',
      '\n',
      '\\n',
      'token|\n',
      'password=',
      'a@',
      '1a',
      '%41',
      'x-',
      'token: "',
      'insert into t (password) values (',
      'password ',
      '"password", ',
      'name="password">',
      'use: a / ',
    ]) {
      const text = unit.repeat(Math.ceil(size / unit.length));
      const start = performance.now();
      findSecrets(text);
      const ms = performance.now() - start;
      assert.ok(ms < 6000, `${JSON.stringify(unit)}: ${Math.round(ms)} ms`);
    }
  }).timeout(60_000);
});
