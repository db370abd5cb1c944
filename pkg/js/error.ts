import type { PreflightErrorCode } from "./types.js";

/** Thrown for misuse of the package; a bad payload never throws, it gets a report. */
export class PreflightError extends Error {
  override readonly name = "PreflightError";
  readonly code: PreflightErrorCode;

  constructor(code: PreflightErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What any thrown value becomes: our own errors as they are, others wrapped. */
export function asPreflightError(
  thrown: unknown,
  code: PreflightErrorCode,
  message: string,
): PreflightError {
  if (thrown instanceof PreflightError) return thrown;
  return new PreflightError(code, message, { cause: thrown });
}
