import { cargo } from './cargo';
import { ciFiles } from './ci';
import { editorconfig, prettierrc } from './codeStyle';
import { composeFile, dockerfile } from './containers';
import { pubspec } from './dart';
import { dotnet } from './dotnet';
import { goMod } from './goMod';
import { gradleCatalog } from './gradleCatalog';
import { gradle, pom } from './jvm';
import { packageJson } from './packageJson';
import { composer } from './php';
import { pipfile, pyproject, requirementsTxt, setupFiles } from './python';
import { gemfile } from './ruby';
import type { StateFileReader } from './statement';
import { tsconfig } from './tsconfig';
import { versionFiles } from './versionFiles';
import { pnpmWorkspace } from './workspaces';

/** One per format, each speaking for files that no other wants. */
export const readers: readonly StateFileReader[] = [
  packageJson,
  pnpmWorkspace,
  pyproject,
  requirementsTxt,
  setupFiles,
  pipfile,
  goMod,
  cargo,
  pom,
  gradle,
  gradleCatalog,
  gemfile,
  composer,
  dotnet,
  pubspec,
  tsconfig,
  prettierrc,
  editorconfig,
  ciFiles,
  dockerfile,
  composeFile,
  versionFiles,
];
