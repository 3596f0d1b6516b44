// Imported when a model fails: what core says of failures is no part of activation.
import * as vscode from 'vscode';
import { errors, type KnownError } from '../core/index';
import { asPlainLine } from './words';

const NOT_ALLOWED = 'VS Code has not been allowed to let Project Memory use it.';

export function modelGone(name: string): KnownError {
  return errors.modelGone(name);
}

export function notAllowed(name: string): KnownError {
  return errors.modelRefused(name, NOT_ALLOWED);
}

/** A failure of VS Code, or of the provider behind it, in our words. */
export function toModelFailure(name: string, error: unknown, silenceMs: number): KnownError {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return errors.modelTimeout(name, silenceMs / 1000, error);
  switch (error instanceof vscode.LanguageModelError ? error.code : '') {
    case vscode.LanguageModelError.NoPermissions.name:
      return errors.modelRefused(name, NOT_ALLOWED, error);
    case vscode.LanguageModelError.Blocked.name:
      return errors.modelBusy(name, error);
    case vscode.LanguageModelError.NotFound.name:
      return errors.modelGone(name, error);
    default:
      return errors.modelFailed(name, reasonOf(error), error);
  }
}

/** What a provider says of a failure, short enough for a sentence. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return asPlainLine(cause instanceof Error ? cause.message : String(cause)).slice(0, 200) || 'it did not say why.';
}
