import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { ABOUT, MOST } from '../../../src/protocol/assistantTools';
import { CHAT_APPS } from '../../../src/protocol/chats';
import { MODEL_USES } from '../../../src/extension/modelChoice';
import {
  CHAT,
  COMMANDS,
  CONTEXTS,
  LINKS,
  MCP_PROVIDER,
  PANELS,
  SETTINGS,
  TOOLS,
  VIEWS,
} from '../../../src/extension/ids';

interface Menu {
  readonly command: string;
  readonly when?: string;
}

interface Tool {
  readonly name: string;
  readonly toolReferenceName: string;
  readonly canBeReferencedInPrompt: boolean;
  readonly modelDescription: string;
  readonly inputSchema: {
    readonly properties: Readonly<Record<string, { readonly description: string; readonly maximum?: number }>>;
    readonly required: readonly string[];
  };
}

interface Manifest {
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly extensionDependencies?: readonly string[];
  readonly capabilities: Readonly<
    Record<
      'untrustedWorkspaces' | 'virtualWorkspaces',
      {
        readonly supported: string;
        readonly description: string;
        readonly restrictedConfigurations?: readonly string[];
      }
    >
  >;
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly menus: Readonly<Record<string, readonly Menu[]>>;
    readonly keybindings: readonly (Menu & { readonly key: string })[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly type: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly chatParticipants: readonly {
      readonly id: string;
      readonly name: string;
      readonly commands: readonly { readonly name: string }[];
    }[];
    readonly languageModelChatProviders: readonly { readonly vendor: string }[];
    readonly languageModelTools: readonly Tool[];
    readonly mcpServerDefinitionProviders: readonly { readonly id: string }[];
  };
}

const root = path.resolve(__dirname, '../../..');
const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;

describe('package.json and the code', () => {
  it('name the same commands', () => {
    const inCode = [...Object.values(COMMANDS), ...Object.values(LINKS)];
    same(
      contributes.commands.map(({ command }) => command),
      inCode,
    );
  });

  it('name the same settings', () => {
    same(Object.keys(contributes.configuration.properties), Object.values(SETTINGS));
  });

  it('name no setting that is the beginning of another: VS Code keeps them as a tree, and drops one of the two', () => {
    const keys = Object.values(SETTINGS);
    const pairs = keys.flatMap((key) =>
      keys.filter((other) => other.startsWith(`${key}.`)).map((other) => [key, other]),
    );
    assert.deepEqual(pairs, []);
  });

  it('name the same assistants whose chats are watched, and no repository can switch that on', () => {
    const setting = contributes.configuration.properties[SETTINGS.chats] as {
      readonly items: { readonly enum: readonly string[]; readonly enumDescriptions: readonly string[] };
      readonly default: readonly string[];
      readonly scope: string;
    };
    assert.deepEqual(setting.items.enum, Object.keys(CHAT_APPS));
    assert.deepEqual(setting.items.enumDescriptions, Object.values(CHAT_APPS));
    assert.deepEqual([setting.default, setting.scope], [[], 'application']);
  });

  it('let no repository choose where text goes, and none is sent by default', () => {
    const { model: use, endpointUrl, endpointModel, embeddingModel, dailyTokens } = SETTINGS;
    const keys = [use, endpointUrl, endpointModel, embeddingModel, dailyTokens];
    for (const key of keys) {
      const setting = contributes.configuration.properties[key] as { readonly scope: string };
      assert.equal(setting.scope, 'application', key);
      assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations?.includes(key), key);
    }
    const url = contributes.configuration.properties[endpointUrl] as { readonly default: string };
    assert.equal(url.default, '');
    const model = contributes.configuration.properties[use] as { readonly enum: readonly string[] };
    assert.deepEqual(model.enum, MODEL_USES);
  });

  it('name the same views', () => {
    const [container] = contributes.viewsContainers.activitybar;
    const { container: id, ...views } = VIEWS;
    assert.equal(container?.id, id);
    same(contributes.views[id]?.map((view) => view.id) ?? [], Object.values(views));
    assert.ok(contributes.views[id]?.every(({ type }) => type === 'webview'));
  });

  it('name the same chat participant, commands and model vendor', () => {
    const [participant, ...more] = contributes.chatParticipants;
    assert.deepEqual(more, []);
    assert.equal(participant?.id, CHAT.participant);
    assert.equal(participant.name, CHAT.name);
    same(
      participant.commands.map(({ name }) => name),
      CHAT.commands,
    );
    same(
      contributes.languageModelChatProviders.map(({ vendor }) => vendor),
      [CHAT.vendor],
    );
  });

  it('name the same tools, and describe them to models as the MCP server does', () => {
    const [recall, propose, ...more] = contributes.languageModelTools;
    assert.ok(recall && propose);
    assert.deepEqual(more, []);
    assert.deepEqual([recall.name, propose.name], [TOOLS.recall, TOOLS.propose]);
    // "memory" is what VS Code calls its own tool.
    assert.equal(recall.toolReferenceName, 'projectMemory');
    assert.ok(contributes.languageModelTools.every((tool) => tool.canBeReferencedInPrompt));
    assert.deepEqual([recall.modelDescription, propose.modelDescription], [ABOUT.recall, ABOUT.propose]);
    for (const tool of contributes.languageModelTools)
      for (const [name, { description }] of Object.entries(tool.inputSchema.properties))
        if (name !== 'project') assert.equal(description, new Map(Object.entries(ABOUT)).get(name), name);
    assert.equal(recall.inputSchema.properties.limit?.maximum, MOST);
    assert.deepEqual([recall.inputSchema.required, propose.inputSchema.required], [['question'], ['text']]);
  });

  it('name the same provider of MCP servers', () => {
    assert.deepEqual(
      contributes.mcpServerDefinitionProviders.map(({ id }) => id),
      [MCP_PROVIDER],
    );
  });

  it('use only context keys that the code sets or VS Code has', () => {
    const builtIn = new Set([
      'isWorkspaceTrusted',
      'editorHasSelection',
      'editorTextFocus',
      'terminalFocus',
      'view',
      'false',
    ]);
    const clauses = [
      ...Object.values(contributes.menus)
        .flat()
        .map(({ when }) => when),
      ...contributes.keybindings.map(({ when }) => when),
      ...contributes.commands.map(({ enablement }) => enablement),
    ];
    const keys = clauses
      .flatMap((clause) => (clause ?? '').split(/&&|\|\|/).map((part) => part.replace(/==.*|!/g, '').trim()))
      .filter(Boolean);
    const ours = new Set<string>(Object.values(CONTEXTS));
    assert.deepEqual(
      keys.filter((key) => !builtIn.has(key) && !ours.has(key)),
      [],
    );
    assert.deepEqual(
      [...ours].filter((key) => !keys.includes(key)),
      [],
    );
  });
});

