import { checkAll } from './told';

describe('settings reader: what holds by default', () => {
  checkAll({
    'Make `strict` option default to true': ['setting: `strict` option is true by default. <strict|default|true>'],
    'Make the `keepAlive` option `false` by default': [
      'setting: `keepAlive` option is `false` by default. <keepAlive|default|false>',
    ],
    'removeBreaks default - true': ['setting: removeBreaks is true by default. <removeBreaks|default|true>'],
    'Change `bufferSize` default value from `10 MB` to `64 MB` (#28)': [
      'setting: `bufferSize` is `64 MB` by default. <bufferSize|default|64 MB>',
    ],
    'feat: change onSave default timeout 1000=>1500': [
      'setting: onSave timeout is 1500 by default. <onSave|default|1500>',
    ],
    'Disable `options.dnsCache` by default': [
      'setting: `options.dnsCache` is disabled by default. <options.dnsCache|default|disabled>',
    ],
    'update default for `lens.ignoreUntitled` to be `false`': [
      'setting: `lens.ignoreUntitled` is `false` by default. <lens.ignoreUntitled|default|false>',
    ],
    'set `autoAttach` to true by default': ['setting: `autoAttach` is true by default. <autoAttach|default|true>'],
    'Make header copying opt-in': ['setting: Header copying is opt-in.'],
    "req.encodings: default to 'identity'": [
      "setting: req.encodings is 'identity' by default. <req.encodings|default|identity>",
    ],
    'Default `ratio` option to 1': ['setting: `ratio` option is 1 by default. <ratio|default|1>'],
  });
});

describe('settings reader: no key of half a phrase', () => {
  checkAll({
    'Default aspectRatio to 1 for square charts': ['setting: aspectRatio is 1 by default for square charts.'],
    "Change default `rounding` in `formatStrict` to 'round'": [
      "setting: `rounding` in `formatStrict` is 'round' by default.",
    ],
    'Make `preferLocal` default to `true` with `$`': ['setting: `preferLocal` is `true` by default with `$`.'],
    'feat: compress log files by default': ['setting: Compress log files by default.'],
    'Increase the limit of uploads to 5 MB': ['setting: Limit of uploads was increased to 5 MB.'],
  });
});

describe('settings reader: a clause that names nothing speaks of what its line names', () => {
  checkAll({
    'fix: remove duplicate onSave event, use 250ms delay by default': [
      'setting: Remove duplicate onSave event, use 250ms delay by default. <onSave|default|250ms>',
    ],
  });
});

describe('settings reader: what only looks like a default', () => {
  checkAll({
    'Fix default timeout being ignored': [],
    'Bump timeout dependency to 3.0.1': [],
    'Use default export': [],
    'Clarify that the default timeout is 0': [],
    'Update default branch to main': [],
    'Reset defaults between tests': [],
    'false by default, rename': [],
    'nit: apply description and default metadata to enum': [],
  });
});
