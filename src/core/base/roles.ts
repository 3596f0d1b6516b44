/** What a tool does for a project, and the tools that are known to do it. */
export interface Role {
  /** As sentences name it: "uses vitest as its test runner". */
  readonly name: string;
  /** Other phrases that people ask for it by, in lower case. */
  readonly asked: readonly string[];
  /** As manifests, commands and configuration files name them. */
  readonly tools: readonly string[];
  /** Only what the project ships with counts: a library often has frameworks among its development tools, to be tested against. */
  readonly runtime?: true;
}

/** A tool may have several roles; which of them it takes in a project follows from how it is used. */
export const ROLES: readonly Role[] = [
  role(
    'test runner',
    'test framework|testing framework|unit test framework|unit testing framework|testing tool|test tool|unit tests|runs the tests|run the tests|running tests|tests run with',
    // JavaScript, Python, Ruby, PHP, JVM, .NET, Rust, Go
    'mocha jest ava vitest tap tape jasmine karma uvu qunit nodeunit node:test lab @hapi/lab @pptr/testrunner expresso better-node-test borp bun:test ' +
      '@web/test-runner @japa/runner egg-bin @vscode/test-cli react-scripts ' +
      'pytest nose nose2 unittest ward rspec rspec-rails minitest test-unit phpunit phpunit/phpunit pestphp/pest codeception/codeception ' +
      'junit junit-jupiter junit-jupiter-engine junit-jupiter-api testng spock-core kotest scalatest xunit nunit mstest.testframework cargo-nextest github.com/onsi/ginkgo',
  ),
  role(
    'assertion library',
    'assertions|assertion framework|assert library',
    'chai should expect expect.js power-assert must unexpected assertj-core hamcrest github.com/stretchr/testify fluentassertions shouldly',
  ),
  role(
    'mocking library',
    'mock library|mocks|mocking framework|spies|stubs|stubbing',
    'sinon testdouble proxyquire mockery rewire esmock nanospy supershy mm ts-mockito pytest-mock mockito-core mockito-junit-jupiter mockk moq nsubstitute mockery/mockery mockall github.com/golang/mock go.uber.org/mock',
  ),
  role(
    'HTTP mocking library',
    'http mocks|mock http requests|mocks requests|request mocking',
    'nock msw pretender fetch-mock responses respx httpretty requests-mock webmock vcr wiremock wiremock-standalone mockito-server httpmock wiremock-rs',
  ),
  role(
    'fake timers library',
    'fake timer library|fake timers|fake timer|fake clock|mock timers|timer mocking|mocks time',
    '@sinonjs/fake-timers lolex timekeeper mockdate freezegun time-machine timecop',
  ),
  role(
    'property-based testing library',
    'property based tests|property-based tests|property tests|generative tests',
    'fast-check jsverify testcheck hypothesis proptest quickcheck jqwik',
  ),
  role(
    'browser test tool',
    'e2e tests|end-to-end tests|end to end tests|e2e framework|end-to-end framework|browser tests|browser testing|browser automation|tests in browsers|ui tests|integration tests in the browser',
    'playwright @playwright/test @vitest/browser puppeteer cypress selenium-webdriver nightwatch testcafe webdriverio protractor zuul airtap selenium capybara selenium-java',
  ),
  role('DOM for tests', 'dom implementation|dom emulation|fake dom|simulated dom', 'jsdom happy-dom'),
  role(
    'code coverage tool',
    'coverage tool|code coverage|test coverage|coverage|measures coverage|measure coverage|coverage reports',
    'nyc c8 istanbul isparta blanket patched-blanket @vitest/coverage-v8 @vitest/coverage-istanbul @vitest/coverage-c8 coverage pytest-cov simplecov jacoco jacoco-maven-plugin coverlet.collector cargo-tarpaulin cargo-llvm-cov',
  ),
  role(
    'coverage service',
    'coverage upload|uploads coverage|coverage reporting service|coverage is sent to',
    'coveralls codecov Codecov Coveralls',
  ),
  role(
    'type test tool',
    'type tests|tests of types|tests the types|typing tests|type definitions are tested',
    'tsd dtslint tstyche check-dts expect-type typescript-definition-tester typings-tester midnight-smoker',
  ),
  role(
    'linter',
    'lint tool|linting tool|linting|lints the code|static analysis|code style checker',
    'eslint tslint jshint jslint jscs standard standardx ts-standard semistandard neostandard xo oxlint @biomejs/biome rome gts ' +
      'flake8 pylint ruff pycodestyle golangci-lint clippy rubocop standardrb squizlabs/php_codesniffer checkstyle pmd spotbugs ktlint detekt stylecop.analyzers',
  ),
  role('stylesheet linter', 'css linter|style linter', 'stylelint sass-lint csslint'),
  role(
    'Markdown linter',
    'markdown lint|lints markdown',
    'markdownlint-cli markdownlint-cli2 markdownlint remark-cli remark-lint',
  ),
  role(
    'commit message linter',
    'commit linter|commit messages are checked|commit lint',
    '@commitlint/cli commitlint gitlint commitizen',
  ),
  role('spell checker', 'spelling|spellcheck|spell check', 'cspell yaspeller yaspeller-ci codespell'),
  role(
    'code formatter',
    'formatter|formats the code|code formatting|formatting tool',
    'prettier prettierx prettier-standard dprint @biomejs/biome oxfmt js-beautify black yapf autopep8 ruff gofumpt rustfmt spotless friendsofphp/php-cs-fixer laravel/pint csharpier clang-format',
  ),
  role(
    'type checker',
    'type checking|types are checked|static types|checks types',
    'typescript flow-bin mypy pyright basedpyright pyre-check pytype phpstan/phpstan vimeo/psalm sorbet',
  ),
  role(
    'compiler',
    'transpiler|transpiles|compiles|transpile|compile the code',
    'typescript @babel/core babel-core babel babel-cli @babel/cli 6to5 @swc/core buble traceur coffee-script coffeescript cython',
  ),
  role(
    'bundler',
    'module bundler|builds the bundle|bundles|bundling|bundle the code|bundle tool',
    'webpack rollup esbuild parcel parcel-bundler vite tsup tsdown browserify rolldown @rspack/core @rslib/core microbundle bunchee pkgroll unbuild zshy snowpack @vercel/ncc systemjs-builder metro tsdx ngc-packagr',
  ),
  role(
    'minifier',
    'minification|minifies|minify',
    'terser uglify-js uglify-es clean-css clean-css-cli babel-minify google-closure-compiler',
  ),
  role(
    'TypeScript runner',
    'runs typescript|typescript loader|execute typescript|typescript directly',
    'tsx ts-node esbuild-runner esbuild-register jiti sucrase @swc-node/register',
  ),
  role(
    'task runner',
    'runs tasks|task automation|automation tool',
    'gulp grunt jake npm-run-all npm-run-all2 wireit make just rake invoke nox tox mage',
  ),
  role('build tool', 'build system|builds the project|build automation', 'gradle maven sbt bazel cmake meson'),
  role(
    'monorepo tool',
    'monorepo|workspace tool|manages the monorepo',
    'lerna turbo nx @microsoft/rush @moonrepo/cli bolt',
  ),
  role(
    'package manager',
    'dependency manager|installs dependencies|install dependencies|installs packages|dependency management',
    'npm yarn pnpm bun poetry uv pipenv pdm pip hatch conda cargo bundler composer maven gradle',
  ),
  role(
    'build backend',
    'python build system|packaging backend|python packaging|build the package|wheel builder',
    'setuptools hatchling poetry-core flit_core pdm-backend maturin scikit-build-core uv_build whey meson-python',
  ),
  role(
    'release tool',
    'releases|publishes|publishing tool|release process|release automation|publish to npm|versioning tool',
    'release-it semantic-release np standard-version release-please @changesets/cli goreleaser cargo-release bump2version bumpversion bumpver python-semantic-release mversion auto shipjs clean-publish dual-publish jreleaser',
  ),
  role(
    'changelog tool',
    'changelog generator|generates the changelog|changelog',
    'auto-changelog conventional-changelog-cli standard-version @changesets/cli git-cliff towncrier github-changelog-generator',
  ),
  role(
    'documentation generator',
    'documentation tool|docs generator|docs tool|docs site|documentation site|generates the docs|generates documentation|documentation framework|builds the docs',
    'jsdoc typedoc documentation docdash vuepress vitepress @docusaurus/core docusaurus gitbook-cli docsify-cli docsify @js-fns/docs jsdoc-to-markdown @microsoft/api-extractor @astrojs/starlight nextra eleventy sphinx mkdocs mkdocs-material pdoc mdbook yard dokka javadoc doxygen',
  ),
  role('component explorer', 'component workshop|ui catalogue', 'storybook @storybook/react @ladle/react histoire'),
  role(
    'git hooks tool',
    'git hooks|pre-commit hooks|pre-commit hook|pre commit hook|commit hooks|git hook|hook manager|pre-push hook',
    'husky simple-git-hooks pre-commit simple-pre-commit lefthook ghooks yorkie pre-push overcommit captainhook/captainhook cargo-husky',
  ),
  role(
    'staged files tool',
    'staged files|lints staged files|before committing',
    'lint-staged nano-staged pretty-quick precise-commits',
  ),
  role(
    'benchmark tool',
    'benchmarks|benchmarking|benchmark library|performance tests|load tests',
    'benchmark tinybench mitata fastbench matcha @c4312/matcha autocannon cronometro pytest-benchmark criterion asv jmh-core benchmarkdotnet k6',
  ),
  role(
    'bundle size check',
    'bundle size|size limit|checks the size|size of the bundle',
    'size-limit bundlesize bundlewatch bundlemon',
  ),
  role(
    'dependency update tool',
    'dependency updates|updates dependencies|dependency bot|automatic updates|keeps dependencies up to date|dependency update bot',
    'Renovate Dependabot Greenkeeper npm-check-updates actions-up pyup Snyk',
  ),
  role(
    'CI',
    'continuous integration|ci service|ci system|ci provider|ci server|build server|ci platform|runs the pipeline|runs ci',
    'GitHub_Actions Travis_CI CircleCI AppVeyor Azure_Pipelines GitLab_CI Jenkins Drone Cirrus_CI Buildkite Bitbucket_Pipelines Woodpecker_CI Semaphore',
  ),
  role('container tool', 'container|containers|containerization|docker', 'Docker Docker_Compose Podman'),
  role('development container', 'dev container|devcontainer|development environment', 'devcontainer Gitpod Nix devenv'),
  role('documentation host', 'docs are hosted|docs hosting|hosts the documentation', 'Read_the_Docs'),
  role(
    'deployment platform',
    'hosting|deployed to|deploys to|hosted on|deployment target',
    'Netlify Vercel Heroku Fly.io Render',
  ),
  role('CSS preprocessor', 'css tool|stylesheets|sass or less', 'sass node-sass sass-embedded less stylus postcss'),
  role('CSS framework', 'styling framework|styles', 'tailwindcss bootstrap bulma foundation-sites @unocss/core unocss'),
  role(
    'extension packaging tool',
    'packages the extension|publishes the extension|extension publishing|vsix',
    '@vscode/vsce vsce ovsx',
  ),
  runtime(
    'web framework',
    'http framework|server framework|backend framework|api framework',
    'express fastify koa @hapi/hapi hapi restify @nestjs/core hono next nuxt @remix-run/node @sveltejs/kit ' +
      'django flask fastapi starlette tornado aiohttp sanic rails sinatra laravel/framework symfony/framework-bundle slim/slim ' +
      'github.com/gin-gonic/gin github.com/labstack/echo github.com/gofiber/fiber github.com/go-chi/chi github.com/gorilla/mux actix-web axum rocket warp spring-boot-starter-web quarkus-core',
  ),
  runtime(
    'UI framework',
    'ui library|frontend framework|front-end framework|component library|view library',
    'react vue svelte @angular/core preact solid-js lit ember-source backbone',
  ),
  runtime(
    'HTTP client',
    'http library|http requests are made|makes http requests|request library',
    'axios got ky node-fetch undici request superagent needle requests httpx aiohttp faraday guzzlehttp/guzzle reqwest okhttp',
  ),
  runtime(
    'ORM',
    'object-relational mapper|database library|database access|query builder|database layer',
    'prisma @prisma/client sequelize typeorm drizzle-orm knex kysely mongoose objection sqlalchemy peewee tortoise-orm activerecord doctrine/orm gorm.io/gorm diesel sea-orm sqlx hibernate-core',
  ),
  runtime(
    'logger',
    'logging library|log library|logging framework|writes logs',
    'winston pino bunyan log4js loglevel loguru structlog github.com/sirupsen/logrus go.uber.org/zap github.com/rs/zerolog tracing log env_logger logback-classic log4j-core monolog/monolog serilog',
  ),
  runtime(
    'date library',
    'dates are handled|date handling|time library|date and time',
    'moment dayjs date-fns luxon pendulum chrono nesbot/carbon',
  ),
  runtime(
    'schema validation library',
    'validation library|validates input|schema library|input validation',
    'zod joi yup ajv valibot superstruct io-ts arktype pydantic marshmallow cerberus',
  ),
  runtime(
    'state management library',
    'state management|state library|store library',
    'redux @reduxjs/toolkit mobx zustand jotai recoil xstate pinia vuex',
  ),
  runtime(
    'command line parser',
    'argument parser|cli framework|cli library|parses arguments|command line library',
    'commander yargs minimist meow cac sade clap structopt click typer github.com/spf13/cobra github.com/urfave/cli picocli symfony/console thor',
  ),
  runtime('async runtime', 'async executor', 'tokio async-std smol'),
];

/** @param asked phrases with "|" between them @param tools names with spaces between them; "_" stands for a space in a name with capitals */
function role(name: string, asked: string, tools: string): Role {
  const named = (tool: string): string => (/[A-Z]/.test(tool) ? tool.replaceAll('_', ' ') : tool);
  return { name, asked: asked.split('|'), tools: tools.split(' ').map(named) };
}

function runtime(name: string, asked: string, tools: string): Role {
  return { ...role(name, asked, tools), runtime: true };
}
