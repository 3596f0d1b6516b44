import assert from 'node:assert/strict';
import { MODEL_USES, toChoice, toModelOptions, usesPicked, type ModelUse } from '../../../src/extension/modelChoice';

const endpoint = { url: 'http://localhost:11434/v1', model: 'qwen3:4b' };
const hosted = { id: 'copilot/gpt-5-mini', name: 'GPT-5 mini' };

describe('the language model where no chat brings its own', () => {
  const check = (model: ModelUse, has: { endpoint?: boolean; hosted?: boolean }, expected: string): void => {
    const settings = { model, dailyTokens: 1, ...(has.endpoint && { endpoint }) };
    assert.equal(toChoice(settings, has.hosted ? hosted : undefined).kind, expected, `${model} ${JSON.stringify(has)}`);
  };

  it('is the endpoint before the model of VS Code, and none where neither was set up', () => {
    check('auto', { endpoint: true, hosted: true }, 'endpoint');
    check('auto', { hosted: true }, 'vscode');
    check('auto', {}, 'none');
  });

  it('is what was chosen and nothing in its stead', () => {
    check('vscode', { endpoint: true, hosted: true }, 'vscode');
    check('vscode', { endpoint: true }, 'none');
    check('endpoint', { endpoint: true, hosted: true }, 'endpoint');
    check('endpoint', { hosted: true }, 'none');
    check('none', { endpoint: true, hosted: true }, 'none');
  });

  it('needs the name of the model, not the address alone', () => {
    const { url } = endpoint;
    assert.equal(toChoice({ model: 'auto', dailyTokens: 1, endpoint: { url } }, undefined).kind, 'none');
  });
});

describe('what the worker is told of models', () => {
  it('is nothing where the user wants none, so that nothing is sent', () => {
    const settings = { model: 'none', endpoint: { ...endpoint, embeddingModel: 'nomic' }, dailyTokens: 5 } as const;
    assert.equal(toModelOptions(settings, hosted), undefined);
  });

  it('holds the budget, and the model that embeds', () => {
    const settings = { model: 'auto', endpoint: { ...endpoint, embeddingModel: 'nomic' }, dailyTokens: 5 } as const;
    assert.deepEqual(toModelOptions(settings, hosted), {
      choice: { kind: 'endpoint', ...endpoint },
      embeddings: { url: endpoint.url, model: 'nomic' },
      dailyTokens: 5,
    });
    assert.deepEqual(toModelOptions({ model: 'auto', dailyTokens: 0 }, undefined), {
      choice: { kind: 'none' },
      dailyTokens: 0,
    });
  });
});

describe('@memory', () => {
  it('leaves the model that is picked for the chat alone where another was chosen, or none', () => {
    assert.deepEqual(
      MODEL_USES.filter((model) => usesPicked({ model })),
      ['auto', 'vscode'],
    );
  });
});
