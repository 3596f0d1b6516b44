/** Every name that the code shares with `package.json`, and every key under which something is stored. Each is written here once. */

/** Commands that people see in the palette, in a menu or behind a key. */
export const COMMANDS = {
  recall: 'memory.recall',
  ask: 'memory.ask',
  rememberSelection: 'memory.rememberSelection',
  reviewProposals: 'memory.reviewProposals',
  scan: 'memory.scanCommits',
  importChats: 'memory.importChats',
  importDocuments: 'memory.importDocuments',
  export: 'memory.export',
  import: 'memory.import',
  undo: 'memory.undo',
  checkSecrets: 'memory.checkSecrets',
  checkOutdated: 'memory.checkFreshness',
  deleteAll: 'memory.deleteAll',
  chooseProject: 'memory.chooseProject',
  showLog: 'memory.showLog',
  acceptAll: 'memory.proposals.acceptAll',
  accept: 'memory.proposals.accept',
  edit: 'memory.proposals.edit',
  reject: 'memory.proposals.reject',
  searchMemories: 'memory.memories.search',
  editMemory: 'memory.memories.edit',
  deleteMemory: 'memory.memories.delete',
  showAsOf: 'memory.memories.asOf',
  showToday: 'memory.memories.today',
  showWeek: 'memory.showWeek',
  train: 'memory.train',
  showLearning: 'memory.showLearning',
  connectAssistants: 'memory.connectAssistants',
  setUpModel: 'memory.setUpModel',
  setApiKey: 'memory.setApiKey',
  readWithModel: 'memory.readWithModel',
} as const;

/** Commands behind links and buttons. They take a `Reference`, so the palette does not offer them. */
export const LINKS = {
  openMemory: 'memory.openMemory',
  openSource: 'memory.openSource',
  showHistory: 'memory.showHistory',
} as const;

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS] | (typeof LINKS)[keyof typeof LINKS];

export const SETTINGS = {
  review: 'memory.review',
  commits: 'memory.sources.commits',
  chats: 'memory.sources.chats',
  candidates: 'memory.retrieval.candidates',
  index: 'memory.retrieval.index',
  emailAddresses: 'memory.emailAddresses',
  model: 'memory.model',
  endpointUrl: 'memory.endpoint.url',
  endpointModel: 'memory.endpoint.model',
  embeddingModel: 'memory.endpoint.embeddingModel',
  dailyTokens: 'memory.dailyTokens',
} as const;

/** Keys of `when` clauses. */
export const CONTEXTS = {
  /** A folder is open whose memory can be used. */
  hasProject: 'memory.hasProject',
  /** The workspace has several projects. */
  hasProjects: 'memory.hasProjects',
  hasPending: 'memory.hasPending',
  /** The Memories view shows a day of the past. */
  showsPast: 'memory.showsPast',
} as const;

export const VIEWS = {
  container: 'memory',
  proposals: 'memory.proposals',
  memories: 'memory.memories',
  week: 'memory.week',
} as const;

/** Panels in the editor area. */
export const PANELS = { learning: 'memory.learning' } as const;

export const CHAT = {
  participant: 'memory.chat',
  name: 'memory',
  commands: ['remember', 'forget', 'history', 'review', 'status', 'all', 'wrong'],
  /** The vendor of the extension's own model. */
  vendor: 'memory-r1',
  model: 'no-llm',
} as const;

/** Tools that agents may call. */
export const TOOLS = { recall: 'memory_recall', propose: 'memory_propose' } as const;

/** What offers VS Code our MCP servers. */
export const MCP_PROVIDER = 'memory.mcp';

export type ChatCommand = (typeof CHAT.commands)[number];

export const STATE = {
  /** Workspace state: the root of the project that answers. */
  project: 'project',
  /** Workspace state: roots for which the first scan was offered. */
  offered: 'scanOffered',
  /** Workspace state: the assistants that chats were imported from last. */
  chatApps: 'importedChatApps',
  /** Global state: the model of VS Code that the user chose. */
  hostedModel: 'hostedModel',
  /** Global state: where the user agreed to send text to. */
  agreedModels: 'agreedModels',
} as const;

/** Scheme of the read-only documents that show a memory, an answer or a commit. */
export const DOCUMENT_SCHEME = 'memory-r1';
