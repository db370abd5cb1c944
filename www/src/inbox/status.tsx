/** Where a message stands, in shape and words as well as colour. */
import { CheckIcon, ErrorIcon, WaitingIcon } from "../controls/icons";
import { statusWords, tone } from "../send/words";

const ICONS = { good: CheckIcon, bad: ErrorIcon, plain: WaitingIcon };

export function StatusMark({ status }: { status: string }) {
  const kind = tone(status);
  const Icon = ICONS[kind];
  return (
    <span class={`status-mark log-${kind}`} title={statusWords(status)}>
      <Icon />
      <span class="visually-hidden">{statusWords(status)}</span>
    </span>
  );
}

export function Status({ status }: { status: string }) {
  const kind = tone(status);
  const Icon = ICONS[kind];
  return (
    <span class={`status log-${kind}`}>
      <Icon />
      {statusWords(status)}
    </span>
  );
}
