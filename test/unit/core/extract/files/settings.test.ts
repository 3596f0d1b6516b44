import { checkChange, checkFile } from './state';

describe('tsconfig.json', () => {
  const TSCONFIG = `{
  // how we compile
  "extends": "./base.json",
  "compilerOptions": {
    "target": "ES2022",
    "lib": ["ES2023", "DOM"],
    "strict": true, /* always */
    "outDir": "dist",
  },
}
`;

  it('tells the options that decide how code is written, with comments and trailing commas', () =>
    checkFile('tsconfig.json', TSCONFIG, [
      'The TypeScript compiler option `target` is ES2022 (tsconfig.json).',
      'The TypeScript compiler option `lib` is ES2023, DOM (tsconfig.json).',
      'The TypeScript compiler option `strict` is true (tsconfig.json).',
    ]));

  it('an option that changes, and one that goes', () =>
    checkChange(
      'tsconfig.json',
      [TSCONFIG, TSCONFIG.replace('ES2022', 'ES2024').replace('"strict": true,', '')],
      [
        'The TypeScript compiler option `target` is ES2024 (tsconfig.json).',
        'The TypeScript compiler option `strict` is no longer set in tsconfig.json; it was true.',
      ],
    ));

  it('those of folders are details', () => checkFile('packages/a/tsconfig.json', TSCONFIG, []));
});

describe('containers', () => {
  const DOCKERFILE = `ARG NODE=20
FROM node:\${NODE}-alpine AS build
RUN npm ci
FROM --platform=linux/amd64 gcr.io/distroless/nodejs20-debian12@sha256:abc
COPY --from=build /app /app
FROM build AS test
`;

  it('a Dockerfile tells its base images, without stages and digests', () =>
    checkFile('Dockerfile', DOCKERFILE, [
      'The container image is built on node:20-alpine and gcr.io/distroless/nodejs20-debian12 (Dockerfile).',
      'The project uses Docker as its container tool.',
    ]));

  it('a new base image', () =>
    checkChange(
      'docker/web.Dockerfile',
      ['FROM node:20\n', 'FROM node:22\n'],
      ['The container image is built on node:22 (docker/web.Dockerfile).'],
    ));

  it('a compose file tells the services that run beside', () =>
    checkFile(
      'docker-compose.yml',
      'services:\n  db:\n    image: postgres:16.2\n  cache:\n    image: "redis:7-alpine"\n  app:\n    build: .\n  x:\n    image: ${IMAGE}\n',
      [
        'The service db runs the container image postgres:16.2 (docker-compose.yml).',
        'The service cache runs the container image redis:7-alpine (docker-compose.yml).',
        'The project uses Docker Compose as its container tool.',
      ],
    ));
});

describe('files that pin a version for developers', () => {
  const cases: [path: string, text: string, expected: string][] = [
    ['.nvmrc', 'v20.11.1\n', 'Development uses Node.js v20.11.1 (.nvmrc).'],
    ['.nvmrc', 'lts/iron', 'Development uses Node.js lts/iron (.nvmrc).'],
    ['.python-version', '3.12.3\n', 'Development uses Python 3.12.3 (.python-version).'],
    ['.tool-versions', '# asdf\nnodejs 20.11.1\n', 'Development uses Node.js 20.11.1 (.tool-versions).'],
    ['rust-toolchain', '1.79.0\n', 'Development uses Rust 1.79.0 (rust-toolchain).'],
    ['rust-toolchain', '[toolchain]\nchannel = "nightly"\n', 'Development uses Rust nightly (rust-toolchain).'],
    ['rust-toolchain.toml', '[toolchain]\nchannel = "1.80"\n', 'Development uses Rust 1.80 (rust-toolchain.toml).'],
    ['global.json', '{ "sdk": { "version": "8.0.300" } }', 'Development uses .NET SDK 8.0.300 (global.json).'],
    [
      'gradle/wrapper/gradle-wrapper.properties',
      'distributionUrl=https\\://services.gradle.org/distributions/gradle-8.7-bin.zip\n',
      'Development uses Gradle 8.7 (gradle/wrapper/gradle-wrapper.properties).',
    ],
  ];
  for (const [path, text, expected] of cases) it(`${path}: ${expected}`, () => checkFile(path, text, [expected]));
});