describe('package.json', () => {
  it('puts only declared commands into menus and behind keys', () => {
    const declared = new Set(contributes.commands.map(({ command }) => command));
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ command }) => command);
    assert.deepEqual(
      used.filter((command) => !declared.has(command)),
      [],
    );
  });

  it('keeps commands that need an argument out of the palette', () => {
    const hidden = contributes.menus.commandPalette
      ?.filter(({ when }) => when === 'false')
      .map(({ command }) => command);
    same(hidden ?? [], Object.values(LINKS));
  });

  it('gives every keybinding a condition', () => {
    assert.ok(contributes.keybindings.every(({ when }) => when !== undefined && when !== ''));
  });

  it('has a title in the category "Memory" for every command, without an exclamation mark', () => {
    for (const { title, category } of contributes.commands) {
      assert.equal(category, 'Memory');
      assert.match(title, /^[A-Z][^!]*$/);
    }
  });

  it('declares Restricted Mode and virtual workspaces, and depends on no other extension', () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    assert.equal(manifest.capabilities.virtualWorkspaces.supported, 'limited');
    assert.equal(manifest.extensionDependencies, undefined);
    assert.deepEqual(manifest.activationEvents, ['onStartupFinished', `onWebviewPanel:${PANELS.learning}`]);
  });

  it('names icons that exist; the one of the gallery is a PNG', () => {
    const icons = [manifest.icon, ...contributes.viewsContainers.activitybar.map(({ icon }) => icon)];
    for (const icon of icons) assert.ok(fs.existsSync(path.join(root, icon)), icon);
    assert.equal(fs.readFileSync(path.join(root, manifest.icon)).subarray(1, 4).toString(), 'PNG');
  });
});

function same(actual: readonly string[], expected: readonly string[]): void {
  assert.deepEqual([...actual].sort(), [...expected].sort());
}
