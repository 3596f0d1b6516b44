import { checkChange, checkFile } from './state';

const WORKFLOW = `name: CI
on: [push, pull_request]
jobs:
  test:
    runs-on: \${{ matrix.os }}
    strategy:
      matrix:
        os: [ubuntu-latest, windows-latest]
        node: [18, 20, 22]
        include:
          - os: macos-latest
            node: 22
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: \${{ matrix.node }}
      - run: npm test
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-node@v4
        with:
          node-version: lts/*
  docs:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/setup-python@v5
        with:
          python-version: 3.10
`;
const PATH = '.github/workflows/ci.yml';

describe('CI files', () => {
  it('a workflow tells languages and systems, from its matrix where it has one, versions as they are written', () =>
    checkFile(PATH, WORKFLOW, [
      'CI runs on Node.js 18, 20 and 22 (.github/workflows/ci.yml).',
      'CI runs on Python 3.10 (.github/workflows/ci.yml).',
      'CI runs on the operating systems ubuntu-latest, windows-latest and macos-latest (.github/workflows/ci.yml).',
      'The project uses GitHub Actions as its CI service.',
    ]));

  it('a version that is dropped', () =>
    checkChange(
      PATH,
      [WORKFLOW, WORKFLOW.replace('[18, 20, 22]', '[20, 22]')],
      ['CI runs on Node.js 20 and 22 (.github/workflows/ci.yml).'],
    ));

  it('a language that goes, and a list of several lines', () =>
    checkChange(
      PATH,
      [
        WORKFLOW,
        'on: push\njobs:\n  test:\n    runs-on: ubuntu-22.04\n    steps:\n      - uses: actions/setup-node@v4\n        with:\n          node-version: |\n            20\n            lts/*\n',
      ],
      [
        'CI runs on Node.js 20 and lts/* (.github/workflows/ci.yml).',
        'CI runs on the operating system ubuntu-22.04 (.github/workflows/ci.yml).',
        'CI no longer runs on Python 3.10 (.github/workflows/ci.yml).',
      ],
    ));

  it('workflows that publish or keep house say nothing', async () => {
    for (const name of ['release.yml', 'stale.yaml', 'deploy-docs.yml'])
      await checkFile(`.github/workflows/${name}`, WORKFLOW, []);
  });

  it('a workflow of another name counts only where it has a matrix of versions', async () => {
    const single = WORKFLOW.replace(/ {4}strategy:[^]*?(?= {4}steps)/, '').replaceAll(/\$\{\{.*\}\}/g, '20');
    await checkFile('.github/workflows/nightly.yml', single, ['The project uses GitHub Actions as its CI service.']);
    await checkFile('.github/workflows/nightly.yml', WORKFLOW, [
      'CI runs on Node.js 18, 20 and 22 (.github/workflows/nightly.yml).',
      'CI runs on the operating systems ubuntu-latest, windows-latest and macos-latest (.github/workflows/nightly.yml).',
      'The project uses GitHub Actions as its CI service.',
    ]);
  });

  it('expressions that nobody can resolve are passed over', () =>
    checkFile(
      '.github/workflows/test.yml',
      'jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/setup-node@v4\n        with:\n          node-version: ${{ inputs.node }}\n',
      ['The project uses GitHub Actions as its CI service.'],
    ));

  it('Travis CI: lists, single values and jobs', () =>
    checkFile(
      '.travis.yml',
      'language: node_js\nnode_js:\n  - "8"\n  - 10\nmatrix:\n  include:\n    - node_js: "12"\n      env: LINT=1\n',
      ['CI runs on Node.js 8, 10 and 12 (.travis.yml).', 'The project uses Travis CI as its CI service.'],
    ));

  it('GitLab CI and CircleCI run in images', async () => {
    await checkFile(
      '.gitlab-ci.yml',
      'image: node:20\ntest:\n  script: npm test\n  services:\n    - image: postgres:16\n',
      ['CI runs in the container image node:20 (.gitlab-ci.yml).', 'The project uses GitLab CI as its CI service.'],
    );
    await checkFile('.circleci/config.yml', 'jobs:\n  build:\n    docker:\n      - image: cimg/node:18.17\n', [
      'CI runs in the container image cimg/node:18.17 (.circleci/config.yml).',
      'The project uses CircleCI as its CI service.',
    ]);
  });

  it('Azure Pipelines and AppVeyor', async () => {
    await checkFile(
      'azure-pipelines.yml',
      "pool:\n  vmImage: ubuntu-20.04\nsteps:\n  - task: NodeTool@0\n    inputs:\n      versionSpec: '18.x'\n",
      [
        'CI runs on Node.js 18.x (azure-pipelines.yml).',
        'CI runs on the operating system ubuntu-20.04 (azure-pipelines.yml).',
        'The project uses Azure Pipelines as its CI service.',
      ],
    );
    await checkFile('appveyor.yml', 'environment:\n  matrix:\n    - nodejs_version: "6"\n    - nodejs_version: "8"\n', [
      'CI runs on Node.js 6 and 8 (appveyor.yml).',
      'The project uses AppVeyor as its CI service.',
    ]);
  });
});
