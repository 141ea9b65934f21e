import type { Problem } from './generated/received'

/** A refusal or failure as the server tells it, with a sentence for the person in both languages. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.en)
    this.name = 'ProblemError'
  }

  /** The sentence in the language of the screen. */
  sentence(language: string): string {
    return language.startsWith('zh') ? this.problem.zh : this.problem.en
  }
}

/** What we say ourselves when the server could not be reached at all. */
export const UNREACHABLE: Problem = {
  code: 'unreachable',
  status: 0,
  retryable: true,
  zh: '暂时连不上服务器，请稍后再试。',
  en: 'The server cannot be reached at the moment; please try again.',
  field: null,
}

/** What we say when the server answered with something that is no answer of ours. */
export const UNREADABLE: Problem = {
  code: 'unreadable',
  status: 0,
  retryable: false,
  zh: '服务器的回答无法识别，请联系管理员。',
  en: 'The server gave an answer that cannot be read; please tell the administrator.',
  field: null,
}

/** Whether a value from the wire is a `Problem`. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'zh' in value && 'en' in value
}

/** Any thrown value as a `ProblemError`: what is not one was a lost connection. */
export function asProblem(thrown: unknown): ProblemError {
  return thrown instanceof ProblemError ? thrown : new ProblemError(UNREACHABLE)
}
