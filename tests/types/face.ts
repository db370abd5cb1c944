// The types of what the package answers.

import { expectTypeOf } from "expect-type";
import init, {
  type Answer,
  type ApiRequest,
  Backoff,
  check,
  type Code,
  Composer,
  curl,
  type Diagnostic,
  expiresAt,
  type Failures,
  failures,
  fill,
  type FilledMessage,
  importCsv,
  type InitInput,
  type Job,
  limits,
  messages,
  type NotifyPayload,
  type Options,
  Pace,
  type Placeholder,
  preview,
  PreflightError,
  type PreflightErrorCode,
  type Progress,
  progress,
  type ProgressByRecipient,
  type Recipient,
  type Report,
  retryFailures,
  type SendOutcome,
  sendOutcome,
  sendRequest,
  split,
  splitText,
  type StatusOutcome,
  statusOutcome,
  type StatusReport,
  statusRequest,
  type Summary,
  type WhatIf,
} from "notify-preflight";
import slim from "notify-preflight/slim";
import address from "notify-preflight/notify-preflight.wasm";

declare const payload: NotifyPayload;
declare const target: { host: string; streamId: string; jwt: string };
declare const job: Job;
declare const report: StatusReport;

expectTypeOf(init).toEqualTypeOf<(input?: InitInput) => Promise<void>>();
expectTypeOf(slim).toEqualTypeOf<(input: InitInput) => Promise<void>>();
expectTypeOf<string | URL | Response | Promise<Response> | ArrayBuffer | Uint8Array>().toExtend<InitInput>();
expectTypeOf<WebAssembly.Module>().toExtend<InitInput>();
expectTypeOf(address).toEqualTypeOf<string>();

expectTypeOf(check).parameter(0).toEqualTypeOf<string | Uint8Array | NotifyPayload>();
expectTypeOf(check).parameter(1).toEqualTypeOf<Options | undefined>();
expectTypeOf(check("")).toEqualTypeOf<Report>();
expectTypeOf<Report["totals"]>().toEqualTypeOf<Record<"error" | "warning" | "info", number>>();
expectTypeOf<Report["codes"]>().toEqualTypeOf<Partial<Record<Code, number>>>();
expectTypeOf<Diagnostic["pointer"]>().toEqualTypeOf<"" | `/${string}`>();
expectTypeOf<"json-syntax">().toExtend<Code>();
expectTypeOf<"json-sintax">().not.toExtend<Code>();
// @ts-expect-error: no such reading
check(payload, { reading: "both" });
// @ts-expect-error: no payload
check(7);

expectTypeOf(preview("")).toEqualTypeOf<{ report: Report; recipients: Recipient[] }>();
expectTypeOf<Recipient["filled"]>().toEqualTypeOf<FilledMessage>();
expectTypeOf<Recipient["otherReading"]>().toEqualTypeOf<FilledMessage | undefined>();
expectTypeOf(messages(payload)).toEqualTypeOf<string[]>();

expectTypeOf<Placeholder<"Hello {name}, {city}!">>().toEqualTypeOf<"name" | "city">();
expectTypeOf<Placeholder<"{{a b}} {} { {c{d}">>().toEqualTypeOf<"a b" | "d">();
expectTypeOf<Placeholder<"no {such\nthing} here">>().toBeNever();
expectTypeOf<Placeholder<string>>().toEqualTypeOf<string>();
expectTypeOf(fill("Hello {name}").placeholders[0]!.key).toEqualTypeOf<"name">();
expectTypeOf(fill("" as string, { a: "b" }).placeholders[0]!.key).toEqualTypeOf<string>();
fill("{constructor} {a}", { other: "fine" });
// @ts-expect-error: parameters are strings
fill("{a}", { a: 1 });

expectTypeOf(importCsv("", { channel: "ivr" }).identities[0]!.email).toEqualTypeOf<string>();
// @ts-expect-error: no channel
importCsv("");

expectTypeOf(sendRequest(target, payload)).toEqualTypeOf<ApiRequest>();
expectTypeOf(statusRequest(target, "ds-1")).toEqualTypeOf<ApiRequest>();
expectTypeOf<ApiRequest["url"]>().toEqualTypeOf<`https://${string}` | `http://${string}`>();
expectTypeOf<ApiRequest>().toExtend<RequestInit>();
expectTypeOf(curl).toEqualTypeOf<(request: ApiRequest) => string>();
expectTypeOf(expiresAt("")).toEqualTypeOf<number | undefined>();

expectTypeOf(sendOutcome).toEqualTypeOf<(answer: Answer) => SendOutcome>();
expectTypeOf(statusOutcome).toEqualTypeOf<(answer: Answer) => StatusOutcome>();
const outcome = sendOutcome("lost");
if (outcome.outcome === "accepted") expectTypeOf(outcome.job).toEqualTypeOf<Job>();
else if (outcome.outcome === "unknown") expectTypeOf(outcome.retry).toEqualTypeOf<false>();
else expectTypeOf(outcome.retry).toEqualTypeOf<boolean>();

expectTypeOf(split(payload)).toEqualTypeOf<NotifyPayload[]>();
expectTypeOf(splitText("", 7)).toEqualTypeOf<string[]>();
expectTypeOf(progress(job, report)).toEqualTypeOf<Progress>();
expectTypeOf(progress(job, report, payload)).toEqualTypeOf<ProgressByRecipient>();
expectTypeOf(failures(payload, report)).toEqualTypeOf<Failures>();
expectTypeOf(retryFailures(payload, report)).toEqualTypeOf<NotifyPayload | null>();

const composer = new Composer("", { reading: "ignore" });
expectTypeOf(composer).toExtend<Disposable>();
expectTypeOf(composer.text()).toEqualTypeOf<string>();
expectTypeOf(composer.report()).toEqualTypeOf<Report>();
expectTypeOf(composer.summary()).toEqualTypeOf<Summary>();
expectTypeOf(composer.window(0, 20)).toEqualTypeOf<Recipient[]>();
expectTypeOf(composer.whatIf("name", 0, 20)).toEqualTypeOf<WhatIf>();
expectTypeOf(composer.splice).toEqualTypeOf<(start: number, end: number, text: string) => void>();
// @ts-expect-error: the text is a string
new Composer(payload);
// @ts-expect-error: read only
composer.length = 1;

expectTypeOf(new Backoff().nextDelay(7)).toEqualTypeOf<number>();
expectTypeOf(new Pace().wait()).toEqualTypeOf<number>();
expectTypeOf(limits).toEqualTypeOf<{
  readonly identities: 1000;
  readonly parameters: 20;
  readonly parameterCharacters: 200;
}>();
expectTypeOf<PreflightError["code"]>().toEqualTypeOf<PreflightErrorCode>();
expectTypeOf<PreflightError>().toExtend<Error>();
